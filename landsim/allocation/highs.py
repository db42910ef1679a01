"""HiGHS in one hand-over of arrays: the default solver."""

import math
import threading
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np

from landsim.allocation.matrix import TOLERANCE, Matrix, Solution, checked_solution
from landsim.allocation.watch import Watch
from landsim.core.plan import Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import FloatArray
from landsim.core.progress import Listener, ignore
from landsim.errors import SolverFailed

HANG_SECONDS = 900.0
"""A solve without a time limit of its own that takes longer has failed. It never ends in a
plan, so that results do not depend on the speed of the machine."""
_SEED = 0
SMALL = 2_000
"""Columns up to which a program is relaxed first."""
_TINY = 150
"""Columns up to which a search is over before heuristics, restarts and symmetry pay."""
_COSTLY = (
    "mip_allow_restart",
    "mip_detect_symmetry",
    "mip_heuristic_run_feasibility_jump",
    "mip_heuristic_run_rins",
    "mip_heuristic_run_rens",
    "mip_heuristic_run_root_reduced_cost",
)
_OPTIMAL = "Optimal"
_INFEASIBLE = ("Infeasible", "Primal infeasible or unbounded")
_TIME_LIMIT = "Time limit reached"
_LIMITS = (_TIME_LIMIT, "Solution limit reached", "Iteration limit reached")
_INTERRUPTED = "Interrupted by user"
_FEASIBLE = 2
_WHOLE = 1e-9
_RELAX, _SEARCH = "relax", "search"
_of_thread = threading.local()


def relax(matrix: Matrix) -> Solution | None:
    """Solve a small program without integrality; None unless the answer is whole anyway.

    Parameters
    ----------
    matrix
        Program.

    Notes
    -----
    Most decisions inside the simulation are of this kind: a fraction of a millisecond instead
    of several.
    """
    if not 0 < len(matrix.points) <= SMALL:
        return None
    highs, scale = _kept(_RELAX), points_scale(matrix.points)
    hand_over(highs, matrix, scale)
    run_highs(highs)
    values = np.asarray(highs.getSolution().col_value)
    is_solved = highs.modelStatusToString(highs.getModelStatus()) == "Optimal"
    fraction = np.abs(values - np.round(values))[matrix.is_integer]
    if not is_solved or fraction.max(initial=0.0) > _WHOLE:
        return None
    return checked_solution(
        matrix,
        values,
        bound=highs.getInfo().objective_function_value / scale,
        termination=Termination.OPTIMAL,
        solver=f"HiGHS {solver_version('highspy')}",
    )


def solve_with_highs(
    matrix: Matrix,
    choice: PlannerChoice,
    listener: Listener = ignore,
    *,
    start: FloatArray | None = None,
    most_steps: int | None = None,
) -> Solution | None:
    """Hand arrays to HiGHS in one call; None if infeasible.

    Parameters
    ----------
    matrix
        Program.
    choice
        Gap and limits.
    listener
        Told of incumbents and bounds.
    start
        Values of the columns to begin from; None for none.
    most_steps
        Rounds of cuts and other steps of branch and bound at which it stops; None for no limit.

    Raises
    ------
    SolverFailed
        If HiGHS stops without an answer.
    """
    if len(matrix.points) == 0:
        return _without_columns(matrix)
    scale = points_scale(matrix.points)
    is_watched = listener is not ignore or len(matrix.points) > SMALL or most_steps is not None
    highs = quiet_highs({}) if is_watched else _kept(_SEARCH)
    begin = highs.getRunTime()
    _set(highs, _limits(matrix, choice, begin))
    hand_over(highs, matrix, scale)
    watch = Watch(listener, scale, most_steps)
    if is_watched:
        watch.attach(highs)
    if start is not None:
        set_start(highs, start)
    run_highs(highs)
    watch.raise_stored()
    status = highs.modelStatusToString(highs.getModelStatus())
    if status in _INFEASIBLE:
        return None
    info, name = highs.getInfo(), f"HiGHS {solver_version('highspy')}"
    is_hung = status == _TIME_LIMIT and choice.time_limit_seconds is None
    stops = (*_LIMITS, _INTERRUPTED) if watch.has_enough else _LIMITS
    if status not in (_OPTIMAL, *stops) or is_hung or info.primal_solution_status != _FEASIBLE:
        raise SolverFailed(
            f"{name} stopped without a plan: {status}"
            f" after {highs.getRunTime() - begin:.0f} s and {info.mip_node_count} nodes"
        )
    return checked_solution(
        matrix,
        np.asarray(highs.getSolution().col_value),
        bound=info.mip_dual_bound / scale,
        termination=Termination.OPTIMAL if status == _OPTIMAL else Termination.LIMIT,
        solver=name,
        n_nodes=max(0, int(info.mip_node_count)),
    )


def _limits(matrix: Matrix, choice: PlannerChoice, begin: float) -> dict[str, Any]:
    """Return the settings of a search; the clock of a HiGHS runs on from one to the next."""
    limits = {
        "mip_rel_gap": choice.gap,
        "mip_max_nodes": choice.max_nodes,
        "time_limit": begin + (choice.time_limit_seconds or HANG_SECONDS),
    }
    return limits | dict.fromkeys(_COSTLY, len(matrix.points) > _TINY)


def quiet_highs(settings: dict[str, Any]) -> Any:  # noqa: ANN401 - highspy has no types
    """Return a HiGHS that works alone, silently and the same way every time.

    Parameters
    ----------
    settings
        Further options.
    """
    from highspy import _core  # noqa: PLC0415 - heavy, and only where a plan is made

    highs = _core._Highs()  # noqa: SLF001 - the public class prints a banner
    _set(
        highs,
        {
            "output_flag": False,
            "threads": 1,
            "parallel": "off",
            "random_seed": _SEED,
            "mip_abs_gap": 0.0,
        }
        | settings,
    )
    return highs


def _kept(purpose: str) -> Any:  # noqa: ANN401 - highspy has no types
    """Return the HiGHS that this thread uses again and again for a purpose.

    Setting one up takes longer than many a decision. A program that is handed over replaces
    the one before and all that was known of it, so that answers do not depend on the past.
    """
    if not hasattr(_of_thread, purpose):
        highs = quiet_highs({})
        if purpose == _RELAX:
            _set(highs, {"solve_relaxation": True, "presolve": "off"})
        setattr(_of_thread, purpose, highs)
    return getattr(_of_thread, purpose)


def run_highs(highs: Any) -> None:  # noqa: ANN401 - highspy has no types
    """Solve what was handed over.

    Parameters
    ----------
    highs
        Solver.

    Notes
    -----
    Where others in this process used more threads, HiGHS must forget them first.
    """
    highs.run()
    if highs.modelStatusToString(highs.getModelStatus()) == "Not Set":
        highs.resetGlobalScheduler(True)  # noqa: FBT003 - positional in highspy
        highs.run()


def set_start(highs: Any, values: FloatArray) -> None:  # noqa: ANN401 - highspy has no types
    """Tell HiGHS a choice to begin with.

    Parameters
    ----------
    highs
        Solver that holds a program.
    values
        Values of all its columns.
    """
    from highspy import _core  # noqa: PLC0415 - loaded already

    known = _core.HighsSolution()
    known.col_value = values.tolist()
    highs.setSolution(known)


@cache
def solver_version(package: str) -> str:
    """Return the version of an installed package."""
    return version(package)


def _set(highs: Any, settings: dict[str, Any]) -> None:  # noqa: ANN401 - highspy has no types
    for name, value in settings.items():
        highs.setOptionValue(name, value)


def hand_over(highs: Any, matrix: Matrix, scale: float) -> None:  # noqa: ANN401
    """Give a program to HiGHS in one call.

    Parameters
    ----------
    highs
        Solver.
    matrix
        Program, by rows.
    scale
        Factor on the points.
    """
    rows = matrix.rows
    row_wise, maximise = 2, -1
    highs.passModel(
        len(matrix.points),
        len(rows),
        len(rows.column),
        row_wise,
        maximise,
        0.0,
        matrix.points * scale,
        np.zeros(len(matrix.points)),
        matrix.upper,
        rows.lower,
        rows.upper,
        rows.begin[:-1].astype(np.int32),
        rows.column.astype(np.int32),
        rows.coefficient,
        matrix.is_integer.astype(np.int32),
    )


def points_scale(points: FloatArray) -> float:
    """Return a power of two that brings the largest points between 1 and 1e4, or 1.

    Tolerances of solvers are absolute; points of a policy may be anything.
    """
    largest = float(np.abs(points).max(initial=0.0))
    if largest == 0 or 1 <= largest <= 1e4:
        return 1.0
    return float(2.0 ** (9 - math.frexp(largest)[1]))


def _without_columns(matrix: Matrix) -> Solution | None:
    rows = matrix.rows
    if (rows.lower > TOLERANCE).any() or (rows.upper < -TOLERANCE).any():
        return None
    return Solution(
        x=np.zeros(0), objective=0.0, bound=0.0, termination=Termination.OPTIMAL, solver="none"
    )
