"""Deciders against cases solved by hand, and what must hold of every one of them."""

from dataclasses import replace
from math import exp

import pytest

from landsim.allocation import check_plan, rolling
from landsim.allocation.decider import deciders, usual_decider
from landsim.core.admission import Admission
from landsim.core.distribution import Constant
from landsim.core.horizon import DAYS_PER_YEAR, Horizon
from landsim.core.plan import Plan, SolveReport, Termination
from landsim.core.planning import Criterion, DeciderChoice
from landsim.core.problem import epoch_problem
from landsim.core.project import Conduct, Promises
from landsim.core.scenario import Scenario
from landsim.core.state import FreeLand, LandState, Waiting
from landsim.core.supply import Supply, SupplyMode
from landsim.core.tenure import PriceRules
from landsim.errors import UnknownNameError
from landsim.testing.builders import (
    GRANT,
    START,
    archetype,
    generator,
    parcel,
    park,
    policy,
    project,
    tiny_scenario,
)

FORESEEING = ("fluid", "bid_price", "sampled")
HORIZON = Horizon(start=START, n_periods=4)
MU = 60.0
HIGH = 2000.0
"""Output of those to come, in 10,000 CNY per mu."""


def two_classes(n_high: float, low_share: float, *, n_samples: int = 200) -> Scenario:
    """Return Littlewood's case: one parcel, a low project today, high ones expected later.

    A high project is worth 1 and a low one ``low_share``; ``n_high`` are expected.
    """
    conduct = Conduct()
    low = project(
        "low",
        area_ha=4.0,
        conduct=conduct,
        promises=Promises(output_mcny_per_year=low_share * HIGH * MU / 100),
    )
    per_year = n_high * DAYS_PER_YEAR / HORIZON.n_days
    high = archetype(
        "high",
        conduct=conduct,
        area_mu=Constant(value=MU),
        output_wan_cny_per_mu=Constant(value=HIGH),
        lead_months=Constant(value=0.0),
    )
    return tiny_scenario(
        horizon=HORIZON,
        park=park([parcel("P1", 4.0)]),
        projects=(low,),
        generator=generator(per_year, archetypes=(high,)),
        policy=policy(
            standards=(Admission(standard="tiny", thresholds=()),),
            offered=(GRANT,),
            supply=Supply(mode=SupplyMode.ON_DEMAND, lookahead_periods=0),
            objective=(Criterion(objective="output", reference=100.0),),
            price=PriceRules(discount_rate_per_year=0.0),
            decider=DeciderChoice(n_samples=n_samples),
        ),
    )


def today(scenario: Scenario, day: float = 0.0) -> LandState:
    return LandState(
        day=day,
        period=scenario.horizon.period_of(day),
        free=tuple(
            FreeLand(parcel=p.id, area_m2=p.area_m2, from_day=0.0) for p in scenario.park.parcels
        ),
        waiting=tuple(Waiting(project=p, since_day=0.0) for p in scenario.projects),
        holdings=(),
        seed=1,
    )


def serves_low(scenario: Scenario, decider: str) -> bool:
    return len(rolling(scenario, decider=decider)(today(scenario)).assignments) == 1


@pytest.mark.parametrize("decider", ["bid_price", "sampled"])
@pytest.mark.parametrize("n_high", [0.5, 1.5])
@pytest.mark.parametrize("margin", [-0.12, 0.12])
def test_littlewood_keeps_the_parcel_for_a_likely_better_project(decider, n_high, margin):
    # Littlewood (1972): keep the last unit if P(high) × v_high > v_low
    chance = 1 - exp(-n_high)
    assert serves_low(two_classes(n_high, chance + margin), decider) == (margin > 0)


@pytest.mark.parametrize("margin", [-0.05, 0.05])
def test_the_fluid_decider_counts_expected_numbers(margin):
    assert serves_low(two_classes(0.5, 0.5 + margin), "fluid") == (margin > 0)
    assert not serves_low(two_classes(1.5, 0.95), "fluid")


def test_the_myopic_decider_serves_whoever_asks():
    assert serves_low(two_classes(1.5, 0.05), "myopic")


@pytest.mark.parametrize("decider", FORESEEING)
def test_whoever_is_in_review_is_expected_for_sure(decider):
    scenario = two_classes(0.0, 0.6, n_samples=4)
    better = project(
        "better",
        area_ha=4.0,
        need_by_day=200.0,
        conduct=Conduct(),
        promises=Promises(output_mcny_per_year=HIGH * MU / 100),
    )
    state = today(scenario)
    assert rolling(scenario, decider=decider)(state).assignments
    known = replace(state, filed=(better,), in_review=(better,))
    assert rolling(scenario, decider=decider)(known).assignments == ()


@pytest.mark.parametrize("decider", FORESEEING)
def test_nobody_expected_is_decided_like_today(decider):
    scenario = tiny_scenario()
    state = today(scenario, 700.0)
    myopic = rolling(scenario, decider="myopic")(state)
    assert rolling(scenario, decider=decider)(state).assignments == myopic.assignments


@pytest.mark.parametrize("decider", sorted(deciders.names()))
def test_assignments_keep_every_rule_and_do_not_change(decider):
    scenario = tiny_scenario(generator=generator(6.0))
    state = replace(today(scenario, 700.0), filed=scenario.projects)
    decision = rolling(scenario, decider=decider)(state)
    plan = Plan(
        assignments=decision.assignments,
        termination=Termination.HEURISTIC,
        report=SolveReport(planner="", objective=0.0),
    )
    assert check_plan(epoch_problem(scenario, state), plan) == ()
    assert rolling(scenario, decider=decider)(state).assignments == decision.assignments


@pytest.mark.parametrize("decider", sorted(deciders.names()))
def test_projects_that_have_not_filed_change_no_decision(decider):
    scenario = tiny_scenario()
    state = today(scenario, 260.0)
    filed = tuple(p for p in scenario.projects if p.filed_day <= state.day)
    state = replace(
        state, filed=filed, waiting=tuple(Waiting(project=p, since_day=p.filed_day) for p in filed)
    )
    giants = tuple(project(f"X{n}", 261.0 + n, area_ha=4.0) for n in range(40))
    other = replace(scenario, projects=filed + giants)
    one, two = (rolling(s, decider=decider)(state) for s in (scenario, other))
    assert one.assignments == two.assignments


def test_committees_forecast_nothing():
    scenario = two_classes(1.5, 0.05)
    scenario = replace(
        scenario, policy=replace(scenario.policy, decider=DeciderChoice(name="fluid"))
    )
    assert rolling(scenario, planner="fcfs")(today(scenario)).assignments
    assert rolling(scenario)(today(scenario)).assignments == ()


def test_prices_are_charged_where_demand_can_be_forecast_from_a_generator():
    scenario = two_classes(1.5, 0.05)
    assert scenario.policy.decider.name == "auto"
    assert rolling(scenario)(today(scenario)).assignments == ()
    assert usual_decider(scenario, "optimal") == "bid_price"
    assert usual_decider(replace(scenario, generator=None), "optimal") == "myopic"
    assert usual_decider(scenario, "fcfs") == "myopic"


def test_an_unknown_decider_is_named():
    with pytest.raises(UnknownNameError, match="oracle"):
        rolling(tiny_scenario(), decider="oracle")
