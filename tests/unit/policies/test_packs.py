"""Packs as data: every value sourced, every stage there, vintages differ where they should."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from landsim.core.approval import StageRole
from landsim.core.policy import Policy
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
from landsim.files.read import load_scenario

POLICIES = Path("landsim/policies")
QUICKSTART = Path("scenarios/quickstart")
PACKS = ("gz2020", "gz2024")
PRESETS = ("market_led", "planned", "public_partnership", "reform", "traditional")
CONFIDENCE = re.compile(r"[VDKUA](/[VDKUA])*")
SOURCE = re.compile(r"policy\.md \d|proposal 2020 ")
FILES = sorted(POLICIES.glob("*/*.yaml"))
WRAPPER = {"value", "source", "confidence", "note"}


def leaves(node: Any, cited: dict[str, str] | None, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give every value of a pack file with the source that covers it."""
    if isinstance(node, dict):
        if {"value", "source"} <= node.keys() <= WRAPPER:
            yield path, node
            return
        below = node.get("_source", cited)
        for key, child in node.items():
            if key != "_source":
                yield from leaves(child, below, f"{path}.{key}")
    else:
        yield path, cited


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.name}")
def test_every_value_says_where_it_comes_from(file: Path) -> None:
    found = list(leaves(yaml.safe_load(file.read_text(encoding="utf-8")), None))
    found = [(path, cited) for path, cited in found if path != ".extends_pack"]
    assert found
    for path, cited in found:
        assert cited is not None, path
        assert SOURCE.match(cited["source"]), path
        assert CONFIDENCE.fullmatch(cited["confidence"]), path


def test_assumptions_say_what_is_assumed() -> None:
    """An assumption without a note is one whose row of the fact sheet is itself marked A."""
    rows_marked_a = re.compile(
        r"policy\.md (10|7c|11|2\.17|2\.18|5\.[0-9]+|8\.[0-9]+|1\.[0-9]+|4\.)"
    )
    for file in FILES:
        for path, cited in leaves(yaml.safe_load(file.read_text(encoding="utf-8")), None):
            if cited is not None and cited["confidence"] == "A" and "note" not in cited:
                assert rows_marked_a.match(cited["source"]), f"{file} {path}"


@pytest.fixture(scope="module", params=PACKS)
def scenario(request: pytest.FixtureRequest) -> Scenario:
    return load_scenario(QUICKSTART, overrides=(f"policy.pack={request.param}",)).scenario


def test_packs_carry_their_sources_into_the_scenario(scenario: Scenario) -> None:
    by_path = {entry.path: entry for entry in scenario.sources}
    years = by_path["policy.tenure.grant.grant_years"]
    assert (years.source, years.confidence) == ("policy.md 1.1", "V")
    quota = by_path["policy.supply.quota_m2_per_year"]
    assert quota.confidence == "set"
    assert "scenario.yaml" in quota.source


def test_all_stages_are_there(scenario: Scenario) -> None:
    approvals = scenario.policy.approvals
    expected = [f"N{number:02d}" for number in range(1, 25)]
    assert [stage.id for stage in approvals.stages] == expected
    for route in approvals.routes:
        if route.id != approvals.floor_route:
            assert sorted(step.stage for step in route.steps) == expected, route.id
    assert {route.id for route in approvals.routes} >= {
        "serial",
        "parallel",
        "green",
        "green_phased",
    }


def test_floor_space_is_neither_listed_nor_built(scenario: Scenario) -> None:
    approvals = scenario.policy.approvals
    roles = {stage.id: stage.role for stage in approvals.stages}
    route = approvals.route_on_floor(approvals.ordinary_route)
    assert route.id == "floor"
    found = {roles[step.stage] for step in route.steps}
    assert not found & {
        StageRole.LISTING,
        StageRole.PERMIT,
        StageRole.CONSTRUCTION,
        StageRole.ACCEPTANCE,
    }
    assert found >= {StageRole.CONTRACT, StageRole.DELIVERY, StageRole.FULL_PRODUCTION}


def test_every_role_has_one_stage(scenario: Scenario) -> None:
    roles = [stage.role for stage in scenario.policy.approvals.stages]
    for role in StageRole:
        assert role is StageRole.NONE or roles.count(role) == 1, role


def test_staff_is_that_of_the_fact_sheet(scenario: Scenario) -> None:
    staff = {desk.id: desk.staff for desk in scenario.policy.approvals.desks}
    expected = {"admission": 2, "planning": 4, "construction": 4, "acceptance": 3}
    assert {desk: staff[desk] for desk in expected} == expected


def test_tenure_stays_within_the_law(scenario: Scenario) -> None:
    for terms in scenario.policy.tenure:
        assert terms.grant_years <= 50, terms.mode
        assert terms.lease_years <= 20, terms.mode
    modes = [terms.mode for terms in scenario.policy.modes_for(frozenset({SupplyKind.FLOOR}))]
    assert modes == ["floor_lease", "floor_sale"]
    modes = [terms.mode for terms in scenario.policy.tenure if terms.mode not in modes]
    assert modes == [
        "grant",
        "flexible_grant",
        "long_lease",
        "lease_then_transfer",
        "lease_and_grant",
    ]


def test_two_percent_is_the_price_spread_over_fifty_years(scenario: Scenario) -> None:
    """policy.md 1.14: the rent formula of 2025 and the 2 % of 2024 are the same thing."""
    for terms in scenario.policy.tenure:
        if terms.lease_years and terms.supply is SupplyKind.LAND:
            assert terms.rent_share_per_year == 1 / scenario.policy.price.full_term_years


def policy(pack: str) -> Policy:
    return load_scenario(QUICKSTART, overrides=(f"policy.pack={pack}",)).scenario.policy


def test_vintages_differ_where_the_rules_changed() -> None:
    old, new = policy("gz2020"), policy("gz2024")
    assert (old.terms("grant").first_payment_share, new.terms("grant").first_payment_share) == (
        1.0,
        0.5,
    )
    assert (old.terms("long_lease").lease_years, new.terms("long_lease").lease_years) == (10, 20)
    assert new.terms("long_lease").rent_rise_share == 0.10
    assert (
        old.approvals.stage("N12").limit_workdays,
        new.approvals.stage("N12").limit_workdays,
    ) == (
        None,
        30,
    )
    assert old.lifecycle == new.lifecycle
    assert old.standards == new.standards


@pytest.mark.parametrize("name", PRESETS)
def test_presets_set_the_same_levers(name: str) -> None:
    """So that one laid over another leaves nothing of it behind."""

    def keys(node: Any, path: str = "") -> Iterator[str]:
        if isinstance(node, dict) and not {"value", "source"} <= node.keys():
            for key, child in node.items():
                if key not in ("_source", "green_channel"):
                    yield from keys(child, f"{path}.{key}")
        else:
            yield path

    read = {
        preset: set(keys(yaml.safe_load((POLICIES / f"presets/{preset}.yaml").read_text("utf-8"))))
        for preset in (name, "reform")
    }
    assert read[name] == read["reform"]


@pytest.mark.parametrize("name", PRESETS)
def test_presets_load_on_either_pack(name: str) -> None:
    for pack in PACKS:
        overrides = (f"policy.pack={pack}", f"policy.preset={name}")
        loaded = load_scenario(QUICKSTART, overrides=overrides)
        assert loaded.scenario.problems() == ()
        weights = [criterion.weight for criterion in loaded.scenario.policy.objective]
        assert sum(weights) == pytest.approx(1.0)
