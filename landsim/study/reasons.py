"""Reasons in words: why a project of a stored run got nothing, and what would change that."""

import contextlib
import itertools
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace

from landsim.allocation.admitting import explain_refusal
from landsim.allocation.model import Effort
from landsim.allocation.planner import planners
from landsim.allocation.reason import Change, Reason
from landsim.allocation.rolling import rolling
from landsim.core.ids import ProjectId
from landsim.core.plan import Plan, Refusal, RefusalCause, SolveReport, Termination
from landsim.core.problem import AllocationProblem, epoch_problem, foresight_problem
from landsim.core.progress import Listener, Note, ignore
from landsim.core.state import Decision, LandState
from landsim.core.trajectory import MilestoneKind
from landsim.files.store import StoredRun
from landsim.simulation import simulate
from landsim.study.foresight import REPLICATION
from landsim.study.sentences import fill
from landsim.study.verify import stored_plan

_CHANGES_SHOWN = 5
_NAMED_MAX = 5
_TOGETHER = ("change", "more", "further")


class _Reached(Exception):
    """The replay has come to the epoch it was made for, and need not go on."""


def change_lines(
    run: StoredRun,
    subject: str,
    replication: int | None = None,
    *,
    effort: Effort | None = None,
    listener: Listener = ignore,
) -> Iterator[Note]:
    """Yield what would have served a project: at its last decision, and with foresight.

    Parameters
    ----------
    run
        Stored run.
    subject
        Project; of a parcel there is nothing to say.
    replication
        Replication to tell; None for the first.
    effort
        Caps on the work; None for the usual ones.
    listener
        Told of incumbents.
    """
    told = run.replications[0] if replication is None else replication
    trajectory = run.trajectory(told)
    names = {str(entry.id): entry.name for entry in trajectory.projects}
    if subject not in names:
        return
    has_land = any(
        entry.project == subject and entry.kind is MilestoneKind.ASSIGNED
        for entry in trajectory.milestones
    )
    decided = None
    if not has_land:
        decided = epoch_reason(run, subject, told, effort=effort, listener=listener)
    if decided is not None:
        day, reason = decided
        date = str(run.scenario().horizon.date_of(day))
        yield fill(Note(message="The decision of {date}, planned anew:"), date=date)
        yield from reason_lines(reason, names)
    if told == REPLICATION:
        foreseen = foresight_reason(run, subject, effort=effort, listener=listener)
        if foreseen is not None:
            yield Note(message="The plan with every project known beforehand, planned anew:")
            yield from reason_lines(foreseen, names)


def foresight_reason(
    run: StoredRun,
    project: str,
    *,
    effort: Effort | None = None,
    listener: Listener = ignore,
) -> Reason | None:
    """Explain why the perfect-foresight plan of a run gives a project nothing.

    Parameters
    ----------
    run
        Stored run.
    project
        Project of replication 0.
    effort
        Caps on the work; None for the usual ones.
    listener
        Told of incumbents.

    Returns
    -------
    Reason or None
        None if the plan serves the project, or there is none.
    """
    refused = set(run.arrow("plan_refusals")["project"].to_pylist())
    if project not in refused:
        return None
    problem, plan = foresight_plan(run)
    return explain_refusal(problem, plan, ProjectId(project), effort=effort, listener=listener)


def foresight_plan(run: StoredRun) -> tuple[AllocationProblem, Plan]:
    """Return the perfect-foresight problem of a run and the plan that was made for it.

    Parameters
    ----------
    run
        Stored run.
    """
    scenario = run.scenario()
    problem = foresight_problem(scenario, scenario.demand(REPLICATION, run.seed))
    return problem, replace(stored_plan(run), refusals=_refusals(run))


def _refusals(run: StoredRun) -> tuple[Refusal, ...]:
    rows = run.table("plan_refusals").itertuples()
    return tuple(
        Refusal(
            project=ProjectId(str(row.project)),
            cause=RefusalCause(str(row.cause)),
            rule=str(row.rule),
        )
        for row in rows
    )


def epoch_reason(
    run: StoredRun,
    project: str,
    replication: int,
    *,
    effort: Effort | None = None,
    listener: Listener = ignore,
) -> tuple[float, Reason] | None:
    """Explain why the last decision that passed a project over gave it nothing.

    Parameters
    ----------
    run
        Stored run.
    project
        Project that waited.
    replication
        Replication it waited in.
    effort
        Caps on the work; None for the usual ones.
    listener
        Told of incumbents.

    Returns
    -------
    tuple or None
        Day of the decision, and the reason. None if no decision passed the project over, or if
        it was not a registered planner that decided: its state is then not known.

    Notes
    -----
    What was known at an epoch is not stored. The replication is simulated again from its seed
    up to that epoch, which gives the same state to the last digit.
    """
    passed = run.trajectory(replication).passed_over
    days = [entry.day for entry in passed if entry.project == project]
    if not days or run.manifest["planner"] not in planners.names():
        return None
    found = _replayed(run, replication, days[-1])
    if found is None:
        return None
    problem, plan = found
    waiting = {entry.project.id for entry in problem.asking}
    if project not in waiting:
        return None
    return days[-1], explain_refusal(
        problem, plan, ProjectId(project), effort=effort, listener=listener
    )


def _replayed(
    run: StoredRun, replication: int, day: float
) -> tuple[AllocationProblem, Plan] | None:
    """Return the problem and the plan of the decision of a day, from a replay."""
    scenario = run.scenario()
    decide = rolling(scenario, planner=run.manifest["planner"])
    seen: list[tuple[LandState, Decision]] = []

    def watch(state: LandState) -> Decision:
        decision = decide(state)
        if state.day >= day:
            seen.append((state, decision))
            raise _Reached
        return decision

    with contextlib.suppress(_Reached):
        simulate(scenario, watch, seed=run.seed, replication=replication)
    if not seen or seen[0][0].day != day:
        return None
    state, decision = seen[0]
    made = Plan(
        assignments=decision.assignments,
        termination=Termination.HEURISTIC,
        report=SolveReport(planner=run.manifest["planner"], objective=0.0),
    )
    return epoch_problem(scenario, state), decision.plan or made


def reason_lines(reason: Reason, names: Mapping[str, str]) -> Iterator[Note]:
    """Yield sentences on what it would cost to serve a project, and what would serve it.

    Parameters
    ----------
    reason
        Reason.
    names
        Names of projects by identifier.
    """
    if math.isnan(reason.loss_points):
        yield Note(message="As things are, no plan can serve it.")
    elif reason.loss_points == 0:
        yield Note(message="A plan just as good serves it: the choice between them is open.")
    elif reason.displaced:
        yield fill(
            Note(
                message="To serve it as things are would cost the plan {points} points, and these "
                "their land: {names}."
            ),
            points=f"{reason.loss_points:.4g}",
            names=_named(reason.displaced, names),
        )
    else:
        yield fill(
            Note(message="To serve it as things are would cost the plan {points} points."),
            points=f"{reason.loss_points:.4g}",
        )
    for change in reason.changes[:_CHANGES_SHOWN]:
        yield _change_line(change)
        if change.displaced:
            yield fill(
                Note(message="Then without land: {names}."), names=_named(change.displaced, names)
            )
    yield from _proof(reason)


def _change_line(change: Change) -> Note:
    said = dict(zip(_TOGETHER, map(str, change.parts), strict=False))
    messages = (
        "It would be served if {change}.",
        "It would be served if {change} and {more}.",
        "It would be served if {change}, {more} and {further}.",
    )
    return fill(Note(message=messages[min(len(said), len(messages)) - 1]), **said)


def _proof(reason: Reason) -> Iterator[Note]:
    if not reason.changes and reason.loss_points != 0:
        yield Note(message="No single change that was tried would serve it.")
    if reason.changes and reason.is_exact and reason.is_proven:
        yield fill(
            Note(
                message="Each change was verified by planning anew ({n} solves): with it a best "
                "plan serves the project."
            ),
            n=str(reason.n_solves),
        )
    elif reason.changes:
        yield fill(
            Note(
                message="Each change was verified by planning its neighbourhood anew ({n} "
                "solves): it is enough for a plan at least as good, perhaps more than needed."
            ),
            n=str(reason.n_solves),
        )
    if reason.is_capped:
        yield Note(message="The search ended at its cap on solves: other changes may do.")


def _named(projects: tuple[ProjectId, ...], names: Mapping[str, str]) -> str:
    shown = [
        f"{names.get(project, project)} ({project})"
        for project in itertools.islice(projects, _NAMED_MAX)
    ]
    more = len(projects) - len(shown)
    return ", ".join(shown) + (f", … (+{more})" if more > 0 else "")
