"""Warnings: they name what a planner should know, and never stop a run."""

import pytest
from unit.files.parkfolder import PROJECTS, ParkFolder

ROW = "J3,Third,robotics,{filed},{need},12,{area},{zones},{money},{power}\n"


def with_row(park: ParkFolder, **cells: object) -> list[tuple[str, str]]:
    usual = {
        "filed": "2021-04-01",
        "need": "2021-06-01",
        "area": 20000,
        "zones": "M1",
        "money": 300,
        "power": 2,
    }
    park.write("projects.csv", PROJECTS + ROW.format(**(usual | cells)))
    return [(park.place(warning), warning.what) for warning in park.load().warnings]


def test_sound_scenario_has_none(park: ParkFolder) -> None:
    assert park.load().warnings == ()


@pytest.mark.parametrize(
    ("cells", "place", "what"),
    [
        (
            {"filed": "2023-04-01", "need": "2023-06-01"},
            "projects.csv:4:19",
            "files on 2023-04-01, outside the horizon from 2021-01-01 to 2023-01-01",
        ),
        (
            {"filed": "2020-04-01"},
            "projects.csv:4:19",
            "files on 2020-04-01, outside the horizon from 2021-01-01 to 2023-01-01",
        ),
        (
            {"zones": "M9"},
            "projects.csv:4:50",
            "no parcel lies in a zone it can use (M9)",
        ),
        (
            {"area": 200000},
            "scenario.yaml",
            "projects ask for 375 mu in all; the park has 180 mu (2.1 times)",
        ),
        (
            {"power": 200},
            "scenario.yaml",
            "projects ask for 204 MW in all; the nodes supply 60 MW at the end (3.4 times)",
        ),
    ],
)
def test_project_that_will_get_nothing(
    cells: dict[str, object], place: str, what: str, park: ParkFolder
) -> None:
    zone = "M1: {name: M1, far_min: 1, far_max: 4}"
    park.change(zone, f"{zone}\n    {zone.replace('M1', 'M9')}", "../packs/tiny/pack.yaml")
    assert with_row(park, **cells) == [(place, what)]


def test_project_that_is_not_admitted(park: ParkFolder) -> None:
    limits = "open: {thresholds: {M1: {investment_wan_cny_per_mu: 900}}}"
    park.change("open: {}", limits, "../packs/tiny/pack.yaml")
    assert with_row(park, money=200) == [
        ("projects.csv:4:1", "meets the admission standard in none of its zones (M1)")
    ]


def test_parcel_that_comes_too_late_or_has_no_power(park: ParkFolder) -> None:
    text = park.text("parcels.geojson")
    late = text.replace('"ready": "2021-01-01"', '"ready": "2030-01-01"', 1)
    park.write("parcels.geojson", late.replace('"nodes": "S1"', '"nodes": null', 1))
    found = [(park.place(warning), warning.what) for warning in park.load().warnings]
    place = "parcels.geojson[parcel P1]"
    assert found == [
        (place, "is ready on 2030-01-01, after the horizon ends on 2023-01-01"),
        (place, "no power node serves it, so power does not limit it"),
    ]


def test_warnings_say_that_they_are(park: ParkFolder) -> None:
    park.write("projects.csv", PROJECTS.splitlines()[0] + "\n")
    assert all(warning.is_warning for warning in park.load().warnings)
    assert park.load().warnings[0].path == "demand"


def test_generated_projects_count_as_expected(park: ParkFolder) -> None:
    """Two years of 10 projects of 51.7 mu on average, of 2 × 100 W/m², beside the listed two."""
    park.change("generator: null", "generator: {rates: {2021-01-01: 10}}")
    asked = {warning.path: dict(warning.values)["asked"] for warning in park.load().warnings}
    area_mu = (20 + 45 + 90) / 3 * 10 * 730 / 365.25
    assert asked == {
        "demand": f"{area_mu + 75:.0f}",
        "park.nodes": f"{area_mu * 10_000 / 15 * 200e-6 + 4:.0f}",
    }
