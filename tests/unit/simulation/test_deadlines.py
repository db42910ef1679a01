"""Idle land, its fee and reclaim, delay by government, damages for delay."""

from dataclasses import replace

import pytest
from unit.simulation.lives import (
    DELIVERY,
    FULL_PRICE_CNY,
    MONTH,
    PERMIT,
    YEAR,
    approvals,
    days,
    details,
    live,
    one_project,
    paid,
    with_stage,
    with_step,
)

from landsim.core.approval import Rework, StageRole
from landsim.core.distribution import Constant
from landsim.core.ids import StageId
from landsim.core.lifecycle import IdleLand, Lifecycle
from landsim.core.project import Conduct
from landsim.core.trajectory import MilestoneKind, MoneyKind, ParcelState, Trajectory
from landsim.testing.builders import GRANT, LONG_LEASE

NEVER_STARTS = Conduct(start_delay_months=Constant(value=90.0))


def idle_since(trajectory: Trajectory) -> list[float]:
    return [span.begin for span in trajectory.spans if span.state is ParcelState.IDLE]


def test_land_is_idle_a_year_after_delivery_fined_after_two_reclaimed_after_three() -> None:
    trajectory = live(one_project(conduct=NEVER_STARTS))
    assert idle_since(trajectory) == [DELIVERY + YEAR]
    assert days(trajectory, MilestoneKind.IDLE_FEE) == [DELIVERY + 2 * YEAR]
    assert days(trajectory, MilestoneKind.RECLAIMED) == [DELIVERY + 3 * YEAR]


def test_the_fee_is_a_fifth_of_the_price_and_reclaimed_land_is_not_refunded() -> None:
    trajectory = live(one_project(conduct=NEVER_STARTS))
    assert paid(trajectory, MoneyKind.IDLE_FEE) == [(DELIVERY + 2 * YEAR, FULL_PRICE_CNY // 5)]
    assert paid(trajectory, MoneyKind.REFUND) == []


def test_on_leased_land_the_fee_is_a_year_of_rent() -> None:
    trajectory = live(one_project(conduct=NEVER_STARTS), LONG_LEASE)
    assert [amount for _, amount in paid(trajectory, MoneyKind.IDLE_FEE)] == [960_000]


def test_reclaimed_land_is_cleared_and_supplied_again() -> None:
    scenario = one_project(conduct=NEVER_STARTS)
    second = replace(
        scenario.projects[0], id=type(scenario.projects[0].id)("J2"), patience_days=9e9
    )
    trajectory = live(replace(scenario, projects=(scenario.projects[0], second)))
    cleared = DELIVERY + 3 * YEAR + 6 * MONTH
    assert days(trajectory, MilestoneKind.CLEARED, "J1") == [pytest.approx(cleared)]
    assert days(trajectory, MilestoneKind.ASSIGNED, "J2") == [pytest.approx(cleared + 7)]


def test_starting_to_build_ends_the_idle_clock() -> None:
    trajectory = live(one_project(conduct=Conduct(start_delay_months=Constant(value=15.0))))
    assert idle_since(trajectory) == [DELIVERY + YEAR]
    assert days(trajectory, MilestoneKind.STARTED) == [PERMIT + 15 * MONTH]
    assert days(trajectory, MilestoneKind.IDLE_FEE) == []


def test_land_is_never_reclaimed_where_the_policy_says_so() -> None:
    rules = Lifecycle(idle=IdleLand(reclaim_after_years=None))
    trajectory = live(one_project(conduct=NEVER_STARTS, lifecycle=rules))
    assert days(trajectory, MilestoneKind.RECLAIMED) == []
    assert days(trajectory, MilestoneKind.IDLE_FEE) == [DELIVERY + 2 * YEAR]


def late_permit(workdays: float, lifecycle: Lifecycle | None = None) -> Trajectory:
    """Permit of some days with a limit of 30, then a firm that does not start."""
    system = with_step(approvals(), StageRole.PERMIT, workdays=Constant(value=workdays))
    scenario = one_project(conduct=NEVER_STARTS, lifecycle=lifecycle, policy={"approvals": system})
    return live(scenario)


def test_days_beyond_a_limit_of_government_are_excused() -> None:
    assert idle_since(late_permit(100.0)) == [DELIVERY + YEAR + 70.0]


def test_days_within_the_limit_are_not_excused() -> None:
    assert idle_since(late_permit(30.0)) == [DELIVERY + YEAR]


def test_the_idle_clock_stands_still_until_a_late_review_is_decided() -> None:
    assert idle_since(late_permit(1000.0)) == [DELIVERY + YEAR + 970.0]


def test_corrections_of_a_late_review_are_the_applicants_time() -> None:
    """Limit 30: late from day 48 to 118, corrections until 138, late again until 188."""
    rework = Rework(
        probability=1.0,
        correction_workdays=Constant(value=20.0),
        review_again_share=0.5,
        max_rounds=1,
    )
    system = with_step(approvals(), StageRole.PERMIT, workdays=Constant(value=100.0), rework=rework)
    trajectory = live(one_project(conduct=NEVER_STARTS, policy={"approvals": system}))
    assert idle_since(trajectory) == [DELIVERY + YEAR + 70.0 + 50.0]


def test_without_excuse_the_idle_clock_runs_on() -> None:
    rules = Lifecycle(idle=IdleLand(excuses_government_delay=False))
    assert idle_since(late_permit(100.0, rules)) == [DELIVERY + YEAR]


def test_without_a_limit_nothing_is_excused() -> None:
    system = with_step(approvals(), StageRole.PERMIT, workdays=Constant(value=100.0))
    system = with_stage(system, StageRole.PERMIT, limit_workdays=None)
    trajectory = live(one_project(conduct=NEVER_STARTS, policy={"approvals": system}))
    assert idle_since(trajectory) == [DELIVERY + YEAR]


def test_damages_for_a_late_start_and_finish_up_to_their_cap() -> None:
    rules = Lifecycle(
        finish_deadline_months=30.0,
        delay_damages_share_per_day=0.0001,
        delay_damages_max_share=0.02,
    )
    conduct = Conduct(start_delay_months=Constant(value=15.0), build_months=Constant(value=30.0))
    started = PERMIT + 15 * MONTH
    late_days = started - (DELIVERY + 12 * MONTH)
    first = round(FULL_PRICE_CNY * 0.0001 * late_days)
    trajectory = live(one_project(conduct=conduct, lifecycle=rules), GRANT)
    assert paid(trajectory, MoneyKind.DAMAGES) == [
        (pytest.approx(started), first),
        (pytest.approx(started + 30 * MONTH), round(FULL_PRICE_CNY * 0.02) - first),
    ]


def test_the_cause_of_a_reclaim_is_named() -> None:
    assert details(live(one_project(conduct=NEVER_STARTS)), MilestoneKind.RECLAIMED) == ["idle"]


def test_who_builds_before_the_delivery_is_never_late_to_start() -> None:
    """The permit does not wait for the delivery, which takes two years."""
    system = with_step(approvals(), StageRole.PERMIT, after=(StageId("N12"),))
    system = with_step(system, StageRole.DELIVERY, workdays=Constant(value=730.0))
    rules = Lifecycle(delay_damages_share_per_day=0.1, delay_damages_max_share=1.0)
    trajectory = live(one_project(lifecycle=rules, policy={"approvals": system}))
    started, delivered = (
        days(trajectory, kind)[0] for kind in (MilestoneKind.STARTED, MilestoneKind.DELIVERED)
    )
    assert started < delivered
    assert idle_since(trajectory) == []
    assert paid(trajectory, MoneyKind.DAMAGES) == []
