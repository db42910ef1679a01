"""Reviews of a stored run as an event log: one case per project and replication."""

import csv
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, time, timedelta, timezone
from pathlib import Path

from landsim.core.horizon import Horizon
from landsim.core.label import Language
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Outcome, StagePass, Trajectory
from landsim.files.atomic import replacing
from landsim.files.store import StoredRun

CHINA = timezone(timedelta(hours=8))
"""Zone of all times in event logs."""
_COLUMNS = (
    "case",
    "activity",
    "enabled_time",
    "start_time",
    "end_time",
    "resource",
    "replication",
    "project",
    "archetype",
    "stage",
    "route",
    "round",
    "outcome",
    "is_green",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewEvent:
    """One pass of a project through a stage, with its times of day."""

    case: str
    """Replication and project, such as ``0:QS-007``."""
    replication: int
    """Replication."""
    project: str
    """Project."""
    archetype: str
    """Kind of project."""
    stage: str
    """Stage."""
    activity: str
    """Stage and its name."""
    desk: str
    """Desk that does it; empty without one."""
    route: str
    """Route of the project."""
    round: int
    """0 for the first pass."""
    enabled: datetime
    """When it could begin."""
    started: datetime | None
    """When a desk took it up; None if none did."""
    completed: datetime | None
    """When it ended; None if the horizon ended first."""
    outcome: Outcome
    """How it ended."""
    is_green: bool
    """Whether the project has the green channel."""


def review_events(run: StoredRun, language: Language) -> Iterator[ReviewEvent]:
    """Yield the reviews of every finished replication, case by case, in order of time.

    Parameters
    ----------
    run
        Stored run.
    language
        Language of stage names.
    """
    scenario = run.scenario()
    for replication in run.replications:
        yield from reviews_of(scenario, run.trajectory(replication), language)


def reviews_of(
    scenario: Scenario, trajectory: Trajectory, language: Language
) -> Iterator[ReviewEvent]:
    """Yield the reviews of one replication, case by case, in order of time.

    Parameters
    ----------
    scenario
        Scenario of the run.
    trajectory
        What happened.
    language
        Language of stage names.
    """
    kinds = {project.id: str(project.archetype) for project in trajectory.projects}
    order = {project.id: place for place, project in enumerate(trajectory.projects)}
    reviews = sorted(
        trajectory.stage_passes,
        key=lambda review: (order[review.project], review.enabled, review.completed),
    )
    names = activities(scenario, language)
    desks = {stage.id: stage.desk or "" for stage in scenario.policy.approvals.stages}
    for review in reviews:
        yield _event(
            scenario.horizon,
            review,
            replication=trajectory.replication,
            archetype=kinds[review.project],
            activity=names[review.stage],
            desk=desks[review.stage],
        )


def activities(scenario: Scenario, language: Language) -> dict[str, str]:
    """Return what each stage is called in event logs: its identifier and its name.

    Parameters
    ----------
    scenario
        Scenario of the run.
    language
        Language of stage names.
    """
    stages = scenario.policy.approvals.stages
    return {stage.id: f"{stage.id} {stage.name.text(language)}" for stage in stages}


def moment(horizon: Horizon, day: float) -> datetime:
    """Return a day of the simulation as date and time of day, to the millisecond.

    Parameters
    ----------
    horizon
        Span of time.
    day
        Calendar days since the horizon's start.
    """
    begin = datetime.combine(horizon.start, time(), tzinfo=CHINA)
    return begin + timedelta(milliseconds=round(day * 86_400_000))


def write_event_table(run: StoredRun, path: Path, language: Language) -> None:
    """Write one row per review, with enabled, start and end time, as process miners read it.

    Parameters
    ----------
    run
        Stored run.
    path
        File to write.
    language
        Language of stage names.
    """
    with replacing(path) as draft, draft.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_COLUMNS)
        writer.writerows(_cells(event) for event in review_events(run, language))


def _cells(event: ReviewEvent) -> tuple[object, ...]:
    return (
        event.case,
        event.activity,
        *(_stamp(when) for when in (event.enabled, event.started, event.completed)),
        event.desk,
        event.replication,
        event.project,
        event.archetype,
        event.stage,
        event.route,
        event.round,
        event.outcome,
        str(event.is_green).lower(),
    )


def _stamp(when: datetime | None) -> str:
    return "" if when is None else when.isoformat(timespec="milliseconds")


def _event(
    horizon: Horizon,
    review: StagePass,
    *,
    replication: int,
    archetype: str,
    activity: str,
    desk: str,
) -> ReviewEvent:
    is_over = review.outcome is not Outcome.UNFINISHED
    return ReviewEvent(
        case=f"{replication}:{review.project}",
        replication=replication,
        project=review.project,
        archetype=archetype,
        stage=review.stage,
        activity=activity,
        desk=desk,
        route=review.route,
        round=review.round,
        enabled=moment(horizon, review.enabled),
        started=None if math.isnan(review.started) else moment(horizon, review.started),
        completed=moment(horizon, review.completed) if is_over else None,
        outcome=review.outcome,
        is_green=review.is_green,
    )
