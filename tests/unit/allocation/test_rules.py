"""Each rule on a case whose answer is obvious; that rows and checks agree is proved elsewhere."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from landsim.allocation.check import check_plan
from landsim.allocation.objective import objectives
from landsim.allocation.options import list_options
from landsim.allocation.planner import make_plan
from landsim.allocation.program import Program
from landsim.allocation.rule import breach, rules
from landsim.core.admission import Thresholds
from landsim.core.landrules import (
    Claim,
    Cluster,
    FairnessFloor,
    Incompatibility,
    LandRules,
    Lock,
    OccupancyBasis,
    TenureShare,
)
from landsim.core.park import CapacityNode, CapacityStep
from landsim.core.phase import LaterPhase
from landsim.core.plan import Assignment, Plan, SolveReport, Take, Termination
from landsim.core.planning import Criterion
from landsim.core.problem import epoch_problem, foresight_problem
from landsim.core.project import ChainRole, FirmClass, Fit, ModeAcceptance, Needs
from landsim.core.state import FreeLand, Holding, LandState, Waiting
from landsim.core.supply import Supply, SupplyMode
from landsim.errors import Infeasible
from landsim.testing.builders import (
    GRANT,
    LONG_LEASE,
    M0,
    M1,
    START,
    label,
    parcel,
    park,
    policy,
    project,
    tiny_scenario,
)

PAGES = Path(__file__).parents[3] / "docs" / "explanation" / "rules"
SERVED = (Criterion(objective="served"), Criterion(objective="waiting", weight=0.001))


def world(*, lots=4, asks=4, land=None, supply=None, **changes):
    lots = [parcel(f"P{n}") for n in range(lots)] if isinstance(lots, int) else lots
    asks = [project(f"J{n}") for n in range(asks)] if isinstance(asks, int) else asks
    levers = {"land": land or LandRules(), "objective": SERVED}
    if supply is not None:
        levers["supply"] = supply
    return tiny_scenario(park=park(lots), projects=tuple(asks), policy=policy(**levers), **changes)


def plan_for(scenario):
    problem = foresight_problem(scenario, scenario.projects)
    plan = make_plan(problem)
    assert check_plan(problem, plan) == ()
    return plan


def state(scenario, *, waiting=None, holdings=(), free=None):
    held = {holding.parcel for holding in holdings}
    lots = [lot for lot in scenario.park.parcels if lot.id not in held]
    return LandState(
        day=40.0,
        period=0,
        free=tuple(
            FreeLand(parcel=lot.id, area_m2=lot.area_m2, from_day=0.0)
            for lot in (lots if free is None else lots[:free])
        ),
        waiting=tuple(
            Waiting(project=firm, since_day=10.0)
            for firm in (scenario.projects if waiting is None else waiting)
        ),
        holdings=tuple(holdings),
    )


def holding(firm, lot, *, mode=GRANT, until=None):
    return Holding(
        project=firm, parcel=lot, area_m2=40_000, mode=mode, from_day=0.0, until_day=until
    )


def decide(scenario, **known):
    problem = epoch_problem(scenario, state(scenario, **known))
    plan = make_plan(problem)
    assert check_plan(problem, plan) == ()
    return plan


def names(plan):
    return sorted(assignment.project for assignment in plan.assignments)


def taken(project_id, lot="P0", *, area_m2=40_000, period=0, mode=GRANT, end_period=32):
    return Assignment(
        project=project_id,
        bundle=(Take(parcel=lot, area_m2=area_m2),),
        period=period,
        mode=mode,
        end_period=end_period,
    )


def broken(scenario, *assignments, problem=None):
    problem = problem or foresight_problem(scenario, scenario.projects)
    plan = Plan(
        assignments=assignments,
        termination=Termination.HEURISTIC,
        report=SolveReport(planner="mine", objective=0.0),
    )
    return {violation.rule for violation in check_plan(problem, plan)}


def test_a_violation_reads_as_a_sentence():
    assert str(breach("quota", "{year}: too much", year=2024)) == "quota: 2024: too much"


@pytest.mark.parametrize("name", rules.names())
def test_every_rule_has_a_page(name):
    page = PAGES / f"{name}.md"
    if not PAGES.exists():
        pytest.skip("no documentation beside the tests")
    text = page.read_text(encoding="utf-8")
    for part in ("$$", "**Row family**", "**Check**", "**Source**", "**Limits.**"):
        assert part in text, f"{page.name} lacks {part}"


def test_the_page_of_objectives_lists_them_all():
    page = PAGES.parent / "objectives.md"
    if not page.exists():
        pytest.skip("no documentation beside the tests")
    listed = re.findall(
        r"^\| `(\w+)` \| .+ \| .+ \|$", page.read_text(encoding="utf-8"), re.MULTILINE
    )
    assert set(objectives.names()) <= set(listed)


def test_the_check_knows_a_good_plan():
    assert broken(world(), taken("J0"), taken("J1", "P1")) == set()


class TestMatching:
    def test_nobody_is_served_twice(self):
        assert names(plan_for(world(asks=1))) == ["J0"]
        assert broken(world(), taken("J0"), taken("J0", "P1")) == {"matching"}

    def test_nobody_is_served_who_does_not_ask(self):
        assert broken(world(), taken("nobody")) == {"matching"}


class TestCapacity:
    def test_a_parcel_is_given_once(self):
        assert len(plan_for(world(lots=1, asks=2)).assignments) == 1
        assert broken(world(), taken("J0"), taken("J1")) == {"capacity"}

    def test_a_divisible_parcel_is_shared(self):
        lots = [parcel("P0", area_ha=7.0, smallest_lot_m2=10_000)]
        plan = plan_for(world(lots=lots, asks=3))
        assert [assignment.area_m2 for assignment in plan.assignments] == [30_000, 30_000]

    def test_land_comes_back_after_a_lease(self):
        firms = [project("J0"), project("J1", filed_day=2100.0)]
        committed = world(lots=1, asks=firms)
        assert len(plan_for(committed).assignments) == 1
        lease_only = world(lots=1, asks=firms, land=LandRules(occupancy=OccupancyBasis.LEASE_ONLY))
        plan = plan_for(lease_only)
        assert plan.assignments[0].mode == "lease_then_transfer"
        assert plan.assignments[0].end_period <= plan.assignments[1].period


class TestQuota:
    def supply(self, quota, *, carry_over=False):
        return Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=quota, has_carry_over=carry_over)

    def test_a_year_has_its_quota(self):
        plan = plan_for(world(supply=self.supply(80_000)))
        years = [assignment.period // 4 for assignment in plan.assignments]
        assert years == [0, 0, 1, 1]

    def test_a_square_metre_too_little_is_too_little(self):
        assert len(plan_for(world(supply=self.supply(39_999))).assignments) == 0

    def test_what_is_left_may_be_carried_over(self):
        plain = plan_for(world(supply=self.supply(60_000)))
        kept = plan_for(world(supply=self.supply(60_000, carry_over=True)))
        assert len(plain.assignments) == 2
        assert [assignment.period // 4 for assignment in kept.assignments] == [0, 1, 1]

    def test_no_quota_is_no_limit_and_a_zero_quota_is_none_at_all(self):
        assert len(plan_for(world(supply=self.supply(None))).assignments) == 4
        assert len(plan_for(world(supply=self.supply(0))).assignments) == 0


class TestPower:
    def needy(self, n, power_mw):
        needs = replace(project("J").needs, power_mw=power_mw)
        return [project(f"J{k}", needs=needs) for k in range(n)]

    def test_a_node_carries_so_much(self):
        assert len(plan_for(world(asks=self.needy(4, 40.0))).assignments) == 2
        assert len(plan_for(world(asks=self.needy(4, 50.0))).assignments) == 2
        assert len(plan_for(world(asks=self.needy(4, 25.0))).assignments) == 4

    def test_capacity_that_comes_later_serves_later(self):
        scenario = world(asks=self.needy(2, 60.0))
        steps = (
            CapacityStep(since=START, amount=100.0),
            CapacityStep(since=date(2021, 7, 1), amount=120.0),
        )
        node = CapacityNode(id=scenario.park.nodes[0].id, name=label("S1"), steps=steps)
        plan = plan_for(replace(scenario, park=replace(scenario.park, nodes=(node,))))
        assert [assignment.period for assignment in plan.assignments] == [0, 2]

    def test_holders_have_used_their_part(self):
        firms = self.needy(3, 40.0)
        scenario = world(asks=firms)
        plan = decide(scenario, waiting=firms[1:], holdings=[holding(firms[0], "P0")])
        assert len(plan.assignments) == 1


class TestTenureMix:
    def test_a_mode_has_at_most_its_share(self):
        share = TenureShare(mode=GRANT, max_share=0.25)
        scenario = world(land=LandRules(tenure_shares=(share,)))
        plan = plan_for(scenario)
        assert len(plan.assignments) == 4
        assert sum(assignment.mode == GRANT for assignment in plan.assignments) <= 1

    def test_a_mode_has_at_least_its_share(self):
        share = TenureShare(mode=LONG_LEASE, min_share=0.75)
        plan = plan_for(world(land=LandRules(tenure_shares=(share,))))
        assert sum(assignment.mode == LONG_LEASE for assignment in plan.assignments) >= 3

    def test_history_counts_but_blocks_nobody(self):
        share = TenureShare(mode=GRANT, max_share=0.5)
        scenario = world(land=LandRules(tenure_shares=(share,)))
        scenario = replace(scenario, policy=replace(scenario.policy, offered=(GRANT, LONG_LEASE)))
        granted = [holding(project("H"), "P0", mode=GRANT)]
        assert len(decide(scenario, holdings=granted).assignments) == 3
        problem = epoch_problem(scenario, state(scenario, holdings=granted))
        assert "tenure_mix" in broken(scenario, taken("J0", "P1"), problem=problem)
        leased = [holding(project("H"), "P0", mode=LONG_LEASE)]
        problem = epoch_problem(scenario, state(scenario, holdings=leased))
        assert broken(scenario, taken("J0", "P1"), problem=problem) == set()


class TestClaims:
    def test_at_most(self):
        claim = Claim(name="M1", zone=M1, max_m2=80_000)
        assert len(plan_for(world(land=LandRules(claims=(claim,)))).assignments) == 2

    def test_at_least(self):
        young = project("J9", firm_class=FirmClass.STARTUP, filed_day=5.0)
        claim = Claim(name="young", firm_class=FirmClass.STARTUP, min_m2=40_000)
        scenario = world(lots=1, asks=[project("J0"), young], land=LandRules(claims=(claim,)))
        assert names(plan_for(scenario)) == ["J9"]

    def test_a_minimum_nobody_can_meet_is_a_conflict(self):
        claim = Claim(name="young", firm_class=FirmClass.STARTUP, min_m2=40_000)
        scenario = world(land=LandRules(claims=(claim,)))
        with pytest.raises(Infeasible) as conflict:
            make_plan(foresight_problem(scenario, scenario.projects))
        assert conflict.value.rules == ("claims",)

    def test_at_an_epoch_a_minimum_is_set_aside(self):
        claim = Claim(name="young", firm_class=FirmClass.STARTUP, min_m2=40_000)
        scenario = world(lots=3, land=LandRules(claims=(claim,)))
        assert len(decide(scenario).assignments) == 2
        young = project("H", firm_class=FirmClass.STARTUP)
        scenario = world(lots=4, land=LandRules(claims=(claim,)))
        assert len(decide(scenario, holdings=[holding(young, "P0")]).assignments) == 3

    def test_held_land_counts_towards_a_maximum(self):
        claim = Claim(name="chain", chain_role=ChainRole.APPLICATION, max_m2=80_000)
        scenario = world(land=LandRules(claims=(claim,)))
        plan = decide(scenario, holdings=[holding(project("H"), "P0")])
        assert len(plan.assignments) == 1
        plan = decide(scenario, holdings=[holding(project("H"), "P0", until=20.0)])
        assert len(plan.assignments) == 2


class TestBudget:
    def test_the_year_has_its_budget(self):
        lots = [
            parcel(
                f"P{n}", ready=date(2021, 7, 1), early_months_max=6, early_cost_mcny_per_month=1.0
            )
            for n in range(3)
        ]
        land = LandRules(early_budget_mcny_per_year=12.0)
        plan = plan_for(world(lots=lots, asks=3, land=land))
        # six months for one and three for two cost 12; six for two would make the third wait on
        assert [assignment.period for assignment in plan.assignments] == [0, 1, 1]


class TestM0Cap:
    def test_m0_has_at_most_its_share(self):
        lots = [parcel(f"P{n}", zone=M0 if n < 3 else M1) for n in range(6)]
        land = LandRules(m0_max_share=0.25)
        plan = plan_for(world(lots=lots, asks=6, land=land))
        assert len(plan.assignments) == 4
        assert sum(a.parcels[0] in ("P0", "P1", "P2") for a in plan.assignments) == 1

    def test_no_m0_land_at_all(self):
        lots = [parcel("P0", zone=M0), parcel("P1")]
        plan = plan_for(world(lots=lots, asks=2, land=LandRules(m0_max_share=0.0)))
        assert [assignment.parcels for assignment in plan.assignments] == [("P1",)]


class TestFairness:
    def floor(self, share):
        return LandRules(fairness=(FairnessFloor(firm_class=FirmClass.STARTUP, min_share=share),))

    def firms(self):
        young = [project(f"Y{n}", 100.0, firm_class=FirmClass.STARTUP) for n in range(2)]
        return [project(f"J{n}") for n in range(4)] + young

    def test_a_class_gets_its_share(self):
        scenario = world(lots=4, asks=self.firms(), land=self.floor(0.5))
        assert sum(name.startswith("Y") for name in names(plan_for(scenario))) == 2

    def test_shares_are_rounded_down_to_whole_projects(self):
        scenario = world(lots=1, asks=self.firms(), land=self.floor(0.5))
        values = replace(scenario.policy, objective=(Criterion(objective="waiting"), *SERVED))
        assert len(plan_for(replace(scenario, policy=values)).assignments) == 1
        assert broken(scenario, taken("J0")) == set()
        assert broken(
            world(lots=4, asks=self.firms(), land=self.floor(0.5)), taken("J0"), taken("J1", "P1")
        ) == {"fairness_floor"}

    def test_the_floor_is_waived_when_all_of_the_class_are_served(self):
        scenario = world(lots=6, asks=self.firms(), land=self.floor(0.9))
        assert len(plan_for(scenario).assignments) == 6

    def test_nobody_of_the_class_asks(self):
        scenario = world(land=self.floor(1.0))
        assert len(plan_for(scenario).assignments) == 4


class TestLocks:
    def test_a_locked_project_is_served_whatever_it_costs(self):
        poor = project("J9", 200.0, area_ha=2.0)
        land = LandRules(locks=(Lock(project="J9", parcel="P0"),))
        scenario = world(lots=1, asks=[project("J0"), poor], land=land)
        assert names(plan_for(scenario)) == ["J9"]

    def test_a_lock_that_cannot_be_kept_is_a_conflict(self):
        land = LandRules(locks=(Lock(project="J0", parcel="P0"), Lock(project="J1", parcel="P0")))
        scenario = world(land=land)
        with pytest.raises(Infeasible, match="capacity and locks conflict"):
            make_plan(foresight_problem(scenario, scenario.projects))

    def test_a_locked_project_without_options(self):
        land = LandRules(locks=(Lock(project="J0", parcel="P0"),))
        scenario = world(asks=[project("J0", area_ha=9.0)], land=land)
        with pytest.raises(Infeasible, match="locks cannot hold") as conflict:
            make_plan(foresight_problem(scenario, scenario.projects))
        assert conflict.value.rules == ("locks",)

    def test_at_an_epoch_a_locked_project_goes_first_if_it_can(self):
        land = LandRules(locks=(Lock(project="J3"),))
        assert names(decide(world(lots=1, land=land))) == ["J3"]
        never = LandRules(locks=(Lock(project="J3", period=9),))
        assert names(decide(world(lots=1, land=never))) == ["J0"]

    def test_another_parcel_breaks_the_lock(self):
        land = LandRules(locks=(Lock(project="J0", parcel="P1"),))
        assert "locks" in broken(world(land=land), taken("J0", "P0"))
        assert "locks" in broken(world(land=land))


class TestIncompatibility:
    land = LandRules(incompatibilities=(Incompatibility(first="robotics", second="compute"),))

    def firms(self):
        return [project("J0"), project("J1", archetype="compute")]

    def test_the_two_kinds_keep_apart(self):
        plan = plan_for(world(lots=3, asks=self.firms(), land=self.land))
        places = sorted(assignment.parcels[0] for assignment in plan.assignments)
        assert places == ["P0", "P2"]  # parcels lie in a row

    def test_two_parcels_side_by_side_serve_one_of_them(self):
        assert len(plan_for(world(lots=2, asks=self.firms(), land=self.land)).assignments) == 1
        scenario = world(asks=self.firms(), land=self.land)
        assert broken(scenario, taken("J0"), taken("J1", "P1")) == {"incompatibility"}
        assert broken(scenario, taken("J0"), taken("J1", "P2")) == set()

    def test_one_kind_may_dislike_itself(self):
        land = LandRules(incompatibilities=(Incompatibility(first="robotics", second="robotics"),))
        assert len(plan_for(world(lots=4, land=land)).assignments) == 2

    def test_holders_count(self):
        scenario = world(lots=3, asks=self.firms(), land=self.land)
        held = [holding(project("H", archetype="compute"), "P0")]
        plan = decide(scenario, waiting=scenario.projects[:1], holdings=held)
        assert [assignment.parcels for assignment in plan.assignments] == [("P2",)]

    def test_parts_of_one_parcel_are_neighbours(self):
        lots = [parcel("P0", area_ha=8.0, smallest_lot_m2=10_000)]
        assert len(plan_for(world(lots=lots, asks=self.firms(), land=self.land)).assignments) == 1


class TestCluster:
    land = LandRules(
        clusters=(Cluster(block="A", roles=(ChainRole.BASE, ChainRole.APPLICATION), bonus=0.5),)
    )

    def lots(self):
        return [parcel("P0", block="A"), parcel("P1", block="B"), parcel("P2", block="A")]

    def test_roles_gather_in_the_block(self):
        firms = [project("J0"), project("J1", chain_role=ChainRole.BASE)]
        plan = plan_for(world(lots=self.lots(), asks=firms, land=self.land))
        assert sorted(a.parcels[0] for a in plan.assignments) == ["P0", "P2"]
        assert plan.report.objective == pytest.approx(2.5)

    def test_a_role_that_is_there_need_not_come(self):
        firms = [project("J0")]
        held = [holding(project("H", chain_role=ChainRole.BASE), "P0")]
        plan = decide(world(lots=self.lots(), asks=firms, land=self.land), holdings=held)
        assert plan.assignments[0].parcels == ("P2",)

    def test_a_role_nobody_brings_earns_nothing(self):
        plan = plan_for(world(lots=self.lots(), asks=2, land=self.land))
        assert plan.report.objective == pytest.approx(2.0)

    def test_a_block_that_has_all_roles_earns_no_more(self):
        held = [
            holding(project("H1", chain_role=ChainRole.BASE), "P0"),
            holding(project("H2"), "P2"),
        ]
        problem = epoch_problem(
            world(lots=self.lots(), asks=1, land=self.land),
            state(world(lots=self.lots(), asks=1), holdings=held),
        )
        program = Program(list_options(problem))
        rules.get("cluster")().add_rows(program)
        assert program.n_rows == 0


class TestReserve:
    supply = Supply(mode=SupplyMode.ON_DEMAND, reserve_share=0.3, lookahead_periods=0)

    def test_part_of_the_ready_land_stays_in_hand(self):
        assert len(decide(world(supply=self.supply)).assignments) == 2

    def test_one_parcel_alone_is_kept(self):
        assert len(decide(world(supply=self.supply), free=1).assignments) == 0

    def test_perfect_foresight_needs_no_reserve(self):
        assert len(plan_for(world(supply=self.supply)).assignments) == 4


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"period": 9}, "window"),
        ({"mode": "freehold"}, "tenure_eligibility"),
        ({"end_period": 20}, "tenure_eligibility"),
        ({"area_m2": 30_000}, "site"),
        ({"lot": "P9"}, "site"),
        ({"lot": "P8"}, "site"),
        ({"lot": "P7"}, "site"),
        ({"lot": "P6"}, "readiness"),
    ],
)
def test_what_is_no_option_breaks_a_rule(changed, rule):
    lots = [
        parcel("P0"),
        parcel("P6", ready=date(2022, 1, 1)),
        parcel("P7", far_min=3.0),
        parcel("P8", zone=M0),
        parcel("P9", area_ha=2.0),
    ]
    firm = project("J0", needs=Needs(area_min_m2=30_000, area_max_m2=60_000, zones=(M1,)))
    assert rule in broken(world(lots=lots, asks=[firm]), taken("J0", **changed))


def test_a_mode_that_nobody_would_take_or_could_pay():
    picky = project("J0", acceptance=(ModeAcceptance(mode=GRANT, probability=0.0),))
    assert broken(world(asks=[picky]), taken("J0")) == {"tenure_eligibility"}
    poor = project("J0", ability_to_pay_mcny=47.9)
    assert broken(world(asks=[poor]), taken("J0")) == {"tenure_eligibility"}
    able = project("J0", ability_to_pay_mcny=48.0)
    assert broken(world(asks=[able]), taken("J0")) == set()


def test_a_project_with_fits_goes_nowhere_else():
    fits = (Fit(project="J0", parcel="P1"), Fit(project="J1", parcel="P0", area_m2=40_000))
    assert broken(world(fits=fits), taken("J0", "P1")) == set()
    assert broken(world(fits=fits), taken("J0", "P0")) == {"site"}
    assert broken(world(fits=fits), taken("J1", "P0")) == set()
    roomy = replace(fits[1], area_m2=40_001)
    assert broken(world(fits=(roomy,)), taken("J1", "P0")) == {"site"}


def test_nodes_of_other_services_bind_nobody():
    scenario = world(asks=[project("J0")])
    dry = replace(scenario.park.nodes[0], service="water", steps=())
    scenario = replace(scenario, park=replace(scenario.park, nodes=(dry,)))
    assert broken(scenario, taken("J0")) == set()


def test_thresholds_of_zones_the_park_lacks_do_not_matter():
    lacking = replace(
        policy().standards[0], thresholds=(Thresholds(zone="M9", tax_wan_cny_per_mu=1e6),)
    )
    scenario = world()
    scenario = replace(scenario, policy=replace(scenario.policy, standards=(lacking,)))
    assert len(plan_for(scenario).assignments) == 4


def test_parts_smaller_than_a_lot_break_the_site():
    lots = [parcel("P0", smallest_lot_m2=35_000)]
    assert broken(world(lots=lots), taken("J0", area_m2=30_000)) == {"site"}
    assert broken(world(lots=lots), taken("J0", area_m2=35_000)) == set()


def test_assemblies_must_touch_and_be_allowed():
    firm = project("J0", area_ha=7.0)
    allowed = world(asks=[firm], land=LandRules(max_assembly=2))

    def both(one, other):
        takes = (Take(parcel=one, area_m2=40_000), Take(parcel=other, area_m2=40_000))
        return replace(taken("J0"), bundle=takes)

    assert broken(allowed, both("P0", "P1")) == set()
    assert broken(allowed, both("P0", "P2")) == {"site"}
    assert broken(allowed, both("P0", "P0")) >= {"site"}
    assert broken(world(asks=[firm]), both("P0", "P1")) == {"site"}
    assert {a.parcels for a in plan_for(allowed).assignments} <= {
        ("P0", "P1"),
        ("P1", "P2"),
        ("P2", "P3"),
    }


def test_declined_parcels_break_the_forbids():
    scenario = world(asks=1)
    problem = foresight_problem(scenario, scenario.projects)
    asking = (replace(problem.asking[0], excluded_parcels=("P0",), excluded_modes=(LONG_LEASE,)),)
    changed = replace(problem, asking=asking)
    assert broken(scenario, taken("J0"), problem=changed) == {"forbids"}
    leased = taken("J0", "P1", mode=LONG_LEASE)
    assert broken(scenario, leased, problem=changed) == {"tenure_eligibility"}


@pytest.mark.parametrize("what", ["nobody", "no land", "no quota", "no power", "nobody able"])
def test_nothing_to_give_is_an_empty_plan(what):
    scenario = world(
        lots=0 if what == "no land" else 4,
        asks=0 if what == "nobody" else 4,
        supply=Supply(
            mode=SupplyMode.ON_DEMAND, quota_m2_per_year=0 if what == "no quota" else None
        ),
    )
    if what == "nobody able":
        scenario = world(asks=[project("J0", ability_to_pay_mcny=0.0)])
    problem = foresight_problem(scenario, scenario.projects)
    if what == "no power":
        problem = replace(problem, capacity=np.zeros_like(problem.capacity))
    plan = make_plan(problem)
    assert plan.assignments == ()
    assert plan.termination is Termination.OPTIMAL
    assert plan.report.objective == 0.0
    assert len(plan.refusals) == len(scenario.projects)
    assert check_plan(problem, plan) == ()


class TestLaterPhase:
    """P1 touches P2, not P3; each has 1 ha, and J1 needs one for each of its phases."""

    def world(self, probability=0.5, quota_m2=None, **changes):
        phase = LaterPhase(
            area_m2=10_000, after_months=12.0, expiry_months=24.0, probability=probability
        )
        firm = project("J1", area_ha=1.0, later_phase=phase)
        supply = Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=quota_m2)
        ground = park([parcel(f"P{n}", area_ha=1.0) for n in (1, 2, 3)])
        scenario = tiny_scenario(
            park=replace(ground, adjacency=(("P1", "P2"),)),
            projects=(firm,),
            policy=policy(supply=supply, objective=(Criterion(objective="output"),)),
        )
        return replace(scenario, **changes)

    def plan(self, scenario):
        return make_plan(foresight_problem(scenario, scenario.projects))

    def test_land_is_reserved_beside_phase_1_and_worth_its_chance(self):
        plan = self.plan(self.world())
        given = {a.project: a for a in plan.assignments}
        assert {given["J1"].parcels[0], given["J1/2"].parcels[0]} == {"P1", "P2"}
        assert (given["J1"].period, given["J1"].mode) == (given["J1/2"].period, given["J1/2"].mode)
        surer = {a.project: a for a in self.plan(self.world(probability=1.0)).assignments}
        assert surer["J1/2"].value == pytest.approx(2 * given["J1/2"].value)
        assert 0 < surer["J1/2"].value < surer["J1"].value

    def test_land_is_held_until_the_option_ends(self):
        given = {a.project: a for a in self.plan(self.world()).assignments}
        assert given["J1/2"].end_period == given["J1/2"].period + 9  # 24 months, 2 of 30.44 days
        assert given["J1"].end_period == 32

    def test_reserved_land_takes_no_quota(self):
        plan = self.plan(self.world(quota_m2=10_000))
        assert len(plan.assignments) == 2

    def test_without_land_beside_it_nothing_is_reserved(self):
        scenario = self.world()
        lonely = replace(scenario, park=replace(scenario.park, adjacency=()))
        plan = self.plan(lonely)
        assert [a.project for a in plan.assignments] == ["J1"]
        assert plan.refusals == ()

    @pytest.mark.parametrize("change", [{"period": 5}, {"mode": LONG_LEASE}, {"bundle": ()}])
    def test_the_checker_wants_phase_1_beside_it(self, change):
        scenario = self.world()
        problem = foresight_problem(scenario, scenario.projects)
        plan = self.plan(scenario)
        assert check_plan(problem, plan) == ()
        first, later = plan.assignments
        far = (replace(later.bundle[0], parcel="P3"),)
        moved = replace(later, **(change if change.get("bundle") is None else {"bundle": far}))
        for kept in ((first, moved), (later,)):
            found = check_plan(problem, replace(plan, assignments=kept))
            assert "later_phase" in {breach.rule for breach in found}
