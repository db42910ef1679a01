"""How things look on a terminal, in a pipe, and as JSON."""

import json
import math
import sys
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any, TextIO

from rich.console import Console as Screen
from rich.table import Table

from landsim.cli.settings import Settings
from landsim.core.label import Label
from landsim.locale.catalogue import translate, translate_text

PIPE_WIDTH = 100
"""Columns of output that goes into a file or another program."""
FINISHED = frozenset({"cause", "change", "detail", "figures", "further", "more", "subject"})
"""Values of messages that are finished English sentences."""

_NOT_IN_GBK = str.maketrans({"−": "-", "\u202f": ",", "\u00a0": " "})


class Console:
    """Where a verb says things: results to stdout, everything else to stderr."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings

    @cached_property
    def out(self) -> Screen:
        """Where results go."""
        return _screen(sys.stdout, self.settings)

    @cached_property
    def err(self) -> Screen:
        """Where everything else goes."""
        return _screen(sys.stderr, self.settings)

    @property
    def is_live(self) -> bool:
        """Whether somebody watches: bars may move."""
        return self.err.is_terminal and not self.settings.is_json and not self.settings.is_quiet

    def text(self, message: str, **values: object) -> str:
        """Return a message in the reader's language."""
        return translate(message, self.settings.language, **values)

    def sentence(self, text: str) -> str:
        """Return a finished English sentence in the reader's language."""
        return translate_text(text, self.settings.language)

    def spoken(self, message: str, values: Mapping[str, str]) -> str:
        """Return a message whose values may be finished English sentences themselves."""
        shown = {
            name: self.sentence(value) if name in FINISHED else value
            for name, value in values.items()
        }
        return self.text(message, **shown)

    def name(self, label: Label) -> str:
        """Return a name of the data in the reader's language."""
        return label.text(self.settings.language)

    def say(self, message: str, **values: object) -> None:
        """Print a result; nothing with ``--json``."""
        self.show(self.text(message, **values))

    def show(self, text: str = "", style: str = "") -> None:
        """Print text that needs no translation; nothing with ``--json``."""
        if not self.settings.is_json:
            self.out.print(printable(text), style=style or None, soft_wrap=True)

    def note(self, message: str, **values: object) -> None:
        """Tell the reader something beside the result; nothing with ``--quiet``."""
        if not self.settings.is_quiet and not self.settings.is_json:
            self.err.print(printable(self.text(message, **values)), soft_wrap=True)

    def fault(self, text: str, style: str = "") -> None:
        """Print a fault, whatever the settings but ``--json``."""
        if not self.settings.is_json:
            self.err.print(printable(text), style=style or None, soft_wrap=True)

    def table(
        self,
        heads: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        numbers: int = 0,
        wrapping: Collection[int] = (),
    ) -> None:
        """Print a table.

        Parameters
        ----------
        heads
            Message ids.
        rows
            Cells, as they are shown.
        numbers
            How many of the last columns are figures, which stand to the right.
        wrapping
            Places of the columns that give way where the screen is narrow; the others, such
            as identifiers, are never broken.
        """
        if self.settings.is_json:
            return
        grid = Table()
        for place, head in enumerate(heads):
            grid.add_column(
                printable(self.text(head)),
                justify="right" if place >= len(heads) - numbers else "left",
                no_wrap=place not in wrapping,
                overflow="fold",
            )
        for row in rows:
            grid.add_row(*(printable(cell) for cell in row))
        self.out.print(grid)

    def document(self, document: Mapping[str, Any]) -> None:
        """Print the one JSON document of this call."""
        encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower()
        text = json.dumps(
            plain(document),
            ensure_ascii=not encoding.startswith("utf"),
            allow_nan=False,
            indent=2,
        )
        sys.stdout.write(text + "\n")
        sys.stdout.flush()


def printable(text: str) -> str:
    """Return text that a Chinese Windows console can show: ㎡ is in GBK, m² is not."""
    return text.replace("m²", "㎡").translate(_NOT_IN_GBK)


def plain(value: Any) -> Any:  # noqa: ANN401
    """Return a value as JSON knows it: figures that are not finite become null."""
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(entry) for entry in value]
    if value is None or isinstance(value, bool | int | str):
        return value
    if hasattr(value, "item"):
        return plain(value.item())
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    return str(value)


def _screen(stream: TextIO, settings: Settings) -> Screen:
    is_terminal = stream.isatty()
    return Screen(
        file=stream,
        width=None if is_terminal else PIPE_WIDTH,
        force_terminal=is_terminal,
        no_color=not settings.has_colour or not is_terminal,
        highlight=False,
        markup=False,
        emoji=False,
    )
