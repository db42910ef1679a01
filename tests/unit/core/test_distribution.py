import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from landsim.core.distribution import (
    LAWS,
    Constant,
    Discrete,
    Exponential,
    LogNormal,
    Triangular,
    Uniform,
)
from landsim.errors import ScenarioError
from landsim.testing.conformance import check_distribution
from landsim.testing.strategies import distributions

PAIRS = [
    (Uniform(low=2, high=9), stats.uniform(2, 7)),
    (Triangular(low=3, mode=7, high=20), stats.triang((7 - 3) / 17, 3, 17)),
    (Triangular(low=3, mode=3, high=20), stats.triang(0, 3, 17)),
    (Triangular(low=3, mode=20, high=20), stats.triang(1, 3, 17)),
    (Exponential(mean=12.5), stats.expon(scale=12.5)),
    (LogNormal(median=8, sigma=0.7), stats.lognorm(0.7, scale=8)),
    (
        Discrete(values=(1, 2, 5), shares=(2, 1, 1)),
        stats.rv_discrete(values=((1, 2, 5), (0.5, 0.25, 0.25))),
    ),
]
NAMES = [f"{type(law).__name__}-{place}" for place, (law, _) in enumerate(PAIRS)]


@pytest.mark.parametrize(("law", "truth"), PAIRS, ids=NAMES)
def test_moments_agree_with_scipy(law, truth):
    assert law.mean == pytest.approx(truth.mean())
    assert law.variance == pytest.approx(truth.var())


@pytest.mark.parametrize(("law", "truth"), PAIRS, ids=NAMES)
def test_quantiles_agree_with_scipy(law, truth):
    for u in np.linspace(0.0013, 0.9987, 38):
        assert law.quantile(u) == pytest.approx(truth.ppf(u), rel=1e-9)


@given(distributions())
def test_every_law_conforms(law):
    check_distribution(law)


def test_every_law_can_be_drawn_by_the_strategy():
    seen = set()

    @settings(max_examples=200, database=None)
    @given(distributions())
    def collect(law):
        seen.add(type(law))

    collect()
    assert seen == set(LAWS)


def test_a_constant_is_a_constant():
    law = Constant(value=4.5)
    assert {law.quantile(u) for u in (0.0, 0.5, 0.999)} == {4.5}
    assert (law.mean, law.variance) == (4.5, 0.0)


def test_a_triangle_without_width_is_its_mode():
    assert Triangular(low=2, mode=2, high=2).quantile(0.3) == 2


def test_the_ends_of_the_laws():
    assert Uniform(low=2, high=9).quantile(0.0) == 2
    assert Triangular(low=3, mode=7, high=20).quantile(0.0) == 3
    assert Exponential(mean=3).quantile(0.0) == 0
    assert LogNormal(median=8, sigma=0.7).quantile(0.0) == 0
    assert LogNormal(median=8, sigma=0.7).quantile(0.5) == pytest.approx(8)
    assert Discrete(values=(4, 5), shares=(1, 1)).quantile(0.0) == 4


def test_the_order_in_which_values_are_listed_is_no_matter():
    up, down = (
        Discrete(values=(1, 2, 5), shares=(2, 1, 1)),
        Discrete(values=(5, 2, 1), shares=(1, 1, 2)),
    )
    for u in np.linspace(0.0013, 0.9987, 38):
        assert up.quantile(u) == down.quantile(u)


def test_a_value_without_share_is_never_drawn():
    law = Discrete(values=(1.0, 2.0, 3.0), shares=(0.0, 1.0, 0.0))
    assert {law.quantile(u) for u in (0.0, 0.5, math.nextafter(1, 0), 1.0)} == {2.0}


@pytest.mark.parametrize(
    ("build", "fields"),
    [
        (lambda: Uniform(low=2, high=1), ["low"]),
        (lambda: Triangular(low=2, mode=1, high=3), ["mode"]),
        (lambda: Triangular(low=2, mode=4, high=3), ["mode"]),
        (lambda: Exponential(mean=0), ["mean"]),
        (lambda: LogNormal(median=0, sigma=-1), ["median", "sigma"]),
        (lambda: Discrete(values=(), shares=()), ["values", "shares"]),
        (lambda: Discrete(values=(1,), shares=(1, 2)), ["shares"]),
        (lambda: Discrete(values=(1, 2), shares=(0, 0)), ["shares"]),
        (lambda: Discrete(values=(1, 2), shares=(2, -1)), ["shares"]),
    ],
)
def test_impossible_laws_are_refused(build, fields):
    with pytest.raises(ScenarioError) as caught:
        build()
    assert [problem.path for problem in caught.value.problems] == fields


@given(distributions(), st.floats(0, 0.99), st.floats(0, 0.0099))
def test_more_luck_never_gives_less(law, u, more):
    assert law.quantile(u + more) >= law.quantile(u) * (1 - 1e-12)
