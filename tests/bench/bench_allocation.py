"""How fast the allocation is built and handed over, as ratios within one run.

Run ``python tests/bench/bench_allocation.py``; figures in seconds belong to the machine, ratios
carry over. ``--sizes S M`` chooses the instances, ``--repeats N`` how often each is timed.
"""

import argparse
import statistics
import time
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pulp
from highspy import _core

from landsim.allocation import make_plan, rolling
from landsim.allocation.highs import hand_over
from landsim.allocation.land import LandTable
from landsim.allocation.matrix import Matrix
from landsim.allocation.options import Options, list_options
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.core.landrules import PlannerChoice
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.testing.instances import synthetic_scenario, synthetic_state

SIZES = {"S": (60, 80, 12), "M": (200, 400, 20), "L": (600, 2000, 40)}
GOALS = {"S": 50, "M": 200, "L": 300}
PEOPLE_UP_TO = "M"


@dataclass(frozen=True)
class Clock:
    """Median seconds of a piece of work."""

    repeats: int

    def __call__(self, work: Callable[[], object]) -> float:
        seconds = []
        for _ in range(self.repeats):
            begin = time.perf_counter()
            work()
            seconds.append(time.perf_counter() - begin)
        return statistics.median(seconds)


def people_write(problem: AllocationProblem, options: Options) -> pulp.LpProblem:
    """Return the program as PuLP is usually written: dictionaries, loops and ``lpSum``.

    Only the rules that the instance has: matching, capacity for every parcel and period, power
    for every node and period, quota, tenure mix.
    """
    model = pulp.LpProblem("people", pulp.LpMaximize)
    rows = list(options)
    x = [model.add_variable(f"x{row.index}", 0, 1, "Integer") for row in rows]
    by_project, by_cell, by_node = defaultdict(list), defaultdict(list), defaultdict(list)
    nodes = {parcel.id: parcel.nodes for parcel in problem.park.parcels}
    for row in rows:
        by_project[row.project.id].append(row)
        for period in range(row.period, row.end_period):
            for take in row.bundle:
                by_cell[take.parcel, period].append((take.area_m2, row))
                for node in nodes[take.parcel]:
                    by_node[node, period].append(row)
    model += pulp.lpSum(row.area_m2 * x[row.index] for row in rows)
    for members in by_project.values():
        model += pulp.lpSum(x[row.index] for row in members) <= 1
    area = {parcel.id: parcel.area_m2 for parcel in problem.park.parcels}
    for (parcel, _), members in by_cell.items():
        model += pulp.lpSum(taken * x[row.index] for taken, row in members) <= area[parcel]
    capacity = {node.id: problem.capacity[n] for n, node in enumerate(problem.park.nodes)}
    for (node, period), members in by_node.items():
        load = pulp.lpSum(row.project.needs.power_mw * x[row.index] for row in members)
        model += load <= float(capacity[node][period])
    years = len(problem.horizon.years)
    for year in range(years):
        early = [row for row in rows if problem.horizon.year_of(row.period) <= year]
        quota = int(problem.quota_m2[: year + 1].sum())
        model += pulp.lpSum(row.area_m2 * x[row.index] for row in early) <= quota
    share = problem.policy.land.tenure_shares[0]
    model += (
        pulp.lpSum(
            row.area_m2 * ((row.mode == share.mode) - share.max_share) * x[row.index]
            for row in rows
        )
        <= 0
    )
    return model


def matrix_of(program: Program) -> Matrix:
    """Return what a solver is handed."""
    return Matrix(
        points=program.tiers[0],
        upper=program.upper,
        is_integer=program.is_integer,
        rows=program.rows(),
    )


def handed_over(matrix: Matrix) -> object:
    """Give arrays to a fresh HiGHS."""
    highs = _core._Highs()
    highs.setOptionValue("output_flag", False)  # noqa: FBT003 - positional in highspy
    hand_over(highs, matrix, 1.0)
    return highs


def raw_arrays(matrix: Matrix) -> tuple[object, ...]:
    """Return the arguments of ``passModel``, converted beforehand."""
    rows, n_columns = matrix.rows, len(matrix.points)
    return (
        n_columns,
        len(rows),
        len(rows.column),
        2,
        -1,
        0.0,
        matrix.points,
        np.zeros(n_columns),
        matrix.upper,
        np.ascontiguousarray(rows.lower),
        np.ascontiguousarray(rows.upper),
        rows.begin[:-1].astype(np.int32),
        rows.column.astype(np.int32),
        rows.coefficient,
        matrix.is_integer.astype(np.int32),
    )


def bench_building(size: str, clock: Clock) -> None:
    """Time one size, ours against PuLP as people write it."""
    scenario = synthetic_scenario(*SIZES[size])
    problem = foresight_problem(scenario, scenario.projects)
    land = LandTable(scenario.park, scenario.policy, scenario.horizon)
    program = build_program(problem, land)
    matrix = matrix_of(program)
    print(
        f"\n{size}: {len(program.options):,} options, {program.n_rows:,} rows,"
        f" {len(matrix.rows.column):,} entries"
    )
    listing = clock(lambda: list_options(problem, land))
    building = clock(lambda: build_program(problem, land))
    handing = clock(lambda: handed_over(matrix_of(program)))
    arguments = raw_arrays(matrix)

    def raw() -> None:
        highs = _core._Highs()
        highs.setOptionValue("output_flag", False)  # noqa: FBT003 - positional in highspy
        highs.passModel(*arguments)

    raw_seconds = clock(raw)
    print(f"  options              {listing:9.4f} s")
    print(f"  options + rows       {building:9.4f} s")
    print(f"  hand-over            {handing:9.4f} s   {handing / raw_seconds:6.2f} × raw passModel")
    if list(SIZES).index(size) > list(SIZES).index(PEOPLE_UP_TO):
        return
    begin = time.perf_counter()
    model = people_write(problem, program.options)
    written = time.perf_counter()
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(model)
    solver.buildSolverModel(model)
    total = time.perf_counter() - begin
    ratio = total / (building + handing)
    print(f"  lpSum                {written - begin:9.4f} s")
    print(f"  lpSum + pulp.HiGHS   {total:9.4f} s   {ratio:6.0f} × ours (goal {GOALS[size]})")


def bench_epochs(clock: Clock) -> None:
    """Time decisions of the size met inside the simulation."""
    scenario = synthetic_scenario(130, 120, 40)
    decide = rolling(scenario)
    print("\ndecision epochs, build + solve to optimality")
    for n_waiting, n_free in ((3, 10), (10, 12), (20, 25)):
        state = synthetic_state(scenario, n_waiting=n_waiting, n_free=n_free)
        seconds = clock(lambda state=state: decide(state))
        report = decide(state).plan.report
        print(
            f"  {n_waiting:3d} waiting, {n_free:3d} free: {1000 * seconds:8.1f} ms"
            f"  ({report.n_options:,} options, {report.n_nodes} nodes)"
        )


def bench_solving(clock: Clock) -> None:
    """Solve S to optimality, by HiGHS on our arrays."""
    scenario = synthetic_scenario(*SIZES["S"])
    problem = foresight_problem(scenario, scenario.projects)
    seconds = clock(lambda: make_plan(problem, choice=PlannerChoice(gap=0.03)))
    plan = make_plan(problem, choice=PlannerChoice(gap=0.03))
    print(f"\nS solved to a proven gap of {plan.report.gap:.2%}: {seconds:.2f} s")


def main() -> None:
    """Run the benchmarks asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", choices=list(SIZES), default=["S"])
    parser.add_argument("--repeats", type=int, default=5)
    options = parser.parse_args()
    clock = Clock(options.repeats)
    for size in options.sizes:
        bench_building(size, clock)
    bench_epochs(clock)
    bench_solving(clock)


if __name__ == "__main__":
    main()
