"""Planted conflicts: which limits they are made of, and what restores a plan."""

from dataclasses import replace

import pytest

from landsim.allocation.infeasible import find_conflict
from landsim.allocation.model import Effort
from landsim.allocation.planner import make_plan
from landsim.core.ids import ProjectId
from landsim.core.landrules import Claim, LandRules, Lock
from landsim.core.park import CapacityStep
from landsim.core.problem import foresight_problem
from landsim.core.project import FirmClass
from landsim.core.supply import Supply, SupplyMode
from landsim.testing.builders import (
    M1,
    START,
    parcel,
    park,
    policy,
    project,
    tenure_terms,
    tiny_scenario,
)


def problem(lots, asks, **levers):
    world = park(lots) if isinstance(lots, list) else lots
    usual = {"tenure": tenure_terms()[:1]}
    scenario = tiny_scenario(park=world, projects=tuple(asks), policy=policy(**(usual | levers)))
    return foresight_problem(scenario, scenario.projects)


def locks(*names):
    return tuple(Lock(project=ProjectId(name)) for name in names)


def said(found):
    return {(row.rule, str(row.subject)) for row in found.rows}


def eases(found):
    return [[str(part) for part in way.parts] for way in found.relaxations]


def quick(name, **changes):
    return project(name, patience_days=30.0, **changes)


def test_a_problem_with_a_plan_has_no_conflict():
    assert find_conflict(problem([parcel("P1")], [project("J1")])) is None
    held = LandRules(locks=locks("J1"))
    assert find_conflict(problem([parcel("P1")], [project("J1")], land=held)) is None


def test_two_locks_on_one_parcel():
    asked = problem(
        [parcel("P1")], [quick("J1"), quick("J2")], land=LandRules(locks=locks("J1", "J2"))
    )
    found = find_conflict(asked)
    assert found.rules == ("capacity", "locks")
    assert said(found) == {
        ("capacity", "parcel P1 in 2021Q1"),
        ("locks", "J1 locked in"),
        ("locks", "J2 locked in"),
    }
    assert eases(found) == [["J1 were not locked in"], ["J2 were not locked in"]]
    assert found.is_irreducible
    assert not found.is_whole


def test_a_claim_beyond_the_land_that_can_be_used():
    claim = Claim(name="M1 land", zone=M1, min_m2=120_000)
    asked = problem(
        [parcel("P1", 9.4)], [quick("J1", area_ha=5.0)], land=LandRules(claims=(claim,))
    )
    found = find_conflict(asked)
    assert found.rules == ("claims",)
    assert said(found) == {("claims", "claim M1 land: at least")}
    assert eases(found) == [["claim M1 land asked 2.6 ha less (12 → 9.4 ha)"]]


def test_a_lock_against_the_quota_of_a_year():
    asked = problem(
        [parcel("P1"), parcel("P2", 6.0)],
        [quick("J1"), quick("J2", filed_day=400.0)],
        land=LandRules(locks=locks("J1")),
        supply=Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=25_000),
    )
    found = find_conflict(asked)
    assert said(found) == {("locks", "J1 locked in"), ("quota", "quota of 2021")}
    assert eases(found) == [
        ["the quota of 2021 were 1.5 ha larger (2.5 → 4 ha)"],
        ["J1 were not locked in"],
    ]


def test_a_conflict_of_whole_land_alone():
    """Half of each parcel would keep both claims: only whole parcels cannot."""
    claims = (
        Claim(name="at least", firm_class=FirmClass.GROWTH, min_m2=50_000),
        Claim(name="at most", firm_class=FirmClass.GROWTH, max_m2=60_000),
    )
    asked = problem(
        [parcel("P1"), parcel("P2")], [quick("J1"), quick("J2")], land=LandRules(claims=claims)
    )
    found = find_conflict(asked)
    assert found.is_whole
    assert said(found) == {
        ("claims", "claim at least: at least"),
        ("claims", "claim at most: at most"),
    }
    assert eases(found) == [
        ["claim at least asked 1 ha less (5 → 4 ha)"],
        ["claim at most allowed 2 ha more (6 → 8 ha)"],
    ]


def test_power_for_locked_projects():
    node = replace(park().nodes[0], steps=(CapacityStep(since=START, amount=3.0),))
    world = park([parcel("P1"), parcel("P2")], nodes=(node,))
    found = find_conflict(
        problem(world, [quick("J1"), quick("J2")], land=LandRules(locks=locks("J1", "J2")))
    )
    assert ("power", "node S1 in 2021Q1") in said(found)
    assert ["node S1 had 1 MW more (3 → 4 MW left at least)"] in eases(found)


def test_two_conflicts_at_once_take_two_changes():
    asks = [quick("J1"), quick("J2"), quick("J3", filed_day=800.0), quick("J4", filed_day=800.0)]
    terms = (replace(tenure_terms()[2], lease_years=1.0),)
    asked = problem(
        [parcel("P1")], asks, land=LandRules(locks=locks("J1", "J2", "J3", "J4")), tenure=terms
    )
    found = find_conflict(asked)
    (way,) = found.relaxations
    assert len(way.parts) == 2
    dropped = {dict(part.values)["project"] for part in way.parts}
    assert len(dropped & {"J1", "J2"}) == len(dropped & {"J3", "J4"}) == 1


def test_conflicts_of_different_rules_side_by_side():
    claim = Claim(name="M1 land", zone=M1, min_m2=50_000)
    land = LandRules(claims=(claim,), locks=locks("J2"))
    asked = problem([parcel("P1")], [quick("J1"), quick("J2", area_ha=9.0)], land=land)
    found = find_conflict(asked)
    (way,) = found.relaxations
    assert {str(part) for part in way.parts} == {
        "J2 were not locked in",
        "claim M1 land asked 1 ha less (5 → 4 ha)",
    }


def test_a_locked_project_without_any_option():
    land = LandRules(locks=locks("J1"))
    found = find_conflict(problem([parcel("P1")], [project("J1", area_ha=9.0)], land=land))
    ((name, rule, figures),) = found.without_option
    assert (name, rule) == ("J1", "site")
    assert "needs 9.00 to 18.00 ha" in figures
    assert found.rules == ("locks",)


def test_the_cap_on_solves_is_told():
    asked = problem(
        [parcel("P1")], [quick("J1"), quick("J2")], land=LandRules(locks=locks("J1", "J2"))
    )
    found = find_conflict(asked, effort=Effort(solves=3))
    assert not found.is_irreducible
    assert found.relaxations == ()
    assert len(found.rows) >= 3


@pytest.mark.parametrize("place", range(2))
def test_each_way_restores_a_plan(place):
    asked = problem(
        [parcel("P1")], [quick("J1"), quick("J2")], land=LandRules(locks=locks("J1", "J2"))
    )
    found = find_conflict(asked)
    dropped = dict(found.relaxations[place].parts[0].values)["project"]
    kept = tuple(lock for lock in asked.policy.land.locks if lock.project != dropped)
    land = replace(asked.policy.land, locks=kept)
    eased = replace(asked, policy=replace(asked.policy, land=land))
    assert [a.project for a in make_plan(eased).assignments] == [kept[0].project]
