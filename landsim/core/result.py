"""Numbers that come out of a study, in one long table."""

from dataclasses import dataclass
from enum import StrEnum


class Direction(StrEnum):
    """Which way a metric is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True, kw_only=True)
class Value:
    """One metric of one replication."""

    scenario: str
    """Scenario."""
    variant: str
    """Variant; empty for the baseline."""
    replication: int
    """Index of the replication."""
    metric: str
    """Registered metric."""
    value: float
    """Value in the metric's unit; NaN where it does not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean over replications with its confidence interval."""

    metric: str
    """Registered metric."""
    n: int
    """Replications in which the metric applies."""
    mean: float
    """Mean."""
    low: float
    """Lower end of the 95 % interval; NaN for fewer than two replications."""
    high: float
    """Upper end of the 95 % interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PairedDifference:
    """A variant against a baseline on common random numbers."""

    metric: str
    """Registered metric."""
    baseline: Estimate
    """Baseline."""
    variant: Estimate
    """Variant."""
    difference: Estimate
    """Variant minus baseline, pair by pair."""
    probability_better: float
    """Share of pairs in which the variant is better; ties count half."""
