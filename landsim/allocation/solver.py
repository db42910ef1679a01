"""From a program to chosen columns: HiGHS by one hand-over of arrays, others through PuLP."""

import importlib.util
import inspect
import math
import threading
import time
from dataclasses import dataclass, replace
from functools import cache
from importlib.metadata import version
from typing import Any

import numpy as np

from landsim.allocation.program import Program, Rows
from landsim.core.landrules import PlannerChoice
from landsim.core.plan import Termination
from landsim.core.problem import BoolArray, FloatArray, IntArray
from landsim.core.progress import Incumbent, Listener, ignore
from landsim.errors import SolverFailed, UnknownNameError

HIGHS = "HiGHS"
HANG_SECONDS = 900.0
"""A solve without a time limit of its own that takes longer has failed. It never ends in a
plan, so that results do not depend on the speed of the machine."""
_GRACE_SECONDS = 30.0
_TOLERANCE = 1e-6
_SEED = 0
_SMALL = 2_000
_WHOLE = 1e-9
_INFINITE = 1e100


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Matrix:
    """What a solver is handed: maximise ``points · x`` over rows and column bounds."""

    points: FloatArray
    """Points of the columns."""
    upper: FloatArray
    """Upper bounds of the columns; lower bounds are 0."""
    is_integer: BoolArray
    """Which columns are whole numbers."""
    rows: Rows
    """Rows."""

    def of(self, columns: IntArray) -> "Matrix":
        """Return the matrix of some columns; the others are 0."""
        return Matrix(
            points=self.points[columns],
            upper=self.upper[columns],
            is_integer=self.is_integer[columns],
            rows=self.rows.of(columns, len(self.points)),
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Solution:
    """What a solver found."""

    x: FloatArray
    """Values of the columns, whole numbers where they must be."""
    objective: float
    """Points."""
    bound: float | None
    """Proven upper bound; None where the solver tells none."""
    termination: Termination
    """How it stopped."""
    solver: str
    """Solver and version."""
    n_nodes: int = 0
    """Branch-and-bound nodes."""
    seconds: float = 0.0
    """Time taken."""


def solve(
    program: Program,
    choice: PlannerChoice,
    *,
    points: FloatArray,
    columns: IntArray | None = None,
    listener: Listener = ignore,
) -> Solution | None:
    """Maximise points over the rows of a program; None if no choice satisfies them.

    Parameters
    ----------
    program
        Columns and rows.
    choice
        Solver, gap and limits.
    points
        Points of every column, such as one of ``program.tiers``.
    columns
        Columns that are enough to find the best plan; None for all.
    listener
        Told of incumbents and bounds; an exception it raises stops the solve and is passed on.

    Raises
    ------
    SolverFailed
        If the solver stops without an answer, or with one that breaks a row.
    """
    begin = time.perf_counter()
    whole = Matrix(
        points=points,
        upper=program.upper,
        is_integer=program.is_integer,
        rows=program.rows(),
    )
    if choice.solver != HIGHS and program.n_columns > 0:
        solution = _solve_with_pulp(program, whole, choice)
    elif columns is None or len(columns) == program.n_columns:
        solution = solve_with_highs(whole, choice, listener)
    else:
        solution = solve_with_highs(whole.of(columns), choice, listener)
        if solution is not None:
            x = np.zeros(program.n_columns)
            x[columns] = solution.x
            solution = replace(solution, x=x)
    if solution is None:
        return None
    return replace(solution, seconds=time.perf_counter() - begin)


def solve_with_highs(
    matrix: Matrix, choice: PlannerChoice, listener: Listener = ignore
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

    Raises
    ------
    SolverFailed
        If HiGHS stops without an answer.
    """
    if len(matrix.points) == 0:
        return _without_columns(matrix)
    from highspy import _core  # noqa: PLC0415 - heavy, and only where a plan is made

    highs = _core._Highs()  # noqa: SLF001 - the public class prints a banner
    scale = _points_scale(matrix.points)
    _set_options(highs, choice)
    _hand_over(highs, matrix, scale)
    watch = _Watch(listener, scale)
    kinds = _core.cb.HighsCallbackType
    highs.setCallback(watch.look, None)
    for kind in (kinds.kCallbackMipInterrupt, kinds.kCallbackSimplexInterrupt):
        highs.startCallback(kind)
    if len(matrix.points) <= _SMALL:
        relaxed = _relaxation(highs, matrix, scale)
        if relaxed is not None:
            return relaxed
    highs.run()
    watch.raise_stored()
    status, info = highs.getModelStatus(), highs.getInfo()
    states = _core.HighsModelStatus
    name = f"HiGHS {_version('highspy')}"
    if status in (states.kInfeasible, states.kUnboundedOrInfeasible):
        return None
    limits = (states.kTimeLimit, states.kSolutionLimit, states.kIterationLimit)
    has_plan = info.primal_solution_status == 2
    is_hung = status == states.kTimeLimit and choice.time_limit_seconds is None
    if not has_plan or is_hung or status not in (states.kOptimal, *limits):
        raise SolverFailed(
            f"{name} stopped without a plan: {highs.modelStatusToString(status)}"
            f" after {highs.getRunTime():.0f} s and {info.mip_node_count} nodes"
        )
    is_optimal = status == states.kOptimal
    return _checked(
        matrix,
        np.asarray(highs.getSolution().col_value),
        bound=info.mip_dual_bound / scale,
        termination=Termination.OPTIMAL if is_optimal else Termination.LIMIT,
        solver=name,
        n_nodes=max(0, int(info.mip_node_count)),
    )


def _relaxation(highs: Any, matrix: Matrix, scale: float) -> Solution | None:  # noqa: ANN401
    """Solve a small program without integrality; None unless the answer is whole anyway."""
    _set(highs, {"solve_relaxation": True, "presolve": "off"})
    highs.run()
    values = np.asarray(highs.getSolution().col_value)
    is_solved = highs.modelStatusToString(highs.getModelStatus()) == "Optimal"
    fraction = np.abs(values - np.round(values))[matrix.is_integer]
    if is_solved and fraction.max(initial=0.0) <= _WHOLE:
        return _checked(
            matrix,
            values,
            bound=highs.getInfo().objective_function_value / scale,
            termination=Termination.OPTIMAL,
            solver=f"HiGHS {_version('highspy')}",
        )
    _set(
        highs,
        {
            "solve_relaxation": False,
            "presolve": "choose",
            "mip_heuristic_run_feasibility_jump": False,
        },
    )
    highs.clearSolver()
    return None


class _Watch:
    """Pass on what HiGHS finds, and stop it when the listener or the user says so."""

    def __init__(self, listener: Listener, scale: float) -> None:
        self._listener = listener
        self._scale = scale
        self._stored: BaseException | None = None
        self._told: tuple[float, float] = (-math.inf, 0.0)

    def look(self, kind: Any, message: str, out: Any, answer: Any, data: Any) -> None:  # noqa: ANN401, ARG002 - shape of HiGHS
        """Tell the listener of a better plan at once, of the bound every second."""
        if self._stored is None:
            try:
                self._tell(out.mip_primal_bound, out.mip_dual_bound, out.running_time)
            except BaseException as fault:  # noqa: BLE001 - raised again once HiGHS has returned
                self._stored = fault
        if self._stored is not None:
            answer.user_interrupt = True

    def _tell(self, value: float, bound: float, seconds: float) -> None:
        told_value, told_seconds = self._told
        is_due = value > told_value or seconds >= told_seconds + 1
        if abs(value) < _INFINITE and is_due:
            self._told = (value, seconds)
            event = Incumbent(
                task="plan", value=value / self._scale, bound=bound / self._scale, seconds=seconds
            )
            self._listener(event)

    def raise_stored(self) -> None:
        """Raise what stopped the solve, if anything did."""
        if self._stored is not None:
            raise self._stored


@cache
def _version(package: str) -> str:
    return version(package)


def _set_options(highs: Any, choice: PlannerChoice) -> None:  # noqa: ANN401 - highspy has no types
    settings = {
        "output_flag": False,
        "threads": 1,
        "parallel": "off",
        "random_seed": _SEED,
        "mip_rel_gap": choice.gap,
        "mip_abs_gap": 0.0,
        "mip_max_nodes": choice.max_nodes,
        "time_limit": choice.time_limit_seconds or HANG_SECONDS,
    }
    _set(highs, settings)


def _set(highs: Any, settings: dict[str, Any]) -> None:  # noqa: ANN401 - highspy has no types
    for name, value in settings.items():
        highs.setOptionValue(name, value)


def _hand_over(highs: Any, matrix: Matrix, scale: float) -> None:  # noqa: ANN401
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


def _points_scale(points: FloatArray) -> float:
    """Return a power of two that brings the largest points between 1 and 1e4, or 1.

    Tolerances of solvers are absolute; points of a policy may be anything.
    """
    largest = float(np.abs(points).max(initial=0.0))
    if largest == 0 or 1 <= largest <= 1e4:
        return 1.0
    return float(2.0 ** (9 - math.frexp(largest)[1]))


def _without_columns(matrix: Matrix) -> Solution | None:
    rows = matrix.rows
    if (rows.lower > _TOLERANCE).any() or (rows.upper < -_TOLERANCE).any():
        return None
    return Solution(
        x=np.zeros(0), objective=0.0, bound=0.0, termination=Termination.OPTIMAL, solver="none"
    )


def _checked(
    matrix: Matrix,
    values: FloatArray,
    *,
    bound: float | None,
    termination: Termination,
    solver: str,
    n_nodes: int = 0,
) -> Solution:
    """Round what must be whole, and see that the rows hold exactly."""
    nearest = np.round(values)
    x = np.where(matrix.is_integer | (np.abs(values - nearest) < _TOLERANCE), nearest, values)
    x = np.clip(x, 0.0, matrix.upper)
    rows = matrix.rows
    size = np.ones(len(rows))
    np.maximum.at(size, rows.row, np.abs(rows.coefficient))
    if (rows.excess(x) > _TOLERANCE * size).any():
        raise SolverFailed(f"{solver} returned a plan that breaks its own rows")
    objective = float(matrix.points @ x)
    return Solution(
        x=x,
        objective=objective,
        bound=None if bound is None else max(bound, objective),
        termination=termination,
        solver=solver,
        n_nodes=n_nodes,
    )


def _solve_with_pulp(program: Program, matrix: Matrix, choice: PlannerChoice) -> Solution | None:
    """Solve with any solver that PuLP knows by name; None if infeasible."""
    import pulp  # noqa: PLC0415 - heavy, and only where a plan is made

    solver = _pulp_solver(pulp, choice)
    model = program.to_pulp(matrix.points)
    _solve_in_time(model, solver, choice)
    status, found = model.status, model.sol_status
    if status == pulp.LpStatusInfeasible or found == pulp.LpSolutionInfeasible:
        return None
    is_optimal = found == pulp.LpSolutionOptimal and status == pulp.LpStatusOptimal
    if not is_optimal and found != pulp.LpSolutionIntegerFeasible:
        raise SolverFailed(
            f"{choice.solver} stopped without a plan: {pulp.LpStatus[status]},"
            f" {pulp.LpSolution[found]}"
        )
    by_name = {column.name: column.value() for column in model.variables()}
    values = np.array([by_name.get(f"x{i}") or 0.0 for i in range(program.n_columns)])
    objective = float(matrix.points @ values)
    slack = choice.gap * abs(objective)
    return _checked(
        matrix,
        values,
        bound=objective + slack if is_optimal else None,
        termination=Termination.OPTIMAL if is_optimal else Termination.LIMIT,
        solver=f"{choice.solver} through PuLP {_version('pulp')}",
    )


def _pulp_solver(pulp: Any, choice: PlannerChoice) -> Any:  # noqa: ANN401 - PuLP has no types
    known = pulp.listSolvers()
    if choice.solver not in known:
        raise UnknownNameError("solver", choice.solver, [*known, HIGHS])
    wanted = {
        "msg": False,
        "threads": 1,
        "gapRel": choice.gap,
        "timeLimit": choice.time_limit_seconds or HANG_SECONDS,
        "maxNodes": choice.max_nodes,
    }
    accepted = inspect.signature(getattr(pulp, choice.solver).__init__).parameters
    solver = pulp.getSolver(
        choice.solver, **{name: value for name, value in wanted.items() if name in accepted}
    )
    if not solver.available():
        present = ", ".join(pulp.listSolvers(onlyAvailable=True))
        raise SolverFailed(f"solver {choice.solver} is not installed here; present: {present}")
    return solver


def _solve_in_time(model: Any, solver: Any, choice: PlannerChoice) -> None:  # noqa: ANN401
    """Run a solver beside us, so that one that hangs or crashes ends in a clear message."""
    faults: list[Exception] = []

    def run() -> None:
        try:
            model.solve(solver)
        except Exception as fault:  # noqa: BLE001 - whatever a foreign solver raises
            faults.append(fault)

    limit = choice.time_limit_seconds
    patience = HANG_SECONDS if limit is None else limit + _GRACE_SECONDS
    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    worker.join(patience)
    if worker.is_alive():
        raise SolverFailed(f"{choice.solver} did not answer within {patience:.0f} s")
    if faults:
        raise SolverFailed(f"{choice.solver} failed: {faults[0]}") from faults[0]


def available_solvers() -> tuple[str, ...]:
    """Return the solvers that can be used on this machine, by their PuLP names."""
    import pulp  # noqa: PLC0415 - heavy, and only where somebody asks

    direct = [HIGHS] if importlib.util.find_spec("highspy") else []
    return tuple(sorted({*direct, *pulp.listSolvers(onlyAvailable=True)}))
