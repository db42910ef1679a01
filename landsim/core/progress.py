"""What long work tells its caller; the library never prints.

Whoever calls hands in a `Listener`; the terminal, a log, JSON lines or a page show the same
events.
"""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """A piece of work begins."""

    task: str
    """What: ``read``, ``plan``, ``simulate``, ``store``, ``report``."""
    total: int | None = None
    """How much there is to do; None if unknown."""
    unit: str = ""
    """Unit of ``total``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Some of it is done."""

    task: str
    """What."""
    done: int
    """How much."""
    total: int | None = None
    """Of how much."""
    unit: str = ""
    """Unit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Incumbent:
    """The optimiser knows more."""

    task: str
    """What."""
    value: float
    """Best plan so far, in points."""
    bound: float
    """Proven bound, in points."""
    seconds: float
    """Since the start of the solve."""
    stage: str = ""
    """Stage of the search, such as ``improve``; empty where there is but one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """Something worth a line."""

    message: str
    """Message id with ``{placeholders}``."""
    values: tuple[tuple[str, str], ...] = ()
    """Values of the placeholders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """A piece of work is done."""

    task: str
    """What."""


class Enough(Exception):
    """Raised by a listener that wants no more work done, but what has been found so far."""


ProgressEvent = Started | Progress | Incumbent | Note | Finished
Listener = Callable[[ProgressEvent], None]


def ignore(event: ProgressEvent) -> None:
    """Listen to nothing."""
