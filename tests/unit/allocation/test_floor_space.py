"""Floor space in the allocation: its own unit, its own modes, no floor area ratio, no quota."""

from dataclasses import replace

import pytest

from landsim.allocation import check_plan, make_plan
from landsim.allocation.objectives.land_saving import LandSaving
from landsim.allocation.options import list_options
from landsim.core.landrules import Claim, LandRules
from landsim.core.plan import Plan, RefusalCause, SolveReport, Take, Termination
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.core.project import FirmClass, Needs
from landsim.core.space import SupplyKind
from landsim.core.supply import Supply, SupplyMode
from landsim.testing.builders import (
    FLOOR_LEASE,
    FLOOR_SALE,
    GRANT,
    M1,
    building,
    floor_terms,
    parcel,
    park,
    policy,
    project,
    tenure_terms,
    tiny_scenario,
)


def asks(name="J1", *, land=0, floor=0, far=9.0, **changes):
    needs = Needs(
        zones=(M1,),
        area_min_m2=land,
        area_max_m2=2 * land,
        floor_min_m2=floor,
        floor_max_m2=2 * floor,
        far=far,
    )
    return project(name, needs=needs, **changes)


def problem(lots, asking, **levers) -> AllocationProblem:
    tenure = (*tenure_terms()[:1], *floor_terms())
    scenario = tiny_scenario(
        park=park(lots), projects=tuple(asking), policy=policy(tenure=tenure, **levers)
    )
    return foresight_problem(scenario, scenario.projects)


def test_a_building_stands_so_that_no_ratio_is_asked_for():
    options = list_options(problem([parcel("P1"), building("B1")], [asks(floor=3_000)]))
    assert {option.bundle for option in options} == {(Take(parcel="B1", area_m2=3_000),)}
    assert {option.mode for option in options} == {FLOOR_LEASE, FLOOR_SALE}
    assert options.is_floor.all()
    assert not options.land_m2.any()


def test_either_will_do():
    both = asks(land=30_000, floor=3_000, far=2.0)
    options = list_options(problem([parcel("P1"), building("B1")], [both]))
    found = {(option.bundle[0].parcel, option.mode) for option in options}
    assert found == {("P1", GRANT), ("B1", FLOOR_LEASE), ("B1", FLOOR_SALE)}
    land_only = list_options(problem([building("B1")], [asks(land=10_000, far=2.0)]))
    assert len(land_only) == 0


def test_units_and_rests_follow_the_smallest_unit():
    lots = [building("B1", 10_000, smallest_lot_m2=4_000)]
    (small,) = {o.area_m2 for o in list_options(problem(lots, [asks(floor=3_000)]))}
    assert small == 4_000  # less than a unit is not let
    (rest,) = {o.area_m2 for o in list_options(problem(lots, [asks(floor=7_000)]))}
    assert rest == 10_000  # the rest would be too small to let alone
    whole = [building("B1", 10_000, smallest_lot_m2=None)]
    assert len(list_options(problem(whole, [asks(floor=3_000)]))) == 0


def test_several_tenants_fill_a_building_and_no_more():
    tenants = [asks(f"J{n}", floor=3_000) for n in range(5)]
    found = problem([building("B1", 10_000)], tenants)
    plan = make_plan(found)
    assert len(plan.assignments) == 3
    assert check_plan(found, plan) == ()
    crowded = replace(
        plan,
        assignments=plan.assignments
        + tuple(
            replace(plan.assignments[0], project=refusal.project) for refusal in plan.refusals[:1]
        ),
    )
    assert {breach.rule for breach in check_plan(found, crowded)} == {"capacity"}
    assert {refusal.cause for refusal in plan.refusals} == {RefusalCause.OUTCOMPETED}


@pytest.mark.parametrize("quota", [0, 40_000])
def test_the_quota_counts_land_alone(quota):
    supply = Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=quota)
    asking = [asks("J1", floor=3_000), asks("J2", land=30_000, far=2.0)]
    plan = make_plan(problem([parcel("P1"), building("B1")], asking, supply=supply))
    assert {entry.project for entry in plan.assignments} == ({"J1", "J2"} if quota else {"J1"})


def test_land_under_a_floor_is_its_area_over_the_ratio_it_was_built_at():
    lots = [parcel("P1", 3.0), building("B1", far_max=3.0)]
    both = asks(land=30_000, floor=9_000, far=2.0)
    options = list_options(problem(lots, [both]))
    per_ha = LandSaving().amounts(options)
    on_floor, on_land = per_ha[options.is_floor], per_ha[~options.is_floor]
    assert on_floor == pytest.approx(on_land[0] * 30_000 / (9_000 / 3.0))


def test_a_claim_may_keep_floor_space():
    claim = Claim(
        name="startups", supply=SupplyKind.FLOOR, firm_class=FirmClass.STARTUP, min_m2=6_000
    )
    asking = [
        *(asks(f"S{n}", floor=3_000, firm_class=FirmClass.STARTUP) for n in range(2)),
        *(asks(f"M{n}", floor=3_000, firm_class=FirmClass.MATURE) for n in range(4)),
    ]
    rich = [
        replace(p, promises=replace(p.promises, output_mcny_per_year=5_000.0)) for p in asking[2:]
    ]
    lots = [building("B1", 9_000), parcel("P1")]
    for claims, n_startups in (((), 0), ((claim,), 2)):
        found = problem(lots, [*asking[:2], *rich], land=LandRules(claims=claims))
        plan = make_plan(found)
        served = [entry.project for entry in plan.assignments]
        assert sum(name.startswith("S") for name in served) == n_startups
        assert check_plan(found, plan) == ()


def test_floors_are_not_assembled():
    lots = [building("B1", 3_000), building("B2", 3_000), parcel("P1", 0.3)]
    wanting = asks(floor=6_000)
    found = problem(lots, [wanting], land=LandRules(max_assembly=3))
    assert len(list_options(found)) == 0
    joined = problem([building("B1", 9_000)], [wanting])
    plan = make_plan(joined)
    (entry,) = plan.assignments
    takes = (Take(parcel="B1", area_m2=3_000), Take(parcel="B2", area_m2=3_000))
    two = Plan(
        assignments=(replace(entry, bundle=takes),),
        termination=Termination.HEURISTIC,
        report=SolveReport(planner="drawn", objective=0.0),
    )
    assert {breach.rule for breach in check_plan(found, two)} == {"site"}


def test_refusals_tell_of_floor_space():
    plan = make_plan(problem([parcel("P1")], [asks(floor=3_000)]))
    (refusal,) = plan.refusals
    assert refusal.cause is RefusalCause.NO_SIZE
    assert refusal.detail == "needs 3,000 to 6,000 ㎡ of floor space"
