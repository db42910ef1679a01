"""Targets such as 300 firms: how much of each is reached by its date, and when it is."""

import math
from functools import partial
from typing import NamedTuple

from landsim.core.result import Direction
from landsim.core.scenario import Scenario, Target
from landsim.core.trajectory import Trajectory
from landsim.metrics import units
from landsim.metrics.activity import Activity, activity
from landsim.metrics.averages import mean, share
from landsim.metrics.histories import once_per_trajectory
from landsim.metrics.metric import metric

COUNTED = (
    ("firms", "企业数"),
    ("output_mcny_per_year", "年产值"),
    ("tax_mcny_per_year", "年税收"),
    ("jobs", "就业"),
)
"""What a target may count, with its Chinese name."""


class TargetRow(NamedTuple):
    """One target of one replication."""

    metric: str
    """What is counted."""
    due: float
    """Day by which it is wanted."""
    amount: float
    """How much is wanted."""
    base: float
    """What was there before the horizon began."""
    reached: float
    """What is there on that day, or at the horizon's end if that comes first."""
    reached_share: float
    """Reached over wanted."""
    reached_from: float
    """First day, in steps of 30, on which the amount is there; NaN if never."""


def target_rows(scenario: Scenario, trajectory: Trajectory) -> tuple[TargetRow, ...]:
    """Return one row for each target of the scenario, in its order."""
    return tuple(_row(scenario, trajectory, target) for target in scenario.targets)


def _row(scenario: Scenario, trajectory: Trajectory, target: Target) -> TargetRow:
    due = float(scenario.horizon.day_of(target.by))

    def level(then: Activity) -> float:
        return target.base + float(getattr(then, target.metric))

    reached = level(activity(trajectory.productions, min(due, trajectory.n_days - 1e-9)))
    return TargetRow(
        metric=target.metric,
        due=due,
        amount=target.amount,
        base=target.base,
        reached=reached,
        reached_share=share(reached, target.amount),
        reached_from=next(
            (day for day, then in _steps(trajectory) if level(then) >= target.amount), math.nan
        ),
    )


@once_per_trajectory
def _steps(trajectory: Trajectory) -> tuple[tuple[float, Activity], ...]:
    days = range(0, trajectory.n_days, 30)
    return tuple((float(day), activity(trajectory.productions, day)) for day in days)


def _reached(scenario: Scenario, trajectory: Trajectory, *, counted: str) -> float:
    rows = target_rows(scenario, trajectory)
    return mean(row.reached_share for row in rows if row.metric == counted)


@metric(
    "targets_met_share",
    zh="按期达成的目标比例",
    en="share of targets met by their date",
    unit=units.SHARE,
    better=Direction.HIGHER,
)
def targets_met_share(scenario: Scenario, trajectory: Trajectory) -> float:
    """Share of the scenario's targets that are met by their date."""
    rows = target_rows(scenario, trajectory)
    return share(sum(row.reached >= row.amount for row in rows), len(rows))


for _counted, _zh in COUNTED:
    metric(
        f"target_{_counted}_reached_share",
        zh=f"目标达成率:{_zh}",
        en=f"target reached: {_counted.replace('_', ' ').replace('mcny', 'million CNY')}",
        unit=units.SHARE,
        better=Direction.HIGHER,
    )(partial(_reached, counted=_counted))
