from dataclasses import replace

import pytest

from landsim.allocation import baselines, check_plan, make_plan
from landsim.allocation.planner import planners
from landsim.core.landrules import Cluster, LandRules, Lock
from landsim.core.plan import Termination
from landsim.core.planning import Criterion, PlannerChoice
from landsim.core.problem import foresight_problem
from landsim.core.project import ChainRole, Scorecard
from landsim.errors import UnknownNameError
from landsim.testing.builders import parcel, park, policy, project, tenure_terms, tiny_scenario

OUTPUT = (Criterion(objective="output"),)


def problem(lots, asks, *, objective=OUTPUT, **levers):
    scenario = tiny_scenario(
        park=park(lots),
        projects=tuple(asks),
        policy=policy(objective=objective, tenure=tenure_terms()[:1], **levers),
    )
    return foresight_problem(scenario, scenario.projects)


def made(name, *world, **levers):
    asked = problem(*world, **levers)
    plan = make_plan(asked, choice=PlannerChoice(name=name))
    assert check_plan(asked, plan) == ()
    return plan


def pairs(plan):
    return sorted((assignment.project, assignment.parcels[0]) for assignment in plan.assignments)


def rich(name, output, **changes):
    plain = project(name, **changes)
    return replace(plain, promises=replace(plain.promises, output_mcny_per_year=output))


ONE = [parcel("P1")]
EARLY_POOR = rich("J1", 600.0, scorecard=Scorecard(technology=10.0))
LATE_RICH = rich("J2", 900.0, filed_day=20.0, scorecard=Scorecard(technology=90.0))


def test_first_come_first_served():
    assert pairs(made("fcfs", ONE, [LATE_RICH, EARLY_POOR])) == [("J1", "P1")]


def test_first_come_is_served_at_once():
    plan = made("fcfs", ONE, [EARLY_POOR])
    assert plan.assignments[0].period == 0
    assert plan.termination is Termination.HEURISTIC
    assert plan.report.bound is None
    assert plan.report.gap is None


def test_best_score_first():
    assert pairs(made("best_score", ONE, [EARLY_POOR, LATE_RICH])) == [("J2", "P1")]


def test_the_optimum_serves_who_is_worth_most():
    assert pairs(made("optimal", ONE, [EARLY_POOR, LATE_RICH])) == [("J2", "P1")]


def test_regret_serves_first_who_has_no_other_place():
    """J1 can use both parcels, J2 only the first: whoever is greedy by value loses one."""
    lots = [parcel("P1"), parcel("P2", area_ha=3.0)]
    large = rich("J2", 700.0, filed_day=20.0)
    large = replace(large, needs=replace(large.needs, area_min_m2=35_000))
    world = (lots, [rich("J1", 900.0), large])
    assert len(made("regret_greedy", *world).assignments) == 2
    assert pairs(made("optimal", *world)) == [("J1", "P2"), ("J2", "P1")]


def test_baselines_stand_beside_the_optimum():
    asked = problem(ONE, [EARLY_POOR, LATE_RICH])
    best = make_plan(asked).report.objective
    plans = baselines(asked)
    assert sorted(plans) == ["best_score", "fcfs", "regret_greedy"]
    assert all(plan.report.objective <= best + 1e-9 for plan in plans.values())
    assert plans["fcfs"].report.planner == "fcfs"
    assert plans["fcfs"].report.objective < best


@pytest.mark.parametrize("name", ["fcfs", "best_score", "regret_greedy"])
def test_committees_serve_locked_projects_first(name):
    land = LandRules(locks=(Lock(project="J3"),))
    asks = [EARLY_POOR, LATE_RICH, rich("J3", 600.0, filed_day=25.0)]
    assert pairs(made(name, ONE, asks, land=land)) == [("J3", "P1")]


@pytest.mark.parametrize("name", ["fcfs", "best_score", "regret_greedy", "optimal"])
def test_bonuses_are_counted_whoever_plans(name):
    cluster = Cluster(block="A", roles=(ChainRole.BASE, ChainRole.APPLICATION), bonus=50.0)
    lots = [parcel("P1", block="A"), parcel("P2", block="A")]
    asks = [project("J1"), project("J2", chain_role=ChainRole.BASE)]
    plan = made(name, lots, asks, land=LandRules(clusters=(cluster,)))
    assert len(plan.assignments) == 2
    earned = sum(assignment.value for assignment in plan.assignments)
    assert plan.report.objective == pytest.approx(earned + 50.0)


@pytest.mark.parametrize("name", planners.names())
def test_what_costs_more_than_it_earns_is_left(name):
    costly = (Criterion(objective="served"), Criterion(objective="jobs", weight=-1.0))
    plan = made(name, ONE, [EARLY_POOR], objective=costly)
    assert plan.assignments == ()
    assert plan.report.objective == 0.0


@pytest.mark.parametrize("name", planners.names())
def test_tiers_are_settled_one_after_another(name):
    tiers = (Criterion(objective="served"), Criterion(objective="output", tier=1))
    plan = made(name, ONE, [EARLY_POOR, LATE_RICH], objective=tiers)
    assert plan.report.objective == plan.report.tiers[0] == 1.0
    if name == "optimal":
        assert pairs(plan) == [("J2", "P1")]
        assert plan.report.bound == pytest.approx(1.0)


def test_a_tolerance_lets_a_later_tier_take_from_an_earlier_one():
    lots, asks = [parcel("P1"), parcel("P2")], [rich("J1", 600.0), rich("J2", 601.0)]
    tiers = (Criterion(objective="output"), Criterion(objective="served", weight=-1.0, tier=1))
    strict = PlannerChoice(lexicographic_tolerance=0.0)
    loose = PlannerChoice(lexicographic_tolerance=0.6)
    asked = problem(lots, asks, objective=tiers)
    assert len(make_plan(asked, choice=strict).assignments) == 2
    assert (
        pairs(make_plan(asked, choice=loose))[0][0] == "J2"
        or len(make_plan(asked, choice=loose).assignments) == 1
    )


def test_an_unknown_planner_is_named_with_the_nearest():
    with pytest.raises(UnknownNameError, match='did you mean "optimal"'):
        made("optimum", ONE, [EARLY_POOR])


def test_a_planner_of_ones_own():
    from landsim.allocation.answer import read_plan

    @planners.register("nobody_for_this_test")
    def nobody(program, choice, listener):
        """Serve nobody."""
        return read_plan(
            program, program.upper * 0, planner="nobody", termination=Termination.HEURISTIC
        )

    plan = made("nobody_for_this_test", ONE, [EARLY_POOR])
    assert plan.assignments == ()
    planners._components.pop("nobody_for_this_test")


def test_the_greatest_regret_is_left_out_of_large_problems(monkeypatch):
    scenario = tiny_scenario()
    problem = foresight_problem(scenario, scenario.projects)
    assert set(baselines(problem)) == {"fcfs", "best_score", "regret_greedy"}
    monkeypatch.setattr("landsim.allocation.planner.MOST_REGRETS", 1)
    assert set(baselines(problem)) == {"fcfs", "best_score"}
