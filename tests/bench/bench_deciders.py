"""Deciders against each other, against committees and against perfect foresight.

``python tests/bench/bench_deciders.py WHERE [REPLICATIONS]`` prints a table in Markdown. WHERE
is ``qingsheng`` (the list: the same projects in every replication), ``generated`` (its variant
with other projects in every replication), or a tightness such as ``1.4`` (synthetic parks,
another in every replication). All deciders of a replication see the same projects and luck.

Points are those of the policy's objective, seen from the first day, for land that was taken in
the end, at the period in which it was given: an offer that was declined earns nothing, a mode
that was taken counts in full. Foresight knows every project and that everybody takes every
mode; its proven bound is what shares refer to. *Simulation* is the whole closed loop: approvals,
offers declined, firms that leave, whose land and quota come back, so that the bound is a
yardstick there and no bound. *Alone*, printed for synthetic parks, is the online problem on its
own (`landsim.testing.online`), which the bound does bound.
"""

import math
import statistics
import sys
import time
from collections.abc import Sequence
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
from landsim.testing.instances import synthetic_scenario
from landsim.testing.online import decide_online

DECIDERS = ("myopic", "fluid", "bid_price", "sampled", "reserve")
COMMITTEES = ("fcfs", "best_score", "regret_greedy")
N_PARCELS, N_PROJECTS, N_PERIODS = 12, 32, 16
"""Size of a synthetic park: four years of quarters."""
BASELINE = "myopic"
QINGSHENG = "qingsheng"
VARIANTS = {QINGSHENG: "", "generated": "generated"}
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
    bounds: list[float] = []
    for replication in range(n_replications):
        scenario, number = world(where, replication)
        projects = tuple(map(surely_accepting, scenario.demand(number, scenario.seed)))
        problem = foresight_problem(scenario, projects)
        bounds.append(bounds[0] if where == QINGSHENG and bounds else bound_of(problem))
        for name, results in found.items():
            simulate_with(name, scenario, number, problem, results)
            if where not in VARIANTS:
                decided = decide_online(scenario, projects, decider(name, scenario))
                results.alone.append(points(problem, decided))
    show(found, bounds)


def bound_of(problem: AllocationProblem) -> float:
    """Return what nobody can exceed who knows everything."""
    choice = replace(problem.policy.planner, gap=GAP, max_nodes=N_NODES)
    bound = make_plan(problem, choice=choice).report.bound
    return math.nan if bound is None else bound


def world(where: str, replication: int) -> tuple[Scenario, int]:
    """Return the scenario of a replication, and the replication's number in it."""
    if where in VARIANTS:
        return read_scenario(Path("scenarios/qingsheng"), variant=VARIANTS[where]), replication
    seed, size = replication + 1, (N_PARCELS, N_PROJECTS, N_PERIODS)
    return synthetic_scenario(*size, seed=seed, demand_ratio=float(where)), 0


def simulate_with(
    name: str, scenario: Scenario, number: int, problem: AllocationProblem, results: Found
) -> None:
    """Let a decider decide in the simulation."""
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
    is_alone_shown = len(found[BASELINE].alone) > 0
    heads = ["decider", "simulation", "of bound", "against myopic", "served"]
    heads += ["alone", "of bound", "against myopic"] if is_alone_shown else []
    write(*heads, "ms a decision")
    write("---", *(["---:"] * len(heads)))
    for name, results in found.items():
        cells = compared(name, results.simulated, found[BASELINE].simulated, bounds)
        cells.append(f"{statistics.mean(results.served):.1f}")
        if is_alone_shown:
            cells += compared(name, results.alone, found[BASELINE].alone, bounds)
        write(name, *cells, f"{1e3 * statistics.median(results.seconds):.0f}")
    n_empty = len(heads) - 1
    write("foresight, proven bound", spread(bounds), *([""] * n_empty))


def compared(name: str, mine: list[float], theirs: list[float], bounds: list[float]) -> list[str]:
    """Return mean, share of the bound, and mean paired difference to the myopic optimum."""
    gained = [one - other for one, other in zip(mine, theirs, strict=True)]
    share = statistics.mean(mine) / statistics.mean(bounds)
    return [spread(mine), f"{share:.1%}", "" if name == BASELINE else signed(gained)]


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
