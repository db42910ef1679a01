"""What a decider is told, what it may not do, and how its answer is carried out."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from unit.simulation.lives import days, one_project, paid

from landsim.core.ids import ParcelId, ProjectId, TenureModeId
from landsim.core.plan import Assignment, Refusal, RefusalCause, Take
from landsim.core.scenario import Scenario
from landsim.core.state import Decision, LandState
from landsim.core.supply import Supply, SupplyMode
from landsim.core.trajectory import AreaAccount, MilestoneKind, MoneyKind, Party, Trajectory
from landsim.errors import LandsimError
from landsim.simulation import simulate
from landsim.testing import builders

P1, P2 = ParcelId("P1"), ParcelId("P2")


def give(
    *takes: tuple[ParcelId, int],
    project: str = "J1",
    period: int | None = None,
    mode: TenureModeId = builders.GRANT,
    on: Callable[[LandState], bool] = lambda state: True,
) -> Callable[[LandState], Decision]:
    """Return a decider that gives some land whenever a condition holds."""

    def decide(state: LandState) -> Decision:
        entry = Assignment(
            project=ProjectId(project),
            bundle=tuple(Take(parcel=name, area_m2=area) for name, area in takes),
            period=state.period if period is None else period,
            mode=mode,
            end_period=32,
        )
        return Decision(assignments=(entry,) if on(state) else ())

    return decide


def run(scenario: Scenario, decide: Callable[[LandState], Decision]) -> Trajectory:
    return simulate(scenario, decide, seed=1, replication=0)


@pytest.mark.parametrize(
    ("decide", "message"),
    [
        (give((P1, 40_000), project="J9"), "J9: the project does not wait"),
        (give((P2, 40_000)), 'no parcel "P2"'),
        (give((P1, 40_000), period=1), "period 0"),
        (give((P1, 40_000), mode=TenureModeId("gift")), 'no tenure mode "gift"'),
        (give((P1, 30_000)), "supplied whole: 40000 m²"),
        (give((P1, 40_000), (P1, 40_000)), "40000 m² of P1 are free, not 80000"),
        (give((P1, 0)), "free, not 0 m²"),
        (give(), "names no parcel"),
    ],
)
def test_what_cannot_be_given_is_refused(
    decide: Callable[[LandState], Decision], message: str
) -> None:
    with pytest.raises(LandsimError, match=message) as caught:
        run(one_project(), decide)
    assert "decision on day 8 for project J" in str(caught.value)


def test_land_that_is_held_cannot_be_given() -> None:
    scenario = one_project(projects=(builders.project("J1"), builders.project("J2", 50.0)))

    def greedy(state: LandState) -> Decision:
        return give((P1, 40_000), project=state.waiting[0].project.id)(state)

    with pytest.raises(LandsimError, match="0 m² of P1 are free"):
        run(scenario, greedy)


def test_land_that_is_not_ready_cannot_be_given() -> None:
    lot = builders.parcel("P1", ready=date(2021, 9, 1), early_months_max=3)
    with pytest.raises(LandsimError, match="0 m² of P1 are free"):
        run(one_project(park=builders.park([lot])), give((P1, 40_000)))


def test_nothing_beyond_the_quota_is_carried_out() -> None:
    supply = Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=39_999)
    with pytest.raises(LandsimError, match="40000 m² of the 39999 m² of quota left"):
        run(one_project(policy={"supply": supply}), give((P1, 40_000)))


def test_a_project_cannot_be_served_twice() -> None:
    scenario = one_project(park=builders.park([builders.parcel("P1"), builders.parcel("P2")]))

    def twice(state: LandState) -> Decision:
        both = give((P1, 40_000))(state).assignments + give((P2, 40_000))(state).assignments
        return Decision(assignments=both)

    with pytest.raises(LandsimError, match="does not wait"):
        run(scenario, twice)


def test_a_bundle_takes_part_of_one_parcel_and_the_whole_of_another() -> None:
    lots = [builders.parcel("P1", smallest_lot_m2=5000), builders.parcel("P2")]
    trajectory = run(one_project(park=builders.park(lots)), give((P1, 15_000), (P2, 40_000)))
    assert trajectory.of(MilestoneKind.ASSIGNED)[0].parcel == "P1+P2"
    shares = {(s.parcel, s.project, s.area_m2) for s in trajectory.spans if s.begin >= 8}
    assert shares == {("P1", "", 25_000), ("P1", "J1", 15_000), ("P2", "J1", 40_000)}


def states(scenario: Scenario, decide: Callable[[LandState], Decision]) -> list[LandState]:
    seen: list[LandState] = []

    def watch(state: LandState) -> Decision:
        seen.append(state)
        return decide(state)

    run(scenario, watch)
    return seen


def test_a_decider_is_told_what_is_known() -> None:
    lots = [builders.parcel("P1"), builders.parcel("P2", ready=date(2021, 9, 1))]
    rival = builders.project("J2", 50.0, patience_days=9e9)
    scenario = one_project(park=builders.park(lots), projects=(builders.project("J1"), rival))
    first, second = states(scenario, give((P1, 40_000), on=lambda state: state.day == 8.0))[:2]
    assert [(f.parcel, f.from_day) for f in first.free] == [("P1", 0.0), ("P2", 243.0)]
    assert [(w.project.id, w.since_day) for w in first.waiting] == [("J1", 1.0)]
    assert (first.day, first.period, first.seed, first.quota_left_m2) == (8.0, 0, 1, None)
    assert [f.parcel for f in second.free] == ["P2"]
    assert [(h.parcel, h.from_day, h.until_day) for h in second.holdings] == [("P1", 8.0, None)]


def test_early_servicing_readies_land_for_a_price() -> None:
    lot = builders.parcel(
        "P1", ready=date(2021, 4, 1), early_months_max=3, early_cost_mcny_per_month=0.25
    )
    scenario = one_project(park=builders.park([lot]))
    trajectory = run(scenario, give((P1, 40_000)))
    assert paid(trajectory, MoneyKind.EARLY_SERVICING) == [(8.0, 750_000)]
    cost = next(p for p in trajectory.money_postings if p.kind is MoneyKind.EARLY_SERVICING)
    assert (cost.payer, cost.payee) == (Party.AUTHORITY, Party.CONTRACTOR)
    assert [(p.day, p.target) for p in trajectory.area_postings] == [
        (8.0, AreaAccount.READY),
        (8.0, AreaAccount.SUPPLIED),
    ]
    assert days(trajectory, MilestoneKind.ASSIGNED) == [8.0]


def test_what_early_servicing_has_cost_is_known_to_the_next_decision() -> None:
    lot = builders.parcel(
        "P1", ready=date(2021, 4, 1), early_months_max=3, early_cost_mcny_per_month=0.25
    )
    rival = builders.project("J2", 50.0, patience_days=9e9)
    scenario = one_project(park=builders.park([lot]), projects=(builders.project("J1"), rival))
    second = states(scenario, give((P1, 40_000), on=lambda state: state.day == 8.0))[1]
    assert second.early_spent_mcny[:2] == (0.75, 0.0)


def test_an_epoch_and_its_refusals_are_written_down() -> None:
    refusal = Refusal(
        project=ProjectId("J1"),
        cause=RefusalCause.OUTCOMPETED,
        rule="capacity",
        competitors=(ProjectId("A"), ProjectId("B")),
        detail="why",
    )
    trajectory = run(one_project(), lambda state: Decision(assignments=(), refusals=(refusal,)))
    assert trajectory.passed_over[0] == (8.0, "J1", "outcompeted", "capacity", "A+B", "why")
    epoch = trajectory.epochs[0]
    assert (epoch.day, epoch.n_waiting, epoch.free_m2, epoch.n_assigned) == (8.0, 1, 40_000, 0)
    assert epoch.objective != epoch.objective


def test_quota_counts_from_one_decision_to_the_next() -> None:
    supply = Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=50_000, has_carry_over=True)
    rival = builders.project("J2", 50.0, patience_days=9e9)
    scenario = one_project(policy={"supply": supply}, projects=(builders.project("J1"), rival))
    first, second, third = states(scenario, give((P1, 40_000), on=lambda state: state.day == 8.0))[
        :3
    ]
    assert first.quota_left_m2[:2] == (50_000, 50_000)
    assert second.quota_left_m2[:2] == (10_000, 50_000)
    assert third.quota_left_m2[:2] == (0, 60_000)


def test_the_state_is_not_disturbed_by_what_follows() -> None:
    scenario = replace(builders.tiny_scenario())
    seen = states(scenario, lambda state: Decision(assignments=()))
    assert len({state.day for state in seen}) == len(seen)
    assert all(len(state.free) == 4 for state in seen)
