"""Deciders against each other, against committees and against perfect foresight.

``python tests/bench/bench_deciders.py WHERE [REPLICATIONS]`` prints a table in Markdown. WHERE
is ``qingsheng`` (the list, one demand for all replications), ``generated`` (its variant with
other projects in every replication), or a tightness such as ``1.4`` (synthetic parks, another
in every replication). All deciders of a replication see the same projects and the same luck.

Points are those of the policy's objective, seen from the first day, for land that was taken in
the end, at the period in which it was given; an offer that was declined earns nothing, a mode
that was taken counts in full. Foresight knows every project and that everybody takes every
mode; its proven bound is what percentages refer to. Columns *simulation* are the whole closed
loop: approvals, offers declined, firms that leave and whose land comes back. Columns *alone*
are the online problem on its own (`landsim.testing.online`), of which the bound is a bound.
"""

import math
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from landsim.allocation import make_plan, rolling
from landsim.allocation.worth import assigned_points, surely_accepting
from landsim.core.plan import Assignment
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, Decision, LandState
from landsim.core.trajectory import MilestoneKind
from landsim.files.read import read_scenario
from landsim.simulation import simulate
from landsim.study.foresight import foresight_choice
from landsim.testing.instances import synthetic_scenario
from landsim.testing.online import decide_online

DECIDERS = ("myopic", "fluid", "bid_price", "sampled", "reserve")
COMMITTEES = ("fcfs", "best_score", "regret_greedy")
N_PARCELS, N_PROJECTS, N_PERIODS = 16, 40, 20
"""Size of a synthetic park: five years of quarters."""
BASELINE = "myopic"
GAP, N_NODES = 0.03, 20
"""Where the plan with foresight may stop: only its bound is used."""


@dataclass
class Found:
    """Results of one decider, a value for each replication."""

    simulated: list[float] = field(default_factory=list)
    alone: list[float] = field(default_factory=list)
    served: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def main() -> None:
    """Print the table."""
    where = sys.argv[1] if len(sys.argv) > 1 else "generated"
    n_replications = int(sys.argv[2]) if len(sys.argv) > 2 else 6
    found = {name: Found() for name in (*DECIDERS, *COMMITTEES)}
    bounds = []
    for replication in range(n_replications):
        scenario, number = world(where, replication)
        projects = scenario.demand(number, scenario.seed)
        problem = foresight_problem(scenario, tuple(map(surely_accepting, projects)))
        choice = replace(foresight_choice(scenario), gap=GAP, max_nodes=N_NODES)
        plan = make_plan(problem, choice=choice)
        bounds.append(plan.report.bound or math.nan)
        for name, results in found.items():
            compete(name, scenario, number, problem, results)
    show(found, bounds)


def world(where: str, replication: int) -> tuple[Scenario, int]:
    """Return the scenario of a replication, and the replication's number in it."""
    if where in {"qingsheng", "generated"}:
        variant = "" if where == "qingsheng" else where
        return read_scenario(Path("scenarios/qingsheng"), variant=variant), replication
    seed, size = replication + 1, (N_PARCELS, N_PROJECTS, N_PERIODS)
    return synthetic_scenario(*size, seed=seed, demand_ratio=float(where)), 0


def compete(
    name: str, scenario: Scenario, number: int, problem: AllocationProblem, results: Found
) -> None:
    """Let a decider decide in the simulation and on its own."""
    offers: dict[str, Assignment] = {}

    def watched(state: LandState) -> Decision:
        begin = time.process_time()
        decision = decide(state)
        results.seconds.append(time.process_time() - begin)
        offers.update({entry.project: entry for entry in decision.assignments})
        return decision

    decide = decider(name, scenario)
    trajectory = simulate(scenario, watched, seed=scenario.seed, replication=number)
    taken = {m.project for m in trajectory.milestones if m.kind is MilestoneKind.ASSIGNED}
    results.simulated.append(points(problem, [offers[project] for project in sorted(taken)]))
    results.served.append(len(taken))
    certain = [asking.project for asking in problem.asking]
    alone = decide_online(scenario, certain, decider(name, scenario), replication=number)
    results.alone.append(points(problem, alone))


def decider(name: str, scenario: Scenario) -> Decide:
    """Return a decider, or the planner of a committee, ready to decide."""
    if name in COMMITTEES:
        return rolling(scenario, planner=name)
    return rolling(scenario, decider=name)


def points(problem: AllocationProblem, assignments: Sequence[Assignment]) -> float:
    """Return the points of assignments, seen from the first day."""
    return float(assigned_points(problem, assignments).sum())


def show(found: dict[str, Found], bounds: list[float]) -> None:
    """Print means with standard errors, and differences to the myopic optimum, paired."""
    heads = ("decider", "simulation", "of bound", "against myopic", "served")
    write(*heads, "alone", "of bound", "against myopic", "ms a decision")
    write("---", *(["---:"] * 8))
    bound = statistics.mean(bounds)
    for name, results in found.items():
        cells: list[str] = []
        for get in SIDES:
            mine, theirs = get(results), get(found[BASELINE])
            gained = [one - other for one, other in zip(mine, theirs, strict=True)]
            cells += [spread(mine), f"{statistics.mean(mine) / bound:.1%}"]
            cells += ["" if name == BASELINE else signed(gained)]
        cells.insert(3, f"{statistics.mean(results.served):.1f}")
        write(name, *cells, f"{1e3 * statistics.median(results.seconds):.0f}")
    write("foresight, proven bound", spread(bounds), "", "", "", spread(bounds), "", "", "")


SIDES: tuple[Callable[[Found], list[float]], ...] = (
    lambda found: found.simulated,
    lambda found: found.alone,
)


def spread(values: list[float]) -> str:
    """Return mean ± standard error."""
    return f"{statistics.mean(values):.2f} ± {error(values):.2f}"


def signed(values: list[float]) -> str:
    """Return mean ± standard error of a difference."""
    return f"{statistics.mean(values):+.2f} ± {error(values):.2f}"


def error(values: list[float]) -> float:
    """Return the standard error of a mean."""
    return statistics.stdev(values) / math.sqrt(len(values)) if len(values) > 1 else math.nan


def write(*cells: str) -> None:
    """Print a row."""
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
