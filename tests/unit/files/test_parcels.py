"""Parcels from polygons and tables: areas, neighbours, overlaps, and mislabelled coordinates."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from pyproj import CRS, Transformer
from shapely.geometry import Polygon
from unit.files.parkfolder import PARCELS, ParkFolder, geojson, square

from landsim.files.crs import grid_of
from landsim.files.geometry import adjacent

Corner = list[float]
CSV = """\
编号,用地性质,面积(亩),可供日期,评估地价(万元/亩),供电节点,最小分割面积(亩),标准地,可达性
P1,M1,60,2021-01-01,80,S1,30,是,0.5
P2,M0,75,2022年1月1日,200,S1,,否,
"""


def rings(move: Callable[[Corner], Corner]) -> list[tuple[str, str, list[Corner]]]:
    return [(name, zone, [move(corner) for corner in square(x)]) for name, zone, x in PARCELS]


def projected(target: str) -> Callable[[Corner], Corner]:
    transform = Transformer.from_crs("EPSG:4547", target, always_xy=True).transform

    def move(corner: Corner) -> Corner:
        x, y = transform(*corner)
        return [x, y]

    return move


def test_areas_come_from_the_polygons(park: ParkFolder) -> None:
    scenario = park.load().scenario
    assert [parcel.area_m2 for parcel in scenario.park.parcels] == [40_000] * 3
    assert scenario.park.crs == "EPSG:4547"
    assert scenario.park.parcels[0].boundary == (tuple(map(tuple, square(0)[:-1])),)


def test_parcels_with_a_common_side_are_adjacent(park: ParkFolder) -> None:
    assert park.load().scenario.park.adjacency == (("P1", "P2"),)
    park.change("  crs: EPSG:4547", "  crs: EPSG:4547\n  adjacency_buffer_m: 150")
    assert park.load().scenario.park.adjacency == (("P1", "P2"), ("P2", "P3"))


def test_parcels_that_meet_at_a_corner_are_not_adjacent() -> None:
    corner = (tuple(map(tuple, square(200, y=200))),)
    side = (tuple(map(tuple, square(200))),)
    first = (tuple(map(tuple, square(0))),)
    assert list(adjacent([first, side, corner], 1.0)) == [(0, 1), (1, 2)]


def test_stated_adjacency_is_taken_as_it_is(park: ParkFolder) -> None:
    park.change("  crs: EPSG:4547", "  crs: EPSG:4547\n  adjacency: [[P1, P3]]")
    assert park.load().scenario.park.adjacency == (("P1", "P3"),)
    problem = park.change("[[P1, P3]]", "[[P1, P9]]").problem()
    assert park.place(problem) == "scenario.yaml:7:20"


@pytest.mark.parametrize("label", ["EPSG:4490", "EPSG:4526", "EPSG:4547"])
@pytest.mark.parametrize("suffix", ["geojson", "gpkg", "shp"])
def test_same_areas_in_every_format_and_system(label: str, suffix: str, park: ParkFolder) -> None:
    park.change("parcels: parcels.geojson", f"parcels: land.{suffix}")
    if suffix == "geojson":
        park.write("land.geojson", geojson(rings(projected(label)), label))
    else:
        write_layer(park.path / f"land.{suffix}", label)
    scenario = park.load().scenario
    assert scenario.park.crs == "EPSG:4547"
    for parcel in scenario.park.parcels:
        assert abs(parcel.area_m2 - 40_000) <= 1
    assert scenario.park.adjacency == (("P1", "P2"),)


def write_layer(path: Path, label: str, encoding: str = "UTF-8") -> None:
    frame = gpd.GeoDataFrame(
        {
            "id": [name for name, _, _ in PARCELS],
            "zone": [zone for _, zone, _ in PARCELS],
            "ready": ["2021-01-01"] * 3,
            "地价": [1200.0] * 3,
            "nodes": ["S1"] * 3,
            "街区": ["庆盛", "庆盛", None],
        },
        geometry=[Polygon(square(x)) for _, _, x in PARCELS],
        crs="EPSG:4547",
    ).to_crs(label)
    frame.to_file(path, encoding=encoding)


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030"])
@pytest.mark.parametrize("has_code_page", [True, False])
def test_shapefile_with_and_without_code_page(
    encoding: str,
    has_code_page: bool,  # noqa: FBT001
    park: ParkFolder,
) -> None:
    write_layer(park.path / "land.shp", "EPSG:4547", encoding)
    (park.path / "land.cpg").unlink(missing_ok=True)
    if has_code_page:
        park.write("land.cpg", encoding)
    park.change("parcels: parcels.geojson", "parcels: land.shp")
    loaded = park.load()
    assert loaded.scenario.park.parcels[0].block == "庆盛"
    read = {entry.path for entry in loaded.inputs}
    assert {"land.shp", "land.dbf", "land.prj", "land.shx"} <= read


def test_geographic_label_of_the_scenario_moves_parcels_and_stations(park: ParkFolder) -> None:
    to_degrees = projected("EPSG:4490")
    park.write("parcels.geojson", geojson(rings(to_degrees)))
    x, y = to_degrees([449_100.0, 2_530_100.0])
    park.change("crs: EPSG:4547", "crs: EPSG:4490")
    park.change("x: 449100, y: 2530100", f"x: {x!r}, y: {y!r}")
    scenario = park.load().scenario
    station = scenario.park.stations[0]
    assert scenario.park.crs == "EPSG:4547"
    assert (station.x, station.y) == (449_100.0, 2_530_100.0)


def test_degrees_without_any_label_are_cgcs2000(park: ParkFolder) -> None:
    park.write("parcels.geojson", geojson(rings(projected("EPSG:4490"))))
    park.change("  crs: EPSG:4547\n", "")
    scenario = park.load().scenario
    assert scenario.park.crs == "EPSG:4547"
    assert abs(scenario.park.parcels[0].area_m2 - 40_000) <= 1


TRAPS = {
    "zone prefix in a central-meridian label": (
        lambda c: [c[0] + 38_000_000, c[1]],
        "EPSG:4547",
        (
            "eastings such as 38449000 carry the zone prefix 38, but EPSG:4547 has eastings"
            " without prefix"
        ),
        "set park.crs to EPSG:4526",
    ),
    "no prefix in a zone label": (
        lambda c: c,
        "EPSG:4526",
        (
            "eastings such as 449000 carry no zone prefix, but EPSG:4526 has eastings that begin"
            " with 38"
        ),
        "set park.crs to EPSG:4547",
    ),
    "another zone's prefix": (
        lambda c: [c[0] + 37_000_000, c[1]],
        "EPSG:4526",
        "eastings such as 37449000 carry the zone prefix 37, but EPSG:4526 has prefix 38",
        "set park.crs to EPSG:4525",
    ),
    "six-degree prefix in a six-degree label without": (
        lambda c: [c[0] + 19_000_000, c[1]],
        "EPSG:4508",
        (
            "eastings such as 19449000 carry the zone prefix 19, but EPSG:4508 has eastings"
            " without prefix"
        ),
        "set park.crs to EPSG:4497",
    ),
    "north before east": (
        lambda c: [c[1], c[0]],
        "EPSG:4547",
        "coordinates such as (2530000, 449000) have north before east; easting must come first",
        "surveyors write north as X: exchange the two coordinates",
    ),
    "north before east with prefix": (
        lambda c: [c[1], c[0] + 38_000_000],
        "EPSG:4526",
        "coordinates such as (2530000, 38449000) have north before east; easting must come first",
        "surveyors write north as X: exchange the two coordinates",
    ),
    "degrees labelled metres": (
        projected("EPSG:4490"),
        "EPSG:4547",
        "coordinates such as (113.503, 22.868) are degrees, but EPSG:4547 is measured in metres",
        "set park.crs to EPSG:4490",
    ),
    "metres labelled degrees": (
        lambda c: [c[0] + 38_000_000, c[1]],
        "EPSG:4490",
        "coordinates such as (38449000, 2530000) are metres, but EPSG:4490 is measured in degrees",
        "set park.crs to EPSG:4526",
    ),
    "latitude before longitude": (
        lambda c: projected("EPSG:4490")(c)[::-1],
        "EPSG:4490",
        "coordinates such as (22.868, 113.503) have latitude before longitude",
        "surveyors write north as X: exchange the two coordinates",
    ),
}


@pytest.mark.parametrize("is_in_file", [False, True], ids=["scenario's label", "file's label"])
@pytest.mark.parametrize(("move", "label", "what", "hint"), TRAPS.values(), ids=TRAPS)
def test_mislabelled_coordinates_are_named(  # noqa: PLR0917
    move: Callable[[Corner], Corner],
    label: str,
    what: str,
    hint: str,
    is_in_file: bool,  # noqa: FBT001
    park: ParkFolder,
) -> None:
    park.write("parcels.geojson", geojson(rings(move), label if is_in_file else ""))
    park.change("  crs: EPSG:4547\n", "" if is_in_file else f"  crs: {label}\n")
    park.change("  stations:\n    metro: {name: metro, x: 449100, y: 2530100,"
                " services: {2021-01-01: 100}}\n", "")  # fmt: skip
    problem = park.problem()
    assert park.place(problem) == "parcels.geojson"
    assert (problem.what, problem.hint) == (what, hint)


def test_station_in_another_system_is_named(park: ParkFolder) -> None:
    problem = park.change("x: 449100", "x: 38449100").problem()
    assert park.place(problem) == "scenario.yaml:13:29"
    assert problem.path == "park.stations.metro.x"
    assert problem.what.startswith("eastings such as 38449100 carry the zone prefix 38")


def test_station_far_from_the_park_is_a_warning(park: ParkFolder) -> None:
    loaded = park.change("x: 449100", "x: 549100").load()
    assert [w.what for w in loaded.warnings] == ["lies 100 km from the parcels"]


def test_polygons_without_any_label(park: ParkFolder) -> None:
    problem = park.change("  crs: EPSG:4547\n", "").problem()
    assert park.place(problem) == "scenario.yaml:6:12"
    assert problem.what == "polygons need a coordinate system in park.crs"


def test_unknown_label(park: ParkFolder) -> None:
    problem = park.change("crs: EPSG:4547", "crs: EPSG:1").problem()
    assert park.place(problem) == "scenario.yaml:6:8"
    assert problem.what == 'unknown coordinate system "EPSG:1"'


def test_overlap_names_both_parcels_and_the_area(park: ParkFolder) -> None:
    shapes = [("P1", "M1", square(0)), ("P2", "M1", square(200)), ("P3", "M0", square(398))]
    park.write("parcels.geojson", geojson(shapes))
    problem = park.problem()
    assert park.place(problem) == "parcels.geojson[parcel P2]"
    assert problem.what == "overlaps P3 by 400 m²"


def test_slivers_below_one_square_metre_are_no_overlap(park: ParkFolder) -> None:
    shapes = [("P1", "M1", square(0)), ("P2", "M1", square(199.996)), ("P3", "M0", square(500))]
    park.write("parcels.geojson", geojson(shapes))
    assert not park.problems()


GEOMETRIES = {
    "bow tie": (
        {
            "type": "Polygon",
            "coordinates": [[square(900)[place] for place in (0, 2, 1, 3, 0)]],
        },
        "the polygon is not valid: Self-intersection",
    ),
    "point": ({"type": "Point", "coordinates": [449_000, 2_530_000]}, "must be a polygon; got P"),
    "two parts": (
        {"type": "MultiPolygon", "coordinates": [[square(900)], [square(1300)]]},
        "has 2 separate parts; a parcel is one polygon",
    ),
    "nothing": (None, "needs an area or a polygon"),
    "nonsense": ({"type": "Polygon", "coordinates": [["a"]]}, "is not valid GeoJSON"),
}


@pytest.mark.parametrize(("geometry", "what"), GEOMETRIES.values(), ids=GEOMETRIES)
def test_geometry_that_is_no_parcel(geometry: object, what: str, park: ParkFolder) -> None:
    content = json.loads(park.text("parcels.geojson"))
    content["features"][2]["geometry"] = geometry
    park.write("parcels.geojson", json.dumps(content))
    problem = park.problems()[-1]
    assert problem.what.startswith(what)
    assert park.place(problem).startswith("parcels.geojson[")


def test_multipolygon_of_one_part_is_a_polygon(park: ParkFolder) -> None:
    content = json.loads(park.text("parcels.geojson"))
    geometry = content["features"][0]["geometry"]
    content["features"][0]["geometry"] = {
        "type": "MultiPolygon",
        "coordinates": [geometry["coordinates"]],
    }
    park.write("parcels.geojson", json.dumps(content))
    assert park.load().scenario.park.parcels[0].area_m2 == 40_000


def test_hole_is_taken_off_the_area(park: ParkFolder) -> None:
    content = json.loads(park.text("parcels.geojson"))
    hole = square(50, 100.0, y=50)[::-1]
    content["features"][0]["geometry"]["coordinates"].append(hole)
    park.write("parcels.geojson", json.dumps(content))
    parcel = park.load().scenario.park.parcels[0]
    assert parcel.area_m2 == 30_000
    assert len(parcel.boundary) == 2


def test_stated_area_wins_and_a_large_difference_is_a_warning(park: ParkFolder) -> None:
    park.change('"id": "P1"', '"id": "P1", "面积(亩)": 90', "parcels.geojson")
    loaded = park.load()
    assert loaded.scenario.park.parcels[0].area_m2 == 60_000
    (warning,) = loaded.warnings
    assert warning.what == "states 60000 m², but its polygon measures 40000 m²"
    assert park.place(warning) == "parcels.geojson[parcel P1]"


@pytest.mark.parametrize(
    ("text", "place", "what"),
    [
        ("{", "parcels.geojson:1:2", "is not valid GeoJSON: Expecting property name"),
        ("[]", "parcels.geojson", 'is not valid GeoJSON: no "features"'),
        ('{"features": []}', "parcels.geojson", "has a header but no rows"),
    ],
)
def test_geojson_that_is_none(text: str, place: str, what: str, park: ParkFolder) -> None:
    park.write("parcels.geojson", text)
    problem = park.problem()
    assert park.place(problem) == place
    assert problem.what.startswith(what)


def test_geopackage_that_is_none(park: ParkFolder) -> None:
    park.write("parcels.gpkg", b"nothing of the kind")
    park.change("parcels: parcels.geojson", "parcels: parcels.gpkg")
    problem = park.problem()
    assert park.place(problem) == "parcels.gpkg"
    assert problem.what.startswith("cannot be read: ")


def test_table_without_polygons(park: ParkFolder) -> None:
    park.write("parcels.csv", CSV.encode("gb18030"))
    park.change("parcels: parcels.geojson", "parcels: parcels.csv")
    first, second = park.load().scenario.park.parcels
    assert (first.area_m2, first.price_cny_per_m2, first.smallest_lot_m2) == (40_000, 1200, 20_000)
    assert (first.is_standard_land, first.access_score) == (True, 0.5)
    assert (second.is_standard_land, second.smallest_lot_m2) == (False, None)
    assert park.load().scenario.park.crs == ""


@pytest.mark.parametrize(
    ("old", "new", "place", "what"),
    [
        ("P1,M1,60", "P1,M3,60", "parcels.csv:2:4", 'no such zone "M3"'),
        ("80,S1,30", "80,S2,30", "parcels.csv:2:24", 'no such node "S2"'),
        ("P2,M0,75", "P2,M0,0", "parcels.csv:3:7", "must be > 0 m²; got 0"),
        ("S1,30,", "S1,300,", "parcels.csv:2:27", "must be between 1 and the area"),
        ("是,0.5", "大概,0.5", "parcels.csv:2:30", 'must be true or false; got "大概"'),
        ("P2,M0,75", "P2,M0,", "parcels.csv:3:1", "needs an area or a polygon"),
    ],
)
def test_broken_row(old: str, new: str, place: str, what: str, park: ParkFolder) -> None:
    park.write("parcels.csv", CSV.replace(old, new))
    problem = park.change("parcels: parcels.geojson", "parcels: parcels.csv").problem()
    assert park.place(problem) == place
    assert problem.what.startswith(what)


def test_no_parcels_are_a_fault(park: ParkFolder) -> None:
    park.write("parcels.csv", CSV.splitlines()[0] + "\n")
    problem = park.change("parcels: parcels.geojson", "parcels: parcels.csv").problem()
    assert problem.what == "has a header but no rows"


@pytest.mark.parametrize(
    ("label", "is_geographic", "prefix", "meridian"),
    [
        ("EPSG:4547", False, 0, 114),
        ("epsg:4526", False, 38, 114),
        ("EPSG:4524", False, 36, 108),
        ("urn:ogc:def:crs:EPSG::4513", False, 25, 75),
        ("EPSG:4497", False, 19, 111),
        ("EPSG:4508", False, 0, 111),
        ("EPSG:4490", True, None, None),
        ("urn:ogc:def:crs:OGC:1.3:CRS84", True, None, None),
        ("EPSG:32649", False, None, None),
        ("+proj=tmerc +lon_0=113 +ellps=GRS80", False, None, None),
    ],
)
def test_what_a_label_promises(
    label: str,
    is_geographic: bool,  # noqa: FBT001
    prefix: int | None,
    meridian: int | None,
) -> None:
    grid = grid_of(label)
    assert grid is not None
    assert (grid.is_geographic, grid.prefix, grid.meridian) == (is_geographic, prefix, meridian)
    if meridian is not None:
        parameters = {p.name: p.value for p in CRS(grid.name).coordinate_operation.params}
        easting = parameters["False easting"]
        assert parameters["Longitude of natural origin"] == meridian
        assert easting == 500_000 + 1_000_000 * (prefix or 0)


def test_label_that_nobody_knows() -> None:
    assert grid_of("Nansha local") is None


def test_other_metric_systems_are_only_checked_for_degrees(park: ParkFolder) -> None:
    park.change("crs: EPSG:4547", "crs: EPSG:32649")
    assert park.load().scenario.park.crs == "EPSG:32649"


def test_properties_as_layers_write_them(park: ParkFolder) -> None:
    content = json.loads(park.text("parcels.geojson"))
    content["features"][0]["properties"] |= {"nodes": ["S1"], "access_score": float("nan")}
    park.write("parcels.geojson", json.dumps(content))
    parcel = park.load().scenario.park.parcels[0]
    assert (parcel.nodes, parcel.access_score) == (("S1",), None)


def test_dates_of_a_geopackage(park: ParkFolder) -> None:
    write_layer(park.path / "land.gpkg", "EPSG:4547")
    frame = gpd.read_file(park.path / "land.gpkg")
    frame["ready"] = pd.to_datetime(frame["ready"])
    frame.to_file(park.path / "dated.gpkg")
    park.change("parcels: parcels.geojson", "parcels: dated.gpkg")
    assert park.load().scenario.park.parcels[0].ready == date(2021, 1, 1)


@pytest.mark.parametrize("name", ["parcel.geojson", "parcel.gpkg"])
def test_layer_that_is_not_there(name: str, park: ParkFolder) -> None:
    problem = park.change("parcels: parcels.geojson", f"parcels: {name}").problem()
    assert park.place(problem) == "scenario.yaml:7:12"
    assert problem.what == f'no such file "{name}"'
    assert problem.hint == 'did you mean "parcels.geojson"?'


def test_parcel_without_identifier(park: ParkFolder) -> None:
    text = park.text("parcels.geojson").replace('"id": "P3"', '"id": null')
    park.write("parcels.geojson", text)
    problem = park.problem()
    assert park.place(problem) == "parcels.geojson[feature 3]"
    assert (problem.path, problem.what) == ("id", "must not be empty")
