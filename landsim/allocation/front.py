"""A front: the plans among which only a judgement can choose."""

from dataclasses import dataclass

from landsim.core.label import Label
from landsim.core.plan import Plan

SAME = 1e-9
"""Share of a range within which amounts are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Axis:
    """One objective of a front."""

    objective: str
    """Registered objective, or ``policy``."""
    label: Label
    """Name for people."""
    unit: str
    """Unit."""
    best: float
    """Amount of the plan that has most of it."""
    bound: float | None
    """Proven bound on the amount of any plan; None where there is none."""
    worst: float
    """Least amount among the plans that are best in one objective: exact for two objectives,
    an estimate for three."""
    step: float
    """Distance at which amounts are told apart; 0 for the axis that is maximised."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParetoPoint:
    """A plan that no other betters in one objective without loss in another."""

    amounts: tuple[float, ...]
    """Amount of each objective, in its unit."""
    floors: tuple[float | None, ...]
    """Least amount that was asked for, by objective; None for none."""
    bound: float | None
    """Proven bound on the first objective of any plan above the floors."""
    rest: float
    """Sum of the other objectives, each over its range on the front."""
    rest_bound: float | None
    """Proven bound on that sum for any such plan with as much of the first objective."""
    is_proven: bool
    """Whether both bounds are within the gap asked for."""
    plan: Plan
    """The plan, valued by the policy's points."""

    @property
    def gap(self) -> float | None:
        """Larger of the two relative gaps; None if a bound is missing."""
        if self.bound is None or self.rest_bound is None:
            return None
        first = (self.bound - self.amounts[0]) / max(abs(self.amounts[0]), SAME)
        return max(0.0, first, self.rest_bound - self.rest)


@dataclass(frozen=True, slots=True, kw_only=True)
class Front:
    """Points no plan dominates, the most of the first objective first."""

    axes: tuple[Axis, ...]
    """Objectives."""
    points: tuple[ParetoPoint, ...]
    """Points."""
    is_complete: bool
    """Whether every combination of amounts that no plan dominates is among the points."""
    is_cancelled: bool = False
    """Whether the search was stopped before its end."""
