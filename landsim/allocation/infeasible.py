"""Why there is no plan, down to single limits, and the least that would have to give."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from landsim.allocation.about import About
from landsim.allocation.conflict import conflicting_rules
from landsim.allocation.highs import solve_with_highs
from landsim.allocation.lacking import describe_lack
from landsim.allocation.levers import Lever, Part, part
from landsim.allocation.limits import limit_levers
from landsim.allocation.matrix import Matrix
from landsim.allocation.model import Effort, EffortSpent, Solves
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.allocation.shares import with_land
from landsim.core.ids import ProjectId
from landsim.core.problem import AllocationProblem, BoolArray, IntArray
from landsim.core.progress import Listener, ignore
from landsim.errors import SolverFailed


@dataclass(frozen=True, slots=True, kw_only=True)
class ConflictRow:
    """One limit of a conflict."""

    rule: str
    """Rule it belongs to."""
    subject: About
    """What it is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Relaxation:
    """Changes that together restore a plan, verified by planning again."""

    parts: tuple[Part, ...]
    """What changes; none could be smaller with the others as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Limits that cannot hold together, and what would restore a plan."""

    rules: tuple[str, ...]
    """Rules in conflict; no part of them conflicts."""
    rows: tuple[ConflictRow, ...]
    """Single limits in conflict."""
    is_whole: bool
    """Whether they conflict only because land is given whole: parts of options would fit."""
    is_irreducible: bool
    """Whether no limit can be left out; else the search ended at a cap."""
    without_option: tuple[tuple[ProjectId, str, str], ...]
    """Locked projects that have no option at all: project, rule and figures."""
    relaxations: tuple[Relaxation, ...]
    """Ways to restore a plan, those by one change first."""
    n_solves: int
    """Solves it took."""


def find_conflict(
    problem: AllocationProblem,
    *,
    effort: Effort | None = None,
    listener: Listener = ignore,
) -> Conflict | None:
    """Return why a problem has no plan; None if it has one.

    Parameters
    ----------
    problem
        What is decided.
    effort
        Caps on the work; None for the usual ones.
    listener
        Told of incumbents; an exception it raises stops the work.

    Notes
    -----
    Rows are found by halves (QuickXplain, Junker 2004): first without integrality, which is
    quick, and with it only where parts of options would fit. A solve that ends at its node
    limit counts as feasible, so that every conflict that is told is proven.
    """
    solves = Solves(effort or Effort(), listener)
    program = build_program(problem)
    if _is_feasible(program, solves):
        return None
    rules = conflicting_rules(program, solves.choice)
    search = _Search(program, rules, solves)
    rows, is_irreducible = search.run()
    labels = program.labels(rules)
    return Conflict(
        rules=rules,
        rows=tuple(
            dict.fromkeys(ConflictRow(rule=labels[r][0], subject=labels[r][1]) for r in rows)
        ),
        is_whole=search.is_whole,
        is_irreducible=is_irreducible,
        without_option=tuple(_without_option(program)),
        relaxations=tuple(_relaxations(problem, rules, solves)),
        n_solves=solves.count,
    )


def _without_option(program: Program) -> Iterator[tuple[ProjectId, str, str]]:
    """Yield locked projects without options, and what they lack."""
    options = program.options
    for row in sorted({row for row, _ in options.askers.locks}):
        failed = np.flatnonzero(options.n_left[row] == 0)
        if len(failed):
            rule, figures = describe_lack(options, row, int(failed[0]))
            yield options.askers.asking[row].project.id, rule, figures


class _Search:
    """Looks for rows of some rules that cannot hold together."""

    def __init__(self, program: Program, rules: tuple[str, ...], solves: Solves) -> None:
        self._rows = program.rows(rules)
        self._program = program
        self._solves = solves
        self._is_integer = np.zeros(program.n_columns, dtype=bool)
        everything = np.ones(len(self._rows), dtype=bool)
        self.is_whole = not self._is_infeasible(everything)
        if self.is_whole:
            self._is_integer = program.is_integer

    def run(self) -> tuple[list[int], bool]:
        """Return the rows, and whether none of them can be left out."""
        rows = list(range(len(self._rows)))
        kept = np.zeros(len(rows), dtype=bool)
        try:
            return sorted(self._halved(kept, rows, is_grown=False)), True
        except EffortSpent:
            return rows, False

    def _halved(self, kept: BoolArray, rows: list[int], *, is_grown: bool) -> list[int]:
        """Return the rows needed beside those kept to make a conflict."""
        if is_grown and self._is_infeasible(kept):
            return []
        if len(rows) == 1:
            return rows
        first, second = rows[: len(rows) // 2], rows[len(rows) // 2 :]
        from_second = self._halved(_with(kept, first), second, is_grown=True)
        from_first = self._halved(_with(kept, from_second), first, is_grown=len(from_second) > 0)
        return from_first + from_second

    def _is_infeasible(self, chosen: BoolArray) -> bool:
        lower = np.where(chosen, self._rows.lower, -np.inf)
        upper = np.where(chosen, self._rows.upper, np.inf)
        if (lower <= 0).all() and (upper >= 0).all():
            return False
        self._solves.take()
        matrix = Matrix(
            points=np.zeros(self._program.n_columns),
            upper=self._program.upper,
            is_integer=self._is_integer,
            rows=replace(self._rows, lower=lower, upper=upper),
        )
        try:
            return solve_with_highs(matrix, self._solves.choice, self._solves.listener) is None
        except SolverFailed:
            return False


def _with(kept: BoolArray, rows: list[int]) -> BoolArray:
    more = kept.copy()
    more[rows] = True
    return more


def _is_feasible(program: Program, solves: Solves) -> bool:
    """Whether the rows of a program have a solution; a search that ends early counts as one."""
    rows = program.rows()
    if (rows.lower <= 0).all() and (rows.upper >= 0).all():
        return True
    solves.take()
    matrix = program.matrix(np.zeros(program.n_columns))
    try:
        return solve_with_highs(matrix, solves.choice, solves.listener) is not None
    except SolverFailed:
        return True


def _relaxations(
    problem: AllocationProblem, rules: tuple[str, ...], solves: Solves
) -> Iterator[Relaxation]:
    """Yield single changes that restore a plan, or else one set of changes that does.

    Where several conflicts stand side by side no single change will do: then everything is
    eased as far as it goes and taken back bit by bit, the rules of the first conflict last.
    """
    every = [*limit_levers(problem), *_locks(problem)]
    levers = sorted(every, key=lambda lever: lever.rule in rules)
    land = build_program(problem).options.land

    def has_plan(amounts: IntArray) -> bool:
        eased = problem
        for lever, steps in zip(levers, amounts, strict=True):
            if steps:
                eased = lever.apply(eased, float(steps * lever.step))
        return _is_feasible(build_program(eased, land), solves)

    most = np.array([max(1, int(lever.most / lever.step + 1e-9)) for lever in levers])
    try:
        tried = [place for place, lever in enumerate(levers) if lever.rule in rules]
        alone = [_least_alone(place, most, has_plan) for place in tried]
        found = [steps for steps in alone if steps is not None]
        for amounts in found or _together(most, has_plan):
            moved = np.flatnonzero(amounts)
            parts = [part(levers[i], float(amounts[i] * levers[i].step)) for i in moved]
            yield Relaxation(parts=tuple(parts))
    except EffortSpent:
        return


HasPlan = Callable[[IntArray], bool]


def _least_alone(place: int, most: IntArray, has_plan: HasPlan) -> IntArray | None:
    """Return the least steps of one lever that restore a plan; None if none do."""
    amounts = np.zeros(len(most), dtype=np.int64)
    amounts[place] = most[place]
    return _reduced(amounts, place, has_plan) if has_plan(amounts) else None


def _together(most: IntArray, has_plan: HasPlan) -> list[IntArray]:
    """Return one set of steps that restores a plan and of which none could be smaller."""
    amounts = most.copy()
    if len(most) == 0 or not has_plan(amounts):
        return []
    for place in range(len(most)):
        without = amounts.copy()
        without[place] = 0
        amounts = without if has_plan(without) else amounts
    for moved in np.flatnonzero(amounts).tolist():
        amounts = _reduced(amounts, moved, has_plan)
    return [amounts]


def _reduced(amounts: IntArray, place: int, has_plan: HasPlan) -> IntArray:
    """Lower one of several amounts, by halving, as far as there is still a plan."""
    low, high = 0, int(amounts[place])
    while high - low > 1:
        tested = amounts.copy()
        tested[place] = (low + high) // 2
        if has_plan(tested):
            high = int(tested[place])
        else:
            low = int(tested[place])
    least = amounts.copy()
    least[place] = high
    return least


def _locks(problem: AllocationProblem) -> Iterator[Lever]:
    asking = {entry.project.id for entry in problem.asking}
    for project in dict.fromkeys(lock.project for lock in problem.policy.land.locks):
        if project in asking:
            yield Lever(
                rule="locks",
                message="{project} were not locked in",
                values=(("project", str(project)),),
                unit="",
                now=1.0,
                sign=-1.0,
                step=1.0,
                most=1.0,
                apply=_Unlock(project),
            )


@dataclass(frozen=True, slots=True)
class _Unlock:
    """Drops the locks of a project."""

    project: ProjectId

    def __call__(self, problem: AllocationProblem, amount: float) -> AllocationProblem:
        kept = [lock for lock in problem.policy.land.locks if lock.project != self.project]
        return with_land(problem, locks=tuple(kept)) if amount else problem
