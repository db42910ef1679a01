"""From chosen columns to a plan."""

import numpy as np

from landsim.allocation.program import Program
from landsim.allocation.slack import Slack
from landsim.core.plan import Plan, SolveReport, StageNote, Termination
from landsim.core.problem import FloatArray

_NO_GAP = 1e-5
"""Relative gap up to which a plan is called optimal: what tolerances and tiers may leave."""


def read_plan(
    program: Program,
    x: FloatArray,
    *,
    planner: str,
    termination: Termination,
    bound: float | None = None,
    bounds: tuple[float | None, ...] = (),
    solver: str = "",
    n_nodes: int = 0,
    seconds: float = 0.0,
    stages: tuple[StageNote, ...] = (),
) -> Plan:
    """Return the plan that values of the columns stand for.

    Parameters
    ----------
    program
        Columns and their points.
    x
        Values of the columns.
    planner
        Who made the plan.
    termination
        How it stopped.
    bound
        Proven bound on the first tier's points.
    bounds
        Proven bound on the points of each tier.
    solver, n_nodes, seconds, stages
        For the report.

    Notes
    -----
    Bonus columns that the choice has earned count, whether or not the planner set them.
    Points of different tiers do not add up, so objective, bound and gap are those of the first
    tier; ``report.tiers`` has them all.
    """
    options, tiers = program.options, program.tiers
    x = with_bonuses(program, x)
    chosen = np.flatnonzero(x[: len(options)] > 0.5)
    assignments = [options.assignment(int(index), float(tiers[0][index])) for index in chosen]
    totals = tuple(float(points @ x) for points in tiers)
    report = SolveReport(
        planner=planner,
        objective=totals[0],
        bound=bound,
        solver=solver,
        n_options=len(options),
        n_rows=program.n_rows,
        n_nodes=n_nodes,
        seconds=seconds,
        tiers=totals,
        bounds=bounds,
        stages=stages,
    )
    has_gap = report.gap is not None and report.gap > _NO_GAP
    if termination is Termination.OPTIMAL and has_gap:
        termination = Termination.GAP
    return Plan(
        assignments=tuple(sorted(assignments, key=lambda a: (a.period, a.project))),
        termination=termination,
        report=report,
    )


def with_bonuses(program: Program, x: FloatArray) -> FloatArray:
    """Return values of the columns with every bonus that they have earned.

    Parameters
    ----------
    program
        Columns and rows.
    x
        Values of the columns.
    """
    columns = len(program.options) + np.flatnonzero(program.tiers[0][len(program.options) :] > 0)
    columns = columns[x[columns] < program.upper[columns]]
    if len(columns) == 0:
        return x
    x, slack = x.copy(), Slack(program, x)
    for column in columns:
        if slack.fits(np.array([column]))[0]:
            slack.choose(int(column))
            x[column] = 1.0
    return x
