import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsim.core.ids import NodeId, StationId
from landsim.core.park import (
    AccessModel,
    CapacityNode,
    CapacityStep,
    Parcel,
    ServiceLevel,
    Station,
    Zone,
)
from landsim.errors import ScenarioError
from landsim.testing.builders import M0, M1, START, label, parcel, park, square

LATER = date(2025, 7, 1)


def station(x: float, y: float, *departures: tuple[date, float]) -> Station:
    levels = tuple(ServiceLevel(since=when, departures_per_day=often) for when, often in departures)
    return Station(id=StationId("Q"), name=label("Q"), x=x, y=y, services=levels)


def node(*steps: tuple[date, float]) -> CapacityNode:
    return CapacityNode(
        id=NodeId("S"),
        name=label("S"),
        steps=tuple(CapacityStep(since=when, amount=amount) for when, amount in steps),
    )


def paths(build) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        build()
    return [problem.path for problem in caught.value.problems]


def test_area_is_the_sum_of_the_parcels():
    assert park([parcel("A", 1.5), parcel("B", 2)]).area_m2 == 35_000


def test_parcels_and_zones_are_found_by_name():
    land = park()
    assert land.parcel(land.parcels[2].id) is land.parcels[2]
    assert land.zone(M0).id == M0


def test_only_parcels_with_a_smallest_lot_are_divisible():
    assert parcel("A", smallest_lot_m2=10_000).is_divisible
    assert not parcel("A").is_divisible


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"area_m2": 0}, "area_m2"),
        ({"price_cny_per_m2": -1.0}, "price_cny_per_m2"),
        ({"smallest_lot_m2": 0}, "smallest_lot_m2"),
        ({"smallest_lot_m2": 40_001}, "smallest_lot_m2"),
        ({"early_months_max": -1}, "early_months_max"),
        ({"early_cost_mcny_per_month": -1.0}, "early_months_max"),
        ({"access_score": 1.01}, "access_score"),
    ],
)
def test_parcels_that_cannot_be_are_refused(changes, path):
    assert paths(lambda: parcel("A", **changes)) == [path]


def test_other_land_that_cannot_be_is_refused():
    assert paths(lambda: Zone(id=M1, name=label("M1"), far_min=3, far_max=2)) == ["far_min"]
    assert paths(lambda: node((START, -1.0))) == ["amount"]
    assert paths(lambda: node((LATER, 1.0), (START, 2.0))) == ["steps"]
    assert paths(lambda: node((START, 1.0), (START, 2.0))) == ["steps"]
    assert paths(lambda: station(0, 0, (START, -1.0))) == ["departures_per_day"]
    assert paths(lambda: station(0, 0, (LATER, 1.0), (START, 1.0))) == ["services"]
    assert paths(lambda: AccessModel(decay_m=0, half_departures_per_day=0)) == [
        "decay_m",
        "half_departures_per_day",
    ]


def test_capacity_and_departures_step_on_their_dates():
    grid = node((START, 40.0), (LATER, 90.0))
    assert [grid.capacity(day) for day in (date(2020, 12, 31), START, LATER)] == [0.0, 40.0, 90.0]
    rail = station(0, 0, (START, 1.0), (LATER, 30.0))
    assert [rail.departures(day) for day in (date(2020, 12, 31), START, LATER)] == [0, 1, 30]


def test_the_centre_of_a_square_and_of_a_triangle():
    middle = parcel("A", boundary=square(0, 40_000)).centre
    assert middle == pytest.approx((449_100, 2_530_100))
    ring = ((0.0, 0.0), (3.0, 0.0), (0.0, 3.0))
    assert parcel("A", boundary=(ring,)).centre == pytest.approx((1, 1))
    assert parcel("A", boundary=(tuple(reversed(ring)),)).centre == pytest.approx((1, 1))


def test_a_centre_needs_an_area():
    assert parcel("A").centre is None
    assert parcel("A", boundary=(((5.0, 6.0), (5.0, 6.0), (5.0, 6.0)),)).centre == (5.0, 6.0)


def lot(**changes) -> Parcel:
    return replace(parcel("A", 4, boundary=square(0, 40_000), access_score=None), **changes)


def test_access_by_hand():
    near = station(449_100, 2_530_100 + 1500, (START, 20.0))
    land = park([lot()], stations=(near,))
    assert land.access_score(land.parcels[0], START) == pytest.approx(math.exp(-1) / 2)
    assert land.access_score(land.parcels[0], date(2020, 1, 1)) == 0


def test_a_fixed_access_score_is_taken_as_it_is():
    assert park([lot(access_score=0.7)]).access_score(lot(access_score=0.7), START) == 0.7


def test_land_without_a_place_has_no_access():
    rail = station(0, 0, (START, 20.0))
    bare = replace(lot(), boundary=())
    assert park([lot()], stations=(rail,)).access_score(bare, START) == 0


@given(
    st.lists(st.tuples(st.floats(-5000, 5000), st.floats(0, 300)), max_size=4),
    st.tuples(st.floats(-5000, 5000), st.floats(0, 300)),
)
def test_access_is_a_share_and_never_falls_with_another_station(few, one_more):
    def score(places) -> float:
        stations = tuple(station(449_100 + x, 2_530_100, (START, often)) for x, often in places)
        land = park([lot()], stations=stations)
        return land.access_score(land.parcels[0], START)

    assert 0 <= score(few) <= score([*few, one_more]) + 1e-12 <= 1 + 1e-9
