"""Limits on the allocation, from a scenario file as people write it to the plan."""

import pytest

from landsim.allocation import check_plan, make_plan
from landsim.core.plan import Plan
from landsim.core.problem import foresight_problem

HEAD = (
    "id,name,archetype,firm_class,chain_role,filed,need_by,patience_months,"
    "area_min_m2,area_max_m2,zones,investment_mcny,output_mcny_per_year\n"
)
LOTS = "id,zone,area_m2,ready,price_cny_per_m2,nodes,smallest_lot_m2,block\n"
RULES = "  supply: {quota_m2_per_year: 80000}\n"


def asks(name: str, area_m2: int = 20_000, output: float = 100, **changes: str) -> str:
    firm, role = changes.get("firm", "growth"), changes.get("role", "application")
    zones = changes.get("zones", "M1;M0")
    return (
        f"{name},{name},robotics,{firm},{role},2021-02-01,2021-06-01,6,"
        f"{area_m2},{2 * area_m2},{zones},300,{output}\n"
    )


def planned(park, rules: str = "", projects: str = "", *, lots: str = "") -> Plan:
    """Return the best plan of a folder with some rules, projects and parcels."""
    park.change(RULES, f"  land: {rules}\n" if rules else "")
    if projects:
        park.write("projects.csv", HEAD + projects)
    if lots:
        park.write("parcels.csv", LOTS + lots)
        park.change("parcels: parcels.geojson", "parcels: parcels.csv")
    scenario = park.load().scenario
    problem = foresight_problem(scenario, scenario.projects)
    plan = make_plan(problem)
    assert check_plan(problem, plan) == ()
    return plan


def served(plan: Plan) -> dict[str, tuple[str, ...]]:
    return {str(entry.project): tuple(entry.parcels) for entry in plan.assignments}


THREE = asks("J1", output=300) + asks("J2", output=200) + asks("J3", output=100)


def test_several_projects_share_a_divisible_parcel(park):
    lots = "P1,M1,50000,2021-01-01,1200,S1,15000,A\n"
    plan = planned(park, projects=THREE, lots=lots)
    assert served(plan) == {"J1": ("P1",), "J2": ("P1",)}
    assert [entry.area_m2 for entry in plan.assignments] == [20_000, 20_000]  # 10,000 m² are left


def test_a_rest_smaller_than_a_lot_goes_with_the_part(park):
    lots = "P1,M1,30000,2021-01-01,1200,S1,15000,A\n"
    (entry,) = planned(park, projects=asks("J1"), lots=lots).assignments
    assert entry.area_m2 == 30_000


def test_nothing_smaller_than_a_lot_is_given(park):
    lots = "P1,M1,60000,2021-01-01,1200,S1,15000,A\n"
    (entry,) = planned(park, projects=asks("J1", 8_000), lots=lots).assignments
    assert entry.area_m2 == 15_000


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("{zone: M1, max_m2: 40000}", 2),
        ("{zone: M1, max_m2: 0}", 1),
        ("{chain_role: application, max_m2: 40000}", 1),
        ("{firm_class: growth, max_m2: 80000}", 2),
        ("{firm_class: mature, max_m2: 0}", 3),
    ],
)
def test_a_claim_bounds_the_area_of_those_who_match(park, claim, expected):
    plan = planned(park, f"{{claims: {{most: {claim}}}}}", THREE)
    assert len(plan.assignments) == expected


@pytest.mark.parametrize(
    ("claim", "who"),
    [
        ("{firm_class: startup, min_m2: 30000}", {"firm": "startup"}),
        ("{chain_role: base, min_m2: 30000}", {"role": "base"}),
    ],
)
def test_a_claim_keeps_area_for_those_who_match(park, claim, who):
    rows = THREE + asks("J4", output=1, **who)
    plan = planned(park, f"{{claims: {{least: {claim}}}}}", rows)
    assert "J4" in served(plan)
    assert len(plan.assignments) == 3


def test_a_zone_claim_keeps_the_zone_in_use(park):
    only_m1 = asks("J1", output=900, zones="M1")
    rows = only_m1 + asks("J2", output=1, zones="M0")
    plan = planned(park, "{claims: {m0: {zone: M0, min_m2: 40000}}}", rows)
    assert served(plan)["J2"] == ("P3",)


def test_a_fairness_floor_serves_its_class(park):
    rows = THREE + asks("J4", output=1, firm="startup")
    plan = planned(park, "{fairness: [{firm_class: startup, min_share: 0.34}]}", rows)
    assert "J4" in served(plan)


@pytest.mark.parametrize(("buffer_m", "n_served"), [(1, 2), (150, 2), (350, 1)])
def test_incompatible_kinds_keep_the_buffer(park, buffer_m, n_served):
    """P1 and P2 touch, P3 lies 100 m beyond P2 and 300 m from P1."""
    park.change("  crs: EPSG:4547\n", f"  crs: EPSG:4547\n  adjacency_buffer_m: {buffer_m}\n")
    plan = planned(park, "{incompatibilities: [{first: robotics, second: robotics}]}", THREE)
    assert len(plan.assignments) == n_served
    assert set(served(plan).values()) != {("P1",), ("P2",)}


@pytest.mark.parametrize(("bonus", "winner"), [(0, "J1"), (1000, "J2")])
def test_a_cluster_bonus_brings_the_missing_role(park, bonus, winner):
    lots = "P1,M1,40000,2021-01-01,1200,S1,,A\nP2,M0,40000,2021-01-01,1200,S1,,A\n"
    rows = (
        asks("J0", output=500, zones="M0", role="base")
        + asks("J1", output=300, zones="M1")
        + asks("J2", output=200, zones="M1", role="support")
    )
    rules = f"{{clusters: [{{block: A, roles: [base, support], bonus: {bonus}}}]}}"
    assert set(served(planned(park, rules, rows, lots=lots))) == {"J0", winner}


def test_parcels_are_joined_while_fitting_ones_are_taken(park):
    """J1 takes the only large parcel first; the small ones are joined for J2."""
    lots = (
        "P1,M1,40000,2021-01-01,1200,S1,,A\n"
        "P2,M1,40000,2021-01-01,1200,S1,,A\n"
        "P3,M1,80000,2024-01-01,1200,S1,,A\n"
    )
    park.change("  crs: EPSG:4547\n", "  adjacency: [[P1, P2]]\n")
    rows = asks("J2", 70_000)
    rules = "{max_assembly: 2, assembly: no_free_parcel_fits}"
    assert served(planned(park, rules, rows, lots=lots)) == {"J2": ("P1", "P2")}


def test_a_cap_on_assemblies_that_binds_is_told(park):
    rules = "{max_assembly: 2, assemblies_max: 0}"
    (note,) = planned(park, rules, asks("J1", 70_000)).report.notes
    assert "policy.land.assemblies_max" in note.message
