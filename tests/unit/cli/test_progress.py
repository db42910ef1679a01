"""One protocol, three faces: bars, a line now and then, JSON lines."""

import io
import json

import pytest
from rich.console import Console as Screen

from landsim.cli import progress
from landsim.cli.console import Console
from landsim.cli.progress import watching
from landsim.cli.settings import Settings
from landsim.core.label import Language
from landsim.core.progress import Finished, Incumbent, Note, Progress, Started
from landsim.locale.catalogue import translate

EVENTS = (
    Started(task="simulate", total=4, unit="replications"),
    Progress(task="simulate", done=1, total=4, unit="replications"),
    Note(message="Written: {path}", values=(("path", "a.csv"),)),
    Incumbent(task="plan", value=90.0, bound=99.0, seconds=1.0),
    Progress(task="simulate", done=4, total=4, unit="replications"),
    Finished(task="simulate"),
)


def tell(console, events=EVENTS):
    with watching(console) as listener:
        for event in events:
            listener(event)


def test_log_gets_a_line_every_ten_seconds(capsys, monkeypatch):
    seconds = iter([0.0, 11.0, 12.0, 30.0])
    monkeypatch.setattr(progress.time, "monotonic", lambda: next(seconds))
    tell(Console(Settings()))
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.splitlines() == [
        "Replications 1/4 replications",
        "Written: a.csv",
        "Replications 4/4 replications",
    ]


def test_quiet_says_nothing(capsys):
    tell(Console(Settings(is_quiet=True)))
    assert capsys.readouterr() == ("", "")


def test_json_lines_parse_and_go_to_stderr(capsys):
    tell(Console(Settings(is_json=True)))
    captured = capsys.readouterr()
    assert captured.out == ""
    lines = [json.loads(line) for line in captured.err.splitlines()]
    assert [line["event"] for line in lines] == ["started", "progress", "note", "finished"]


@pytest.mark.parametrize("language", list(Language))
def test_bars_move_on_a_terminal(language):
    console = Console(Settings(language=language))
    stream = io.StringIO()
    console.err = Screen(file=stream, force_terminal=True, width=100)
    tell(console)
    text = stream.getvalue()
    assert translate("Replications", language) in text
    assert "\x1b[" in text
    assert "a.csv" in text
