"""Who is served next at a desk: a function (waiting, now) → position, filed by name."""

from collections.abc import Callable, Sequence
from typing import Protocol

from landsim.core.project import Project
from landsim.registry import Registry


class Ticket(Protocol):
    """What a discipline may know of a review that waits."""

    @property
    def project(self) -> Project:
        """Project under review."""

    @property
    def number(self) -> int:
        """Case number, in order of filing: settles ties."""

    @property
    def priority(self) -> int:
        """0 for the green channel where it has priority, else 1."""

    @property
    def enabled(self) -> float:
        """Day since which it waits."""

    @property
    def deadline(self) -> float:
        """Day on which the statutory limit runs out; NaN without one."""

    @property
    def is_green(self) -> bool:
        """Whether it comes by the green channel."""


Discipline = Callable[[Sequence[Ticket], float], int]
"""Returns the position of the next review among those waiting, who stand in order of
priority, then of waiting since, then of case number."""

disciplines: Registry[Discipline] = Registry("discipline", "landsim.simulation.disciplines")
"""Disciplines by name; a desk names its own in the scenario."""
