"""Many ways to weigh the criteria of a policy against each other."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landsim.allocation.aims import Aim, aim
from landsim.allocation.program import Program
from landsim.core.luck import generator
from landsim.core.planning import Criterion
from landsim.core.problem import FloatArray


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighting:
    """Shares of the criteria in what a plan is for."""

    name: str
    """``policy``, a criterion that counts as much as it can, or ``sample`` and a number."""
    shares: tuple[float, ...]
    """Share of each criterion, its amounts taken over their range; they sum to 1."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Criteria:
    """Criteria of a policy over the columns of a program, made comparable."""

    aims: tuple[Aim, ...]
    """Criteria that the policy weighs at all, in its order; what it weighs negatively is turned
    round."""
    weights: FloatArray
    """Points of the policy per unit of each criterion, positive, shape (n_criteria,)."""

    @property
    def amounts(self) -> FloatArray:
        """Amounts, shape (n_criteria, n_columns)."""
        return np.stack([entry.amounts for entry in self.aims])

    @property
    def can_be_gained(self) -> tuple[bool, ...]:
        """Which criteria some option adds to: to serve nobody is best for the others."""
        return tuple(bool((entry.amounts > 0).any()) for entry in self.aims)


def policy_criteria(program: Program) -> Criteria:
    """Return the criteria of the policy in force, all tiers in one.

    Parameters
    ----------
    program
        Options.
    """
    kept = [entry for entry in program.problem.policy.objective if entry.weight != 0]
    return Criteria(
        aims=tuple(_signed(aim(program, entry.objective), entry) for entry in kept),
        weights=np.array([abs(entry.weight) / entry.reference for entry in kept]),
    )


def _signed(entry: Aim, criterion: Criterion) -> Aim:
    return Aim(
        objective=entry.objective,
        label=entry.label,
        unit=entry.unit,
        amounts=entry.amounts * np.sign(criterion.weight),
    )


def corner_weightings(
    names: Sequence[str], policy: FloatArray, which: Sequence[bool], *, spread: float
) -> tuple[Weighting, ...]:
    """Return weightings in which one criterion counts as much as it can.

    Parameters
    ----------
    names
        Criteria.
    policy
        Shares of the policy, which weigh ``1 − spread`` in every weighting.
    which
        Criteria that have such a weighting.
    spread
        How far weightings may be from the policy's: 1 for as far as can be.
    """
    corners = np.eye(len(names))
    return tuple(
        Weighting(name=name, shares=_mixed(policy, corner, spread))
        for name, corner, is_meant in zip(names, corners, which, strict=True)
        if is_meant
    )


def sampled_weightings(
    policy: FloatArray, n: int, seed: int, *, spread: float
) -> tuple[Weighting, ...]:
    """Return weightings drawn evenly from all there are.

    Parameters
    ----------
    policy
        Shares of the policy, which weigh ``1 − spread`` in every weighting.
    n
        How many.
    seed
        Seed of the draws; more draws of the same seed begin with the same.
    spread
        How far weightings may be from the policy's.

    Notes
    -----
    Even over the simplex: exponential variates over their sum, a Dirichlet law with
    parameters 1.
    """
    drawn = generator(seed, "weighting").standard_exponential((n, len(policy)))
    drawn /= drawn.sum(axis=1, keepdims=True)
    return tuple(
        Weighting(name=f"sample {place}", shares=_mixed(policy, shares, spread))
        for place, shares in enumerate(drawn, start=1)
    )


def _mixed(policy: FloatArray, other: FloatArray, spread: float) -> tuple[float, ...]:
    return tuple(((1 - spread) * policy + spread * other).tolist())
