"""What is announced comes back at the next decision, and is judged by it."""

from collections.abc import Callable
from dataclasses import replace

from unit.simulation.lives import one_project

from landsim.core.decisionlog import Verdict
from landsim.core.plan import Assignment
from landsim.core.scenario import Scenario
from landsim.core.state import Decision, LandState
from landsim.core.trajectory import Trajectory
from landsim.metrics.metric import metrics
from landsim.simulation import simulate
from landsim.testing import builders
from landsim.testing.deciders import serve_in_turn

SECOND = 58.0
"""A rival files on day 50 and is admitted on day 51: the committee meets a second time."""


def world(patience_days: float = 900.0) -> Scenario:
    firms = (
        builders.project("J1", need_by_day=0.0, patience_days=patience_days),
        builders.project("J2", 50.0, patience_days=900.0),
    )
    return one_project(projects=firms)


def lived(
    scenario: Scenario, answer: Callable[[LandState, Assignment], Decision]
) -> tuple[Trajectory, list[LandState]]:
    """Simulate a decider that is handed the assignment it could make today."""
    serve, seen = serve_in_turn(scenario), []

    def decide(state: LandState) -> Decision:
        seen.append(state)
        today = serve(state).assignments
        return answer(state, today[0]) if today else Decision(assignments=())

    return simulate(scenario, decide, seed=1, replication=0), seen


def told(entry: Assignment, period: int = 1) -> Decision:
    return Decision(assignments=(), announced=(replace(entry, period=period),))


def verdicts(trajectory: Trajectory) -> list[tuple[float, str, float, Verdict]]:
    return [(a.day, a.project, a.judged_day, a.verdict) for a in trajectory.announcements]


def test_the_next_decision_is_told_and_may_keep_to_it() -> None:
    trajectory, seen = lived(
        world(),
        lambda state, entry: told(entry) if state.day < SECOND else Decision(assignments=(entry,)),
    )
    assert [state.announced for state in seen[:1]] == [()]
    assert [(a.project, a.period) for a in seen[1].announced] == [("J1", 1)]
    assert verdicts(trajectory)[0] == (8.0, "J1", SECOND, Verdict.KEPT)


def test_who_is_served_otherwise_or_not_at_all_finds_a_change() -> None:
    def turn_away(state: LandState, entry: Assignment) -> Decision:
        if state.day < SECOND:
            return told(entry)
        return Decision(assignments=(replace(entry, project=state.waiting[1].project.id),))

    trajectory, _ = lived(world(), turn_away)
    assert verdicts(trajectory)[0] == (8.0, "J1", SECOND, Verdict.CHANGED)
    assert metrics.get("nervousness").compute(world(), trajectory) == 1.0
    assert metrics.get("announcements").compute(world(), trajectory) == 1.0


def test_what_is_announced_again_is_kept() -> None:
    trajectory, _ = lived(world(), lambda _, entry: told(entry, period=20))
    assert {a.verdict for a in trajectory.announcements[:-1]} == {Verdict.KEPT}
    assert trajectory.announcements[-1].verdict is Verdict.LAPSED
    assert trajectory.announcements[-1].judged_day == trajectory.n_days
    assert metrics.get("nervousness").compute(world(), trajectory) == 0.0


def test_a_project_that_withdrew_is_nobodys_change() -> None:
    scenario = world(patience_days=20.0)
    trajectory, seen = lived(scenario, lambda _, entry: told(entry))
    assert seen[1].announced == ()
    assert verdicts(trajectory)[0] == (8.0, "J1", SECOND, Verdict.LAPSED)


def test_only_later_periods_are_announced() -> None:
    trajectory, seen = lived(world(), lambda _, entry: told(entry, period=0))
    assert all(state.announced == () for state in seen)
    assert trajectory.announcements == ()


def test_without_announcements_there_is_no_nervousness() -> None:
    trajectory, _ = lived(world(), lambda *_: Decision(assignments=()))
    assert metrics.get("announcements").compute(world(), trajectory) == 0.0
    assert str(metrics.get("nervousness").compute(world(), trajectory)) == "nan"
