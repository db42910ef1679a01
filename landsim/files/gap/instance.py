"""A published generalised assignment problem, read from its text file.

The common layouts are understood: one instance to a file (numbers of agents and items, then
costs, weights and capacities, each by agent), and the OR-Library's several problems to a file,
which begins with their number.
"""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from landsim.core.planning import Sense
from landsim.files import messages
from landsim.files.faults import Faults, whole
from landsim.files.located import Place, Source
from landsim.files.reader import Reader

Amounts = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class GapInstance:
    """Items to be assigned to agents of limited capacity."""

    name: str
    """Name of the instance."""
    sense: Sense
    """Whether the values are costs or profits."""
    values: Amounts
    """Cost or profit of an item on an agent, shape (n_agents, n_items)."""
    weights: Whole
    """What an item takes of an agent's capacity, shape (n_agents, n_items)."""
    capacities: Whole
    """Capacity of each agent, shape (n_agents,)."""


def read_gap(path: Path, *, problem: int | None = None, is_maximised: bool = False) -> GapInstance:
    """Read an instance.

    Parameters
    ----------
    path
        Text file.
    problem
        Which problem of a file that holds several, from 1; None where it holds one.
    is_maximised
        Whether the values are profits; otherwise they are costs.

    Raises
    ------
    ScenarioError
        If the file is not such an instance; the fault names line and column.
    """
    faults = Faults()
    text = Reader(path.parent, faults).text_of(path, whole(str(path)))
    faults.raise_any()
    words = _Words(path, text or "")
    begins = _problems(words)
    if problem is None and len(begins) > 1:
        words.refuse(0, messages.GAP_WHICH, n=len(begins))
    place = 1 if problem is None else problem
    if not 1 <= place <= len(begins):
        faults.add(whole("--problem"), messages.GAP_NO_SUCH, n=len(begins), got=place)
        faults.raise_any()
    name = path.name.removesuffix(".txt")
    return _instance(
        words,
        begins[place - 1],
        name=name if len(begins) == 1 else f"{name}-{place}",
        sense=Sense.MAXIMISE if is_maximised else Sense.MINIMISE,
    )


class _Words:
    """The words of a file, which know where they stand."""

    def __init__(self, path: Path, text: str) -> None:
        self._text = text
        self._path = path
        self.words = text.split()
        if not self.words:
            self.refuse(0, messages.EMPTY_FILE)

    def number(self, place: int) -> float:
        """Return a number; refuse a word that is none."""
        try:
            value = float(self.words[place])
        except ValueError:
            value = float("nan")
        if not np.isfinite(value):
            self.refuse(place, messages.MUST_BE_NUMBER, value=self.words[place])
        return value

    def count(self, place: int) -> int:
        """Return a whole number above 0; refuse anything else."""
        value = self.number(place)
        if value != int(value) or value < 1:
            self.refuse(place, messages.GAP_POSITIVE, value=self.words[place])
        return int(value)

    def numbers(self, begin: int, n: int) -> Amounts:
        """Return some numbers; refuse the first word that is none."""
        try:
            values = np.array(self.words[begin : begin + n], dtype=np.float64)
        except ValueError:
            values = np.array([self.number(begin + place) for place in range(n)])
        wrong = np.flatnonzero(~np.isfinite(values))
        if len(wrong):
            self.number(begin + int(wrong[0]))
        return values

    def counts(self, begin: int, n: int) -> Whole:
        """Return some whole numbers above 0; refuse the first that is none."""
        values = self.numbers(begin, n)
        wrong = np.flatnonzero((values != np.round(values)) | (values < 1))
        if len(wrong):
            self.count(begin + int(wrong[0]))
        return values.astype(np.int64)

    @property
    def is_size_first(self) -> bool:
        """Whether the file begins with the size of a problem, not with a number of problems."""
        first = next(line.split() for line in self._text.splitlines() if line.strip())
        return len(first) > 1

    def refuse(self, place: int, message: str, **values: Any) -> None:  # noqa: ANN401
        """Raise a fault at a word, or behind the last one."""
        faults = Faults()
        faults.add(self._place(place), message, **values)
        faults.raise_any()

    def _place(self, place: int) -> Place:
        source = Source(
            name=str(self._path),
            short=self._path.name,
            folder=self._path.parent,
            lines=tuple(self._text.splitlines()),
        )
        n_before = 0
        for row, line in enumerate(source.lines, start=1):
            found = list(_WORD.finditer(line))
            if place < n_before + len(found):
                return Place(source, row, found[place - n_before].start() + 1)
            n_before += len(found)
        last = source.lines[-1] if source.lines else ""
        return Place(source, max(len(source.lines), 1), len(last) + 1)


def _problems(words: _Words) -> list[int]:
    """Return where each problem of a file begins; refuse a file that does not come out even."""
    if len(words.words) > 1 and _end(words, 0) == len(words.words):
        return [0]
    if words.is_size_first:
        _refuse_length(words, 0)
    return _several(words)


def _several(words: _Words) -> list[int]:
    begins, place = [], 1
    for _ in range(words.count(0)):
        begins.append(place)
        if place + 1 >= len(words.words) or _end(words, place) > len(words.words):
            _refuse_length(words, place)
        place = _end(words, place)
    if place < len(words.words):
        words.refuse(place, messages.GAP_TOO_LONG)
    return begins


def _end(words: _Words, begin: int) -> int:
    """Return where a problem that begins at a word ends."""
    n_agents, n_items = words.count(begin), words.count(begin + 1)
    return begin + 2 + n_agents * (2 * n_items + 1)


def _refuse_length(words: _Words, begin: int) -> None:
    n_words = len(words.words)
    if begin + 1 >= n_words:
        words.refuse(n_words, messages.GAP_TOO_SHORT_SIZE)
    end = _end(words, begin)
    n_agents, n_items = words.count(begin), words.count(begin + 1)
    if end < n_words:
        words.refuse(end, messages.GAP_TOO_LONG)
    words.refuse(
        n_words,
        messages.GAP_TOO_SHORT,
        agents=n_agents,
        items=n_items,
        needed=end - begin,
        got=n_words - begin,
    )


def _instance(words: _Words, begin: int, *, name: str, sense: Sense) -> GapInstance:
    n_agents, n_items = words.count(begin), words.count(begin + 1)
    size, begin = n_agents * n_items, begin + 2
    return GapInstance(
        name=name,
        sense=sense,
        values=words.numbers(begin, size).reshape(n_agents, n_items),
        weights=words.counts(begin + size, size).reshape(n_agents, n_items),
        capacities=words.counts(begin + 2 * size, n_agents),
    )
