"""Hand-worked cases: the smallest change of every kind that serves a refused project."""

import math
from dataclasses import replace

import pytest

from landsim.allocation.admitting import explain_refusal
from landsim.allocation.model import Effort
from landsim.allocation.planner import make_plan
from landsim.core.admission import Admission, Thresholds
from landsim.core.landrules import Claim, FairnessFloor, LandRules, TenureShare
from landsim.core.park import CapacityStep
from landsim.core.plan import RefusalCause
from landsim.core.planning import Criterion
from landsim.core.problem import foresight_problem
from landsim.core.project import FirmClass, Needs, Scorecard
from landsim.core.supply import Supply, SupplyMode
from landsim.errors import PlanError
from landsim.testing.builders import (
    GRANT,
    M0,
    M1,
    START,
    parcel,
    park,
    policy,
    project,
    tenure_terms,
    tiny_scenario,
)

SERVED = (Criterion(objective="served"),)
OUTPUT = (Criterion(objective="output", reference=1000.0),)


def problem(lots, asks, **levers):
    usual = {"tenure": tenure_terms()[:1], "objective": OUTPUT}
    world = park(lots) if isinstance(lots, list) else lots
    scenario = tiny_scenario(park=world, projects=tuple(asks), policy=policy(**(usual | levers)))
    return foresight_problem(scenario, scenario.projects)


def rich(name, output, **changes):
    plain = project(name, **({"patience_days": 30.0} | changes))
    return replace(plain, promises=replace(plain.promises, output_mcny_per_year=output))


def reason(asked, name="J2", **options):
    return explain_refusal(asked, make_plan(asked), name, **options)


def change_of(found, rule):
    """Return the only change of one figure of a rule."""
    (change,) = [c for c in found.changes if [p.rule for p in c.parts] == [rule]]
    return change


def on_demand(**changes):
    return Supply(mode=SupplyMode.ON_DEMAND, **changes)


class TestTheProject:
    def test_its_value_against_a_competitor(self):
        found = reason(problem([parcel("P1")], [rich("J1", 900.0), rich("J2", 600.0)]))
        change = change_of(found, "objective")
        assert change.parts[0].amount == pytest.approx(50.0)
        assert str(change.parts[0]) == "its value were 50 % higher"
        assert (change.displaced, change.is_least, change.is_best) == (("J1",), True, True)
        assert found.refusal.cause is RefusalCause.OUTCOMPETED
        assert found.displaced == ("J1",)

    def test_what_serving_it_costs(self):
        asked = problem([parcel("P1")], [rich("J1", 900.0), rich("J2", 600.0)])
        assert reason(asked).loss_points == pytest.approx(make_plan(asked).report.objective / 3)

    def test_a_competitor_that_had_not_asked(self):
        found = reason(problem([parcel("P1")], [rich("J1", 900.0), rich("J2", 600.0)]))
        assert str(change_of(found, "matching").parts[0]) == "J1 had not asked"

    def test_a_smaller_site(self):
        lots = [parcel("P1"), parcel("P2", 2.2)]
        change = change_of(reason(problem(lots, [rich("J1", 900.0), rich("J2", 600.0)])), "site")
        assert change.parts[0].amount == pytest.approx(0.8)
        assert change.parts[0].after == pytest.approx(2.2)
        assert change.assignment.parcels == ("P2",)
        assert change.displaced == ()
        assert change.gain_points > 0

    def test_a_larger_site_than_it_wants(self):
        needs = Needs(area_min_m2=10_000, area_max_m2=30_000, zones=(M1,))
        found = reason(problem([parcel("P1")], [rich("J2", 600.0, needs=needs)]))
        assert found.refusal.cause is RefusalCause.NO_SIZE
        assert change_of(found, "site").parts[0].amount == pytest.approx(1.0)

    def test_longer_patience(self):
        lots = [parcel("P1"), parcel("P2", ready=START.replace(year=2022))]
        found = reason(problem(lots, [rich("J1", 900.0), rich("J2", 600.0)]))
        change = change_of(found, "window")
        assert change.parts[0].amount == 12.0
        assert str(change.parts[0]) == "it waited 12 months longer"
        assert change.assignment.parcels == ("P2",)

    def test_less_power(self):
        node = replace(park().nodes[0], steps=(CapacityStep(since=START, amount=5.0),))
        world = park([parcel("P1"), parcel("P2")], nodes=(node,))
        greedy = rich("J2", 600.0)
        greedy = replace(greedy, needs=replace(greedy.needs, power_mw=4.5))
        found = reason(problem(world, [rich("J1", 900.0), greedy]))
        own, more = [c for c in found.changes if c.parts[0].rule == "power"]
        assert {str(own.parts[0]), str(more.parts[0])} == {
            "it needed 1.5 MW less (4.5 → 3 MW)",
            "node S1 had 1.5 MW more (5 → 6.5 MW left at least)",
        }

    def test_more_ability_to_pay(self):
        asked = problem([parcel("P1")], [rich("J2", 600.0, ability_to_pay_mcny=20.0)])
        found = reason(asked)
        change = change_of(found, "tenure_eligibility")
        enough = problem(
            [parcel("P1")], [rich("J2", 600.0, ability_to_pay_mcny=change.parts[0].after)]
        )
        assert found.refusal.cause is RefusalCause.NO_MODE
        assert len(make_plan(enough).assignments) == 1
        short = replace(enough.asking[0].project, ability_to_pay_mcny=change.parts[0].after - 0.002)
        assert not make_plan(problem([parcel("P1")], [short])).assignments

    def test_a_higher_mark(self):
        standard = Admission(standard="tiny", pass_score=54.0)
        found = reason(problem([parcel("P1")], [rich("J2", 600.0)], standards=(standard,)))
        change = change_of(found, "admission")
        assert change.parts[0].amount == pytest.approx(4.0)
        assert change.is_best

    def test_a_mark_near_the_top_is_raised_on_the_other_axes(self):
        marks = Scorecard(technology=100.0)
        standard = Admission(standard="tiny", pass_score=90.0)
        found = reason(
            problem([parcel("P1")], [rich("J2", 600.0, scorecard=marks)], standards=(standard,))
        )
        assert change_of(found, "admission").parts[0].after == 90.0

    def test_a_promise_below_the_threshold(self):
        standard = Admission(
            standard="tiny",
            thresholds=(Thresholds(zone=M1, output_wan_cny_per_mu=2000.0, rd_share=0.06),),
        )
        found = reason(problem([parcel("P1")], [rich("J2", 600.0)], standards=(standard,)))
        (change,) = [c for c in found.changes if {p.rule for p in c.parts} == {"admission"}]
        assert [p.after for p in change.parts] == [2000.0, 0.06]
        assert not change.is_least

    def test_admission_alone_may_not_be_enough(self):
        marks = Scorecard(
            registration=60.0, technology=60.0, environment=60.0, management=60.0, finance=60.0
        )
        standard = Admission(standard="tiny", pass_score=55.0)
        asks = [rich("J1", 900.0, scorecard=marks), rich("J2", 600.0)]
        found = reason(problem([parcel("P1")], asks, standards=(standard,)))
        rules = [[p.rule for p in change.parts] for change in found.changes]
        assert ["admission", "objective"] in rules
        assert ["admission"] not in rules


class TestLimits:
    def test_a_larger_quota(self):
        lots, asks = [parcel("P1"), parcel("P2")], [rich("J1", 900.0), rich("J2", 600.0)]
        found = reason(problem(lots, asks, supply=on_demand(quota_m2_per_year=68_000)))
        change = change_of(found, "quota")
        assert str(change.parts[0]) == "the quota of 2021 were 1.2 ha larger (6.8 → 8 ha)"
        assert change.displaced == ()
        assert change.is_least

    def test_quota_that_is_carried_over(self):
        lots, asks = [parcel("P1"), parcel("P2")], [rich("J1", 900.0), rich("J2", 600.0)]
        supply = on_demand(quota_m2_per_year=68_000, has_carry_over=True)
        found = reason(problem(lots, asks, supply=supply))
        assert change_of(found, "quota").parts[0].amount == pytest.approx(1.2)

    def test_an_ease_that_first_helps_others(self):
        """One more hectare serves J3 beside J1; only three let J2 in as well."""
        lots = [parcel("P1", 4.0), parcel("P2", 1.0), parcel("P3", 2.0)]
        asks = [
            rich("J1", 900.0),
            rich("J3", 300.0, area_ha=0.6),
            rich("J2", 200.0, area_ha=1.6),
        ]
        found = reason(problem(lots, asks, supply=on_demand(quota_m2_per_year=40_000)))
        change = change_of(found, "quota")
        assert change.parts[0].amount == pytest.approx(3.0)
        assert change.is_best

    def test_claims(self):
        claim = Claim(name="growth", firm_class=FirmClass.GROWTH, max_m2=50_000)
        lots, asks = [parcel("P1"), parcel("P2")], [rich("J1", 900.0), rich("J2", 600.0)]
        found = reason(problem(lots, asks, land=LandRules(claims=(claim,))))
        change = change_of(found, "claims")
        assert str(change.parts[0]) == "claim growth allowed 3 ha more (5 → 8 ha)"

    def test_a_claim_that_asks_for_less(self):
        claim = Claim(name="young", firm_class=FirmClass.STARTUP, min_m2=40_000)
        asks = [rich("J1", 300.0, firm_class=FirmClass.STARTUP), rich("J2", 600.0)]
        found = reason(problem([parcel("P1")], asks, land=LandRules(claims=(claim,))))
        change = change_of(found, "claims")
        assert str(change.parts[0]) == "claim young asked 4 ha less (4 → 0 ha)"
        assert change.displaced == ("J1",)

    def test_a_tenure_share(self):
        land = LandRules(tenure_shares=(TenureShare(mode=GRANT, max_share=0.45),))
        terms = tenure_terms()
        asks = [rich("J1", 900.0), rich("J2", 600.0)]
        only = replace(
            problem([parcel("P1"), parcel("P2")], asks, land=land, tenure=(terms[0], terms[2]))
        )
        asking = tuple(
            replace(entry, excluded_modes=(mode,))
            for entry, mode in zip(only.asking, (GRANT, terms[2].mode), strict=True)
        )
        found = reason(replace(only, asking=asking))
        assert change_of(found, "tenure_mix").parts[0].after == pytest.approx(50.0)

    def test_the_cap_on_m0_land(self):
        needs = Needs(area_min_m2=30_000, area_max_m2=60_000, zones=(M0,))
        lots = [parcel("P1"), parcel("P2", zone=M0)]
        asks = [rich("J1", 900.0), rich("J2", 600.0, needs=needs)]
        found = reason(problem(lots, asks, land=LandRules(m0_max_share=0.3)))
        assert change_of(found, "m0_cap").parts[0].after == pytest.approx(50.0)

    def test_the_early_servicing_budget(self):
        late = parcel(
            "P1",
            ready=START.replace(month=7),
            early_months_max=6,
            early_cost_mcny_per_month=2.0,
        )
        land = LandRules(early_budget_mcny_per_year=5.0)
        found = reason(problem([late], [rich("J2", 600.0)], land=land))
        assert found.refusal.cause is RefusalCause.NOT_FREE
        change = change_of(found, "budget")
        assert change.parts[0].after == pytest.approx(12.0)

    def test_a_fairness_floor(self):
        land = LandRules(fairness=(FairnessFloor(firm_class=FirmClass.STARTUP, min_share=1.0),))
        quota = on_demand(quota_m2_per_year=40_000)
        asks = [rich("J1", 100.0 * 5, firm_class=FirmClass.STARTUP), rich("J2", 600.0)]
        asks.append(rich("J3", 500.0, firm_class=FirmClass.STARTUP))
        lots = [parcel("P1"), parcel("P2")]
        found = reason(problem(lots, asks, land=land, supply=quota))
        change = change_of(found, "fairness_floor")
        assert change.parts[0].after < 100.0


class TestProof:
    def test_a_plan_just_as_good_needs_no_change(self):
        asks = [rich("J1", 600.0), rich("J2", 600.0)]
        found = reason(problem([parcel("P1")], asks, objective=SERVED))
        assert found.loss_points == 0.0
        assert found.changes == ()

    def test_a_project_no_plan_can_serve(self):
        found = reason(problem([parcel("P1")], [rich("J2", 600.0, area_ha=9.0)]))
        assert math.isnan(found.loss_points)
        assert found.assignment is None

    def test_the_cap_on_solves_is_told(self):
        asked = problem([parcel("P1")], [rich("J1", 900.0), rich("J2", 600.0)])
        found = reason(asked, effort=Effort(solves=3))
        assert found.is_capped
        assert found.n_solves == 3

    def test_a_neighbourhood_claims_less(self):
        asked = problem([parcel("P1")], [rich("J1", 900.0), rich("J2", 600.0)])
        found = reason(asked, effort=Effort(exact_columns=-1))
        change = change_of(found, "objective")
        assert not found.is_exact
        assert change.parts[0].amount == pytest.approx(50.0)
        assert not change.is_best
        assert not change.is_least

    def test_far_projects_keep_their_land_in_a_neighbourhood(self):
        lots = [parcel("P1"), parcel("P2", 20.0)]
        asks = [rich("J1", 900.0), rich("J2", 600.0), rich("J3", 950.0, area_ha=15.0)]
        found = reason(problem(lots, asks), effort=Effort(exact_columns=-1, near=1))
        assert change_of(found, "objective").displaced == ("J1",)

    def test_a_served_project_has_nothing_to_explain(self):
        asked = problem([parcel("P1")], [rich("J1", 900.0), rich("J2", 600.0)])
        with pytest.raises(PlanError, match="nothing to explain: J1"):
            reason(asked, "J1")
