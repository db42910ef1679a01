import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from landsim.core.result import Direction
from landsim.metrics.averages import mean, quantile, share
from landsim.metrics.estimate import estimate, paired_difference

NUMBERS = st.lists(st.floats(-1e6, 1e6), min_size=2, max_size=30)


@given(NUMBERS)
def test_interval_is_students(numbers: list[float]) -> None:
    found = estimate("x", numbers)
    spread = stats.sem(numbers)
    if spread > 0:
        low, high = stats.t.interval(0.95, len(numbers) - 1, np.mean(numbers), spread)
        assert found.low == pytest.approx(low, rel=1e-6, abs=1e-6)
        assert found.high == pytest.approx(high, rel=1e-6, abs=1e-6)
    assert found.mean == pytest.approx(np.mean(numbers), abs=1e-6)


@given(NUMBERS, st.randoms(use_true_random=False))
def test_difference_is_the_paired_t_test(numbers: list[float], luck: object) -> None:
    after = [number + place % 3 for place, number in enumerate(numbers)]
    found = paired_difference("x", numbers, after, Direction.HIGHER)
    wanted = stats.ttest_rel(after, numbers).confidence_interval(0.95)
    if math.isfinite(wanted.low):
        assert found.difference.low == pytest.approx(wanted.low, abs=1e-6)
        assert found.difference.high == pytest.approx(wanted.high, abs=1e-6)


def test_nan_replications_are_left_out() -> None:
    found = estimate("x", [1.0, math.nan, 3.0])
    assert (found.n, found.mean) == (2, 2.0)
    assert found.low == pytest.approx(2 - 12.7062 * 1, abs=1e-4)


def test_too_few_replications_have_no_interval() -> None:
    alone = estimate("x", [4.0])
    assert (alone.n, alone.mean) == (1, 4.0)
    assert math.isnan(alone.low)
    assert math.isnan(alone.high)
    assert math.isnan(estimate("x", []).mean)


def test_equal_replications_have_an_interval_of_no_width() -> None:
    found = estimate("x", [0.25, 0.25, 0.25])
    assert (found.low, found.high) == (0.25, 0.25)


def test_a_pair_with_nan_counts_in_neither_difference_nor_probability() -> None:
    found = paired_difference(
        "x", [1.0, 2.0, math.nan, 4.0], [2.0, 2.0, 9.0, 1.0], Direction.HIGHER
    )
    assert found.difference.n == 3
    assert found.difference.mean == pytest.approx((1 + 0 - 3) / 3)
    assert found.probability_better == pytest.approx((1 + 0.5 + 0) / 3)
    assert (found.baseline.n, found.variant.n) == (3, 4)


@pytest.mark.parametrize(
    ("better", "probability"),
    [(Direction.HIGHER, 0.75), (Direction.LOWER, 0.25), (Direction.NEITHER, math.nan)],
)
def test_probability_follows_the_better_direction(better: Direction, probability: float) -> None:
    found = paired_difference("x", [0.0] * 4, [1.0, 2.0, 3.0, -1.0], better)
    assert found.probability_better == pytest.approx(probability, nan_ok=True)


@given(st.lists(st.floats(-1e3, 1e3), min_size=1), st.floats(0, 1))
def test_quantile_is_numpys(numbers: list[float], probability: float) -> None:
    assert quantile(numbers, probability) == pytest.approx(
        float(np.quantile(numbers, probability)), abs=1e-9
    )


def test_nothing_to_average_is_nan() -> None:
    assert math.isnan(mean([]))
    assert math.isnan(share(0, 0))
    assert math.isnan(quantile([], 0.5))
