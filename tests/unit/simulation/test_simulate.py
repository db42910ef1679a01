"""The whole life, its reproducibility, and scenarios with nothing in them."""

from dataclasses import replace

import pytest
from unit.simulation.lives import (
    ASSIGNED,
    CONTRACT,
    DELIVERY,
    MONTH,
    PERMIT,
    days,
    live,
    one_project,
)

from landsim.core.distribution import Uniform
from landsim.core.project import Conduct
from landsim.core.supply import Supply, SupplyMode
from landsim.core.trajectory import MilestoneKind, Outcome, ParcelState, Trajectory
from landsim.core.workdays import WorkCalendar
from landsim.errors import LandsimError, LedgerError
from landsim.simulation import run, simulate
from landsim.testing import builders
from landsim.testing.deciders import serve_in_turn, serve_nobody


def test_a_life_runs_from_filing_to_full_production() -> None:
    trajectory = live(one_project())
    built = PERMIT + 12 * MONTH
    producing = built + 1 + 3 * MONTH
    assert [(m.kind, pytest.approx(m.day)) for m in trajectory.milestones[:11]] == [
        (MilestoneKind.FILED, 0.0),
        (MilestoneKind.ADMITTED, 1.0),
        (MilestoneKind.ASSIGNED, ASSIGNED),
        (MilestoneKind.CONTRACTED, CONTRACT),
        (MilestoneKind.PAID, 17.0),
        (MilestoneKind.DELIVERED, DELIVERY),
        (MilestoneKind.PERMITTED, PERMIT),
        (MilestoneKind.STARTED, PERMIT),
        (MilestoneKind.COMPLETED, built),
        (MilestoneKind.PRODUCING, producing),
        (MilestoneKind.FULL_PRODUCTION, producing + 24 * MONTH),
    ]


def test_the_parcel_tells_the_same_story() -> None:
    spans = live(one_project()).spans
    assert [(span.state, span.project) for span in spans] == [
        (ParcelState.FREE, ""),
        (ParcelState.APPROVAL, "J1"),
        (ParcelState.CONSTRUCTION, "J1"),
        (ParcelState.GRANTED, "J1"),
    ]
    assert spans[-1].end == 2922.0


def test_production_ramps_up_and_lasts() -> None:
    conduct = Conduct(delivery_ratio=Uniform(low=0.9, high=0.9))
    (work,) = live(one_project(conduct=conduct)).productions
    assert work.full - work.begin == pytest.approx(24 * MONTH)
    assert work.end == 2922.0
    assert work.ratio == 0.9
    assert work.output_mcny_per_year == pytest.approx(0.9 * 600.0)
    assert work.investment_mcny == pytest.approx(0.9 * 450.0)
    assert work.jobs == 600.0


def test_equal_inputs_give_equal_trajectories() -> None:
    scenario = builders.tiny_scenario()
    decide = serve_in_turn(scenario)
    assert simulate(scenario, decide, seed=3, replication=2) == simulate(
        scenario, decide, seed=3, replication=2
    )


def test_replications_and_seeds_differ() -> None:
    scenario = builders.tiny_scenario()
    runs = {
        simulate(scenario, serve_nobody, seed=seed, replication=replication).milestones
        for seed, replication in ((1, 0), (1, 1), (2, 0))
    }
    assert len(runs) == 3


def test_what_is_under_way_at_the_end_is_unfinished() -> None:
    conduct = Conduct(build_months=Uniform(low=500, high=500))
    last = live(one_project(conduct=conduct)).stage_passes[-1]
    assert (last.stage, last.outcome, last.completed) == ("N20", Outcome.UNFINISHED, 2922.0)


def test_a_stage_not_taken_up_at_the_end_never_started() -> None:
    approvals = builders.approvals(staff=0)
    trajectory = live(one_project(policy={"approvals": approvals}))
    last = trajectory.stage_passes[-1]
    assert last.outcome is Outcome.ABANDONED
    assert last.started != last.started


@pytest.mark.parametrize(
    "changes",
    [
        {"projects": ()},
        {"park": builders.park([])},
        {"policy": builders.policy(approvals=builders.approvals(staff=0))},
        {"policy": builders.policy(supply=Supply(mode=SupplyMode.BATCH, quota_m2_per_year=0))},
    ],
    ids=["no projects", "no parcels", "no staff", "no quota"],
)
def test_nothing_to_do_ends_without_land(changes: dict[str, object]) -> None:
    scenario = builders.tiny_scenario(**changes)
    trajectory = simulate(scenario, serve_nobody, seed=1, replication=0)
    assert not trajectory.of(MilestoneKind.ASSIGNED)
    assert len(trajectory.projects) == len(scenario.projects)


def test_a_full_queue_ends_with_everybody_filed() -> None:
    crowd = tuple(builders.project(f"J{n:03d}", 1.0, patience_days=9e9) for n in range(300))
    scenario = builders.tiny_scenario(projects=crowd)
    trajectory = simulate(scenario, serve_in_turn(scenario), seed=1, replication=0)
    assert len(trajectory.of(MilestoneKind.FILED)) == 300
    assert len(trajectory.of(MilestoneKind.ASSIGNED)) == 4


def test_projects_that_filed_before_the_horizon_are_in_from_its_first_day() -> None:
    early = builders.project("J1", -30.0, need_by_day=200.0)
    assert days(live(one_project(projects=(early,))), MilestoneKind.FILED) == [0.0]


def test_projects_after_the_horizon_never_file() -> None:
    late = builders.project("J1", 2922.0)
    assert live(one_project(projects=(late,))).projects == ()


def test_a_ledger_that_does_not_balance_fails_loudly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run, "area_problems", lambda scenario, trajectory: ("one m² too many",))
    with pytest.raises(LedgerError, match="one m² too many"):
        live(one_project())


def _work(trajectory: Trajectory, scenario: object) -> dict[tuple[str, str, int], float]:
    calendar = builders.tiny_scenario().calendar
    return {
        (p.project, p.stage, p.round): round(calendar.between(p.started, p.completed), 6)
        for p in trajectory.stage_passes
        if p.outcome in (Outcome.PASSED, Outcome.CORRECTION)
    }


def test_luck_of_others_is_the_same_when_one_project_changes() -> None:
    approvals = builders.approvals(staff=1, rework_probability=0.4)
    policy = builders.policy(approvals=approvals)
    plain = builders.tiny_scenario(policy=policy)
    first, *others = plain.projects
    changed = replace(plain, projects=(replace(first, filed_day=90.0, need_by_day=120.0), *others))
    before = _work(simulate(plain, serve_in_turn(plain), seed=1, replication=0), plain)
    after = _work(simulate(changed, serve_in_turn(changed), seed=1, replication=0), changed)
    both = {key for key in before.keys() & after.keys() if key[0] != first.id}
    assert len(both) > 20
    assert {key: before[key] for key in both} == {key: after[key] for key in both}


def test_luck_is_the_same_when_the_policy_changes() -> None:
    few = builders.tiny_scenario(policy=builders.policy(approvals=builders.approvals(staff=1)))
    many = builders.tiny_scenario(policy=builders.policy(approvals=builders.approvals(staff=9)))
    before = _work(simulate(few, serve_in_turn(few), seed=1, replication=0), few)
    after = _work(simulate(many, serve_in_turn(many), seed=1, replication=0), many)
    both = before.keys() & after.keys()
    assert len(both) > 20
    assert {key: before[key] for key in both} == {key: after[key] for key in both}


def calendar_of(n_days: int) -> WorkCalendar:
    return WorkCalendar(name="short", start=builders.START, working=(True,) * n_days)


def test_what_lies_beyond_the_calendar_lies_beyond_the_horizon() -> None:
    late = builders.project("J1", 2900.0)
    trajectory = live(one_project(projects=(late,), calendar=calendar_of(2922)))
    assert trajectory.stage_passes[0].deadline == float("inf")


def test_a_calendar_shorter_than_the_horizon_is_refused() -> None:
    late = builders.project("J1", 2900.0)
    with pytest.raises(LandsimError, match="calendar short covers days 0 to 2910"):
        live(one_project(projects=(late,), calendar=calendar_of(2910)))
