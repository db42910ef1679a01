"""The JSON Schema accepts what ships, refuses what the reader refuses, and explains every key."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from unit.files.miniature_schema import Miniature
from unit.files.parkfolder import SCENARIO

from landsim.files.documents import located
from landsim.files.dump import plain_scenario
from landsim.files.faults import Faults
from landsim.files.located import Branch, Items, Node, Source
from landsim.files.schema import scenario_schema
from landsim.testing.builders import tiny_scenario

FILES = sorted([*Path("scenarios").glob("*/*.yaml"), *Path("landsim/policies").glob("*/*.yaml")])


def plain(node: Node) -> Any:
    if isinstance(node, Branch):
        return {key: plain(child) for key, child in node.entries.items()}
    return [plain(item) for item in node.items] if isinstance(node, Items) else node.value


def tree_of(text: str) -> Any:
    faults = Faults()
    tree = located(text, Source(name="x", short="x", folder=Path()), faults)
    assert not faults.errors
    return plain(tree.without("extends_pack"))


@pytest.fixture(scope="module")
def schema() -> Miniature:
    return Miniature(scenario_schema())


@pytest.mark.parametrize("file", FILES, ids=str)
def test_shipped_files_fit(file: Path, schema: Miniature) -> None:
    assert schema.fits(tree_of(file.read_text(encoding="utf-8")))


def test_resolved_scenario_fits_but_for_what_landsim_writes(schema: Miniature) -> None:
    content = plain_scenario(tiny_scenario())
    for key in ("variant", "sources", "resolved"):
        del content[key]
    content = yaml.safe_load(yaml.safe_dump(content))
    assert schema.fits(content)
    assert not schema.fits({**content, "resolved": True})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("calendar: every_day", "calendar: every_dya"),
        ("calendar: every_day", "calender: every_day"),
        ("n_periods: 8", "n_periods: eight"),
        ("n_periods: 8", "n_periods: true"),
        ("start: 2021-01-01", "start: 2021-1-1"),
        ("{2023-01-01: 60, 2021-01-01: 30}", "{later: 60}"),
        ("offered: [lease]", "offered: {lease: 1}"),
        ("offered: [lease]", "offred: [lease]"),
        ("{quota_m2_per_year: 80000}", "{mode: bach}"),
        ("x: 449100", "x: east"),
    ],
)
def test_broken_files_do_not_fit(old: str, new: str, schema: Miniature) -> None:
    assert schema.fits(tree_of(SCENARIO))
    assert SCENARIO.count(old) == 1
    assert not schema.fits(tree_of(SCENARIO.replace(old, new)))


def test_laws_state_all_their_parameters(schema: Miniature) -> None:
    law = {"$ref": "#/$defs/law"}
    assert schema.fits(5, law)
    assert schema.fits({"law": "uniform", "low": 1, "high": 2}, law)
    assert not schema.fits({"law": "uniform", "low": 1}, law)
    assert not schema.fits({"law": "uniform", "low": 1, "high": 2, "mode": 1}, law)
    assert not schema.fits({"low": 1, "high": 2}, law)


def test_every_key_is_explained() -> None:
    content = scenario_schema()
    unexplained = [
        f"{name}.{key}"
        for name, definition in content["$defs"].items()
        if name not in ("law", "sourced")
        for key, entry in definition["properties"].items()
        if not entry.get("description")
    ]
    assert unexplained == []
    assert content["$defs"]["Supply"]["properties"]["mode"]["description"] == "Rhythm of supply."


def test_defaults_are_those_of_the_core() -> None:
    content = scenario_schema()
    assert content["$defs"]["Rework"]["properties"]["correction_workdays"]["default"] == 0.0
    assert content["$defs"]["Desk"]["properties"]["discipline"]["default"] == "priority"
    assert "default" not in content["$defs"]["Desk"]["properties"]["staff"]
