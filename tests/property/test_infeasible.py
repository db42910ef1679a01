"""A conflict is told if and only if there is no plan, and each way out leads to one."""

from dataclasses import replace

import pytest
from property.test_optimum import best, drawn

from landsim.allocation.infeasible import Conflict, find_conflict
from landsim.allocation.limits import limit_levers
from landsim.allocation.planner import build_program
from landsim.allocation.planners.optimal import optimal
from landsim.core.landrules import LandRules, Lock
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem
from landsim.core.progress import ignore

SEEDS = range(700, 730)


def crowded(seed: int) -> AllocationProblem:
    """Return a foresight problem in which every project is locked in."""
    problem = drawn(seed)
    land: LandRules = problem.policy.land
    if seed % 2:
        locks = tuple(Lock(project=entry.project.id) for entry in problem.asking)
        land = replace(land, locks=locks)
    return replace(problem, policy=replace(problem.policy, land=land), is_epoch=False)


def eased(problem: AllocationProblem, conflict: Conflict, place: int) -> AllocationProblem:
    """Return the problem with one way out of a conflict taken."""
    levers = {(lever.message, lever.values): lever for lever in limit_levers(problem)}
    for part in conflict.relaxations[place].parts:
        if part.rule == "locks":
            dropped = dict(part.values)["project"]
            kept = tuple(x for x in problem.policy.land.locks if x.project != dropped)
            land = replace(problem.policy.land, locks=kept)
            problem = replace(problem, policy=replace(problem.policy, land=land))
            continue
        lever = next(
            lever
            for (message, values), lever in levers.items()
            if message == part.message and set(values) <= set(part.values)
        )
        problem = lever.apply(problem, part.amount)
    return problem


@pytest.mark.parametrize("seed", SEEDS)
def test_a_conflict_is_told_where_there_is_no_plan(seed):
    problem = crowded(seed)
    found = find_conflict(problem)
    assert (found is None) == (best(problem) is not None)
    if found is not None:
        for place in range(len(found.relaxations)):
            assert best(eased(problem, found, place)) is not None


@pytest.mark.parametrize("seed", SEEDS)
def test_without_any_one_rule_of_the_conflict_the_others_hold(seed):
    problem = crowded(seed)
    found = find_conflict(problem)
    if found is None:
        return
    program = build_program(problem)
    assert {row.rule for row in found.rows} == set(found.rules)
    for rule in found.rules:
        rest = build_program(problem)
        for name in program.families:
            if name == rule or name not in found.rules:
                rest.families.pop(name)
        optimal(rest, PlannerChoice(), ignore)  # raises if they conflict


def test_the_drawn_worlds_conflict_in_many_ways():
    found = [find_conflict(crowded(seed)) for seed in SEEDS]
    rules = set().union(*(conflict.rules for conflict in found if conflict))
    assert None in found
    assert "locks" in rules
    assert len(rules) >= 3
