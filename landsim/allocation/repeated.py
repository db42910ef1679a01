"""One program maximised again and again: only points and the bounds of a few rows change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, partial

import numpy as np

from landsim.allocation.answer import read_plan
from landsim.allocation.blocking import chosen_options
from landsim.allocation.planner import planners
from landsim.allocation.program import Program
from landsim.allocation.reduce import undominated
from landsim.allocation.solver import solve
from landsim.core.plan import Plan, Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import FloatArray
from landsim.core.progress import Listener
from landsim.errors import Infeasible

EXACT = "optimal"
_SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Reached:
    """What came of one lexicographic maximisation."""

    x: FloatArray
    """Values of the columns."""
    amounts: tuple[float, ...]
    """Points of each tier."""
    bounds: tuple[float | None, ...]
    """Proven bound on each tier, those before it settled; None where there is none."""
    is_proven: bool
    """Whether every tier was proven within the gap asked for."""


class Repeated:
    """A program that is maximised for one thing after another.

    Parameters
    ----------
    program
        Columns and rows; rows may be added and taken away between calls.
    choice
        Planner, gap and limits. ``optimal`` keeps its reduced columns between calls and begins
        from known plans; any other planner is asked anew each time.
    listener
        Told of incumbents and bounds.
    earned
        All that points and added rows will ever be made of, one array each; what two options of
        a project earn of these, and what they load the rows with, tells them apart.
    """

    def __init__(
        self,
        program: Program,
        choice: PlannerChoice,
        listener: Listener,
        earned: Sequence[FloatArray],
    ) -> None:
        self.program = program
        self.choice = choice
        self.listener = listener
        n_auxiliary = program.n_columns - len(program.options)
        self._priority = np.concatenate([program.priority, np.zeros(n_auxiliary)])
        self._columns = cache(partial(undominated, program, [self._priority, *earned]))

    def best(
        self,
        tiers: Sequence[FloatArray],
        *,
        start: FloatArray | None = None,
        gaps: Sequence[float] = (),
    ) -> Reached | None:
        """Maximise some points, then others without loss of the first; None if infeasible.

        Parameters
        ----------
        tiers
            Points of every column in each tier.
        start
            Values of the columns to begin from; None for none.
        gaps
            Relative gap of each tier, where it is not that of the choice.
        """
        if self.choice.name != EXACT:
            return self._planned(tiers)
        n_before = int(self._priority.any())
        settled = [*([self._priority] if n_before else []), *tiers]
        usual = [self.choice.gap] * (len(settled) - len(gaps))
        bounds: list[float | None] = []
        is_proven, x = True, start
        try:
            for points, gap in zip(settled, (*usual, *gaps), strict=True):
                solution = solve(
                    self.program,
                    replace(self.choice, gap=gap),
                    points=points,
                    columns=self._columns,
                    listener=self.listener,
                    start=x,
                )
                if solution is None:
                    return None
                x = solution.x
                bounds.append(solution.bound)
                is_proven &= solution.termination is Termination.OPTIMAL
                self._settle(points, solution.objective)
        finally:
            self.program.families.pop(_SETTLED, None)
        if x is None:
            return None
        return _reached(x, tiers, bounds=tuple(bounds[n_before:]), is_proven=is_proven)

    def _settle(self, points: FloatArray, reached: float) -> None:
        """Keep what was reached for the tiers that follow."""
        counted = np.flatnonzero(points)
        size = float(np.abs(points).max(initial=1e-300))
        least = (reached - self.choice.lexicographic_tolerance * abs(reached)) / size
        self.program.add_rows(_SETTLED, counted * 0, counted, points[counted] / size, lower=[least])

    def _planned(self, tiers: Sequence[FloatArray]) -> Reached | None:
        """Let another planner choose."""
        aimed = self.program.aimed(tiers)
        try:
            plan = planners.get(self.choice.name)(aimed, self.choice, self.listener)
        except Infeasible:
            return None
        x = plan_columns(self.program, plan)
        if (self.program.rows().excess(x) > 1e-6 * self.program.rows().size()).any():
            return None
        is_proven = plan.termination in (Termination.OPTIMAL, Termination.GAP)
        bounds = plan.report.bounds or (plan.report.bound,)
        return _reached(x, tiers, bounds=bounds, is_proven=is_proven)


def _reached(
    x: FloatArray,
    tiers: Sequence[FloatArray],
    *,
    bounds: tuple[float | None, ...],
    is_proven: bool,
) -> Reached:
    amounts = tuple(float(points @ x[: len(points)]) for points in tiers)
    return Reached(
        x=x,
        amounts=amounts,
        bounds=(*bounds, *(None for _ in amounts[len(bounds) :])),
        is_proven=is_proven,
    )


def plan_columns(program: Program, plan: Plan) -> FloatArray:
    """Return a plan as values of the columns, auxiliary columns 0.

    Parameters
    ----------
    program
        Options.
    plan
        Plan over these options.
    """
    x = np.zeros(program.n_columns)
    x[chosen_options(program, plan)] = 1.0
    return x


def as_plan(program: Program, x: FloatArray, planner: str) -> Plan:
    """Return values of the columns as a plan, valued by the policy's own points.

    Parameters
    ----------
    program
        Options, and the policy's points.
    x
        Values of the columns; only the options count.
    planner
        Who made the plan.
    """
    bare = np.zeros(program.n_columns)
    n_options = len(program.options)
    bare[:n_options] = x[:n_options]
    return read_plan(program, bare, planner=planner, termination=Termination.HEURISTIC)
