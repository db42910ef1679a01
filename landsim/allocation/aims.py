"""Criteria as amounts of a program's columns, each in its own unit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landsim.allocation.objective import expected_amounts, objectives
from landsim.allocation.program import Program
from landsim.core.label import Label
from landsim.core.problem import FloatArray

POLICY = "policy"
"""Stands for the blend of the policy in force, in points."""
_DECIMALS = 4
_LARGEST = 1e12


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Aim:
    """Something to have as much of as possible."""

    objective: str
    """Registered objective, or ``policy``."""
    label: Label
    """Name for people."""
    unit: str
    """Unit of the amounts."""
    amounts: FloatArray
    """Expected amount of each column, shape (n_columns,); costs are negative, so that of a
    policy that minimises all amounts are turned round."""

    @property
    def step(self) -> float:
        """Largest number of which every amount is a multiple; 0 if none of four decimals is."""
        return lattice_step(self.amounts)


def aim(program: Program, name: str) -> Aim:
    """Return a criterion over the columns of a program.

    Parameters
    ----------
    program
        Options.
    name
        Registered objective, or ``policy`` for the first tier of the policy's own points.

    Raises
    ------
    UnknownNameError
        If nobody registered the objective.
    """
    if name == POLICY:
        return Aim(
            objective=POLICY,
            label=Label(zh="政策综合分", en="points of the policy"),
            unit="points",
            amounts=program.tiers[0],
        )
    objective = objectives.get(name)
    amounts = program.problem.policy.sense.own(1.0) * expected_amounts(program.options, name)
    return Aim(
        objective=name,
        label=objective.label,
        unit=objective.unit,
        amounts=np.pad(amounts, (0, program.n_columns - len(amounts))),
    )


def aims(program: Program, names: Sequence[str]) -> tuple[Aim, ...]:
    """Return several criteria over the columns of a program."""
    return tuple(aim(program, name) for name in names)


def lattice_step(amounts: FloatArray) -> float:
    """Return the largest number of which all amounts are multiples; 0 if none is.

    Parameters
    ----------
    amounts
        Amounts; those with more than four decimals have no step.

    Examples
    --------
    >>> lattice_step(np.array([0.0, 6.0, -9.0])), lattice_step(np.array([0.8, 2.0]))
    (3.0, 0.4)
    >>> lattice_step(np.array([1.0, 2**0.5]))
    0.0
    """
    for decimals in range(_DECIMALS + 1):
        scaled = amounts * 10.0**decimals
        whole = np.round(scaled)
        if np.abs(whole).max(initial=0.0) > _LARGEST:
            return 0.0
        if (np.abs(scaled - whole) <= 1e-9 * np.maximum(np.abs(whole), 1.0)).all():
            return float(np.gcd.reduce(np.abs(whole).astype(np.int64))) / 10.0**decimals
    return 0.0
