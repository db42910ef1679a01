"""Planning today's part with an eye on projects to come."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from landsim.allocation.blocking import chosen_options
from landsim.allocation.future import Cut, Future
from landsim.allocation.land import land_table
from landsim.allocation.planner import planners
from landsim.allocation.program import Program
from landsim.allocation.prospects import LandTypes, Prospects
from landsim.allocation.stock import Stock
from landsim.core.forecast import Forecaster
from landsim.core.luck import generator
from landsim.core.plan import Plan
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem, FloatArray
from landsim.core.progress import ignore
from landsim.core.scenario import Scenario
from landsim.core.state import LandState

FAMILY = "projects_to_come"
"""Row family of what an option costs projects to come."""
_MOST_LIKENESSES = 512
_CLOSE = 1e-3


class Lookout:
    """Looks out for projects to come; keeps what stays the same over all decisions.

    Parameters
    ----------
    scenario
        Park, policy, horizon, and what may be expected of demand.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._land = land_table(scenario.park, scenario.policy, scenario.horizon)
        self._types = LandTypes(self._land)
        self._forecaster = Forecaster(scenario)
        self._prospects: Prospects | None = None

    def stock(self, problem: AllocationProblem) -> Stock:
        """Return what is left before a decision.

        Parameters
        ----------
        problem
            Problem of the epoch.
        """
        return Stock(problem, self._land, self._types)

    def future(self, problem: AllocationProblem, state: LandState) -> Future:
        """Return the future of a decision.

        Parameters
        ----------
        problem
            Problem of the epoch.
        state
            What is known today.
        """
        if self._prospects is None:
            self._prospects = Prospects(problem, self._land, self._types)
        return Future(
            self.stock(problem),
            self._forecaster.forecast(
                state.day, state.filed, seed=state.seed, replication=state.replication
            ),
            state.in_review,
            self._prospects,
        )

    def samples(self, future: Future, state: LandState, n_samples: int) -> list[FloatArray]:
        """Return sampled numbers of projects to come.

        Parameters
        ----------
        future
            Expected numbers.
        state
            Seed and replication.
        n_samples
            Number of futures.

        Notes
        -----
        Numbers are Poisson, by quantiles of the same uniforms at every decision of a
        replication: as time passes fewer are left to come, and no luck is drawn anew.
        """
        horizon_years = len(future.stock.problem.horizon.years)
        shape = (n_samples, horizon_years, _MOST_LIKENESSES)
        luck = generator(state.seed, "future", state.replication).random(shape)
        n_projects, n_years = future.expected.shape
        first = future.stock.first_year
        luck = luck[:, first : first + n_years, :n_projects].transpose(0, 2, 1)
        numbers = [_poisson(uniform, future.expected) for uniform in luck]
        known = n_projects - future.n_known
        for number in numbers:
            number[known:] = future.expected[known:]
        return numbers


def _poisson(uniform: FloatArray, mean: FloatArray) -> FloatArray:
    """Return Poisson quantiles."""
    number = np.zeros(mean.shape)
    chance = np.exp(-mean)
    total, count = chance.copy(), 0
    while (uniform >= total).any() and count < 100:
        number += uniform >= total
        count += 1
        chance = chance * mean / count
        total += chance
    return number


def plan_at_prices(
    program: Program, choice: PlannerChoice, stock: Stock, prices: FloatArray
) -> Plan:
    """Plan with every option charged for what it uses.

    Parameters
    ----------
    program
        Options, points and rows of the decision.
    choice
        Planner and its limits.
    stock
        What options use.
    prices
        Points for a unit of each amount, shape (n_rows, n_years).
    """
    cost = stock.cost(program.options, prices)
    first, *others = program.tiers
    charged = program.aimed([first - np.pad(cost, (0, len(first) - len(cost))), *others])
    return _own_points(program, choose(charged, choice))


def plan_sparingly(
    program: Program,
    choice: PlannerChoice,
    future: Future,
    numbers: Sequence[FloatArray],
    *,
    most_cuts: int,
) -> Plan:
    """Plan so that the points of the plan and the worth of what it leaves are largest together.

    Parameters
    ----------
    program
        Options, points and rows of the decision.
    choice
        Planner and its limits.
    future
        What is left is worth what projects to come can make of it.
    numbers
        Futures over which that is averaged.
    most_cuts
        Planes by which the worth is approximated from above, at most.

    Notes
    -----
    Worth is concave in what is left: planes that touch it where earlier plans would leave it
    approximate it (Kelley 1960; with several futures, the L-shaped method).
    """
    stock = future.stock
    whole = future.cut(stock.left, numbers)
    if whole.worth <= 0:
        return choose(program, choice)
    first, *others = program.tiers
    sparing = program.aimed([np.append(first, -1.0), *others])
    loss = sparing.add_column(upper=whole.worth)
    cut, best, best_value = whole, None, -np.inf
    for _ in range(most_cuts):
        _add_cut(sparing, loss, stock, cut, whole)
        plan = choose(sparing, choice)
        rows = np.array(chosen_options(program, plan), dtype=np.int64)
        cut = future.cut(stock.left - stock.used(program.options, rows), numbers)
        points = sum(assignment.value for assignment in plan.assignments)
        value = points - (whole.worth - cut.worth)
        if value > best_value + _CLOSE:
            best, best_value = plan, value
        if plan.report.objective - value <= _CLOSE * max(1.0, abs(value)):
            break
    return _own_points(program, best or plan)


def _add_cut(program: Program, loss: int, stock: Stock, cut: Cut, whole: Cut) -> None:
    """Add a row: what a plan takes from the worth is at least what a plane says."""
    cost = stock.cost(program.options, cut.prices)
    column = np.append(np.flatnonzero(cost), loss)
    free = float((cut.prices * (stock.left - cut.left)).sum())
    program.add_rows(
        FAMILY,
        column * 0,
        column,
        np.append(-cost[column[:-1]], 1.0),
        lower=[whole.worth - cut.worth - free],
    )


def choose(program: Program, choice: PlannerChoice) -> Plan:
    """Let the planner choose; refusals are left to the caller.

    Parameters
    ----------
    program
        Options, points and rows.
    choice
        Planner and its limits.
    """
    return planners.get(choice.name)(program, choice, ignore)


def _own_points(program: Program, plan: Plan) -> Plan:
    """Return a plan with the points of the policy, and the reasons for whom it leaves out."""
    tiers = program.tiers
    rows = np.array(chosen_options(program, plan), dtype=np.int64)
    values = {program.options[int(row)].project.id: float(tiers[0][row]) for row in rows}
    assignments = tuple(replace(a, value=values[a.project]) for a in plan.assignments)
    report = replace(
        plan.report,
        objective=sum(values.values()),
        bound=None,
        tiers=tuple(float(points[rows].sum()) for points in tiers),
    )
    return replace(plan, assignments=assignments, report=report)
