"""Shipped scenarios as data: polygons, dates, calibration, and the generator that wrote them."""

import subprocess
import sys
from functools import cache
from itertools import combinations
from pathlib import Path
from types import ModuleType

import pytest
from shapely.geometry import Polygon

from landsim.allocation import check_plan, make_plan
from landsim.core.park import Parcel
from landsim.core.problem import foresight_problem
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
from landsim.files.loaded import Loaded
from landsim.files.read import load_scenario

QINGSHENG = Path("scenarios/qingsheng").resolve()
FLOORS = Path("scenarios/startup_floors")
FOLDERS = (Path("scenarios/quickstart"), QINGSHENG, FLOORS)
VARIANTS = {
    "quickstart": {"traditional", "lease_only", "no_green_channel"},
    "startup_floors": {"no_buildings", "lease_only"},
    "qingsheng": {
        "traditional",
        "reform",
        "market_led",
        "planned",
        "public_partnership",
        "generated",
    },
}


@cache
def loaded(folder: Path, variant: str = "") -> Loaded:
    return load_scenario(folder, variant=variant)


@pytest.fixture(scope="module", params=FOLDERS, ids=lambda folder: folder.name)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return loaded(request.param).scenario


@pytest.fixture
def calibrate(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(QINGSHENG))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    import calibrate

    return calibrate


def drawn(scenario: Scenario) -> list[Parcel]:
    """Return the parcels of land: all of them have polygons, buildings have none."""
    land = [parcel for parcel in scenario.park.parcels if not parcel.is_floor]
    assert all(parcel.boundary for parcel in land)
    return land


def test_floor_space_serves_those_who_need_no_land() -> None:
    scenario = loaded(FLOORS).scenario
    assert {parcel.supply for parcel in scenario.park.parcels} == set(SupplyKind)
    takes = {tuple(p.needs.takes(kind) for kind in SupplyKind) for p in scenario.projects}
    assert takes == {(True, False), (False, True), (True, True)}
    served = {}
    for variant in ("", "no_buildings"):
        found = loaded(FLOORS, variant).scenario
        plan = make_plan(foresight_problem(found, found.projects))
        served[variant] = len(plan.assignments)
        assert check_plan(foresight_problem(found, found.projects), plan) == ()
    assert served[""] == len(scenario.projects)
    assert served["no_buildings"] <= sum(p.needs.takes(SupplyKind.LAND) for p in scenario.projects)


def test_areas_are_those_of_the_polygons(scenario: Scenario) -> None:
    for parcel in drawn(scenario):
        polygon = Polygon(parcel.boundary[0], parcel.boundary[1:])
        assert polygon.is_valid, parcel.id
        assert parcel.area_m2 == pytest.approx(polygon.area, abs=1.0), parcel.id


def test_parcels_do_not_overlap(scenario: Scenario) -> None:
    polygons = [(parcel.id, Polygon(parcel.boundary[0])) for parcel in drawn(scenario)]
    for (one, here), (other, there) in combinations(polygons, 2):
        assert here.intersection(there).area < 1.0, f"{one} {other}"


def test_identifiers_and_names_are_unique(scenario: Scenario) -> None:
    assert scenario.problems() == ()
    names = [project.name for project in scenario.projects]
    assert len(set(names)) == len(names)


def test_readers_are_told_that_it_is_not_real(scenario: Scenario) -> None:
    assert "虚构" in scenario.notice.zh
    assert "fictional" in scenario.notice.en or "invented" in scenario.notice.en


def test_projects_can_be_built_somewhere(scenario: Scenario) -> None:
    """Every project's floor area ratio is allowed in a zone of the park that it can use."""
    builders = [p for p in scenario.projects if p.needs.takes(SupplyKind.LAND)]
    assert builders
    for project in builders:
        limits = [
            (zone.far_min, zone.far_max)
            for zone in scenario.park.zones
            if zone.id in project.needs.zones
            and any(parcel.zone == zone.id for parcel in scenario.park.parcels)
        ]
        assert any(low <= project.needs.far <= high for low, high in limits), project.id


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_every_variant_loads(folder: Path) -> None:
    offered = loaded(folder).variants
    assert set(offered) == VARIANTS[folder.name]
    for variant in offered:
        scenario = loaded(folder, variant).scenario
        assert scenario.variant == variant
        assert scenario.projects or scenario.generator, variant


def test_policies_of_qingsheng_are_those_of_the_issue() -> None:
    reform = loaded(QINGSHENG).scenario.policy
    traditional = loaded(QINGSHENG, "traditional").scenario.policy
    assert [terms.mode for terms in traditional.modes_on_offer] == ["grant"]
    assert traditional.approvals.green_channel is None
    assert (traditional.supply.mode, traditional.standard) == ("batch", "manufacturing")
    assert 2 <= len(traditional.supply.round_months) <= 4
    assert (reform.supply.mode, reform.standard) == ("on_demand", "ai")
    assert {terms.mode for terms in reform.modes_on_offer} >= {
        "lease_then_transfer",
        "flexible_grant",
    }
    green = reform.approvals.green_channel
    assert green is not None
    assert (green.route, green.standard_land_route) == ("green", "green_phased")
    assert any(desk.green_staff for desk in reform.approvals.desks)


def test_qingsheng_is_calibrated(calibrate: ModuleType) -> None:
    for row in calibrate.calibration(loaded(QINGSHENG).scenario):
        assert row.low <= row.value <= row.high, row


def test_qingsheng_is_as_large_as_asked() -> None:
    scenario = loaded(QINGSHENG).scenario
    assert scenario.horizon.n_periods == 40
    assert str(scenario.horizon.start) == "2020-10-01"
    assert 100 <= len(scenario.park.parcels) <= 150
    assert 80 <= len(scenario.projects) <= 120
    assert {parcel.zone for parcel in scenario.park.parcels} >= {"M0", "M1", "M2", "M9"}
    ready = sorted({parcel.ready.year for parcel in scenario.park.parcels})
    assert ready == list(range(2020, 2029))
    assert any(parcel.is_divisible for parcel in scenario.park.parcels)
    assert any(parcel.is_standard_land for parcel in scenario.park.parcels)
    assert any(parcel.early_cost_mcny_per_month > 0 for parcel in scenario.park.parcels)


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_readme_shows_the_calibration(calibrate: ModuleType, name: str) -> None:
    language = calibrate.Language.ZH if ".zh" in name else calibrate.Language.EN
    table = calibrate.markdown(calibrate.calibration(loaded(QINGSHENG).scenario), language)
    assert table in (QINGSHENG / name).read_text(encoding="utf-8")


def test_the_generator_writes_the_committed_files(tmp_path: Path) -> None:
    """Byte for byte, in a copy of the folder that lacks them."""
    names = ("make_data.py", "layout.py", "shapes.py", "calibrate.py", "scenario.yaml")
    for name in names:
        (tmp_path / name).write_bytes((QINGSHENG / name).read_bytes())
    command = [sys.executable, "-B", str(tmp_path / "make_data.py")]
    subprocess.run(command, check=True, cwd=QINGSHENG.parents[1])
    for name in ("parcels.geojson", "projects.csv"):
        assert (tmp_path / name).read_bytes() == (QINGSHENG / name).read_bytes(), name
