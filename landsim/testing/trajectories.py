"""Trajectories written by hand, for tests of metrics, reports and stores."""

import math
from typing import Any

from landsim.core.ids import ParcelId, ProjectId, RouteId, StageId
from landsim.core.scenario import Scenario
from landsim.core.trajectory import (
    Milestone,
    MilestoneKind,
    Outcome,
    ParcelState,
    Production,
    Span,
    StagePass,
    Trajectory,
)


def made_trajectory(scenario: Scenario, **changes: Any) -> Trajectory:  # noqa: ANN401
    """Return a trajectory in which nothing happened but what the changes say.

    Parameters
    ----------
    scenario
        Gives the length of the horizon and the projects.
    changes
        Fields of `Trajectory` to replace.
    """
    values: dict[str, Any] = {
        "replication": 0,
        "seed": scenario.seed,
        "n_days": scenario.horizon.n_days,
        "projects": scenario.demand(0),
        "milestones": (),
        "stage_passes": (),
        "spans": (),
        "area_postings": (),
        "money_postings": (),
        "productions": (),
        "epochs": (),
        "passed_over": (),
    }
    return Trajectory(**(values | changes))


def milestone(
    day: float, project: str, kind: MilestoneKind, *, mode: str = "", detail: str = ""
) -> Milestone:
    """Return an event of a project's life."""
    return Milestone(day, ProjectId(project), kind, "", mode, detail)


def review(project: str, enabled: float, completed: float, **changes: Any) -> StagePass:  # noqa: ANN401
    """Return one pass through stage N01 that was taken up at once and passed."""
    made = StagePass(
        project=ProjectId(project),
        stage=StageId("N01"),
        route=RouteId("ordinary"),
        round=0,
        enabled=enabled,
        started=enabled,
        completed=completed,
        outcome=Outcome.PASSED,
        correction_until=completed,
        deadline=math.nan,
        is_green=False,
    )
    return made._replace(**changes)


def span(
    parcel: str, state: ParcelState, begin: float, end: float, *, area_ha: float = 4.0
) -> Span:
    """Return a stretch of a parcel's history that nobody holds."""
    return Span(ParcelId(parcel), "", state, begin, end, round(area_ha * 10_000), "")


def production(project: str, begin: float, full: float, end: float, **changes: Any) -> Production:  # noqa: ANN401
    """Return a project at work that makes 100 million CNY a year with 50 jobs in one firm."""
    made = Production(
        project=ProjectId(project),
        begin=begin,
        full=full,
        end=end,
        output_mcny_per_year=100.0,
        tax_mcny_per_year=10.0,
        jobs=50.0,
        firms=1.0,
        investment_mcny=300.0,
        ratio=1.0,
    )
    return made._replace(**changes)
