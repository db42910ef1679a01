"""The yearly quota: what is left, carried over, and added by returned land."""

from landsim.core.supply import Supply, SupplyMode
from landsim.simulation.quota import Quota
from landsim.testing import builders

HORIZON = builders.tiny_scenario().horizon
YEARS = (10.0, 400.0, 800.0)


def quota(**changes: object) -> Quota:
    values = {"mode": SupplyMode.ON_DEMAND, "quota_m2_per_year": 1000}
    return Quota(HORIZON, Supply(**(values | changes)))


def test_no_quota_is_none() -> None:
    assert quota(quota_m2_per_year=None).left_m2(10.0) is None


def test_use_reduces_the_year_it_falls_in() -> None:
    book = quota()
    book.use(YEARS[0], 300)
    assert book.left_m2(YEARS[0])[:3] == (700, 1000, 1000)


def test_a_year_that_is_over_has_nothing_left_and_leaves_nothing() -> None:
    book = quota()
    book.use(YEARS[0], 300)
    assert book.left_m2(YEARS[1])[:3] == (0, 1000, 1000)


def test_unused_quota_is_carried_over_year_by_year() -> None:
    book = quota(has_carry_over=True)
    book.use(YEARS[0], 300)
    assert book.left_m2(YEARS[1])[:3] == (0, 1700, 1000)
    book.use(YEARS[1], 200)
    assert book.left_m2(YEARS[2])[:4] == (0, 0, 2500, 1000)


def test_returned_land_adds_to_the_next_year_only() -> None:
    book = quota(stock_link_share=0.5)
    book.give_back(YEARS[0], 400)
    assert book.left_m2(YEARS[0])[:3] == (1000, 1200, 1000)
    assert book.left_m2(YEARS[1])[:3] == (0, 1200, 1000)
