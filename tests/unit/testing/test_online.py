from dataclasses import replace

import pytest

from landsim.allocation import check_plan, make_plan, rolling
from landsim.allocation.decider import deciders
from landsim.allocation.worth import assigned_points, surely_accepting
from landsim.core.horizon import Horizon
from landsim.core.plan import Plan, SolveReport, Termination
from landsim.core.problem import foresight_problem
from landsim.core.state import Decision, LandState
from landsim.core.supply import Supply, SupplyMode
from landsim.testing.builders import (
    LONG_LEASE,
    START,
    parcel,
    park,
    policy,
    project,
    tiny_scenario,
)
from landsim.testing.instances import synthetic_scenario
from landsim.testing.online import decide_online


def plan_of(assignments) -> Plan:
    return Plan(
        assignments=assignments,
        termination=Termination.HEURISTIC,
        report=SolveReport(planner="", objective=0.0),
    )


@pytest.mark.parametrize("decider", sorted(deciders.names()))
def test_what_is_decided_online_is_a_plan_no_better_than_foresight(decider):
    scenario = synthetic_scenario(6, 14, 8, seed=3)
    problem = foresight_problem(scenario, tuple(map(surely_accepting, scenario.projects)))
    projects = [asking.project for asking in problem.asking]
    decided = decide_online(scenario, projects, rolling(scenario, decider=decider))
    broken = [v for v in check_plan(problem, plan_of(decided)) if v.rule != "tenure_mix"]
    assert broken == []
    assert decided
    best = make_plan(problem, choice=replace(scenario.policy.planner, gap=0.0))
    assert assigned_points(problem, decided).sum() <= best.report.bound + 1e-6


def test_points_of_a_plan_are_those_of_the_optimiser():
    scenario = synthetic_scenario(6, 14, 8, seed=3)
    problem = foresight_problem(scenario, scenario.projects)
    plan = make_plan(problem)
    points = assigned_points(problem, plan.assignments)
    assert points == pytest.approx([entry.value for entry in plan.assignments])


def states_of(scenario) -> list[LandState]:
    seen: list[LandState] = []
    decide = rolling(scenario, decider="myopic")

    def watched(state: LandState) -> Decision:
        seen.append(state)
        return decide(state)

    decide_online(scenario, scenario.projects, watched)
    return seen


def test_land_comes_back_when_its_term_ends():
    base = policy()
    lease = next(terms for terms in base.tenure if terms.mode == LONG_LEASE)
    short = replace(lease, lease_years=2.0)
    scenario = tiny_scenario(
        horizon=Horizon(start=START, n_periods=24),
        park=park([parcel("P1", 4.0)]),
        projects=(
            project("A", 0.0, patience_days=4000.0),
            project("B", 10.0, patience_days=4000.0),
        ),
        policy=policy(tenure=(short,)),
    )
    decided = decide_online(scenario, scenario.projects, rolling(scenario, decider="myopic"))
    assert [entry.project for entry in decided] == ["A", "B"]
    assert decided[1].period >= decided[0].end_period


def test_quota_is_used_and_carried_over():
    scenario = tiny_scenario(
        policy=policy(
            supply=Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=40_000, has_carry_over=True)
        )
    )
    states = states_of(scenario)
    assert states[0].quota_left_m2[0] == 40_000
    given = sum(held.area_m2 for held in states[-1].holdings)
    year = scenario.horizon.year_of(states[-1].period)
    assert states[-1].quota_left_m2[year] == 40_000 * (year + 1) - given


def test_nobody_is_known_before_filing():
    for state in states_of(tiny_scenario()):
        assert all(p.filed_day <= state.day for p in state.filed)
        assert {w.project.id for w in state.waiting} <= {p.id for p in state.filed}
