"""What a row of the program is about, for prices, conflicts and reasons in natural words."""

from collections.abc import Callable
from dataclasses import dataclass

from landsim.core.area import M2_PER_HA

HA_PER_M2 = 1 / M2_PER_HA
"""Hectares in a unit of a row that counts square metres."""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """One row in words: what it limits, and in which unit."""

    message: str
    """Message id with ``{placeholders}``, such as ``quota of {year}``."""
    values: tuple[tuple[str, str], ...] = ()
    """Values of the placeholders."""
    unit: str = ""
    """Natural unit of the row's bounds; empty for plain counts."""
    scale: float = 1.0
    """Natural units in one unit of the row."""

    def __str__(self) -> str:
        return self.message.format_map(dict(self.values))


RowLabel = Callable[[int], About]
"""Says what a row of a block is about, from its place in the block; called only if asked."""


def about(message: str, *, unit: str = "", scale: float = 1.0, **values: object) -> About:
    """Return what a row is about.

    Parameters
    ----------
    message
        Message id with ``{placeholders}``.
    unit
        Natural unit of the bounds.
    scale
        Natural units in one unit of the row.
    values
        Values of the placeholders.
    """
    shown = tuple((name, str(value)) for name, value in values.items())
    return About(message=message, values=shown, unit=unit, scale=scale)
