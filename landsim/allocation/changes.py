"""Search for the smallest change of each kind that serves a project."""

import math
from dataclasses import replace

import numpy as np

from landsim.allocation.bench import Bench, neighbourhood, slack_of
from landsim.allocation.explain import refusals
from landsim.allocation.levers import Lever, Part, part
from landsim.allocation.limits import limit_levers
from landsim.allocation.matrix import Solution
from landsim.allocation.model import EffortSpent, Solves
from landsim.allocation.needs import admission_repairs, own_levers
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.allocation.reason import Change, Reason
from landsim.core.ids import ProjectId
from landsim.core.plan import Assignment, Plan, Refusal, RefusalCause
from landsim.core.problem import AllocationProblem

_RISES = 8
"""How often the plan without the project may catch up before a limit is given up."""
_COARSE = 0.05
"""How near to the smallest amount a search in a neighbourhood comes, as a share of it."""
_VALUE_STEP = 1e-4
_VALUE_MOST = 100.0
_RIVALS = 3


class ChangeSearch:
    """One search for the changes that serve a project.

    Parameters
    ----------
    problem
        What was decided.
    plan
        Plan to explain.
    project
        Project that got nothing.
    solves
        Counts solves.
    """

    def __init__(
        self, problem: AllocationProblem, plan: Plan, project: ProjectId, solves: Solves
    ) -> None:
        self.problem = problem
        self.plan = plan
        self.project = project
        self.solves = solves
        self.found: list[Change] = []
        program, effort = build_program(problem), solves.effort
        self.land = program.options.land
        self.refusal = _refusal(program, plan, project)
        self.is_exact = program.n_columns <= effort.exact_columns
        self.near = None if self.is_exact else neighbourhood(program, plan, project, effort.near)
        if self.near is not None:
            solves.max_nodes = effort.near_nodes
        self.base = self._bench(problem)
        self.planned = self.base.planned()

    def run(self) -> Reason:
        """Return the reason with all changes found."""
        without, forced, is_capped = math.nan, None, False
        try:
            without, forced = self.base.without(), self.base.best(is_served=True)
            self._changes(without, forced)
        except EffortSpent:
            is_capped = True
        served = None if forced is None else self.base.read(forced)
        return Reason(
            project=self.project,
            refusal=self.refusal,
            loss_points=math.nan if forced is None else max(0.0, without - forced.objective),
            assignment=None if served is None else self._mine(served),
            displaced=() if served is None else self._displaced(served),
            changes=tuple(sorted(self.found, key=lambda change: change.size)),
            is_exact=self.is_exact,
            is_proven=self.solves.is_proven,
            n_solves=self.solves.count,
            is_capped=is_capped,
        )

    def _changes(self, without: float, forced: Solution | None) -> None:
        """Collect changes; none where a plan just as good serves the project already."""
        if forced is not None and forced.objective >= without - slack_of(without):
            return
        if forced is not None:
            self._value(self.base, without, forced)
            self._rivals(self._displaced(self.base.read(forced)))
        self._levers(self.problem, (), without)
        if self.refusal.cause is RefusalCause.NOT_ADMITTED:
            for repaired, parts in admission_repairs(self.problem, self.project):
                bench = self._bench(repaired)
                admitted = bench.best(is_served=True)
                if admitted is not None and admitted.objective >= without - slack_of(without):
                    self._keep(bench, admitted, parts, is_least=len(parts) == 1)
                    continue
                if admitted is not None:
                    self._value(bench, without, admitted, parts)
                self._levers(repaired, parts, without)

    def _levers(self, problem: AllocationProblem, before: tuple[Part, ...], without: float) -> None:
        for lever in (*own_levers(problem, self.project), *limit_levers(problem)):
            self._lever(problem, lever, before, without)

    def _lever(
        self,
        problem: AllocationProblem,
        lever: Lever,
        before: tuple[Part, ...],
        without: float,
    ) -> None:
        """Keep the smallest amount of a lever that serves the project, if one does."""
        target = without
        for _ in range(_RISES):
            amount = self._least(problem, lever, target)
            if amount is None:
                return
            bench = self._bench(lever.apply(problem, amount))
            risen = target if lever.is_own else bench.without()
            if risen <= target + slack_of(target) or not self.is_exact:
                forced = bench.best(is_served=True)
                if forced is not None and forced.objective >= risen - slack_of(risen):
                    parts = (*before, part(lever, amount))
                    self._keep(bench, forced, parts, is_least=self.is_exact)
                return
            target = risen

    def _least(self, problem: AllocationProblem, lever: Lever, target: float) -> float | None:
        if lever.rows is not None:
            return self._elastic(problem, lever, target)
        return self._halved(problem, lever, target)

    def _elastic(self, problem: AllocationProblem, lever: Lever, target: float) -> float | None:
        """Return the least amount by a program in which the limit stretches at a price."""
        assert lever.rows is not None  # noqa: S101 - asked by the caller
        bench = self._bench(lever.apply(problem, lever.most))
        if len(bench.mine) == 0:
            return None
        labels = bench.program.labels()
        per_unit = np.array(
            [lever.rows(about) if rule == lever.rule else 0.0 for rule, about in labels]
        )
        moved = np.flatnonzero(per_unit)
        if len(moved) == 0:
            return None
        model = bench.model(is_served=True)
        model.upper[moved] -= per_unit[moved] * lever.most
        model.lower[moved] += per_unit[moved] * lever.most
        is_upper = model.upper[moved] < np.inf
        signs = np.where(is_upper, -per_unit[moved], per_unit[moved])
        stretch = model.add_column(moved, signs, upper=lever.most)
        bench.demand(model, target)
        found = model.solve(np.append(np.zeros(stretch), -1.0), self.solves)
        if found is None:
            return None
        return _rounded_up(float(found.x[stretch]), lever.step)

    def _halved(self, problem: AllocationProblem, lever: Lever, target: float) -> float | None:
        """Return the least amount by halving, each half planned again."""

        def does(steps: int) -> bool:
            return self._bench(lever.apply(problem, steps * lever.step)).reaches(target)

        near = 0.0 if self.is_exact else _COARSE
        low, high = 0, math.floor(lever.most / lever.step + 1e-9)
        if high < 1 or not does(high):
            return None
        while high - low > max(1, near * high):
            middle = (low + high) // 2
            low, high = (low, middle) if does(middle) else (middle, high)
        return high * lever.step

    def _value(
        self, bench: Bench, without: float, forced: Solution, before: tuple[Part, ...] = ()
    ) -> None:
        """Keep the least rise of all its points that serves the project.

        The best plan with the project is worth more along a convex curve as its points rise:
        tangents from above reach the smallest rise in finitely many steps.
        """
        share = 0.0
        for _ in range(_RISES):
            worth = float(bench.points[bench.mine] @ forced.x[bench.mine])
            if worth <= slack_of(worth):
                return
            base = forced.objective - share * worth
            share = _rounded_up((without - base) / worth, _VALUE_STEP)
            if not 0 < share <= _VALUE_MOST:
                return
            raised = self._bench(bench.problem, share)
            again = raised.best(is_served=True)
            if again is None:
                return
            own = float(bench.points[bench.mine] @ again.x[bench.mine])
            settled = again.objective - _VALUE_STEP * own < without - slack_of(without) / 2
            if settled:
                parts = (*before, _value_part(share))
                self._keep(raised, again, parts, is_least=self.is_exact)
                return
            forced = again

    def _rivals(self, displaced: tuple[ProjectId, ...]) -> None:
        """Keep what happens if a competitor had not asked."""
        for rival in displaced[:_RIVALS]:
            others = tuple(e for e in self.problem.asking if e.project.id != rival)
            assignments = tuple(a for a in self.plan.assignments if a.project != rival)
            bench = self._bench(replace(self.problem, asking=others))
            bench.plan = replace(self.plan, assignments=assignments)
            without, forced = bench.without(), bench.best(is_served=True)
            if forced is not None and forced.objective >= without - slack_of(without):
                self._keep(bench, forced, (_rival_part(rival),), is_least=True)

    def _keep(
        self, bench: Bench, forced: Solution, parts: tuple[Part, ...], *, is_least: bool
    ) -> None:
        """Keep a change if the plan behind it passes the independent check."""
        plan = bench.read(forced)
        if not bench.keeps_rules(plan):
            return
        self.found.append(
            Change(
                parts=parts,
                assignment=self._mine(plan),
                displaced=self._displaced(plan),
                gain_points=plan.report.objective - self.planned,
                is_least=is_least and self.solves.is_proven,
                is_best=self.is_exact and self.solves.is_proven,
            )
        )

    def _bench(self, problem: AllocationProblem, raise_share: float = 0.0) -> Bench:
        def adjust(program: Program) -> None:
            row = program.options.askers.row[self.project]
            mine = program.options.project == row
            for points in program.points:
                points[mine] *= 1 + raise_share

        return Bench(
            problem,
            self.project,
            self.plan,
            self.solves,
            near=self.near,
            land=self.land,
            only_now=self.problem.is_epoch,
            adjust=adjust if raise_share else None,
        )

    def _mine(self, plan: Plan) -> Assignment:
        return next(a for a in plan.assignments if a.project == self.project)

    def _displaced(self, plan: Plan) -> tuple[ProjectId, ...]:
        served = {a.project for a in plan.assignments}
        return tuple(a.project for a in self.plan.assignments if a.project not in served)


def _refusal(program: Program, plan: Plan, project: ProjectId) -> Refusal:
    told = refusals(program, plan, only_now=program.problem.is_epoch)
    return next(entry for entry in told if entry.project == project)


def _rounded_up(amount: float, step: float) -> float:
    return max(1, math.ceil(amount / step - 1e-6)) * step


def _value_part(share: float) -> Part:
    return Part(
        rule="objective",
        message="its value were {amount} % higher",
        values=(("amount", f"{100 * share:.4g}"),),
        unit="%",
        amount=100 * share,
        before=100.0,
        after=100 * (1 + share),
    )


def _rival_part(rival: ProjectId) -> Part:
    return Part(
        rule="matching",
        message="{rival} had not asked",
        values=(("rival", str(rival)),),
        unit="projects",
        amount=1.0,
        before=1.0,
        after=0.0,
    )
