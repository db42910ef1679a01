"""A trajectory as the rows of its stored tables, and back without loss."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from landsim.core.approval import Stage
from landsim.core.decisionlog import (
    Announcement,
    Reservation,
    ReservationEnd,
    Servicing,
    Verdict,
)
from landsim.core.expansion import exercised_phase, phase_id
from landsim.core.ids import ProjectId
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.trajectory import (
    AreaAccount,
    AreaPosting,
    Epoch,
    Milestone,
    MilestoneKind,
    MoneyKind,
    MoneyPosting,
    Outcome,
    ParcelState,
    Party,
    PassedOver,
    Production,
    Span,
    StagePass,
    Trajectory,
)
from landsim.files.columns import BY_NAME, TableSpec
from landsim.files.frames import records

Row = Sequence[Any]


class _Part(NamedTuple):
    """One field of a trajectory and the table it is stored in."""

    field: str
    spec: TableSpec
    build: Callable[..., Any]
    """Makes the record from the table's columns."""
    enums: Mapping[str, Callable[[str], Any]]
    """Columns that hold an enumeration."""


_PARTS = (
    _Part("milestones", BY_NAME["milestones"], Milestone, {"kind": MilestoneKind}),
    _Part("stage_passes", BY_NAME["stage_log"], StagePass, {"outcome": Outcome}),
    _Part("spans", BY_NAME["parcel_timeline"], Span, {"state": ParcelState}),
    _Part(
        "area_postings",
        BY_NAME["area_ledger"],
        AreaPosting,
        {"source": AreaAccount, "target": AreaAccount},
    ),
    _Part(
        "money_postings",
        BY_NAME["money_ledger"],
        MoneyPosting,
        {"payer": Party, "payee": Party, "kind": MoneyKind},
    ),
    _Part("productions", BY_NAME["production"], Production, {}),
    _Part("epochs", BY_NAME["epochs"], Epoch, {}),
    _Part("passed_over", BY_NAME["passed_over"], PassedOver, {}),
    _Part("servicing", BY_NAME["servicing_orders"], Servicing, {}),
    _Part("announcements", BY_NAME["announcements"], Announcement, {"verdict": Verdict}),
    _Part("reservations", BY_NAME["reservations"], Reservation, {"outcome": ReservationEnd}),
)


def trajectory_rows(scenario: Scenario, trajectory: Trajectory) -> dict[str, list[Row]]:
    """Return the rows of every table that holds a trajectory, by table name.

    Parameters
    ----------
    scenario
        Gives the desk of each stage and the work calendar.
    trajectory
        What happened.
    """
    rows: dict[str, list[Row]] = {
        part.spec.name: list(getattr(trajectory, part.field)) for part in _PARTS
    }
    stages = {stage.id: stage for stage in scenario.policy.approvals.stages}
    rows["stage_log"] = [
        (*review, *_stage_figures(scenario, stages[review.stage], review))
        for review in trajectory.stage_passes
    ]
    return rows


def _stage_figures(scenario: Scenario, stage: Stage, review: StagePass) -> Row:
    calendar = scenario.calendar
    was_taken_up = review.started == review.started  # NaN where no desk took it up
    until = review.started if was_taken_up else review.completed
    return (
        stage.kind,
        stage.desk or "",
        calendar.between(review.enabled, until),
        calendar.between(until, review.completed),
    )


def stored_trajectory(
    scenario: Scenario, tables: Mapping[str, pa.Table], replication: int, seed: int
) -> Trajectory:
    """Rebuild the trajectory of a replication from stored tables.

    Parameters
    ----------
    scenario
        The resolved scenario of the run.
    tables
        Stored tables of that replication, by name.
    replication
        Replication wanted.
    seed
        Root seed of the run.
    """
    filed = tables["projects"]["project"].to_pylist()
    known = {project.id: project for project in scenario.demand(replication, seed)}
    made: dict[str, Any] = {part.field: _restored(part, tables[part.spec.name]) for part in _PARTS}
    known |= _later_phases(known, made["reservations"], made["milestones"])
    return Trajectory(
        replication=replication,
        seed=seed,
        n_days=scenario.horizon.n_days,
        projects=tuple(known[name] for name in filed if name in known),
        **made,
    )


def _later_phases(
    projects: Mapping[ProjectId, Project],
    reservations: Sequence[Reservation],
    milestones: Sequence[Milestone],
) -> dict[ProjectId, Project]:
    """Return the later phases that filed, as the simulation made them of their projects."""
    days = {entry.project: entry.day for entry in milestones if entry.kind is MilestoneKind.FILED}
    found: dict[ProjectId, Project] = {}
    for row in reservations:
        project, name = projects.get(row.project), phase_id(row.project)
        if project is not None and project.later_phase is not None and name in days:
            found[name] = exercised_phase(
                project,
                project.later_phase,
                area_m2=row.area_m2,
                filed_day=days[name],
                expiry_day=row.expiry_day,
            )
    return found


def _restored(part: _Part, table: pa.Table) -> tuple[Any, ...]:
    names = [column.name for column in part.spec.columns]
    n_fields = len(part.build._fields)  # type: ignore[attr-defined]
    converters: list[Callable[[Any], Any]] = [
        part.enums.get(name, _same) for name in names[:n_fields]
    ]
    return tuple(
        part.build(*[convert(cell) for convert, cell in zip(converters, row, strict=False)])
        for row in records(table, part.spec)
    )


def _same(cell: Any) -> Any:  # noqa: ANN401 - whatever a column holds
    return cell
