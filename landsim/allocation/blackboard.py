"""What the loops of `landsim.allocation.reference` share: variables, look-ups, small sums."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from landsim.allocation.facts import Facts
from landsim.allocation.options import Option
from landsim.core.ids import ParcelId
from landsim.core.problem import AllocationProblem

Row = Any
"""A PuLP constraint; PuLP has no types."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """What the loops share."""

    pulp: Any
    """The PuLP library."""
    problem: AllocationProblem
    """What is decided."""
    facts: Facts
    """Look-ups."""
    options: tuple[Option, ...]
    """Options."""
    x: tuple[Any, ...]
    """Binary variable of each option."""
    lp: Any
    """PuLP problem, for variables of a rule's own."""

    def total(self, weight: Callable[..., float]) -> Any:  # noqa: ANN401
        """Return Σ weight(o) · x_o."""
        return self.pulp.lpSum(weight(o) * self.x[o.index] for o in self.options)


def area_of(option: Option, parcel: ParcelId) -> int:
    """Return what an option takes of a parcel, in m²."""
    return sum(take.area_m2 for take in option.bundle if take.parcel == parcel)


def land_of(model: Model, option: Option) -> int:
    """Return the land an option takes, in m²: 0 for floor space."""
    floors = model.facts.floors
    return sum(take.area_m2 for take in option.bundle if take.parcel not in floors)


def is_held(option: Option, period: int) -> bool:
    """Whether an option holds its land in a period."""
    return option.period <= period < option.end_period


def is_beside(model: Model, option: Option, parcels: tuple[ParcelId, ...]) -> bool:
    """Whether an option takes one of some parcels, or a neighbour of one."""
    near = model.facts.neighbours
    return any(
        take.parcel == parcel or parcel in near[take.parcel]
        for take in option.bundle
        for parcel in parcels
    )
