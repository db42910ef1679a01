import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from landsim.core.streams import Streams

KEYS = st.text("abcN0123456789._+-", min_size=1, max_size=8)
N = 4000
PINNED = float.fromhex("0x1.daac344f59190p-3")


def many(seed: int = 1, replication: int = 0, purpose: str = "stage") -> np.ndarray:
    streams = Streams(seed, replication)
    return np.array([streams.uniform(purpose, f"J{n}") for n in range(N)])


@given(st.integers(0, 2**63), st.integers(0, 10**6), KEYS, KEYS, st.integers(0, 10**4))
def test_a_draw_depends_on_its_key_alone(seed, replication, purpose, entity, ordinal):
    first, again = Streams(seed, replication), Streams(seed, replication)
    again.uniform("other", "luck")
    draw = first.uniform(purpose, entity, ordinal)
    assert draw == again.uniform(purpose, entity, ordinal)
    assert 0.0 <= draw < 1.0


def test_the_digest_is_pinned_across_machines():
    assert Streams(1, 0).uniform("stage", "J1") == pytest.approx(PINNED, abs=0.0, rel=0.0)


def test_draws_are_even():
    assert stats.kstest(many(), "uniform").pvalue > 1e-3


@pytest.mark.parametrize(
    "other",
    [{"seed": 2}, {"replication": 1}, {"purpose": "rework"}],
    ids=["seed", "replication", "purpose"],
)
def test_other_keys_give_unrelated_luck(other):
    pair = many(), many(**other)
    assert abs(stats.pearsonr(*pair).statistic) < 4 / np.sqrt(N)
    table, *_ = np.histogram2d(*pair, bins=8)
    assert stats.chisquare(table.ravel()).pvalue > 1e-3


def test_draws_of_one_entity_are_unrelated():
    streams = Streams(1, 0)
    luck = np.array([streams.uniform("gap", "J1", n) for n in range(N)])
    assert abs(stats.pearsonr(luck[:-1], luck[1:]).statistic) < 4 / np.sqrt(N)
    assert stats.kstest(luck, "uniform").pvalue > 1e-3


def test_ordinals_run_through_the_blocks():
    streams = Streams(5, 3)
    blocks = [streams.uniforms("gap", "J1", block) for block in range(3)]
    singles = [streams.uniform("gap", "J1", ordinal) for ordinal in range(24)]
    assert singles == list(itertools.chain.from_iterable(blocks))
    assert len(set(singles)) == 24


def test_neighbouring_keys_do_not_collide():
    keys = itertools.product(range(12), range(12), ("a", "ab", "b"), ("1", "11"), range(2))
    draws = [Streams(s, r).uniform(p, e, o) for s, r, p, e, o in keys]
    assert len(set(draws)) == len(draws)


def test_streams_under_a_prefix_have_luck_of_their_own():
    streams = Streams(1, 2)
    under = streams.under("forecast")
    assert under.uniform("area", "P") != streams.uniform("area", "P")
    assert under.uniforms("area", "P") == streams.uniforms("forecast.area", "P")
    assert (under.seed, under.replication) == (1, 2)
