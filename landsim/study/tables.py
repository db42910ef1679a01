"""Every table of one replication, ready to be stored."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from landsim.core.area import mu_from_m2
from landsim.core.result import Value
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Milestone, MilestoneKind, Trajectory
from landsim.files.columns import BY_NAME
from landsim.files.frames import arrow_table
from landsim.files.trajectories import trajectory_rows
from landsim.metrics.histories import History, Standing, floor_modes, histories
from landsim.metrics.metric import measure, metrics
from landsim.metrics.series import series
from landsim.metrics.targets import target_rows

Row = Sequence[Any]
_ENDS = (MilestoneKind.EXITED, MilestoneKind.RECLAIMED, MilestoneKind.EXPIRED)


def replication_tables(scenario: Scenario, trajectory: Trajectory) -> dict[str, pa.Table]:
    """Return the tables of a replication by name.

    Parameters
    ----------
    scenario
        The world that was simulated.
    trajectory
        What happened.
    """
    rows = trajectory_rows(scenario, trajectory) | derived_rows(scenario, trajectory)
    return {
        name: arrow_table(BY_NAME[name], kept, scenario.horizon, trajectory.replication)
        for name, kept in rows.items()
    }


def derived_rows(scenario: Scenario, trajectory: Trajectory) -> dict[str, list[Row]]:
    """Return the rows of the tables that follow from a trajectory, by table name."""
    return {
        "projects": [_project_row(scenario, history) for history in histories(trajectory)],
        "assignments": list(_assignment_rows(scenario, trajectory)),
        "metrics": [_metric_row(value) for value in measure(scenario, trajectory)],
        "series": list(series(scenario, trajectory)),
        "targets": list(target_rows(scenario, trajectory)),
    }


def _project_row(scenario: Scenario, history: History) -> Row:
    project = history.project
    return (
        project.id,
        project.name,
        project.archetype,
        project.firm_class,
        project.chain_role,
        project.filed_day,
        project.need_by_day,
        project.deadline_day,
        project.needs.area_min_m2,
        project.needs.area_max_m2,
        project.needs.power_mw,
        project.promises.investment_mcny,
        project.promises.output_mcny_per_year,
        project.promises.tax_mcny_per_year,
        project.promises.jobs,
        scenario.policy.admission.score(project),
        history.is_green,
        history.standing,
        history.last_cause,
    )


def _assignment_rows(scenario: Scenario, trajectory: Trajectory) -> Iterable[Row]:
    on_floor = floor_modes(scenario)
    assigned = {milestone.project: milestone for milestone in trajectory.of(MilestoneKind.ASSIGNED)}
    ended: dict[str, Milestone] = {}
    for milestone in trajectory.milestones:
        if milestone.kind in _ENDS:
            ended.setdefault(milestone.project, milestone)
    for history in histories(trajectory):
        if history.standing is Standing.SERVED:
            project = history.project
            is_floor = history.mode in on_floor
            end = ended.get(project.id)
            yield _assignment_row(history, assigned[project.id], end, is_floor=is_floor)


def _assignment_row(
    history: History, assigned: Milestone, end: Milestone | None, *, is_floor: bool
) -> Row:
    """Return a row of the assignments; floor space has an area but no mu of land."""
    project = history.project
    return (
        project.id,
        project.name,
        project.archetype,
        project.firm_class,
        assigned.parcel,
        history.area_m2,
        math.nan if is_floor else mu_from_m2(history.area_m2),
        assigned.mode,
        history.is_green,
        project.filed_day,
        history.day(MilestoneKind.ASSIGNED),
        history.day(MilestoneKind.CONTRACTED),
        history.day(MilestoneKind.DELIVERED),
        history.day(MilestoneKind.PERMITTED),
        history.day(MilestoneKind.STARTED),
        history.day(MilestoneKind.COMPLETED),
        history.day(MilestoneKind.PRODUCING),
        history.day(MilestoneKind.FULL_PRODUCTION),
        history.day(MilestoneKind.CONVERTED),
        float("nan") if end is None else end.day,
        "" if end is None else end.kind,
        "" if end is None else end.detail,
    )


def _metric_row(value: Value) -> Row:
    return (value.metric, value.value, metrics.get(value.metric).unit)
