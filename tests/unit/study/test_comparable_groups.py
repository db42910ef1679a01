"""Runs gather in groups within which they can be compared."""

from types import SimpleNamespace

from landsim.study import compare


def test_runs_join_the_first_group_they_fit(monkeypatch):
    kinds = {"a": 1, "b": 2, "c": 1, "d": 2, "e": 3}
    runs = [SimpleNamespace(run_id=name) for name in kinds]
    monkeypatch.setattr(
        compare,
        "_faults",
        lambda one, other: ["seed"] if kinds[one.run_id] != kinds[other.run_id] else [],
    )
    groups = compare.comparable_groups(runs)
    assert [[run.run_id for run in group] for group in groups] == [["a", "c"], ["b", "d"], ["e"]]
