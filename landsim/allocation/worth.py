"""What assignments are worth, whoever made them: points of the policy's own objective."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from landsim.allocation.askers import AskerTable
from landsim.allocation.land import LandTable
from landsim.allocation.objective import tier_points
from landsim.allocation.options import Options
from landsim.core.plan import Assignment
from landsim.core.problem import AllocationProblem, FloatArray, IntArray
from landsim.core.project import ModeAcceptance, Project


def assigned_points(
    problem: AllocationProblem, assignments: Sequence[Assignment], land: LandTable | None = None
) -> FloatArray:
    """Return the first tier's points of assignments, shape (n_assignments,).

    Parameters
    ----------
    problem
        Its projects, first period and policy say what the points are; `foresight_problem`
        values everything as seen from the first day.
    assignments
        Assignments of projects that ask in the problem, feasible or not.
    land
        Arrays of the park and policy; None computes them anew.

    Notes
    -----
    Points are those the optimiser counts, cluster bonuses left out.
    """
    land = land or LandTable(problem.park, problem.policy, problem.horizon)
    return tier_points(_options(problem, tuple(assignments), land))[0]


def surely_accepting(project: Project) -> Project:
    """Return a project that takes every mode it might take, to value what it did take.

    Parameters
    ----------
    project
        Project with chances of acceptance.
    """
    return replace(
        project,
        acceptance=tuple(
            ModeAcceptance(mode=entry.mode, probability=1.0 if entry.probability > 0 else 0.0)
            for entry in project.acceptance
        ),
    )


def _options(
    problem: AllocationProblem, assignments: tuple[Assignment, ...], land: LandTable
) -> Options:
    askers = AskerTable(problem, land)
    takes = [(n, take) for n, entry in enumerate(assignments) for take in entry.bundle]
    parcel = _ints(land.parcel_row[take.parcel] for _, take in takes)
    area_m2 = _ints(take.area_m2 for _, take in takes)
    owner = _ints(n for n, _ in takes)
    period = _ints(entry.period for entry in assignments)
    gained = problem.ready_period[parcel] - period[owner]
    months = np.clip(gained * problem.horizon.months_per_period, 0, land.early_months[parcel])
    share = area_m2 / land.area_m2[parcel]
    cost = months * land.early_cost_mcny_per_month[parcel] * share
    n = len(assignments)
    early_months = np.zeros(n, dtype=np.int64)
    np.maximum.at(early_months, owner, months)
    return Options(
        problem=problem,
        land=land,
        askers=askers,
        project=_ints(askers.row[entry.project] for entry in assignments),
        mode=_ints(land.mode_row[entry.mode] for entry in assignments),
        period=period,
        end_period=_ints(entry.end_period for entry in assignments),
        area_m2=_ints(entry.area_m2 for entry in assignments),
        early_months=early_months,
        early_cost_mcny=np.bincount(owner, weights=cost, minlength=n).astype(np.float64),
        take_begin=np.searchsorted(owner, np.arange(n + 1)),
        take_parcel=parcel,
        take_area_m2=area_m2,
        take_option=owner,
        n_left=np.zeros((len(askers.asking), 0), dtype=np.int64),
    )


def _ints(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, dtype=np.int64)
