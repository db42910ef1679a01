"""Synthetic parks: the folder and the scenario in memory are one; laws hold; faults are named."""

import hashlib
import itertools
from pathlib import Path

import numpy as np
import pytest

from landsim.core.problem import foresight_problem
from landsim.errors import ScenarioError
from landsim.files.read import load_scenario, read_scenario
from landsim.files.synthetic.demand import draw_filings
from landsim.files.synthetic.land import draw_sites, draw_substations, n_districts
from landsim.files.synthetic.order import SIZES, TENURE_MIXES, ParkOrder, park_order
from landsim.files.synthetic.texts import synthetic_scenario, synthetic_texts
from landsim.files.templates import write_template

SMALL = park_order("S", seed=7)


def test_what_was_written_reads_back_as_what_is_in_memory(tmp_path: Path) -> None:
    write_template(tmp_path / "park", "synthetic", SMALL)
    loaded, memory = load_scenario(tmp_path / "park"), synthetic_scenario(SMALL)
    assert loaded.scenario == memory
    assert loaded.warnings == ()
    one = foresight_problem(loaded.scenario, loaded.scenario.projects)
    other = foresight_problem(memory, memory.projects)
    assert (one.asking, one.park, one.policy) == (other.asking, other.park, other.policy)
    for name in ("free_m2", "ready_period", "may_supply", "quota_m2", "capacity", "budget_mcny"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name


def test_the_numbers_are_the_same_on_every_machine() -> None:
    texts = "".join(synthetic_texts(SMALL).values())
    digest = hashlib.sha256(texts.encode()).hexdigest()
    assert digest[:16] == "a2efafaae10dd39d"


def test_a_seed_changes_everything_drawn() -> None:
    one, other = synthetic_texts(SMALL), synthetic_texts(park_order("S", seed=8))
    assert all(one[name] != other[name] for name in one)


@pytest.mark.parametrize("size", ["S", "M", "L"])
def test_sizes_are_what_they_say(size: str) -> None:
    order = SIZES[size]
    sites = draw_sites(order)
    filings = draw_filings(order, sites)
    assert (len(sites), len(filings)) == (order.n_parcels, order.n_projects)
    assert len({site.district for site in sites}) == n_districts(order)


@pytest.mark.parametrize("tightness", [0.5, 1.4, 3.0])
def test_tightness_is_land_asked_for_over_land(tightness: float) -> None:
    order = park_order("M", tightness=tightness)
    sites = draw_sites(order)
    asked_m2 = sum(filing.area_min_m2 for filing in draw_filings(order, sites))
    supply_m2 = sum(site.area_m2 for site in sites)
    assert asked_m2 / supply_m2 == pytest.approx(tightness, rel=2e-3)


def test_every_project_may_use_two_districts() -> None:
    order = park_order("M")
    zones = [filing.zones.split(";") for filing in draw_filings(order, draw_sites(order))]
    assert all(len(set(pair)) == 2 for pair in zones)
    named = {name for pair in zones for name in pair}
    assert len(named) == n_districts(order)


def test_parcels_do_not_overlap_and_some_are_adjacent() -> None:
    sites = draw_sites(park_order("M"))
    for one, other in itertools.combinations(sites, 2):
        apart_x = one.west_m + one.width_m <= other.west_m or (
            other.west_m + other.width_m <= one.west_m
        )
        assert apart_x or abs(one.south_m - other.south_m) >= 200
    scenario = synthetic_scenario(SMALL)
    blocks = {parcel.id: parcel.block for parcel in scenario.park.parcels}
    assert len(scenario.park.adjacency) > len(sites) / 5
    assert all(blocks[one] == blocks[other] for one, other in scenario.park.adjacency)


def test_power_grows_and_never_serves_all() -> None:
    order = park_order("M")
    sites = draw_sites(order)
    stations = draw_substations(order, sites)
    first, *_, last = [sum(station.steps_mw[step][1] for station in stations) for step in (0, 1, 2)]
    full_mw = 3.0 * sum(site.area_m2 for site in sites) / 10_000
    assert 0.55 * full_mw < first < last < 0.95 * full_mw


@pytest.mark.parametrize("mix", [*TENURE_MIXES, "grant=0-0.25,long_lease=0.1-1"])
def test_tenure_mix_bounds_the_shares(mix: str) -> None:
    order = park_order("S", tenure_mix=mix)
    assert synthetic_scenario(order).policy.land.tenure_shares == order.shares
    assert bool(order.shares) == (mix != "free")


@pytest.mark.parametrize(
    ("ordered", "said"),
    [
        ({"size": "XXL"}, 'no such size "XXL"'),
        ({"tenure_mix": "caped"}, 'no such tenure mix "caped"'),
        ({"tenure_mix": "lease=0-1"}, 'no such mode "lease"'),
        ({"tenure_mix": "grant=some"}, "mode=low-high"),
        ({"tenure_mix": "grant=0.5-0.1"}, "min ≤ max"),
        ({"tightness": 0.0}, "must be > 0"),
    ],
)
def test_an_order_that_makes_no_sense_is_named(ordered: dict[str, object], said: str) -> None:
    with pytest.raises(ScenarioError) as caught:
        park_order(**ordered)  # type: ignore[arg-type]
    assert said in str(caught.value)


def test_sizes_of_ones_own_have_limits() -> None:
    with pytest.raises(ScenarioError) as caught:
        ParkOrder(n_parcels=1, n_projects=0, n_periods=0)
    assert len(caught.value.problems) == 3


def test_one_year_parks_can_be_read() -> None:
    scenario = synthetic_scenario(ParkOrder(n_parcels=2, n_projects=1, n_periods=1))
    assert scenario.name == "synthetic-2x1x1-1"


def test_other_templates_take_no_order(tmp_path: Path) -> None:
    with pytest.raises(ScenarioError, match="only the template synthetic"):
        write_template(tmp_path / "park", "quickstart", SMALL)
    assert not (tmp_path / "park").exists()


@pytest.mark.slow
def test_the_largest_can_be_written_and_read(tmp_path: Path) -> None:
    write_template(tmp_path, "synthetic", SIZES["XL"])
    scenario = read_scenario(tmp_path)
    assert (len(scenario.park.parcels), len(scenario.projects)) == (2_000, 10_000)
