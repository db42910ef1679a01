"""A discipline always picks one of those who wait."""

import math
import random
from dataclasses import dataclass

from landsim.core.project import Project
from landsim.simulation.discipline import Discipline
from landsim.testing import builders


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawnTicket:
    """A review that waits at a desk."""

    project: Project
    """Project under review."""
    number: int
    """Case number."""
    priority: int
    """0 before 1."""
    enabled: float
    """Day since which it waits."""
    deadline: float
    """Day on which the statutory limit runs out; NaN without one."""
    is_green: bool
    """Whether it comes by the green channel."""


def check_discipline(discipline: Discipline, *, n_examples: int = 200) -> None:
    """Assert that a discipline picks one of those who wait, and the same one twice.

    Parameters
    ----------
    discipline
        Discipline to check.
    n_examples
        Number of queues to try, of one to eight reviews each.
    """
    assert discipline.__doc__, "a discipline needs a docstring"
    chance = random.Random(n_examples)  # noqa: S311 - no secret
    for _ in range(n_examples):
        tickets = [drawn_ticket(chance, number) for number in range(chance.randint(1, 8))]
        waiting = sorted(tickets, key=lambda t: (t.priority, t.enabled, t.number))
        picked = discipline(waiting, 100.0)
        assert isinstance(picked, int), f"{picked!r} is no position"
        assert 0 <= picked < len(waiting), f"position {picked} of {len(waiting)}"
        assert discipline(tuple(waiting), 100.0) == picked, "the same queue, another pick"


def drawn_ticket(chance: random.Random, number: int) -> DrawnTicket:
    """Return a review that has waited for some days, with a limit or without."""
    is_green = chance.random() < 0.3
    return DrawnTicket(
        project=builders.project(f"J{number}", area_ha=chance.choice((1.0, 3.0))),
        number=number,
        priority=0 if is_green else 1,
        enabled=float(chance.randint(0, 99)),
        deadline=chance.choice((math.nan, float(chance.randint(100, 130)))),
        is_green=is_green,
    )
