from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsim.core.horizon import Horizon
from landsim.core.ids import NodeId, ParcelId
from landsim.core.landrules import LandRules
from landsim.core.park import CapacityNode, CapacityStep
from landsim.core.problem import (
    epoch_problem,
    foresight_problem,
)
from landsim.core.project import Fit
from landsim.core.state import FreeLand, Holding, LandState, Waiting
from landsim.core.supply import Supply, SupplyMode, round_days, supply_periods
from landsim.testing import strategies
from landsim.testing.builders import (
    GRANT,
    LONG_LEASE,
    START,
    label,
    parcel,
    park,
    policy,
    project,
    tiny_scenario,
)

BATCH = Supply(mode=SupplyMode.BATCH, round_months=(3, 9))
ON_DEMAND = Supply(mode=SupplyMode.ON_DEMAND)
HORIZON = Horizon(start=START, n_periods=8)


def state(day: float = 100.0, **changes) -> LandState:
    values = {
        "day": day,
        "period": HORIZON.period_of(day),
        "free": (),
        "waiting": (),
        "holdings": (),
    }
    return LandState(**(values | changes))


def scenario(**changes):
    return tiny_scenario(**({"horizon": HORIZON} | changes))


def free(name: str, area_m2: int, from_day: float) -> FreeLand:
    return FreeLand(parcel=ParcelId(name), area_m2=area_m2, from_day=from_day)


def holding(firm: str, lot: str, until_day: float | None = None) -> Holding:
    return Holding(
        project=project(firm),
        parcel=ParcelId(lot),
        area_m2=40_000,
        mode=GRANT,
        from_day=0.0,
        until_day=until_day,
    )


def test_rounds_fall_on_the_first_of_their_months():
    dates = [HORIZON.date_of(day) for day in round_days(HORIZON, BATCH)]
    assert dates == [date(year, month, 1) for year in (2021, 2022) for month in (3, 9)]


def test_batch_supply_opens_the_periods_with_a_round():
    assert supply_periods(HORIZON, BATCH).tolist() == [True, False, True, False] * 2
    assert supply_periods(HORIZON, ON_DEMAND).all()


def test_foresight_knows_every_project_from_its_filing():
    firms = (project("A", 0.0), project("B", 200.0))
    asking = foresight_problem(scenario(), firms).asking
    assert [entry.project.id for entry in asking] == ["A", "B"]
    assert asking[0].first_period == 0
    assert asking[1].first_period == HORIZON.period_of(200)
    assert asking[1].last_period == HORIZON.period_of(firms[1].deadline_day)


def test_nobody_is_given_land_long_before_it_is_needed():
    late = project("A", 0.0, need_by_day=500.0)
    rules = policy(land=LandRules(start_lead_days=90.0))
    (entry,) = foresight_problem(scenario(policy=rules), [late]).asking
    assert entry.first_period == HORIZON.period_of(500 - 90)


def test_a_project_that_opens_beyond_the_horizon_asks_in_no_period():
    (entry,) = foresight_problem(scenario(), [project("A", 0.0, need_by_day=9999.0)]).asking
    assert entry.last_period < entry.first_period


def test_land_is_free_from_its_ready_date():
    lots = [parcel("A"), parcel("B", ready=date(2021, 7, 1)), parcel("C", ready=date(2021, 7, 2))]
    problem = foresight_problem(scenario(park=park(lots)), ())
    assert problem.ready_period.tolist() == [0, 2, 3]
    assert (problem.free_m2 > 0).argmax(axis=1).tolist() == [0, 2, 3]
    assert problem.free_m2[:, -1].tolist() == [40_000] * 3


def test_early_servicing_opens_earlier_periods_without_moving_the_ready_one():
    lot = parcel("A", ready=date(2022, 1, 1), early_months_max=6, early_cost_mcny_per_month=1.0)
    problem = foresight_problem(scenario(park=park([lot])), ())
    assert problem.ready_period.tolist() == [4]
    assert (problem.free_m2[0] > 0).tolist() == [False, False, True, True] + [True] * 4


def test_land_ready_after_the_horizon_is_never_free():
    problem = foresight_problem(scenario(park=park([parcel("A", ready=date(2040, 1, 1))])), ())
    assert problem.ready_period.tolist() == [8]
    assert not problem.free_m2.any()


def test_limits_of_foresight():
    rules = policy(
        supply=replace(ON_DEMAND, quota_m2_per_year=50_000),
        land=LandRules(early_budget_mcny_per_year=3.0),
    )
    problem = foresight_problem(scenario(policy=rules), ())
    assert problem.quota_m2.tolist() == [50_000, 50_000]
    assert problem.budget_mcny.tolist() == [3.0, 3.0]
    assert foresight_problem(scenario(), ()).quota_m2 is None


def test_capacity_follows_its_dates():
    node = CapacityNode(
        id=NodeId("S1"),
        name=label("S1"),
        steps=(
            CapacityStep(since=START, amount=10.0),
            CapacityStep(since=date(2021, 10, 1), amount=40.0),
        ),
    )
    problem = foresight_problem(scenario(park=park(nodes=(node,))), ())
    assert problem.capacity.tolist() == [[10, 10, 10, 40, 40, 40, 40, 40]]


def test_a_park_without_nodes_has_no_capacity_rows():
    bare = replace(park(), nodes=(), parcels=tuple(replace(p, nodes=()) for p in park().parcels))
    assert foresight_problem(scenario(park=bare), ()).capacity.shape == (0, 8)


def test_an_epoch_plans_from_today_on():
    problem = epoch_problem(
        scenario(), state(100.0, free=(free("P1", 40_000, 50.0), free("P2", 40_000, 120.0)))
    )
    assert problem.first_period == 1
    assert problem.ready_period[:2].tolist() == [1, 2]
    assert problem.free_m2[0].tolist() == [0] + [40_000] * 7
    assert problem.free_m2[1].tolist() == [0, 0] + [40_000] * 6
    assert not problem.free_m2[2:].any()


def test_an_epoch_looks_ahead_no_further_than_the_policy_says():
    rules = policy(supply=replace(ON_DEMAND, lookahead_periods=2))
    problem = epoch_problem(scenario(policy=rules), state(100.0))
    assert problem.may_supply.tolist() == [False, True, True, True] + [False] * 4


def test_an_epoch_may_supply_today_whatever_the_rounds():
    problem = epoch_problem(scenario(policy=policy(supply=BATCH)), state(100.0))
    assert problem.may_supply[1]


def test_parts_of_a_parcel_that_come_free_one_after_another_add_up():
    parts = (free("P1", 15_000, 0.0), free("P1", 25_000, 200.0))
    problem = epoch_problem(scenario(), state(100.0, free=parts))
    assert problem.free_m2[0].tolist() == [0, 15_000, 15_000] + [40_000] * 5
    assert problem.ready_period[0] == 1


def test_early_servicing_does_not_shorten_clearing():
    lot = parcel("P1", ready=date(2022, 1, 1), early_months_max=6, early_cost_mcny_per_month=1.0)
    ready_day = float(HORIZON.day_of(lot.ready))
    land = scenario(park=park([lot]), policy=policy(land=LandRules(early_works_days=1.0)))
    new = epoch_problem(land, state(100.0, free=(free("P1", 40_000, ready_day),)))
    cleared = epoch_problem(land, state(100.0, free=(free("P1", 40_000, ready_day + 1),)))
    assert (new.free_m2[0] > 0).argmax() == 2
    assert (cleared.free_m2[0] > 0).argmax() == cleared.ready_period[0] == 5


@pytest.mark.parametrize(
    ("works_days", "first_period"), [(None, 4), (1.0, 2), (81.0, 2), (82.0, 3), (300.0, 4)]
)
def test_an_order_of_today_takes_its_time(works_days, first_period):
    """On day 100 of a year in quarters: they begin on days 90, 181, 273 and 365."""
    lot = parcel("P1", ready=date(2022, 1, 1), early_months_max=12, early_cost_mcny_per_month=1.0)
    land = scenario(park=park([lot]), policy=policy(land=LandRules(early_works_days=works_days)))
    problem = epoch_problem(land, state(100.0, free=(free("P1", 40_000, 365.0),)))
    assert (problem.free_m2[0] > 0).argmax() == first_period
    assert problem.ready_period[0] == 4


def test_waiting_projects_bring_what_they_declined():
    waiting = Waiting(
        project=project("A", 0.0),
        since_day=20.0,
        declined_modes=(GRANT, LONG_LEASE),
        declined_parcels=(ParcelId("P2"),),
    )
    (entry,) = epoch_problem(scenario(), state(100.0, waiting=(waiting,))).asking
    assert entry.excluded_modes == (GRANT, LONG_LEASE)
    assert entry.excluded_parcels == ("P2",)
    assert entry.first_period == 1


def test_a_project_whose_patience_is_over_asks_in_no_period():
    over = project("A", 0.0, need_by_day=20.0, patience_days=10.0)
    (entry,) = epoch_problem(
        scenario(), state(100.0, waiting=(Waiting(project=over, since_day=1.0),))
    ).asking
    assert entry.last_period == -1


def test_power_is_used_once_by_a_bundle_and_not_at_all_by_who_left():
    held = (holding("A", "P1"), holding("A", "P2"), holding("B", "P3"), holding("C", "P4", 50.0))
    problem = epoch_problem(scenario(), state(100.0, holdings=held))
    assert problem.capacity[0].tolist() == [100 - 2 - 2] * 8
    assert problem.holdings == held


def test_only_power_nodes_lose_power():
    water = CapacityNode(
        id=NodeId("S1"),
        name=label("S1"),
        service="water",
        unit="m³/day",
        steps=(CapacityStep(since=START, amount=100.0),),
    )
    problem = epoch_problem(
        scenario(park=park(nodes=(water,))), state(100.0, holdings=(holding("A", "P1"),))
    )
    assert problem.capacity[0].tolist() == [100.0] * 8


def test_quota_and_budget_left_are_taken_from_the_state():
    rules = policy(land=LandRules(early_budget_mcny_per_year=3.0))
    problem = epoch_problem(
        scenario(policy=rules),
        state(100.0, quota_left_m2=(7, 8), early_spent_mcny=(1.0, 5.0)),
    )
    assert problem.quota_m2.tolist() == [7, 8]
    assert problem.budget_mcny.tolist() == [2.0, 0.0]


def test_fits_are_handed_on():
    fit = Fit(project=project("J0").id, parcel=ParcelId("P1"), value=3.0)
    land = scenario(fits=(fit,))
    assert foresight_problem(land, ()).fits == epoch_problem(land, state()).fits == (fit,)


@given(strategies.scenarios(), st.data())
def test_free_land_never_exceeds_the_parcel_and_never_goes_away_unasked(land, data):
    parts = tuple(
        FreeLand(
            parcel=lot.id,
            area_m2=lot.area_m2 // 2,
            from_day=data.draw(st.floats(-10, land.horizon.n_days + 10)),
        )
        for lot in land.park.parcels
        for _ in range(2)
    )
    day = data.draw(st.floats(0, land.horizon.n_days - 1))
    now = land.horizon.period_of(day)
    today = LandState(day=day, period=now, free=parts, waiting=(), holdings=())
    for problem in (epoch_problem(land, today), foresight_problem(land, land.projects)):
        areas = np.array([lot.area_m2 for lot in land.park.parcels])
        assert (problem.free_m2 <= areas[:, None]).all()
        assert (np.diff(problem.free_m2, axis=1) >= 0).all()
        assert not problem.free_m2[:, : problem.first_period].any()
        assert problem.ready_period == pytest.approx(
            np.clip(problem.ready_period, problem.first_period, land.horizon.n_periods)
        )
        for entry in problem.asking:
            assert entry.first_period >= problem.first_period
