"""A resolved scenario read again is the same scenario, to the last digit."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from unit.files.parkfolder import ParkFolder

from landsim.core.demand import Generator, RateStep, Response
from landsim.core.distribution import Constant, Discrete, Exponential, LogNormal
from landsim.core.ids import ParcelId, ProjectId, StageId, ZoneId
from landsim.core.landrules import (
    Claim,
    Cluster,
    FairnessFloor,
    Forbid,
    Incompatibility,
    LandRules,
    Lock,
    OccupancyBasis,
)
from landsim.core.lifecycle import Lifecycle, Tier
from landsim.core.park import AccessModel
from landsim.core.project import ChainRole, Conduct, FirmClass, Fit
from landsim.core.scenario import Scenario, Target
from landsim.files.calendars import work_calendar
from landsim.files.dump import plain_scenario, write_resolved
from landsim.files.read import load_scenario
from landsim.testing.builders import project, tiny_scenario

SHIPPED = sorted(path.parent for path in Path("scenarios").glob("*/scenario.yaml"))


def again(scenario: Scenario, path: Path) -> Scenario:
    text = yaml.safe_dump(plain_scenario(scenario), allow_unicode=True, sort_keys=False)
    path.write_text(text, encoding="utf-8")
    return load_scenario(path).scenario


def with_shipped_calendar(scenario: Scenario) -> Scenario:
    horizon = scenario.horizon
    calendar = work_calendar(scenario.calendar.name, horizon.start, horizon.end)
    return replace(scenario, calendar=calendar)


@pytest.mark.parametrize("variant", ["", "batch", "leases"])
def test_folder_with_packs_and_tables(variant: str, park: ParkFolder) -> None:
    loaded = park.load(variant, "seed=7")
    path = park.path.parent / "elsewhere" / "scenario.yaml"
    write_resolved(loaded, path)
    read = load_scenario(path)
    assert read.scenario == loaded.scenario
    assert read.scenario.name == "park"
    assert read.scenario.variant == variant
    assert read.scenario.sources == loaded.scenario.sources
    assert [entry.path for entry in read.inputs] == ["scenario.yaml"]


def test_override_of_a_resolved_scenario_says_so(park: ParkFolder) -> None:
    loaded = park.load("batch")
    write_resolved(loaded, park.path / "scenario.yaml")
    changed = park.load("", "policy.supply.quota_m2_per_year=5").scenario
    assert changed.variant == "batch"
    assert changed.policy.supply.quota_m2_per_year == 5
    before = {entry.path: entry for entry in loaded.scenario.sources}
    after = {entry.path: entry for entry in changed.sources}
    assert before.keys() == after.keys()
    assert {path for path in before if before[path] != after[path]} == {
        "policy.supply.quota_m2_per_year"
    }
    assert after["policy.supply.quota_m2_per_year"].source == "--set #1"


def test_preset_may_stand_on_a_resolved_scenario(park: ParkFolder) -> None:
    write_resolved(park.load(), park.path / "stored.yaml")
    park.write("scenario.yaml", "extends: stored.yaml\npolicy: {preset: slow}\n")
    scenario = park.load().scenario
    assert scenario.policy.supply.round_months == (3, 9)
    assert len(scenario.projects) == 2


def test_parcels_in_the_scenario_itself_find_their_neighbours(park: ParkFolder) -> None:
    write_resolved(park.load(), park.path / "stored.yaml")
    park.change("  adjacency:\n  - [P1, P2]\n", "", "stored.yaml")
    park.path /= "stored.yaml"
    assert park.load().scenario.park.adjacency == (("P1", "P2"),)


@pytest.mark.parametrize("folder", SHIPPED, ids=lambda folder: folder.name)
def test_shipped_scenarios(folder: Path, tmp_path: Path) -> None:
    variant = load_scenario(folder).variants[-1]
    for name in ("", variant):
        loaded = load_scenario(folder, variant=name)
        write_resolved(loaded, tmp_path / "scenario.yaml")
        assert load_scenario(tmp_path / "scenario.yaml").scenario == loaded.scenario, name


def test_scenario_built_in_memory(tmp_path: Path) -> None:
    scenario = with_shipped_calendar(tiny_scenario())
    assert again(scenario, tmp_path / "x.yaml") == scenario


def full_land() -> LandRules:
    return LandRules(
        claims=(
            Claim(name="small", firm_class=FirmClass.STARTUP, min_m2=5),
            Claim(name="m1", zone=ZoneId("M1"), chain_role=ChainRole.BASE, max_m2=10**6),
        ),
        m0_max_share=0.1,
        early_budget_mcny_per_year=0.1 + 0.2,
        fairness=(FairnessFloor(firm_class=FirmClass.GROWTH, min_share=1 / 3),),
        incompatibilities=(Incompatibility(first="a", second="b"),),  # type: ignore[arg-type]
        clusters=(Cluster(block="A", roles=(ChainRole.BASE,), bonus=2.5),),
        locks=(Lock(project=ProjectId("J1"), period=3),),
        forbids=(Forbid(parcel=ParcelId("P2")),),
        occupancy=OccupancyBasis.LEASE_ONLY,
    )


def full_scenario() -> Scenario:
    """Return a scenario that uses what the tiny one leaves at its default."""
    tiny = tiny_scenario()
    conduct = Conduct(
        build_months=LogNormal(median=18.1, sigma=0.3),
        stay_years=Exponential(mean=11),
        delivery_ratio=Discrete(values=(0.5, 1.0), shares=(1, 3)),
        ability_to_pay_factor=Constant(value=1e-7),
    )
    lifecycle = Lifecycle(
        tiers=(Tier(min_ratio=1, has_renewal_priority=True), Tier(min_ratio=0.5)),
        clearing_months=Constant(value=2),
    )
    changed = with_shipped_calendar(
        replace(
            tiny,
            projects=(project("J1", conduct=conduct), project("J2", conduct=conduct)),
            fits=(Fit(project=ProjectId("J1"), parcel=ParcelId("P1"), value=0.1 + 0.2),),
            park=replace(tiny.park, access=AccessModel(decay_m=1234.5)),
            policy=replace(tiny.policy, lifecycle=lifecycle, land=full_land()),
            targets=(Target(metric="jobs", amount=3, by=date(2027, 12, 31), source="plan"),),
        )
    )
    assert StageId("N04") in {stage.id for stage in changed.policy.approvals.stages}
    return changed


def test_everything_that_a_scenario_may_say(tmp_path: Path) -> None:
    scenario = full_scenario()
    assert again(scenario, tmp_path / "x.yaml") == scenario


def test_generator_keeps_its_archetypes(park: ParkFolder, tmp_path: Path) -> None:
    park.change(
        "generator: null",
        "generator: {rates: {2021-01-01: 8, 2022-01-01: 9.5},"
        " responses: [{lever: rail, since: 2022-07-01, level_ratio: 2}]}",
    )
    scenario = park.load().scenario
    generator = scenario.generator
    assert isinstance(generator, Generator)
    assert generator.rates[1] == RateStep(since=date(2022, 1, 1), projects_per_year=9.5)
    assert generator.responses == (Response(lever="rail", since=date(2022, 7, 1), level_ratio=2.0),)
    assert again(scenario, tmp_path / "x.yaml") == scenario
    assert scenario.demand(0) == again(scenario, tmp_path / "x.yaml").demand(0)


def test_conduct_of_a_kind_is_written_once() -> None:
    plain: dict[str, Any] = plain_scenario(full_scenario())
    first, second = plain["demand"]["projects"].values()
    assert first["conduct"] is second["conduct"]
