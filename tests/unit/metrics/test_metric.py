import math
import re
from pathlib import Path

import pytest

from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.errors import LandsimError, UnknownNameError
from landsim.metrics import units
from landsim.metrics.metric import measure, metric, metrics
from landsim.testing.builders import building, parcel, park, tiny_scenario
from landsim.testing.trajectories import made_trajectory

UNITS = {value for name, value in vars(units).items() if name.isupper()}


def test_measure_gives_one_value_for_each_metric_by_name() -> None:
    lots = (parcel("P1"), building("B1"))
    world = tiny_scenario(variant="reform", park=park(lots))
    values = measure(world, made_trajectory(world, replication=7))
    assert [value.metric for value in values] == list(metrics.names())
    assert {(v.scenario, v.variant, v.replication) for v in values} == {("tiny", "reform", 7)}


def test_metrics_of_floor_space_are_left_out_without_buildings() -> None:
    world = tiny_scenario()
    found = {value.metric for value in measure(world, made_trajectory(world))}
    assert not {name for name in found if "floor" in name}
    assert found < set(metrics.names())


def test_measure_of_some_metrics_keeps_their_order() -> None:
    world = tiny_scenario()
    values = measure(world, made_trajectory(world), ["projects_filed", "epochs"])
    assert [(value.metric, value.value) for value in values] == [
        ("projects_filed", 6),
        ("epochs", 0),
    ]


def test_an_unknown_metric_names_the_nearest() -> None:
    world = tiny_scenario()
    with pytest.raises(UnknownNameError, match='did you mean "projects_filed"'):
        measure(world, made_trajectory(world), ["project_filed"])


def test_a_second_metric_of_a_name_is_refused() -> None:
    with pytest.raises(LandsimError, match=r"already registered by landsim\.metrics\.projects"):

        @metric("projects_filed", zh="x", en="x", unit=units.PROJECTS)
        def _again(_: Scenario, __: Trajectory) -> float:
            return 0.0


@pytest.mark.parametrize("name", metrics.names())
def test_every_metric_is_fit_to_be_shown(name: str) -> None:
    entry = metrics.get(name)
    assert entry.name == name
    assert entry.unit in UNITS
    assert entry.label.en == entry.label.en.strip() != ""
    assert re.search("[一-鿿]", entry.label.zh)


def test_a_metric_is_at_home_in_its_module() -> None:
    assert metrics.origin("filing_to_land_workdays") == "landsim.metrics.lead_times"
    assert metrics.origin("resupply_days") == "landsim.metrics.resupply"


@pytest.mark.parametrize("name", metrics.names())
def test_every_metric_survives_an_empty_trajectory(name: str) -> None:
    world = tiny_scenario(projects=())
    value = metrics.get(name).compute(world, made_trajectory(world))
    assert value == 0 or math.isnan(value)


def test_names_and_labels_are_distinct() -> None:
    labels = [entry.label for _, entry in metrics.items()]
    assert len({label.en for label in labels}) == len(labels)
    assert len({label.zh for label in labels}) == len(labels)


VARIANTS = ("_green_workdays", "_ordinary_workdays", "_p90_workdays", "_reached_share")
"""Endings that the page explains once for all lead times."""


def test_every_metric_is_explained() -> None:
    page = Path(__file__).parents[3] / "docs" / "explanation" / "metrics.md"
    said = set(re.findall(r"`([a-z_…0-9]+)`", page.read_text(encoding="utf-8")))
    lead_times = tuple(name.removesuffix("_workdays") for name in said if "_to_" in name)
    variants = {stem + ending for stem in lead_times for ending in VARIANTS}
    assert {f"…{ending}" for ending in VARIANTS} <= said
    assert set(metrics.names()) - said - variants == set()


def test_no_explained_metric_is_gone() -> None:
    page = Path(__file__).parents[3] / "docs" / "explanation" / "metrics.md"
    said = set(re.findall(r"`([a-z_0-9]+)`", page.read_text(encoding="utf-8")))
    looks_like_one = ("_workdays", "_ha_years", "_mcny", "_share", "_mu", "_end", "_days")
    assert {name for name in said if name.endswith(looks_like_one)} <= set(metrics.names())
