"""What can be changed so that a project is served: one lever for each need and each limit."""

from collections.abc import Callable
from dataclasses import dataclass

from landsim.allocation.about import About
from landsim.core.problem import AllocationProblem


@dataclass(frozen=True, slots=True, kw_only=True)
class Lever:
    """One figure of a problem that may be eased by an amount."""

    rule: str
    """Rule that is eased."""
    message: str
    """Message id with ``{amount}``, ``{before}``, ``{after}`` and the ``values`` below."""
    values: tuple[tuple[str, str], ...] = ()
    """Further values of the placeholders."""
    unit: str
    """Unit of the amounts."""
    now: float
    """Figure as it is; the change goes from here."""
    sign: float = 1.0
    """1 where the figure is raised, -1 where it is lowered."""
    step: float
    """Smallest step of an amount that is worth telling."""
    most: float
    """Largest amount that is tried."""
    apply: Callable[[AllocationProblem, float], AllocationProblem]
    """Returns a problem eased by an amount."""
    rows: Callable[[About], float] | None = None
    """By how much a unit loosens a row of the rule, from what the row is about; None where the
    lever is no matter of bounds alone."""
    is_own: bool = False
    """Whether it changes the project alone, so that plans without it stay as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One figure that changes."""

    rule: str
    """Rule that is eased."""
    message: str
    """Message id, such as ``the quota of {year} were {amount} ha larger``."""
    values: tuple[tuple[str, str], ...]
    """Values of the placeholders."""
    unit: str
    """Unit of the figures."""
    amount: float
    """By how much it changes; positive."""
    before: float
    """Figure as it is."""
    after: float
    """Figure as it would be."""

    def __str__(self) -> str:
        return self.message.format_map(dict(self.values))


def part(lever: Lever, amount: float) -> Part:
    """Return what a lever changes when it is moved by an amount."""
    after = lever.now + lever.sign * amount
    shown = {
        "amount": f"{amount:.4g}",
        "before": f"{lever.now:.6g}",
        "after": f"{after:.6g}",
    }
    return Part(
        rule=lever.rule,
        message=lever.message,
        values=(*shown.items(), *lever.values),
        unit=lever.unit,
        amount=amount,
        before=lever.now,
        after=after,
    )
