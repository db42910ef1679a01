"""Each project's history at a glance: what most metrics start from."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Concatenate, ParamSpec, TypeVar

from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
from landsim.core.trajectory import AreaAccount, MilestoneKind, Trajectory

P = ParamSpec("P")
T = TypeVar("T")


class Standing(StrEnum):
    """Where a project stands when the horizon ends; each has exactly one."""

    SERVED = "served"
    """It was given land and took it, whatever came later."""
    REFUSED = "refused"
    """Not admitted."""
    WITHDRAWN = "withdrawn"
    """It gave up before it had land."""
    OPEN = "open"
    """Under review or waiting still: censored."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """One project of one replication."""

    project: Project
    """Project."""
    standing: Standing
    """Where it stands at the end."""
    first: dict[MilestoneKind, float]
    """Day of the first milestone of each kind."""
    is_green: bool
    """Whether any of its reviews ran in the green channel."""
    area_m2: int
    """Land or floor space it was supplied with, in m²; its mode says which."""
    mode: str
    """Tenure mode of its assignment; empty without one."""
    last_cause: str
    """Why the last epoch passed it over; empty if none did."""

    def day(self, kind: MilestoneKind) -> float:
        """Return the day of the first milestone of a kind, NaN without one."""
        return self.first.get(kind, math.nan)


def once_per_trajectory(
    function: Callable[Concatenate[Trajectory, P], T],
) -> Callable[Concatenate[Trajectory, P], T]:
    """Remember the answers for the trajectory asked last: many metrics ask the same of one."""
    kept: list[tuple[Trajectory, dict[object, T]]] = []

    def remembered(trajectory: Trajectory, /, *args: P.args, **kwargs: P.kwargs) -> T:
        if not kept or kept[0][0] is not trajectory:
            kept[:] = [(trajectory, {})]
        answers, key = kept[0][1], (args, tuple(sorted(kwargs.items())))
        if key not in answers:
            answers[key] = function(trajectory, *args, **kwargs)
        return answers[key]

    return remembered


def floor_modes(scenario: Scenario) -> frozenset[str]:
    """Return the tenure modes of floor space."""
    return frozenset(
        terms.mode for terms in scenario.policy.tenure if terms.supply is SupplyKind.FLOOR
    )


def on_land(scenario: Scenario, trajectory: Trajectory) -> tuple[History, ...]:
    """Return the histories of projects that have no floor space: on land, or without any."""
    modes = floor_modes(scenario)
    return tuple(history for history in histories(trajectory) if history.mode not in modes)


@once_per_trajectory
def histories(trajectory: Trajectory) -> tuple[History, ...]:
    """Return the history of every project that filed, in the order of filing."""
    first: dict[str, dict[MilestoneKind, float]] = {}
    modes: dict[str, str] = {}
    for milestone in trajectory.milestones:
        first.setdefault(milestone.project, {}).setdefault(milestone.kind, milestone.day)
        if milestone.kind is MilestoneKind.ASSIGNED:
            modes[milestone.project] = milestone.mode
    green = {stage_pass.project for stage_pass in trajectory.stage_passes if stage_pass.is_green}
    causes: dict[str, str] = {entry.project: entry.cause for entry in trajectory.passed_over}
    areas: dict[str, int] = {}
    for posting in trajectory.area_postings:
        if posting.target is AreaAccount.SUPPLIED:
            areas[posting.project] = areas.get(posting.project, 0) + posting.area_m2
    return tuple(
        History(
            project=project,
            standing=_standing(first.get(project.id, {})),
            first=first.get(project.id, {}),
            is_green=project.id in green,
            area_m2=areas.get(project.id, 0),
            mode=modes.get(project.id, ""),
            last_cause=causes.get(project.id, ""),
        )
        for project in trajectory.projects
    )


def _standing(first: dict[MilestoneKind, float]) -> Standing:
    if MilestoneKind.ASSIGNED in first:
        return Standing.SERVED
    if MilestoneKind.REFUSED in first:
        return Standing.REFUSED
    if MilestoneKind.WITHDRAWN in first:
        return Standing.WITHDRAWN
    return Standing.OPEN
