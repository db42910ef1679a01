"""The optimum is the optimum: enumeration, twins, monotony, and no matter in what order."""

import itertools
import random
from dataclasses import fields, replace

import numpy as np
import pulp
import pytest

from landsim.allocation.check import check_plan
from landsim.allocation.facts import Facts
from landsim.allocation.objective import tier_points
from landsim.allocation.options import Options, list_options
from landsim.allocation.planner import build_program, make_plan
from landsim.allocation.reference import reference_problem
from landsim.core.landrules import LandRules
from landsim.core.plan import Assignment, Plan, SolveReport, Termination
from landsim.core.problem import AllocationProblem, epoch_problem, foresight_problem
from landsim.errors import Infeasible
from landsim.testing import builders
from landsim.testing.drawn import drawn_scenario, drawn_state

EXACT = 1e-6
N_TINY = 48


def drawn(seed: int) -> AllocationProblem:
    """Return a problem in which a few rules bind, not all of them at once."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    scenario = drawn_scenario(chance)
    land, plain = scenario.policy.land, LandRules()
    kept = {
        field.name: getattr(land if chance.random() < 0.4 else plain, field.name)
        for field in fields(LandRules)
    }
    supply = replace(
        scenario.policy.supply, quota_m2_per_year=chance.choice((None, 40_000, 70_000))
    )
    policy = replace(scenario.policy, offered=(), supply=supply, land=LandRules(**kept))
    promises = [
        replace(p.promises, output_mcny_per_year=chance.uniform(200, 900))
        for p in scenario.projects
    ]
    projects = tuple(
        replace(project, promises=promise, patience_days=500.0)
        for project, promise in zip(scenario.projects, promises, strict=True)
    )
    scenario = replace(scenario, projects=projects, policy=policy)
    if chance.random() < 0.5:
        return foresight_problem(scenario, projects)
    return without_locks(epoch_problem(scenario, drawn_state(chance, scenario)))


def without_locks(problem: AllocationProblem) -> AllocationProblem:
    """Return an epoch without locks: there they come before all points."""
    land = replace(problem.policy.land, locks=())
    return replace(problem, policy=replace(problem.policy, land=land))


def best(problem: AllocationProblem) -> float | None:
    """Return the points of the best plan, None if the rules conflict."""
    try:
        return make_plan(problem).report.objective
    except Infeasible:
        return None


def answer(problem: AllocationProblem) -> object:
    """Return what comes out: assignments and refusals, or the rules in conflict."""
    try:
        plan = make_plan(problem)
    except Infeasible as fault:
        return fault.rules
    return plan.assignments, plan.refusals


def tiny(problem: AllocationProblem) -> AllocationProblem:
    """Return a problem cut to three projects, three parcels, two modes and two periods."""
    open_periods = np.flatnonzero(problem.may_supply)
    open_periods = open_periods[open_periods >= problem.first_period]
    may_supply = np.zeros_like(problem.may_supply)
    may_supply[open_periods[[0, min(2, len(open_periods) - 1)]]] = True
    by_kind = sorted(problem.park.parcels, key=lambda parcel: not parcel.is_floor)
    others = tuple(parcel.id for parcel in by_kind[3:])
    modes = tuple(terms.mode for terms in problem.policy.modes_on_offer[1:3])
    return replace(
        problem,
        may_supply=may_supply,
        policy=replace(problem.policy, offered=modes, offered_floor=(builders.FLOOR_LEASE,)),
        asking=tuple(replace(entry, excluded_parcels=others) for entry in problem.asking[:3]),
    )


def floors_given(problem: AllocationProblem) -> list[Assignment]:
    """Return the assignments of floor space in the best plan, if there is one."""
    try:
        plan = make_plan(problem)
    except Infeasible:
        return []
    floors = problem.park.floors
    return [entry for entry in plan.assignments if floors & set(entry.parcels)]


def bonus(problem: AllocationProblem, plan: Plan) -> float:
    """Return the cluster bonuses that a plan earns, in plain words."""
    facts, earned = Facts(problem), 0.0
    for cluster in problem.policy.land.clusters:
        block = {parcel.id for parcel in problem.park.parcels if parcel.block == cluster.block}
        held = {h.project.chain_role for h in facts.held_now if h.parcel in block}
        brought = {
            facts.asking[a.project].project.chain_role
            for a in plan.assignments
            if block & set(a.parcels)
        }
        if set(cluster.roles) <= held | brought and not set(cluster.roles) <= held:
            earned += cluster.bonus
    return earned


def enumerated(problem: AllocationProblem, options: Options) -> float | None:
    """Return the points of the best of all plans that pass the independent check."""
    points = tier_points(options)[0]
    rows = range(len(options.askers.asking))
    choices = [[None, *np.flatnonzero(options.project == row).tolist()] for row in rows]
    plans = []
    for chosen in itertools.product(*choices):
        picked = [index for index in chosen if index is not None]
        plan = Plan(
            assignments=tuple(options.assignment(index) for index in picked),
            termination=Termination.HEURISTIC,
            report=SolveReport(planner="enumerated", objective=0.0),
        )
        plans.append((float(points[picked].sum()) + bonus(problem, plan), plan))
    plans.sort(key=lambda pair: -pair[0])
    return next((value for value, plan in plans if not check_plan(problem, plan)), None)


@pytest.mark.parametrize("seed", range(N_TINY))
def test_the_optimum_is_the_best_of_all_plans(seed):
    problem = tiny(drawn(seed))
    expected, found = enumerated(problem, list_options(problem)), best(problem)
    assert (found is None) == (expected is None)
    assert found == pytest.approx(expected, abs=EXACT)


def test_enumeration_meets_what_matters():
    problems = [tiny(drawn(seed)) for seed in range(N_TINY)]
    values = [best(problem) for problem in problems]
    assert None in values
    assert sum(value is not None and value > 0 for value in values) >= N_TINY / 6
    taken = [a for problem in problems if problem.park.floors for a in floors_given(problem)]
    assert taken, "no plan gives floor space"
    families = set().union(*(build_program(problem).families for problem in problems))
    assert families >= {"capacity", "claims", "fairness_floor", "m0_cap", "power", "quota"}


@pytest.mark.parametrize("seed", range(100, 112))
def test_arrays_and_plain_pulp_agree(seed):
    problem = drawn(seed)
    expected = best(problem)
    for model in (reference_problem(problem), build_program(problem).to_pulp()):
        if expected is not None:
            model.solve(pulp.HiGHS(msg=False, gapRel=0.0))
            assert (pulp.value(model.objective) or 0.0) == pytest.approx(expected, abs=EXACT)


@pytest.mark.parametrize("seed", range(200, 212))
def test_more_of_a_limit_is_never_worse(seed):
    problem = drawn(seed)
    base = best(problem)
    land = problem.policy.land
    changes = [
        replace(problem, capacity=problem.capacity + 20.0),
        replace(problem, budget_mcny=problem.budget_mcny + 2.0),
        replace(problem, policy=replace(problem.policy, land=replace(land, forbids=()))),
        replace(problem, policy=replace(problem.policy, land=replace(land, m0_max_share=None))),
    ]
    if problem.quota_m2 is not None:
        changes += [
            replace(problem, quota_m2=problem.quota_m2 + 10_000),
            replace(problem, quota_m2=None),
        ]
    for looser in changes:
        found = best(looser)
        assert base is None or found is not None
        if base is not None and not problem.is_epoch:
            assert found >= base - EXACT


@pytest.mark.parametrize("seed", range(300, 312))
def test_the_order_of_projects_does_not_matter(seed):
    problem = drawn(seed)
    turned = replace(problem, asking=problem.asking[::-1])
    assert answer(turned) == answer(problem)


@pytest.mark.parametrize("seed", range(400, 412))
def test_a_plan_keeps_every_rule_and_beats_the_baselines(seed):
    problem = drawn(seed)
    try:
        plan = make_plan(problem)
    except Infeasible:
        return
    assert check_plan(problem, plan) == ()
    assert plan.termination is Termination.OPTIMAL
    assert plan.report.gap == pytest.approx(0.0, abs=EXACT)
    served = {assignment.project for assignment in plan.assignments}
    asked = {entry.project.id for entry in problem.asking if entry.phase_of is None}
    reserved = {entry.project.id for entry in problem.asking} - asked
    refused = {refusal.project for refusal in plan.refusals}
    assert asked == (served | refused) - reserved
