"""What is said of a project that got nothing: the cost of serving it, and what would serve it."""

import math
from dataclasses import dataclass

from landsim.allocation.levers import Part
from landsim.core.ids import ProjectId
from landsim.core.plan import Assignment, Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change that would serve the project, verified by planning again."""

    parts: tuple[Part, ...]
    """What changes, together; mostly one figure."""
    assignment: Assignment
    """What the project would get."""
    displaced: tuple[ProjectId, ...]
    """Projects of the plan explained that would get nothing, in order of the plan."""
    gain_points: float
    """Points of the plan with the change, less those of the plan explained."""
    is_least: bool
    """Whether no smaller change of this kind does; else it is merely enough."""
    is_best: bool
    """Whether a best plan serves the project then, proven; else one at least as good as the
    plan explained does."""

    @property
    def size(self) -> float:
        """Largest change of a figure, as a share of it."""
        shares = [
            part.amount / abs(part.before) if part.before else math.inf for part in self.parts
        ]
        return max(shares, default=0.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a project got nothing, and what would change that."""

    project: ProjectId
    """Project."""
    refusal: Refusal
    """First cause: rule, competitors, figures."""
    loss_points: float
    """Points the plan loses if the project is served as things are; NaN if no plan can."""
    assignment: Assignment | None
    """What it would get then; None if no plan can serve it."""
    displaced: tuple[ProjectId, ...]
    """Projects that would get nothing then, in order of the plan."""
    changes: tuple[Change, ...]
    """Changes that would serve it, the smallest in proportion first."""
    is_exact: bool
    """Whether every project was planned anew; else a neighbourhood of the project."""
    is_proven: bool
    """Whether every solve was proven to the end."""
    n_solves: int
    """Solves it took."""
    is_capped: bool
    """Whether the cap on solves ended the search for changes."""
