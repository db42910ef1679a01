from dataclasses import replace
from pathlib import Path

import pytest

from landsim.errors import ResultsError
from landsim.files.snapshot import read_snapshot, snapshot_hash, write_snapshot
from landsim.testing.builders import policy, project, tiny_scenario


def test_a_scenario_comes_back_to_the_last_digit(tmp_path: Path) -> None:
    scenario = tiny_scenario(
        variant="改革",
        projects=(project("J1", filed_day=0.1 + 0.2, patience_days=float("inf")),),
    )
    write_snapshot(scenario, tmp_path / "scenario.json")
    again = read_snapshot(tmp_path / "scenario.json")
    assert again.calendar.working == scenario.calendar.working
    assert replace(again, calendar=scenario.calendar) == scenario
    assert snapshot_hash(again) == snapshot_hash(scenario)


def test_whole_and_floating_numbers_hash_alike() -> None:
    one = tiny_scenario(projects=(project("J1", filed_day=5),))
    other = tiny_scenario(projects=(project("J1", filed_day=5.0),))
    assert snapshot_hash(one) == snapshot_hash(other)


def test_another_lever_is_another_hash() -> None:
    plain = tiny_scenario()
    changed = tiny_scenario(policy=policy(standard="tiny", pack="other"))
    assert snapshot_hash(plain) != snapshot_hash(changed)


@pytest.mark.parametrize("text", ["", "{}", '{"name": 3}', "[1, 2"])
def test_what_is_no_scenario_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "scenario.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ResultsError, match="not a stored scenario"):
        read_snapshot(path)


def test_a_missing_snapshot_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ResultsError, match="not a stored scenario"):
        read_snapshot(tmp_path / "none.json")
