"""Buildings as supply: the table, the columns of floor space, and faults at their cells."""

from landsim.core.space import SupplyKind

BUILDINGS = """\
编号,用地性质,建筑面积（㎡）,竣工日期,楼面单价（元/㎡）,建成容积率,供电节点,最小分租面积（㎡）
B1,M1,12000,2021-07-01,4500,3,S1,1000
B2,M0,8000,2022-01-01,6000,,S1,
"""
FLOOR_MODE = "    lease: {name: lease, lease_years: 10}\n"
PROJECTS = """\
id,name,archetype,filed,need_by,patience_months,面积,最小建筑面积,最大建筑面积,zones,investment_mcny
J1,Small,robotics,2021-02-01,2021-06-01,12,,1500,2000,M1,300
J2,Either,robotics,2021-03-01,2021-06-01,12,30000,9000,,M1;M0,300
J3,Land,robotics,2021-03-01,2021-06-01,12,30000,,,M1,300
"""


def with_buildings(park, text=BUILDINGS):
    park.write("buildings.csv", text)
    park.change(
        "  parcels: parcels.geojson\n", "  parcels: parcels.geojson\n  buildings: buildings.csv\n"
    )
    lease = FLOOR_MODE + "    let: {name: let, supply: floor, lease_years: 5}\n"
    return park.change(FLOOR_MODE, lease, "../packs/tiny/pack.yaml")


def test_buildings_follow_the_parcels_and_are_no_land(park):
    found = with_buildings(park).load().scenario.park
    assert [parcel.id for parcel in found.parcels] == ["P1", "P2", "P3", "B1", "B2"]
    first, second = found.parcels[3:]
    assert (first.supply, first.area_m2, first.smallest_lot_m2) == (SupplyKind.FLOOR, 12_000, 1000)
    assert (first.price_cny_per_m2, first.far_max, first.nodes) == (4500, 3, ("S1",))
    assert not second.is_divisible
    assert (found.area_m2, found.floor_m2) == (3 * 40_000, 20_000)


def test_buildings_may_stand_in_the_scenario_file(park):
    with_buildings(park)
    inline = "{B1: {zone: M1, area_m2: 9000, ready: 2021-01-01, price_cny_per_m2: 4000}}"
    park.change("buildings: buildings.csv", f"buildings: {inline}")
    (building,) = park.load().scenario.park.parcels[3:]
    assert (building.id, building.is_floor, building.area_m2) == ("B1", True, 9000)


def test_projects_take_land_floor_or_either(park):
    with_buildings(park).write("projects.csv", PROJECTS)
    small, either, land = (project.needs for project in park.load().scenario.projects)
    assert small.bounds_m2(SupplyKind.LAND) == (0, 0)
    assert small.bounds_m2(SupplyKind.FLOOR) == (1500, 2000)
    assert either.bounds_m2(SupplyKind.FLOOR) == (9000, 12_150)
    assert (either.area_min_m2, land.area_min_m2) == (30_000, 30_000)
    assert not land.takes(SupplyKind.FLOOR)


def test_a_project_needs_land_or_floor(park):
    park.write("projects.csv", PROJECTS.replace(",,1500,2000", ",,,"))
    problem = with_buildings(park).problem()
    assert park.place(problem).startswith("projects.csv:2:")
    assert (problem.path, problem.what) == ("面积", "must not be empty")


def test_a_table_of_projects_needs_a_column_of_sizes(park):
    text = PROJECTS.replace(",面积,最小建筑面积,最大建筑面积,", ",")
    rows = [
        line.replace(",12,,1500,2000", ",12").replace(",12,30000,9000,", ",12")
        for line in text.splitlines()
    ]
    park.write("projects.csv", "\n".join(row.replace(",12,30000,,", ",12") for row in rows))
    problem = with_buildings(park).problem()
    assert park.place(problem).startswith("projects.csv:1")
    assert problem.what.startswith('missing column "面积')


def test_faults_of_buildings_name_their_cells(park):
    text = BUILDINGS.replace("B2,M0,8000", "B2,M7,-8000")
    problem = with_buildings(park, text).problems()[0]
    assert park.place(problem) == "buildings.csv:3:7"
    assert "must be > 0" in problem.what
    park.write("buildings.csv", BUILDINGS.replace("B2,M0", "B2,M7"))
    problem = park.problem()
    assert park.place(problem) == "buildings.csv:3:4"
    assert 'no such zone "M7"' in problem.what


def test_a_building_must_not_be_called_like_a_parcel(park):
    problem = with_buildings(park, BUILDINGS.replace("B2,", "P2,")).problem()
    assert park.place(problem).startswith("parcels.geojson")
    assert problem.what.startswith("occurs twice")


def test_buildings_without_a_mode_of_floor_space_are_a_fault(park):
    with_buildings(park)
    park.change("supply: floor, ", "", "../packs/tiny/pack.yaml")
    problem = park.problem()
    assert "no tenure mode applies to floor space" in problem.what


def test_a_land_mode_is_no_offer_for_floor_space(park):
    with_buildings(park)
    park.change("  pack: tiny\n", "  pack: tiny\n  offered_floor: [lease]\n")
    problem = park.problems()[-1]
    assert park.place(problem).startswith("scenario.yaml")
    assert problem.what == 'mode "lease" applies to land, not to floor'


def test_a_route_for_floor_space_has_no_construction(park):
    with_buildings(park)
    park.change(
        "      N05: {name: contract, kind: market, role: contract}\n",
        "      N05: {name: contract, kind: market, role: contract}\n"
        "      N20: {name: building, kind: enterprise, role: construction}\n",
        "../packs/tiny/pack.yaml",
    )
    park.change(
        "          N05: {after: [N01, assigned], workdays: 3}\n",
        "          N05: {after: [N01, assigned], workdays: 3}\n          N20: {after: [N05]}\n",
        "../packs/tiny/pack.yaml",
    )
    assert park.problems() == ()
    park.change(
        "    ordinary_route: ordinary\n",
        "    ordinary_route: ordinary\n    floor_route: ordinary\n",
        "../packs/tiny/pack.yaml",
    )
    assert "is construction" in park.problem().what
