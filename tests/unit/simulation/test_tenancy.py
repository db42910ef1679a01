"""Exits, clearing, mixed tenure, instalments: land and money of one contract."""

from dataclasses import replace

import pytest
from unit.simulation.lives import (
    ASSIGNED,
    CONTRACT,
    DELIVERY,
    FULL_PRICE_CNY,
    MONTH,
    YEAR,
    days,
    details,
    live,
    one_project,
    paid,
)

from landsim.core.distribution import Constant, Exponential
from landsim.core.ids import TenureModeId
from landsim.core.lifecycle import Lifecycle
from landsim.core.project import Conduct
from landsim.core.state import Decision, LandState
from landsim.core.streams import Streams
from landsim.core.tenure import TenureTerms
from landsim.core.trajectory import AreaAccount, MilestoneKind, MoneyKind, ParcelState
from landsim.simulation import simulate
from landsim.testing import builders
from landsim.testing.builders import LONG_LEASE
from landsim.testing.deciders import serve_in_turn


def test_a_firm_leaves_when_it_means_to() -> None:
    trajectory = live(one_project(conduct=Conduct(stay_years=Constant(value=1.5))))
    assert days(trajectory, MilestoneKind.EXITED) == [DELIVERY + 1.5 * YEAR]
    assert details(trajectory, MilestoneKind.EXITED) == ["left"]


def test_a_firm_fails_at_a_rate_that_runs_from_the_contract() -> None:
    trajectory = live(one_project(conduct=Conduct(exit_hazard_per_year=0.5)))
    luck = Streams(1, 0).uniform("failure", "J1")
    years = Exponential(mean=2.0).quantile(luck)
    assert days(trajectory, MilestoneKind.EXITED) == [pytest.approx(CONTRACT + years * YEAR)]
    assert details(trajectory, MilestoneKind.EXITED) == ["failure"]


def test_an_exit_during_construction_abandons_it() -> None:
    conduct = Conduct(stay_years=Constant(value=0.5), build_months=Constant(value=24.0))
    trajectory = live(one_project(conduct=conduct))
    last = trajectory.stage_passes[-1]
    assert (last.stage, last.outcome) == ("N20", "abandoned")
    assert last.completed == days(trajectory, MilestoneKind.EXITED)[0]
    assert trajectory.productions == ()


def test_land_is_cleared_before_it_is_free_again() -> None:
    trajectory = live(one_project(conduct=Conduct(stay_years=Constant(value=1.0))))
    left = DELIVERY + YEAR
    assert days(trajectory, MilestoneKind.CLEARED) == [pytest.approx(left + 6 * MONTH)]
    states = [(span.state, span.project) for span in trajectory.spans]
    assert states[-2:] == [(ParcelState.CLEARING, "J1"), (ParcelState.FREE, "")]
    assert [(p.source, p.target) for p in trajectory.area_postings] == [
        (AreaAccount.UNSERVICED, AreaAccount.READY),
        (AreaAccount.READY, AreaAccount.SUPPLIED),
        (AreaAccount.SUPPLIED, AreaAccount.CLEARING),
        (AreaAccount.CLEARING, AreaAccount.READY),
    ]


def test_a_projects_own_clearing_comes_before_the_policys() -> None:
    conduct = Conduct(stay_years=Constant(value=1.0), clearing_months=Constant(value=2.0))
    trajectory = live(one_project(conduct=conduct))
    assert days(trajectory, MilestoneKind.CLEARED) == [pytest.approx(DELIVERY + YEAR + 2 * MONTH)]


def test_land_that_was_never_delivered_needs_no_clearing() -> None:
    conduct = Conduct(exit_hazard_per_year=1e6)
    trajectory = live(one_project(conduct=conduct))
    left = days(trajectory, MilestoneKind.EXITED)[0]
    assert CONTRACT < left < DELIVERY
    assert days(trajectory, MilestoneKind.CLEARED) == [left]


def test_the_price_is_paid_in_instalments() -> None:
    terms = replace(builders.tenure_terms()[0], first_payment_share=0.5, balance_months=12.0)
    trajectory = live(one_project(policy={"tenure": (terms,)}))
    half = FULL_PRICE_CNY // 2
    assert paid(trajectory, MoneyKind.PRICE) == [(CONTRACT, half)]
    assert paid(trajectory, MoneyKind.BALANCE) == [(pytest.approx(CONTRACT + YEAR), half)]


def test_a_balance_not_yet_due_is_not_paid_and_not_refunded() -> None:
    terms = replace(builders.tenure_terms()[0], first_payment_share=0.5, balance_months=12.0)
    conduct = Conduct(stay_years=Constant(value=0.5))
    trajectory = live(one_project(conduct=conduct, policy={"tenure": (terms,)}))
    left = DELIVERY + YEAR / 2
    unexpired = 1 - (left - CONTRACT) / (50 * YEAR)
    assert paid(trajectory, MoneyKind.BALANCE) == []
    assert paid(trajectory, MoneyKind.REFUND) == [
        (left, round(FULL_PRICE_CNY / 2 * unexpired * 0.85))
    ]


def test_rents_stop_when_the_firm_leaves() -> None:
    conduct = Conduct(stay_years=Constant(value=2.5))
    trajectory = live(one_project(conduct=conduct), LONG_LEASE)
    assert [day for day, _ in paid(trajectory, MoneyKind.RENT)] == [
        CONTRACT + year * YEAR for year in range(3)
    ]
    assert paid(trajectory, MoneyKind.REFUND) == []


MIXED = TenureTerms(
    mode=TenureModeId("mixed"),
    name=builders.label("mixed"),
    lease_years=5.0,
    grant_years=20.0,
    granted_share=0.4,
)


def test_a_mixed_site_is_part_granted_and_part_leased() -> None:
    scenario = one_project(policy={"tenure": (MIXED,)})
    trajectory = live(scenario, MIXED.mode)
    built = days(trajectory, MilestoneKind.COMPLETED)[0]
    parts = {(s.state, s.area_m2) for s in trajectory.spans if s.begin == built}
    assert parts == {(ParcelState.GRANTED, 16_000), (ParcelState.LEASED, 24_000)}


def test_a_mixed_site_pays_a_price_and_a_rent() -> None:
    trajectory = live(one_project(policy={"tenure": (MIXED,)}), MIXED.mode)
    assert paid(trajectory, MoneyKind.PRICE) == [(CONTRACT, round(FULL_PRICE_CNY * 0.4 * 0.4))]
    rents = paid(trajectory, MoneyKind.RENT)
    assert {amount for _, amount in rents} == {round(FULL_PRICE_CNY * 0.6 * 0.02)}
    assert len(rents) == 8


def test_a_mixed_site_comes_back_whole() -> None:
    conduct = Conduct(stay_years=Constant(value=3.0))
    trajectory = live(one_project(conduct=conduct, policy={"tenure": (MIXED,)}), MIXED.mode)
    last = trajectory.spans[-1]
    assert (last.state, last.area_m2) == (ParcelState.FREE, 40_000)


def test_returned_land_adds_to_the_quota_of_the_next_year() -> None:
    """J1 leaves in 2022; from then on 2023 has half of its land on top."""
    conduct = Conduct(stay_years=Constant(value=1.0))
    supply = replace(builders.policy().supply, quota_m2_per_year=40_000, stock_link_share=0.5)
    rivals = (builders.project(f"J{n}", 200.0 * n, patience_days=9e9) for n in (2, 3))
    scenario = one_project(
        policy={"supply": supply},
        projects=(builders.project("J1", conduct=conduct), *rivals),
    )
    seen: dict[float, tuple[int, ...] | None] = {}

    def watch(state: LandState) -> Decision:
        seen[state.day] = state.quota_left_m2
        has_land = state.day == ASSIGNED
        return serve_in_turn(scenario)(state) if has_land else Decision(assignments=())

    simulate(scenario, watch, seed=1, replication=0)
    assert seen[408.0] == (0, 40_000, 60_000, *[40_000] * 5)


def test_a_rent_rises_at_its_review() -> None:
    terms = replace(builders.tenure_terms()[2], rent_review_years=3.0, rent_rise_share=0.1)
    trajectory = live(one_project(policy={"tenure": (terms,)}), LONG_LEASE)
    amounts = [amount for _, amount in paid(trajectory, MoneyKind.RENT)]
    assert amounts == [960_000] * 3 + [1_056_000] * 3 + [1_161_600] * 2


def test_a_policy_without_idle_fees_or_cure_still_balances() -> None:
    trajectory = live(one_project(lifecycle=Lifecycle(cure_months=0.0)))
    assert sum(p.amount_cny for p in trajectory.money_postings) == FULL_PRICE_CNY
