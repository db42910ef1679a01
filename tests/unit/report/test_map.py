"""The map keeps proportions, and says so where there is nothing to keep."""

import re
from dataclasses import replace

import pytest
from unit.report import handmade

from landsim.report.map import park_json
from landsim.testing import builders


def numbers(path):
    return [tuple(map(float, p.split())) for p in re.findall(r"[ML]([-\d.]+ [-\d.]+)", path)]


def polygon_area(points):
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return abs(sum(xa * yb - xb * ya for (xa, ya), (xb, yb) in pairs)) / 2


@pytest.fixture
def park():
    return handmade.scenario().park


def test_areas_of_drawn_parcels_are_in_proportion(park):
    drawn = park_json(park)
    scale = drawn["scale"]["metres"] / drawn["scale"]["units"]
    for parcel, shape in zip(park.parcels, drawn["parcels"], strict=True):
        area = polygon_area(numbers(shape["path"])) * scale**2
        assert area == pytest.approx(parcel.area_m2, rel=0.02)


def test_north_is_up_and_east_is_right(park):
    drawn = park_json(park)
    first, second = numbers(drawn["parcels"][0]["path"]), numbers(drawn["parcels"][1]["path"])
    assert second[0][0] > first[0][0]
    northern = numbers(drawn["parcels"][6]["path"])
    assert northern[0][1] < first[0][1]


def test_everything_lies_on_the_sheet(park):
    drawn = park_json(park)
    width, height = drawn["size"]
    points = [p for shape in drawn["parcels"] for p in numbers(shape["path"])]
    points += [(station["x"], station["y"]) for station in drawn["stations"]]
    assert all(0 <= x <= width and 0 <= y <= height for x, y in points)


def test_far_station_stands_at_the_rim_with_its_distance(park):
    near, far = park_json(park)["stations"]
    assert near["beyond"] == 0
    eastmost = max(x for parcel in park.parcels for x, _ in parcel.boundary[0])
    assert far["beyond"] == pytest.approx(9000 - eastmost, abs=15)


def test_scale_bar_is_a_round_length(park):
    metres = park_json(park)["scale"]["metres"]
    assert str(metres)[0] in "125"
    assert set(str(metres).removesuffix(".0")[1:]) <= {"0"}


def test_parcels_without_polygons_become_squares_of_their_area():
    lots = [replace(builders.parcel(f"P{n}", area_ha=1.0 + n), block="") for n in range(7)]
    bare = replace(builders.park(lots), parcels=tuple(lots))
    drawn = park_json(bare)
    assert drawn["is_schematic"]
    scale = drawn["scale"]["metres"] / drawn["scale"]["units"]
    for lot, shape in zip(lots, drawn["parcels"], strict=True):
        assert polygon_area(numbers(shape["path"])) * scale**2 == pytest.approx(
            lot.area_m2, rel=0.02
        )
    boxes = [shape["box"] for shape in drawn["parcels"]]
    for n, (x, y, w, h) in enumerate(boxes):
        for left, top, wide, high in boxes[n + 1 :]:
            assert x + w <= left or left + wide <= x or y + h <= top or top + high <= y


def test_hole_of_a_parcel_is_part_of_its_outline():
    outer = ((0.0, 0.0), (300.0, 0.0), (300.0, 300.0), (0.0, 300.0))
    hole = ((100.0, 100.0), (200.0, 100.0), (200.0, 200.0), (100.0, 200.0))
    lot = builders.parcel("P1", area_ha=8.0, boundary=(outer, hole))
    drawn = park_json(builders.park([lot]))
    assert drawn["parcels"][0]["path"].count("Z") == 2


def test_block_is_named_above_its_parcels(park):
    drawn = park_json(park)
    tops = {}
    for shape in drawn["parcels"]:
        tops[shape["block"]] = min(tops.get(shape["block"], 1e9), shape["box"][1])
    assert {block["name"]["en"] for block in drawn["blocks"]} == set(tops)
    assert all(block["y"] < tops[block["name"]["en"]] for block in drawn["blocks"])
