"""Whatever goes wrong becomes words and an exit code, and never a traceback."""

import json
from pathlib import Path

import click
import pytest

from landsim.cli.failure import explain_failure
from landsim.cli.settings import Settings
from landsim.core.label import Language
from landsim.errors import (
    Infeasible,
    LandsimError,
    Problem,
    ResultsError,
    ScenarioError,
    SolverFailed,
    UnknownNameError,
)

TWO_FAULTS = ScenarioError(
    [Problem(where="a.yaml:1:1", what="is empty"), Problem(where="b.csv", what="is empty")]
)


@pytest.mark.parametrize(
    ("error", "exit_code", "said"),
    [
        (TWO_FAULTS, 2, "2 faults. Not run."),
        (UnknownNameError("metric", "mean_wiat", ["mean_wait"]), 2, 'did you mean "mean_wait"?'),
        (ResultsError("no such run"), 2, "no such run"),
        (Infeasible("no plan", rules=["quota", "locks"]), 1, "Rules in conflict: quota, locks"),
        (SolverFailed("HiGHS stopped without a plan"), 1, "HiGHS stopped"),
        (LandsimError("park does not balance"), 3, "park does not balance"),
        (click.UsageError("Missing argument"), 2, "Missing argument"),
        (KeyboardInterrupt(), 130, "Cancelled"),
        (PermissionError(13, "Permission denied", "results"), 2, "results: Permission denied"),
        (ModuleNotFoundError("no dash", name="dash"), 2, "pip install dash"),
    ],
)
def test_each_error_has_its_words_and_its_exit_code(error, exit_code, said, capsys):
    assert explain_failure(error, Settings()) == exit_code
    captured = capsys.readouterr()
    assert said in captured.err
    assert captured.out == ""
    assert "Traceback" not in captured.err


def test_unexpected_error_leaves_a_log_and_one_sentence(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    assert explain_failure(KeyError("x"), Settings()) == 3
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    (log,) = tmp_path.glob("landsim-*.log")
    assert str(log) in said
    assert "KeyError" in log.read_text(encoding="utf-8")


def test_debug_shows_the_traceback(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(ZeroDivisionError) as caught:
        1 / 0  # noqa: B018  any error with a traceback
    explain_failure(caught.value, Settings(is_debug=True))
    assert "Traceback" in capsys.readouterr().err


def test_json_holds_every_fault(capsys):
    assert explain_failure(TWO_FAULTS, Settings(is_json=True, language=Language.ZH)) == 2
    captured = capsys.readouterr()
    document = json.loads(captured.out)
    assert document["exit_code"] == 2
    assert document["error"]["kind"] == "ScenarioError"
    assert [entry["where"] for entry in document["error"]["problems"]] == ["a.yaml:1:1", "b.csv"]
    assert document["error"]["problems"][0]["what"] == "是空的"
    assert captured.err == ""


def test_one_fault_is_counted_as_one(capsys):
    error = ScenarioError([Problem(where="a.yaml", what="is empty")])
    explain_failure(error, Settings())
    assert "1 fault. Not run." in capsys.readouterr().err


def test_log_is_named_in_json(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    explain_failure(RuntimeError("boom"), Settings(is_json=True))
    document = json.loads(capsys.readouterr().out)
    assert document["exit_code"] == 3
    assert Path(document["error"]["log"]).is_file()
