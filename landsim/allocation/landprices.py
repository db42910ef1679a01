"""What a hectare, a megawatt or a unit of quota is worth, by place and date."""

from dataclasses import dataclass

import numpy as np

from landsim.allocation.about import About
from landsim.allocation.dual import descend
from landsim.allocation.lagrangian import relaxation
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.allocation.reduce import undominated
from landsim.allocation.sifting import sift
from landsim.core.problem import AllocationProblem

_FAINT = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True)
class LandPrice:
    """The price of one limit: what a little more of it would add to the bound."""

    rule: str
    """Name of the rule that sets the limit."""
    about: About
    """What is limited, in words: a parcel in a period, a node, a year's quota."""
    price: float
    """Points for one more unit of ``about.unit``, or of the row where it names none; negative
    where a minimum costs points."""


def land_prices(problem: AllocationProblem) -> tuple[LandPrice, ...]:
    """Return what every scarce thing is worth in the best plan one could hope for.

    Parameters
    ----------
    problem
        What is decided.

    Returns
    -------
    tuple of LandPrice
        Prices other than 0, in order of rule and row.

    Notes
    -----
    They are the duals of the program without integrality: marginal values at the bound, not of
    a whole parcel, and not the only ones where the linear optimum is degenerate.

    Examples
    --------
    >>> from landsim.core.problem import foresight_problem
    >>> from landsim.testing.builders import tiny_scenario
    >>> scenario = tiny_scenario()
    >>> prices = land_prices(foresight_problem(scenario, scenario.projects))
    >>> sorted({price.rule for price in prices})
    ['capacity']
    """
    return program_prices(build_program(problem))


def program_prices(program: Program) -> tuple[LandPrice, ...]:
    """Return the prices of the rows of a program, as `land_prices` does.

    Parameters
    ----------
    program
        Columns and rows.
    """
    if program.n_columns == 0:
        return ()
    points = program.tiers[0]
    relaxed = relaxation(program, points, undominated(program, [points]))
    linear = sift(relaxed, descend(relaxed, _ignore), _ignore)
    labels = program.labels()
    scale = float(np.abs(points).max()) or 1.0
    prices = linear.prices / relaxed.size
    return tuple(
        LandPrice(
            rule=labels[row][0],
            about=labels[row][1],
            price=float(price / labels[row][1].scale),
        )
        for row, price in zip(relaxed.coupling.tolist(), prices.tolist(), strict=True)
        if abs(price) > _FAINT * scale
    )


def _ignore(bound: float) -> None:
    del bound
