import threading
from dataclasses import replace

import numpy as np
import pytest
from unit.allocation.worlds import every_plan, tiny_problem

from landsim.allocation.aims import aims, lattice_step
from landsim.allocation.check import check_plan
from landsim.allocation.frontier import pareto_front
from landsim.allocation.planner import build_program
from landsim.core.landrules import Claim, LandRules
from landsim.core.planning import PlannerChoice, Sense
from landsim.core.problem import foresight_problem
from landsim.core.progress import Progress
from landsim.errors import Infeasible, PlanError, UnknownNameError
from landsim.testing.builders import policy, tiny_scenario

EXACT = PlannerChoice(gap=0.0)
SEEDS = range(8)


def undominated_amounts(problem, names):
    """Return the amounts no plan dominates, by looking at every plan."""
    program, plans = every_plan(problem)
    columns = np.stack([aim.amounts for aim in aims(program, names)])
    amounts = {tuple(np.round(columns @ x, 6)) for x in plans}
    return sorted(
        one
        for one in amounts
        if not any(
            other != one and all(a >= b for a, b in zip(other, one, strict=True))
            for other in amounts
        )
    )


def amounts_of(front):
    return sorted(tuple(np.round(point.amounts, 6)) for point in front.points)


def assert_same(front, expected):
    found = amounts_of(front)
    assert len(found) == len(expected)
    assert np.array(found) == pytest.approx(np.array(expected), rel=1e-5)


@pytest.mark.parametrize("seed", SEEDS)
def test_the_whole_front_of_two_objectives_is_that_of_all_plans(seed):
    problem = tiny_problem(seed)
    front = pareto_front(problem, ("output", "jobs"), n_points=None, choice=EXACT)
    assert front.is_complete
    assert_same(front, undominated_amounts(problem, ("output", "jobs")))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_whole_front_of_three_objectives_is_that_of_all_plans(seed):
    names = ("output", "jobs", "admission_score")
    problem = tiny_problem(seed)
    front = pareto_front(problem, names, n_points=None, choice=EXACT)
    assert front.is_complete
    assert_same(front, undominated_amounts(problem, names))


def test_fronts_have_something_to_weigh():
    sizes = [len(undominated_amounts(tiny_problem(seed), ("output", "jobs"))) for seed in SEEDS]
    assert max(sizes) >= 3


@pytest.mark.parametrize("seed", SEEDS)
def test_evenly_spaced_points_are_on_the_front_and_have_its_ends(seed):
    problem = tiny_problem(seed)
    whole = undominated_amounts(problem, ("output", "jobs"))
    front = pareto_front(problem, ("output", "jobs"), n_points=4, choice=EXACT)
    found = amounts_of(front)
    assert set(found) <= set(whole)
    assert {whole[0], whole[-1]} <= set(found)
    assert not front.is_complete
    for point in front.points:
        assert point.is_proven
        assert point.gap == pytest.approx(0.0, abs=1e-6)
        assert point.bound >= point.amounts[0] - 1e-6
        floor = point.floors[1]
        assert floor is None or point.amounts[1] >= floor - 1e-6
        assert check_plan(problem, point.plan) == ()


def test_no_point_is_missed_by_more_than_the_resolution():
    problem = tiny_problem(3)
    names = ("jobs", "output")
    whole = undominated_amounts(problem, names)
    front = pareto_front(problem, names, n_points=None, choice=EXACT, resolution=0.3)
    assert not front.is_complete
    assert len(front.points) < len(whole)
    for one in whole:
        assert any(
            point.amounts[0] >= one[0] - 1e-6
            and point.amounts[1] > one[1] - front.axes[1].step - 1e-6
            for point in front.points
        )


def test_the_policy_itself_is_an_objective_and_plans_are_valued_by_it():
    problem = tiny_problem(1)
    front = pareto_front(problem, ("policy", "jobs"), n_points=3, choice=EXACT)
    for point in front.points:
        assert point.amounts[0] == pytest.approx(point.plan.report.objective)
    assert front.points[0].amounts[0] == pytest.approx(front.axes[0].bound)


def test_another_planner_gives_a_front_without_proof():
    problem = tiny_problem(1)
    front = pareto_front(problem, ("output", "jobs"), choice=PlannerChoice(name="fcfs"))
    assert front.points
    assert not any(point.is_proven or point.gap is not None for point in front.points)


def test_progress_and_cancel():
    heard, cancel = [], threading.Event()

    def listen(event):
        heard.append(event)
        if isinstance(event, Progress):
            cancel.set()

    front = pareto_front(
        tiny_problem(1),
        ("output", "jobs"),
        n_points=None,
        choice=EXACT,
        listener=listen,
        cancel=cancel,
    )
    assert len(front.points) == 1
    assert front.is_cancelled
    assert not front.is_complete


def test_the_same_twice():
    fronts = [pareto_front(tiny_problem(5), ("output", "jobs"), choice=EXACT) for _ in range(2)]
    assert fronts[0].points[0].plan.assignments == fronts[1].points[0].plan.assignments
    assert amounts_of(fronts[0]) == amounts_of(fronts[1])


def test_a_front_cut_short_is_not_complete():
    names = ("output", "jobs")
    front = pareto_front(tiny_problem(3), names, n_points=None, choice=EXACT, most=1)
    assert (len(front.points), front.is_complete) == (1, False)


@pytest.mark.parametrize("names", [("output",), ("output", "output"), ("a", "b", "c", "d")])
def test_objectives_that_make_no_front(names):
    with pytest.raises(PlanError, match="two or three different objectives"):
        pareto_front(tiny_problem(0), names)


def test_one_point_is_no_front():
    with pytest.raises(PlanError, match="at least two points"):
        pareto_front(tiny_problem(0), ("output", "jobs"), n_points=1)


def test_an_objective_nobody_registered():
    with pytest.raises(UnknownNameError, match="jobs"):
        pareto_front(tiny_problem(0), ("output", "job"))


def test_rules_in_conflict_are_named():
    claim = Claim(name="all", min_m2=10_000_000)
    scenario = tiny_scenario(policy=policy(land=LandRules(claims=(claim,))))
    problem = foresight_problem(scenario, scenario.projects)
    with pytest.raises(Infeasible):
        pareto_front(problem, ("output", "jobs"))


def test_steps_of_amounts():
    assert lattice_step(np.array([4.0, -6.0, 0.0])) == 2.0
    assert lattice_step(np.array([0.25, 1.0])) == pytest.approx(0.25)
    assert lattice_step(np.array([np.pi])) == 0.0
    assert lattice_step(np.array([1e13])) == 0.0


def test_costs_of_a_policy_that_minimises_are_amounts_turned_round():
    problem = tiny_problem(2)
    costly = replace(problem, policy=replace(problem.policy, sense=Sense.MINIMISE))
    plain, turned = build_program(problem), build_program(costly)
    for name in ("output", "policy"):
        (gain,), (cost,) = aims(plain, (name,)), aims(turned, (name,))
        assert cost.amounts == pytest.approx(-gain.amounts)
    assert turned.tiers[0] @ np.ones(turned.n_columns) < 0
