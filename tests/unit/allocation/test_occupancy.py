import numpy as np
import pytest

from landsim.allocation.occupancy import clique_rows

N_PLACES, N_PERIODS = 3, 8


def drawn(seed, *, falling):
    chance = np.random.default_rng(seed)
    n_uses = 12
    begin = chance.integers(0, N_PERIODS, n_uses)
    end = np.minimum(begin + chance.integers(1, 6, n_uses), N_PERIODS)
    limits = np.sort(chance.integers(0, 6, (N_PLACES, N_PERIODS)), axis=1).astype(float)
    if falling:
        limits = chance.permuted(limits, axis=1)
    return chance.integers(0, N_PLACES, n_uses), begin, end, limits, chance


@pytest.mark.parametrize("falling", [False, True])
@pytest.mark.parametrize("seed", range(20))
def test_cliques_say_the_same_as_a_row_for_every_period(seed, falling):
    place, begin, end, limits, chance = drawn(seed, falling=falling)
    cliques = clique_rows(place, begin, end, limits)
    seen = set()
    for _ in range(60):
        chosen = chance.random(len(place)) < 0.3
        load = np.zeros_like(limits)
        for use in np.flatnonzero(chosen):
            load[place[use], begin[use] : end[use]] += 1
        used = load[(load > 0)] <= limits[load > 0]
        activity = np.bincount(
            cliques.row, weights=chosen[cliques.use].astype(float), minlength=len(cliques.limit)
        )
        broken = (activity > cliques.limit) & (activity > 0)
        assert broken.any() == (not used.all())
        seen.add(bool(used.all()))
    assert seen


def test_uses_to_the_end_need_one_row():
    begin = np.array([0, 1, 2, 3])
    cliques = clique_rows(np.zeros(4, int), begin, np.full(4, 5), np.full((1, 5), 2.0))
    assert len(cliques.limit) == 1
    assert cliques.period.tolist() == [3]
    assert sorted(cliques.use.tolist()) == [0, 1, 2, 3]


def test_a_place_nobody_uses_has_no_row():
    cliques = clique_rows(np.array([1]), np.array([0]), np.array([2]), np.full((3, 4), 1.0))
    assert cliques.place.tolist() == [1]


def test_no_uses_no_rows():
    none = np.zeros(0, int)
    assert len(clique_rows(none, none, none, np.zeros((0, 4))).limit) == 0
