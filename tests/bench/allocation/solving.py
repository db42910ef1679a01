"""How good a plan, with what proof, for how much work: our planners beside CBC and raw HiGHS."""

import time

from timing import cpu_seconds
from ways import matrix_of, quiet_highs, raw_arrays

from landsim.allocation import check_plan, make_plan
from landsim.allocation.planner import build_program, planners
from landsim.allocation.solver import available_solvers
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.files.synthetic.order import park_order
from landsim.files.synthetic.texts import synthetic_scenario

Figures = dict[str, float]
GAP = 0.01
CBC = "PULP_CBC_CMD"


def priced(size: str, seed: int, budget: int) -> Figures:
    """Return the proven gap of planner ``priced``, and the time it took; none if unknown.

    Parameters
    ----------
    size, seed
        Synthetic park.
    budget
        Most rounds of improvement: the only limit, so that the plan is the same on any machine.
    """
    if "priced" not in planners.names():
        return {}
    return _figures(_problem(size, seed), PlannerChoice(name="priced", gap=GAP, budget=budget))


def optimal(size: str, seed: int, seconds: float) -> Figures:
    """Return the same for planner ``optimal`` within a wall-clock limit."""
    return _figures(_problem(size, seed), PlannerChoice(gap=GAP, time_limit_seconds=seconds))


def by_cbc(seed: int, seconds: float) -> Figures:
    """Return the same for size S by CBC through PuLP; none if it is not installed."""
    if CBC not in available_solvers():
        return {}
    choice = PlannerChoice(gap=GAP, time_limit_seconds=seconds, solver=CBC)
    return _figures(_problem("S", seed), choice)


def by_raw_highs(size: str, seed: int, seconds: float) -> Figures:
    """Return the same by HiGHS alone, given the whole arrays and nothing else."""
    program = build_program(_problem(size, seed))
    highs = quiet_highs()
    settings = {"threads": 1, "mip_rel_gap": GAP, "time_limit": seconds}
    for name, value in settings.items():
        highs.setOptionValue(name, value)
    highs.passModel(*raw_arrays(matrix_of(program)))
    begin, cpu = time.perf_counter(), cpu_seconds()
    highs.run()
    info = highs.getInfo()
    return {
        "gap": info.mip_gap,
        "points": info.objective_function_value,
        "wall": time.perf_counter() - begin,
        "cpu": cpu_seconds() - cpu,
    }


def _problem(size: str, seed: int) -> AllocationProblem:
    scenario = synthetic_scenario(park_order(size, seed=seed))
    return foresight_problem(scenario, scenario.projects)


def _figures(problem: AllocationProblem, choice: PlannerChoice) -> Figures:
    begin, cpu = time.perf_counter(), cpu_seconds()
    plan = make_plan(problem, choice=choice)
    wall, used = time.perf_counter() - begin, cpu_seconds() - cpu
    violations = check_plan(problem, plan)
    if violations:
        raise AssertionError(violations[0])
    gap = plan.report.gap
    return {
        "gap": float("inf") if gap is None else gap,
        "points": plan.report.objective,
        "wall": wall,
        "cpu": used,
    }
