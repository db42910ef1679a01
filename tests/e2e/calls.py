"""How the tests call the command line, and how they break a scenario."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner

from landsim.cli.main import main

REPOSITORY = Path(__file__).resolve().parents[2]
QUICKSTART = REPOSITORY / "scenarios" / "quickstart"
BASE, TRADITIONAL = "base", "traditional"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What one call of the command line left behind."""

    exit_code: int
    out: str
    err: str

    @property
    def document(self) -> Any:
        """The one JSON document on stdout."""
        return json.loads(self.out)


def call(*arguments: object, store: Path | None = None, lang: str = "en") -> Outcome:
    """Run a verb in this process."""
    environment = {"LANDSIM_LANG": lang, "LANDSIM_RESULTS": None if store is None else str(store)}
    result = CliRunner().invoke(main, [str(word) for word in arguments], env=environment)
    return Outcome(exit_code=result.exit_code, out=result.stdout, err=result.stderr)


def assert_plain(outcome: Outcome) -> None:
    """Assert that output is fit for a file: no escape codes, no carriage returns, no traceback."""
    for text in (outcome.out, outcome.err):
        assert "\x1b" not in text
        assert "\r" not in text
        assert "Traceback" not in text


def put(old: str, new: str) -> Callable[[str], str]:
    """Return an edit that replaces the first occurrence of a text."""

    def edit(text: str) -> str:
        assert old in text, f"{old!r} is not there"
        return text.replace(old, new, 1)

    return edit


def cell(row: str, column: str, value: str) -> Callable[[str], str]:
    """Return an edit that sets a cell of a CSV table, by the row's identifier."""

    def edit(text: str) -> str:
        lines = text.splitlines()
        place = lines[0].split(",").index(column)
        for number, line in enumerate(lines):
            cells = line.split(",")
            if cells[0] == row:
                cells[place] = value
                lines[number] = ",".join(cells)
        return "\n".join(lines) + "\n"

    return edit


def property_of(parcel: str, name: str, value: str) -> Callable[[str], str]:
    """Return an edit that sets a property of a parcel in the GeoJSON file."""

    def edit(text: str) -> str:
        pattern = rf'("id": "{parcel}".*?"{name}": )[^,}}]*'
        return re.sub(pattern, rf"\g<1>{value}", text, count=1)

    return edit
