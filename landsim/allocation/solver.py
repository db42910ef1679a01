"""From a program to chosen columns, by HiGHS or any solver that PuLP knows by name."""

import importlib.util
import inspect
import threading
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from landsim.allocation import highs
from landsim.allocation.matrix import Matrix, Solution, checked_solution
from landsim.allocation.program import Program
from landsim.core.plan import Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import FloatArray, IntArray
from landsim.core.progress import Listener, ignore
from landsim.errors import SolverFailed, UnknownNameError

HIGHS = "HiGHS"
_GRACE_SECONDS = 30.0
_OPTIMAL, _INFEASIBLE, _FOUND = 1, -1, 2
"""What PuLP's status fields say, the same in its versions 3 and 4 as far as they have them."""


def solve(
    program: Program,
    choice: PlannerChoice,
    *,
    points: FloatArray,
    columns: Callable[[], IntArray] | None = None,
    listener: Listener = ignore,
    start: FloatArray | None = None,
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
        Says which columns are enough to find the best plan, if asked; None for all.
    listener
        Told of incumbents and bounds; an exception it raises stops the solve and is passed on.
    start
        Values of the columns to begin from, where HiGHS searches; None for none.

    Raises
    ------
    SolverFailed
        If the solver stops without an answer, or with one that breaks a row.
    """
    begin = time.perf_counter()
    whole = program.matrix(points)
    if choice.solver != HIGHS and program.n_columns > 0:
        solution = _solve_with_pulp(program, whole, choice)
    else:
        solution = highs.relax(whole) or _search(whole, choice, columns, listener, start)
    if solution is None:
        return None
    return replace(solution, seconds=time.perf_counter() - begin)


def _search(
    whole: Matrix,
    choice: PlannerChoice,
    columns: Callable[[], IntArray] | None,
    listener: Listener,
    start: FloatArray | None,
) -> Solution | None:
    """Branch and bound over the columns that are enough."""
    if columns is None:
        return highs.solve_with_highs(whole, choice, listener, start=start)
    kept = columns()
    known = None if start is None else start[kept]
    solution = highs.solve_with_highs(whole.of(kept), choice, listener, start=known)
    if solution is None:
        return None
    x = np.zeros(len(whole.points))
    x[kept] = solution.x
    return replace(solution, x=x)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Outcome:
    """What PuLP says of a solve, whichever its version."""

    is_optimal: bool
    has_plan: bool
    is_infeasible: bool
    bound: float | None
    words: str


def _solve_with_pulp(program: Program, matrix: Matrix, choice: PlannerChoice) -> Solution | None:
    """Solve with any solver that PuLP knows by name; None if infeasible."""
    import pulp  # noqa: PLC0415 - heavy, and only where a plan is made

    solver = _pulp_solver(pulp, choice)
    model = program.to_pulp(matrix.points)
    outcome = _read_outcome(model, _solve_in_time(model, solver, choice))
    if outcome.is_infeasible:
        return None
    if not outcome.has_plan:
        raise SolverFailed(f"{choice.solver} stopped without a plan: {outcome.words}")
    by_name = {column.name: column.value() for column in model.variables()}
    values = np.array([by_name.get(f"x{i}") or 0.0 for i in range(program.n_columns)])
    return checked_solution(
        matrix,
        values,
        bound=_bound(outcome, float(matrix.points @ values), choice.gap),
        termination=Termination.OPTIMAL if outcome.is_optimal else Termination.LIMIT,
        solver=f"{choice.solver} through PuLP {highs.solver_version('pulp')}",
    )


def _read_outcome(model: Any, answer: Any) -> _Outcome:  # noqa: ANN401 - PuLP has no types
    """Return what a solve came to.

    PuLP 4 answers with a record of the solve. PuLP 3 answers with a status that calls a plan
    found at the time limit optimal; its second field, ``sol_status``, knows better.
    """
    if hasattr(answer, "has_solution"):
        return _Outcome(
            is_optimal=answer.status == _OPTIMAL,
            has_plan=bool(answer.has_solution),
            is_infeasible=answer.status == _INFEASIBLE,
            bound=answer.best_bound,
            words=str(answer.status.name),
        )
    found = model.sol_status
    return _Outcome(
        is_optimal=model.status == _OPTIMAL and found == _OPTIMAL,
        has_plan=found in (_OPTIMAL, _FOUND),
        is_infeasible=_INFEASIBLE in (model.status, found),
        bound=None,
        words=f"status {model.status}, solution status {found}",
    )


def _bound(outcome: _Outcome, objective: float, gap: float) -> float | None:
    """Return a bound one may rely on: the solver's if it is one, or what *optimal* means."""
    stated = outcome.bound
    if stated is not None and stated >= objective - gap * abs(objective):
        return stated
    return objective + gap * abs(objective) if outcome.is_optimal else None


def _pulp_solver(pulp: Any, choice: PlannerChoice) -> Any:  # noqa: ANN401 - PuLP has no types
    known = pulp.listSolvers()
    if choice.solver not in known:
        raise UnknownNameError("solver", choice.solver, known)
    wanted = {
        "msg": False,
        "threads": 1,
        "gapRel": choice.gap,
        "timeLimit": choice.time_limit_seconds or highs.HANG_SECONDS,
        "maxNodes": choice.max_nodes,
    }
    accepted = inspect.signature(getattr(pulp, choice.solver).__init__).parameters
    settings = {name: value for name, value in wanted.items() if name in accepted}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # PuLP 3 deprecates its own CBC
        solver = pulp.getSolver(choice.solver, **settings)
    if not solver.available():
        present = ", ".join(pulp.listSolvers(onlyAvailable=True))
        raise SolverFailed(f"solver {choice.solver} is not installed here; present: {present}")
    return solver


def _solve_in_time(model: Any, solver: Any, choice: PlannerChoice) -> Any:  # noqa: ANN401
    """Run a solver beside us, so that one that hangs or crashes ends in a clear message."""
    faults: list[Exception] = []
    answers: list[Any] = []

    def run() -> None:
        try:
            answers.append(model.solve(solver))
        except Exception as fault:  # noqa: BLE001 - whatever a foreign solver raises
            faults.append(fault)

    limit = choice.time_limit_seconds
    patience = highs.HANG_SECONDS if limit is None else limit + _GRACE_SECONDS
    worker = threading.Thread(target=run, daemon=True)
    worker.start()
    worker.join(patience)
    if worker.is_alive():
        raise SolverFailed(f"{choice.solver} did not answer within {patience:.0f} s")
    if faults:
        raise SolverFailed(f"{choice.solver} failed: {faults[0]}") from faults[0]
    return answers[0]


def available_solvers() -> tuple[str, ...]:
    """Return the solvers that can be used on this machine, by their PuLP names."""
    import pulp  # noqa: PLC0415 - heavy, and only where somebody asks

    direct = [HIGHS] if importlib.util.find_spec("highspy") else []
    return tuple(sorted({*direct, *pulp.listSolvers(onlyAvailable=True)}))
