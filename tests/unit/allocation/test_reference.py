"""The plain PuLP model and the arrays have the same optimum, rule by rule."""

from dataclasses import replace
from datetime import date

import pulp
import pytest

from landsim.allocation.planner import build_program, make_plan
from landsim.allocation.reference import reference_problem
from landsim.core.landrules import (
    Claim,
    Cluster,
    FairnessFloor,
    Incompatibility,
    LandRules,
    Lock,
    TenureShare,
)
from landsim.core.planning import Criterion
from landsim.core.problem import epoch_problem, foresight_problem
from landsim.core.project import ChainRole, FirmClass
from landsim.core.state import FreeLand, Holding, LandState, Waiting
from landsim.core.supply import Supply, SupplyMode
from landsim.testing.builders import (
    GRANT,
    LONG_LEASE,
    M0,
    parcel,
    park,
    policy,
    project,
    tenure_terms,
    tiny_scenario,
)

YOUNG = {"firm_class": FirmClass.STARTUP}
BASE = {"chain_role": ChainRole.BASE}
RULES = {
    "nothing": LandRules(),
    "mix": LandRules(
        tenure_shares=(
            TenureShare(mode=GRANT, max_share=0.4),
            TenureShare(mode=LONG_LEASE, min_share=0.3),
        )
    ),
    "claims": LandRules(
        claims=(
            Claim(name="young", firm_class=FirmClass.STARTUP, min_m2=40_000),
            Claim(name="base", chain_role=ChainRole.BASE, max_m2=40_000),
            Claim(name="M0", zone=M0, max_m2=70_000),
        )
    ),
    "m0": LandRules(m0_max_share=0.4),
    "fairness": LandRules(
        fairness=(
            FairnessFloor(firm_class=FirmClass.GROWTH, min_share=0.7),
            FairnessFloor(firm_class=FirmClass.STARTUP, min_share=0.7),
            FairnessFloor(firm_class=FirmClass.MATURE, min_share=0.5),
        )
    ),
    "foes": LandRules(
        incompatibilities=(
            Incompatibility(first="robotics", second="compute"),
            Incompatibility(first="robotics", second="robotics"),
        )
    ),
    "cluster": LandRules(
        clusters=(
            Cluster(block="A", roles=(ChainRole.BASE, ChainRole.APPLICATION), bonus=40.0),
            Cluster(block="B", roles=(ChainRole.SUPPORT,), bonus=40.0),
            Cluster(block="A", roles=(ChainRole.APPLICATION,), bonus=1.0),
        )
    ),
    "locks": LandRules(locks=(Lock(project="J4", parcel="P1"), Lock(project="nobody"))),
    "budget": LandRules(early_budget_mcny_per_year=0.8),
}


def world(land):
    lots = [
        parcel("P0", block="A", zone=M0),
        parcel(
            "P1",
            block="A",
            ready=date(2021, 7, 1),
            early_months_max=6,
            early_cost_mcny_per_month=0.1,
        ),
        parcel("P2", block="B", area_ha=4.0, smallest_lot_m2=10_000),
        parcel("P3", block="B", zone=M0, area_ha=3.0),
    ]
    asks = [
        project("J0", archetype="compute"),
        project("J1", 10.0, area_ha=2.0, **BASE),
        project("J2", 20.0, area_ha=2.5, **YOUNG),
        project("J3", 30.0, area_ha=3.0, **YOUNG, **BASE),
        project("J4", 40.0, area_ha=2.0, archetype="compute", **BASE),
    ]
    return tiny_scenario(
        horizon=replace(tiny_scenario().horizon, n_periods=4),
        park=park(lots),
        projects=tuple(asks),
        policy=policy(
            land=land,
            tenure=tenure_terms()[:3:2],
            supply=Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=120_000, reserve_share=0.1),
            objective=(
                Criterion(objective="output", reference=10.0),
                Criterion(objective="waiting", reference=100.0),
                Criterion(objective="land_revenue"),
            ),
        ),
    )


def epoch(scenario):
    holders = (
        Holding(
            project=project("H0", **BASE), parcel="P0", area_m2=40_000, mode=GRANT, from_day=0.0
        ),
        Holding(
            project=project("H1", archetype="compute"),
            parcel="P3",
            area_m2=30_000,
            mode=GRANT,
            from_day=0.0,
            until_day=20.0,
        ),
    )
    state = LandState(
        day=50.0,
        period=0,
        free=(
            FreeLand(parcel="P1", area_m2=40_000, from_day=60.0),
            FreeLand(parcel="P2", area_m2=40_000, from_day=0.0),
            FreeLand(parcel="P3", area_m2=30_000, from_day=40.0),
        ),
        waiting=tuple(Waiting(project=firm, since_day=45.0) for firm in scenario.projects),
        holdings=holders,
        quota_left_m2=(90_000,),
    )
    return epoch_problem(scenario, state)


def optimum(model):
    model.solve(pulp.HiGHS(msg=False, gapRel=0.0))
    return pulp.value(model.objective)


@pytest.mark.parametrize("name", RULES)
def test_with_perfect_foresight(name):
    scenario = world(RULES[name])
    problem = foresight_problem(scenario, scenario.projects)
    expected = make_plan(problem).report.objective
    assert expected > 0
    assert optimum(reference_problem(problem)) == pytest.approx(expected)
    assert optimum(build_program(problem).to_pulp()) == pytest.approx(expected)


@pytest.mark.parametrize("name", [name for name in RULES if name != "locks"])
def test_at_a_decision_epoch(name):
    problem = epoch(world(RULES[name]))
    expected = make_plan(problem).report.objective
    assert expected > 0
    assert optimum(reference_problem(problem)) == pytest.approx(expected)


def test_each_rule_changes_something():
    """A rule that never binds here would prove nothing above."""
    plain = world(RULES["nothing"])
    free = make_plan(foresight_problem(plain, plain.projects)).report.objective
    for name in list(RULES)[1:]:
        scenario = world(RULES[name])
        bound = make_plan(foresight_problem(scenario, scenario.projects)).report.objective
        assert bound != pytest.approx(free), name


def test_nodes_of_other_services_bind_nobody():
    scenario = world(RULES["nothing"])
    water = replace(scenario.park.nodes[0], service="water", steps=())
    dry = replace(scenario, park=replace(scenario.park, nodes=(water,)))
    problem = foresight_problem(dry, dry.projects)
    expected = make_plan(problem).report.objective
    assert optimum(reference_problem(problem)) == pytest.approx(expected)
