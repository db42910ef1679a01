from dataclasses import replace

import pytest

from landsim.core.approval import (
    ASSIGNED,
    FILED,
    Desk,
    GreenChannel,
    Rework,
    Route,
    StageRole,
    Step,
)
from landsim.core.ids import DeskId, ParcelId, ProjectId, RouteId, StageId
from landsim.core.landrules import Claim, FairnessFloor, Forbid, LandRules, Lock, TenureShare
from landsim.core.lifecycle import IdleLand, Lifecycle, Tier
from landsim.core.planning import Criterion, PlannerChoice
from landsim.core.project import FirmClass
from landsim.core.supply import Supply, SupplyMode
from landsim.core.tenure import PriceRules
from landsim.errors import ScenarioError
from landsim.testing.builders import (
    GRANT,
    LONG_LEASE,
    approvals,
    label,
    policy,
    tenure_terms,
)


def faults(build) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        build()
    return [problem.path for problem in caught.value.problems]


def route(*steps: tuple[str, tuple[str, ...]]) -> Route:
    return Route(
        id=RouteId("r"),
        name=label("r"),
        steps=tuple(
            Step(stage=StageId(name), after=tuple(map(StageId, after))) for name, after in steps
        ),
    )


def test_a_policy_knows_its_standard_and_terms():
    rules = policy()
    assert rules.admission.standard == "tiny"
    assert rules.terms(GRANT).grant_years == 50


def test_every_mode_is_on_offer_unless_some_are_named():
    assert policy().modes_on_offer == tenure_terms()
    few = policy(offered=(LONG_LEASE, GRANT))
    assert [terms.mode for terms in few.modes_on_offer] == [GRANT, LONG_LEASE]


@pytest.mark.parametrize(
    ("changes", "paths"),
    [
        ({"tenure": ()}, ["tenure"]),
        ({"tenure": tenure_terms() * 2}, ["tenure"]),
        ({"standard": "other"}, ["standard"]),
        ({"offered": ("lease",)}, ["offered"]),
        ({"price": PriceRules(lease_max_years=10.0)}, ["tenure.long_lease.lease_years"]),
        ({"price": PriceRules(full_term_years=40.0)}, ["tenure.grant.grant_years"]),
    ],
)
def test_policies_that_contradict_themselves_are_refused(changes, paths):
    assert faults(lambda: policy(**changes)) == paths


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"round_months": (0,)}, "round_months"),
        ({"round_months": (13,)}, "round_months"),
        ({"mode": SupplyMode.BATCH, "round_months": ()}, "round_months"),
        ({"committee_days": -1.0}, "committee_days"),
        ({"quota_m2_per_year": -1}, "quota_m2_per_year"),
        ({"reserve_share": 1.0}, "reserve_share"),
        ({"stock_link_share": -0.1}, "stock_link_share"),
        ({"lookahead_periods": -1}, "lookahead_periods"),
    ],
)
def test_supply_that_cannot_be_is_refused(changes, path):
    assert faults(lambda: Supply(**({"mode": SupplyMode.ON_DEMAND} | changes))) == [path]


def test_on_demand_supply_needs_no_round():
    assert Supply(mode=SupplyMode.ON_DEMAND, round_months=()).round_months == ()


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"cure_months": -1.0}, "cure_months"),
        ({"review_every_years": 0.0}, "review_every_years"),
        ({"exit_penalty_share": 1.1}, "exit_penalty_share"),
        ({"tiers": (Tier(min_ratio=0.8), Tier(min_ratio=1.2))}, "tiers"),
        ({"max_offers": 0}, "max_offers"),
    ],
)
def test_lifecycles_that_cannot_be_are_refused(changes, path):
    assert faults(lambda: Lifecycle(**changes)) == [path]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"fee_after_years": -1.0}, "fee_after_years"),
        ({"fee_share_of_price": -0.1}, "fee_share_of_price"),
        ({"fee_years_of_rent": -0.1}, "fee_share_of_price"),
        ({"reclaim_after_years": 0.5}, "reclaim_after_years"),
    ],
)
def test_idle_land_rules_that_cannot_be_are_refused(changes, path):
    assert faults(lambda: IdleLand(**changes)) == [path]


def test_land_that_is_never_reclaimed():
    assert IdleLand(reclaim_after_years=None).reclaim_after_years is None


def test_the_grade_of_a_ratio():
    best, fair = Tier(min_ratio=1.2), Tier(min_ratio=0.8)
    rules = Lifecycle(tiers=(best, fair))
    assert [rules.tier(ratio) for ratio in (1.2, 1.19, 0.8, 0.79)] == [best, fair, fair, None]


def test_stages_and_routes_are_found_by_name():
    system = approvals()
    assert system.stage(StageId("N05")).role is StageRole.CONTRACT
    assert system.route(RouteId("green")).id == "green"


def test_a_route_runs_from_pseudo_stages_forward():
    way = route(("N1", (FILED,)), ("N2", ("N1", ASSIGNED)))
    assert [step.stage for step in way.steps] == ["N1", "N2"]


def test_routes_that_cannot_be_walked_are_refused():
    assert faults(lambda: route(("N1", ("N2",)), ("N2", (FILED,)))) == ["steps.N1"]
    assert faults(lambda: route(("N1", (FILED,)), ("N1", (FILED,)))) == ["steps.N1"]
    assert faults(lambda: route(("filed", ()))) == ["steps.filed"]


@pytest.mark.parametrize(
    ("build", "path"),
    [
        (lambda: Rework(probability=1.1), "probability"),
        (lambda: Rework(max_rounds=-1), "max_rounds"),
        (lambda: Desk(id=DeskId("d"), name=label("d"), staff=-1), "staff"),
        (lambda: Desk(id=DeskId("d"), name=label("d"), staff=1, green_staff=2), "green_staff"),
        (lambda: GreenChannel(route=RouteId("g"), max_share=1.1), "max_share"),
        (lambda: TenureShare(mode=GRANT, min_share=0.6, max_share=0.5), "min_share"),
        (lambda: Claim(name="c", min_m2=-1), "min_m2"),
        (lambda: Claim(name="c", min_m2=2, max_m2=1), "max_m2"),
        (lambda: FairnessFloor(firm_class=FirmClass.STARTUP, min_share=1.1), "min_share"),
        (lambda: Criterion(objective="output", reference=0.0), "reference"),
        (lambda: Criterion(objective="output", tier=-1), "tier"),
        (lambda: LandRules(m0_max_share=1.1), "m0_max_share"),
        (lambda: LandRules(early_budget_mcny_per_year=-1.0), "early_budget_mcny_per_year"),
        (lambda: LandRules(start_lead_days=-1.0), "start_lead_days"),
        (lambda: PlannerChoice(gap=-0.1), "gap"),
        (lambda: PlannerChoice(max_nodes=-1), "max_nodes"),
        (lambda: PlannerChoice(time_limit_seconds=0.0), "time_limit_seconds"),
        (lambda: PlannerChoice(lexicographic_tolerance=-1e-9), "lexicographic_tolerance"),
    ],
)
def test_levers_that_cannot_be_are_refused(build, path):
    assert path in faults(build)


def test_a_desk_may_be_empty():
    assert Desk(id=DeskId("d"), name=label("d"), staff=0).staff == 0


def test_pairings_may_leave_everything_open_but_the_project():
    assert Lock(project=ProjectId("J")).parcel is None
    assert Forbid(parcel=ParcelId("P")).project is None


def test_a_policy_is_a_value():
    assert policy() == policy()
    assert replace(policy(), name=label("other")) != policy()
