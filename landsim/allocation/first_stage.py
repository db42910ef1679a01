"""What a two-stage plan comes to: first stages, their values, and what each is worth."""

from dataclasses import dataclass

from landsim.allocation.extensive import Risk
from landsim.core.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStage:
    """What to decide now, and what it comes to in each future."""

    name: str
    """How it was found: against all futures, one average future, or nothing to come."""
    plan: Plan
    """Assignments of the first periods."""
    values: tuple[float, ...]
    """Points in each future, the rest decided as well as can be; NaN where it cannot be."""
    bounds: tuple[float, ...]
    """Proven bound on these."""
    mean: float
    """Mean of the values."""
    conditional: float
    """Mean of the worst of them: the conditional value at risk."""
    objective: float
    """Mean and conditional value, blended as was asked."""
    bound: float
    """Proven bound on the objective: of any first stage for the stochastic plan, of this one
    for the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Between:
    """A difference, as far as it is proven."""

    value: float
    """Difference of the plans found."""
    low: float
    """It is at least this."""
    high: float
    """It is at most this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TwoStage:
    """The stochastic plan beside the plans it is compared with."""

    n_first: int
    """Supply periods of the first stage."""
    risk: Risk
    """How much bad futures count."""
    n_arrivals: tuple[int, ...]
    """Projects to come in each future."""
    stages: tuple[FirstStage, ...]
    """First stages, the stochastic one first."""
    perfect: tuple[float, ...]
    """Points of one who knows each future beforehand."""
    stochastic_gain: Between
    """Value of the stochastic solution: what it gains on the expected-value plan."""
    perfect_gain: Between
    """Expected value of perfect information: what knowing the future would gain."""
    is_proven: bool
    """Whether the stochastic plan was proven within the gap asked for."""
