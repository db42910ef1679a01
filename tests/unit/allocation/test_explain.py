from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from landsim.allocation import explain_refusals, make_plan
from landsim.core.admission import Admission
from landsim.core.landrules import Forbid, Incompatibility, LandRules
from landsim.core.plan import Plan, RefusalCause, SolveReport, Termination
from landsim.core.planning import Criterion, PlannerChoice
from landsim.core.problem import epoch_problem, foresight_problem
from landsim.core.project import ModeAcceptance
from landsim.core.state import FreeLand, LandState, Waiting
from landsim.core.supply import Supply, SupplyMode
from landsim.testing.builders import (
    GRANT,
    M0,
    M1,
    parcel,
    park,
    policy,
    project,
    tenure_terms,
    tiny_scenario,
)

NOBODY = Plan(
    assignments=(),
    termination=Termination.HEURISTIC,
    report=SolveReport(planner="nobody", objective=0.0),
)


def problem(lots=None, asks=None, **levers):
    scenario = tiny_scenario(
        park=park([parcel("P1")] if lots is None else lots),
        projects=tuple([project("J1")] if asks is None else asks),
        policy=policy(**({"tenure": tenure_terms()[:1]} | levers)),
    )
    return foresight_problem(scenario, scenario.projects)


def with_needs(name="J1", **changes):
    plain = project(name)
    return replace(plain, needs=replace(plain.needs, **changes))


def only(refusals):
    (refusal,) = refusals
    return refusal


def refused(*world, **levers):
    asked = problem(*world, **levers)
    refusals = make_plan(asked).refusals
    assert explain_refusals(asked, make_plan(asked)) == refusals
    return only(refusals)


@pytest.mark.parametrize(
    ("world", "levers", "cause", "rule", "detail"),
    [
        (
            {"asks": [with_needs(zones=(M0,))]},
            {},
            RefusalCause.NO_ZONE,
            "site",
            "no parcel in M0",
        ),
        (
            {},
            {"standards": (Admission(standard="tiny", pass_score=90),)},
            RefusalCause.NOT_ADMITTED,
            "admission",
            "score 50.0, standard 90.0",
        ),
        (
            {"asks": [project("J1", area_ha=9.0)]},
            {},
            RefusalCause.NO_SIZE,
            "site",
            "needs 9.00 to 18.00 ha at floor area ratio 1",
        ),
        (
            {},
            {"land": LandRules(forbids=(Forbid(project="J1", parcel="P1"),))},
            RefusalCause.RULE,
            "forbids",
            "",
        ),
        (
            {"asks": [project("J1", acceptance=(ModeAcceptance(mode=GRANT, probability=0.0),))]},
            {},
            RefusalCause.NO_MODE,
            "tenure_eligibility",
            "",
        ),
        (
            {"lots": [parcel("P1", ready=date(2028, 1, 1))]},
            {},
            RefusalCause.NOT_FREE,
            "readiness",
            "nothing free from 2021Q1 to 2022Q1",
        ),
        (
            {"asks": [project("J1", ability_to_pay_mcny=1.0)]},
            {},
            RefusalCause.NO_MODE,
            "tenure_eligibility",
            "can pay 1.0 million CNY in the first year",
        ),
        (
            {"asks": [with_needs(power_mw=200.0)]},
            {},
            RefusalCause.NO_CAPACITY,
            "power",
            "needs 200.0 MW; 100.0 MW left at S1",
        ),
        (
            {},
            {"supply": Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=39_000)},
            RefusalCause.NO_QUOTA,
            "quota",
            "needs 40,000.0 ㎡; 39,000.0 ㎡ left",
        ),
        (
            {},
            {"objective": (Criterion(objective="jobs", weight=-1.0),)},
            RefusalCause.RULE,
            "objective",
            "",
        ),
    ],
)
def test_causes(world, levers, cause, rule, detail):
    refusal = refused(*(), **world, **levers)
    assert (refusal.cause, refusal.rule, refusal.detail) == (cause, rule, detail)
    assert refusal.competitors == ()


def test_others_were_worth_more():
    refusal = refused(None, [project("J1"), project("J2", 20.0)])
    assert refusal.project == "J2"
    assert refusal.cause is RefusalCause.OUTCOMPETED
    assert refusal.competitors == ("J1",)


def test_the_quota_went_to_others():
    supply = Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=40_000)
    asks = [project(f"J{n}", patience_days=100.0) for n in (1, 2)]
    refusal = refused([parcel("P1"), parcel("P2")], asks, supply=supply)
    assert refusal.cause is RefusalCause.NO_QUOTA
    assert refusal.competitors == ("J1",)
    assert refusal.detail == "needs 40,000.0 ㎡; 0.0 ㎡ left"


def test_a_neighbour_kept_it_out():
    land = LandRules(incompatibilities=(Incompatibility(first="robotics", second="compute"),))
    asks = [project("J1"), project("J2", 20.0, archetype="compute")]
    refusal = refused([parcel("P1"), parcel("P2")], asks, land=land)
    assert (refusal.cause, refusal.rule) == (RefusalCause.RULE, "incompatibility")


def test_the_window_is_closed():
    asked = problem()
    over = replace(asked, asking=(replace(asked.asking[0], last_period=-1),))
    refusal = only(make_plan(over).refusals)
    assert (refusal.cause, refusal.rule) == (RefusalCause.NOT_FREE, "window")


def test_modes_declined_before_are_named():
    asked = problem()
    declined = replace(asked, asking=(replace(asked.asking[0], excluded_modes=(GRANT,)),))
    refusal = only(make_plan(declined).refusals)
    assert refusal.detail == "declined grant"


def test_a_heuristic_that_left_somebody_out_gives_no_rule():
    refusal = only(explain_refusals(problem(), NOBODY))
    assert (refusal.cause, refusal.rule) == (RefusalCause.OUTCOMPETED, "")


def test_nobody_refused_nothing_to_explain():
    assert make_plan(problem()).refusals == ()


def test_a_plan_made_elsewhere_is_explained_too():
    asked = problem([parcel("P1")], [project("J1"), project("J2", 20.0)])
    plan = make_plan(asked, choice=PlannerChoice(name="fcfs"))
    assert only(explain_refusals(asked, plan)).competitors == ("J1",)


class TestAtAnEpoch:
    def asked(self, ready, asks=1):
        scenario = tiny_scenario(
            park=park([parcel(name) for name in ready]),
            projects=tuple(project(f"J{n}") for n in range(asks)),
            policy=policy(tenure=tenure_terms()[:1]),
        )
        free = (FreeLand(parcel=name, area_m2=40_000, from_day=day) for name, day in ready.items())
        known = LandState(
            day=40.0,
            period=0,
            free=tuple(free),
            waiting=tuple(Waiting(project=p, since_day=10.0) for p in scenario.projects),
            holdings=(),
        )
        return epoch_problem(scenario, known)

    def test_who_is_planned_for_later_got_nothing_today(self):
        plan = make_plan(self.asked({"P1": 100.0}))
        assert len(plan.assignments) == 1
        refusal = only(plan.refusals)
        assert refusal.cause is RefusalCause.NOT_FREE
        assert refusal.detail == "planned for 2021Q3 on P1"

    def test_who_waits_for_better_land_is_told_who_got_this(self):
        plan = make_plan(self.asked({"P1": 0.0, "P2": 100.0}, asks=2))
        assert [(a.project, a.period) for a in plan.assignments] == [("J0", 0), ("J1", 2)]
        refusal = only(plan.refusals)
        assert refusal.cause is RefusalCause.OUTCOMPETED
        assert refusal.competitors == ("J0",)
        assert refusal.detail == "planned for 2021Q3 on P2"

    def test_what_a_project_gets_later_does_not_block_it_today(self):
        asked = self.asked({"P1": 0.0})
        plan = make_plan(asked)
        later = replace(plan, assignments=(replace(plan.assignments[0], period=3),))
        refusal = only(explain_refusals_now(asked, later))
        assert refusal.cause is RefusalCause.OUTCOMPETED
        assert refusal.rule == ""
        assert refusal.detail == "planned for 2021Q4 on P1"


def explain_refusals_now(asked, plan):
    from landsim.allocation.explain import refusals
    from landsim.allocation.planner import build_program

    assert np.any(asked.may_supply)
    return refusals(build_program(asked), plan, only_now=True)


def test_zones_are_named_as_they_are_asked_for():
    refusal = refused(None, [with_needs(zones=(M0,))])
    assert M1 not in refusal.detail
