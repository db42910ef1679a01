"""How text, tables and documents reach a stream that is no terminal."""

import io
import json
import math

import numpy as np
import pytest

from landsim.cli.console import Console, plain, printable
from landsim.cli.settings import Settings
from landsim.core.label import Label, Language


@pytest.fixture
def streams(monkeypatch):
    def connect(encoding="utf-8"):
        pair = [io.TextIOWrapper(io.BytesIO(), encoding, newline="") for _ in range(2)]
        monkeypatch.setattr("sys.stdout", pair[0])
        monkeypatch.setattr("sys.stderr", pair[1])
        return pair

    return connect


def written(stream):
    stream.flush()
    return stream.buffer.getvalue().decode(stream.encoding)


def test_results_go_to_stdout_and_notes_to_stderr(streams):
    out, err = streams()
    console = Console(Settings(language=Language.ZH))
    console.say("Written: {path}", path="a.csv")
    console.note("Next: landsim validate {folder}", folder="park")
    assert written(out) == "已写入\uff1aa.csv\n"
    assert written(err).startswith("下一步\uff1a")


def test_json_silences_everything_but_the_document(streams):
    out, err = streams()
    console = Console(Settings(is_json=True))
    console.say("Written: {path}", path="a.csv")
    console.note("Next: landsim validate {folder}", folder="park")
    console.fault("broken")
    console.table(["Name"], [["x"]])
    console.document({"n": 1, "name": "宗地"})
    assert json.loads(written(out)) == {"n": 1, "name": "宗地"}
    assert written(err) == ""


def test_quiet_keeps_results_and_faults(streams):
    out, err = streams()
    console = Console(Settings(is_quiet=True))
    console.say("Written: {path}", path="a.csv")
    console.note("Next: landsim validate {folder}", folder="park")
    console.fault("broken")
    assert written(out) == "Written: a.csv\n"
    assert written(err) == "broken\n"


def test_table_has_no_escape_codes_and_lines_up_chinese(streams):
    out, _ = streams()
    console = Console(Settings(language=Language.ZH))
    console.table(["Name", "Points"], [["宗地一", "1.0"], ["ab", "12.5"]], numbers=1)
    text = written(out)
    assert "\x1b" not in text
    assert "\r" not in text
    rows = [
        line for line in text.splitlines() if "│" in line and ("宗地一" in line or "ab" in line)
    ]
    assert len(rows) == 2
    # Each Chinese letter takes two columns, so the row with three of them is three letters short.
    assert len(rows[1]) - len(rows[0]) == 3


def test_document_is_ascii_where_the_stream_cannot_hold_chinese(streams):
    out, _ = streams("latin-1")
    Console(Settings(is_json=True)).document({"name": "宗地"})
    assert json.loads(written(out)) == {"name": "宗地"}


def test_plain_turns_what_json_lacks_into_what_it_has():
    given = {"nan": math.nan, "inf": math.inf, "n": np.int64(3), "x": (1.5, np.float64("nan"))}
    assert plain(given) == {"nan": None, "inf": None, "n": 3, "x": [1.5, None]}
    assert plain({1: Language.ZH}) == {"1": "zh"}


def test_printable_fits_gbk():
    text = printable("12\u202f345 m² − 3")
    assert text == "12,345 ㎡ - 3"
    assert text.encode("gbk")


def test_name_is_in_the_readers_language():
    label = Label(zh="庆盛", en="Qingsheng")
    assert Console(Settings(language=Language.ZH)).name(label) == "庆盛"
    assert Console(Settings(language=Language.EN)).name(label) == "Qingsheng"
