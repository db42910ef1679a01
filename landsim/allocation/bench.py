"""One problem, one project: plans with it, plans without it, and who may be planned anew."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from landsim.allocation.answer import read_plan, with_bonuses
from landsim.allocation.blocking import chosen_options
from landsim.allocation.check import check_plan
from landsim.allocation.land import LandTable
from landsim.allocation.matrix import Solution
from landsim.allocation.model import Model, Solves
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.allocation.reduce import undominated
from landsim.core.ids import ProjectId
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem, FloatArray, IntArray

_RELATIVE = 1e-7


class Bench:
    """A problem as it is, or eased, on which plans with and without a project are compared.

    Parameters
    ----------
    problem
        What is decided.
    project
        Project that asks.
    plan
        Plan to explain.
    solves
        Counts solves.
    near
        Projects planned anew beside it; None for all.
    only_now
        Whether it counts as served only in the first period, as at a decision epoch.
    land
        Arrays of the park and policy; None computes them anew.
    adjust
        Changes points or rows of the program once it is built; None for nothing.
    """

    def __init__(
        self,
        problem: AllocationProblem,
        project: ProjectId,
        plan: Plan,
        solves: Solves,
        *,
        near: frozenset[ProjectId] | None = None,
        only_now: bool = False,
        land: LandTable | None = None,
        adjust: Callable[[Program], None] | None = None,
    ) -> None:
        self.problem = problem
        self.project = project
        self.plan = plan
        self.solves = solves
        self.near = near
        asked = problem if near is None else narrowed(problem, plan, near | {project})
        self.program = build_program(asked, land)
        if adjust is not None:
            adjust(self.program)
        row = self.program.options.askers.row[project]
        is_mine = self.program.options.project == row
        if only_now:
            is_mine &= self.program.options.period == problem.first_period
        self.mine: IntArray = np.flatnonzero(is_mine)
        extra = np.zeros(self.program.n_columns - len(is_mine))
        kept = undominated(
            self.program,
            [
                *self.program.tiers,
                np.concatenate([self.program.priority, extra]),
                np.concatenate([is_mine.astype(np.float64), extra]),
            ],
        )
        self._idle = np.setdiff1d(np.arange(self.program.n_columns), kept)

    @property
    def points(self) -> FloatArray:
        """Points of the first tier."""
        return self.program.tiers[0]

    def planned(self) -> float:
        """Return the points of the plan to explain, as this problem values them."""
        x = np.zeros(self.program.n_columns)
        x[chosen_options(self.program, self.plan)] = 1.0
        return float(self.points @ with_bonuses(self.program, x))

    def model(self, *, is_served: bool) -> Model:
        """Return the program in which the project is served, or is not."""
        model = Model(self.program)
        model.shut(self._idle)
        self._keep_priority(model)
        if is_served:
            model.add_row(self.mine, lower=1.0)
        else:
            model.shut(self.mine)
        return model

    def best(self, *, is_served: bool) -> Solution | None:
        """Return the best plan in which the project is served, or is not; None if none is."""
        if is_served and len(self.mine) == 0:
            return None
        return self.model(is_served=is_served).solve(self.points, self.solves)

    def reaches(self, target: float) -> bool:
        """Whether a plan that serves the project is worth as much as a target."""
        if len(self.mine) == 0:
            return False
        model = self.model(is_served=True)
        self.demand(model, target)
        return model.solve(np.zeros(0), self.solves) is not None

    def demand(self, model: Model, target: float) -> None:
        """Ask of a plan that it is worth as much as a target."""
        worth = np.flatnonzero(self.points)
        model.add_row(worth, self.points[worth], lower=target - slack_of(target) / 2)

    def without(self) -> float:
        """Return the points of the best plan without the project.

        In a neighbourhood: of the plan to explain.
        """
        if self.near is not None:
            return self.planned()
        found = self.best(is_served=False)
        return -np.inf if found is None else found.objective

    def read(self, solution: Solution) -> Plan:
        """Return the plan of a solution."""
        return read_plan(
            self.program,
            solution.x[: self.program.n_columns],
            planner="explain",
            termination=solution.termination,
            bound=solution.bound,
            solver=solution.solver,
        )

    def keeps_rules(self, plan: Plan) -> bool:
        """Whether a plan passes the independent check in this problem."""
        return not check_plan(self.problem, plan)

    def _keep_priority(self, model: Model) -> None:
        """Serve as many locked projects as the plan to explain does."""
        settled = np.flatnonzero(self.program.priority)
        if len(settled):
            chosen = chosen_options(self.program, self.plan)
            weights = self.program.priority
            reached = float(weights[chosen].sum())
            model.add_row(settled, weights[settled], lower=min(reached, float(len(chosen))))


def slack_of(points: float) -> float:
    """Return by how much two amounts of points may differ and still count as equal."""
    return _RELATIVE * max(1.0, abs(points))


def neighbourhood(
    program: Program, plan: Plan, project: ProjectId, most: int
) -> frozenset[ProjectId]:
    """Return the served projects to plan anew: on land a project could use first, then any.

    Of these, the ones of fewest points per hectare come first.

    Parameters
    ----------
    program
        Options and points.
    plan
        Plan to explain.
    project
        Project that got nothing.
    most
        Most projects to return.
    """
    options = program.options
    chosen = np.array(chosen_options(program, plan), dtype=np.int64)
    is_mine = options.project == options.askers.row[project]
    usable = np.zeros(len(options.land.area_m2), dtype=bool)
    usable[options.take_parcel[is_mine[options.take_option]]] = True
    shared = np.bincount(
        options.take_option, weights=usable[options.take_parcel], minlength=len(options)
    )
    density = program.tiers[0][chosen] / options.area_m2[chosen]
    order = np.lexsort((density, shared[chosen] == 0))[:most]
    return frozenset(
        options.askers.asking[row].project.id for row in options.project[chosen[order]]
    )


def narrowed(
    problem: AllocationProblem, plan: Plan, near: frozenset[ProjectId]
) -> AllocationProblem:
    """Return a problem in which only some projects are planned anew.

    The other projects of the plan keep their parcels and mode, or lose their land; those that
    got nothing do not ask.

    Parameters
    ----------
    problem
        What was decided.
    plan
        Plan to explain.
    near
        Projects planned anew.
    """
    given = {assignment.project: assignment for assignment in plan.assignments}
    parcels = tuple(parcel.id for parcel in problem.park.parcels)
    modes = tuple(terms.mode for terms in problem.policy.modes_on_offer)
    asking = []
    for entry in problem.asking:
        kept = given.get(entry.project.id)
        if entry.project.id in near:
            asking.append(entry)
        elif kept is not None:
            held = set(kept.parcels)
            narrow = replace(
                entry,
                last_period=min(entry.last_period, kept.period),
                excluded_parcels=tuple(one for one in parcels if one not in held),
                excluded_modes=tuple(one for one in modes if one != kept.mode),
            )
            asking.append(narrow)
    return replace(problem, asking=tuple(asking))
