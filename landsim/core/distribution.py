"""Laws of random quantities, all sampled through their quantile function.

A draw is ``law.quantile(u)`` with a keyed uniform ``u``, so that two policies that share a
stream see the same luck, and a longer law gives a longer duration for the same luck.
"""

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

from landsim.core.invariant import require

_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Constant:
    """Always the same value."""

    law: Literal["constant"] = "constant"
    value: float
    """The value."""

    @property
    def mean(self) -> float:
        """Expected value."""
        return self.value

    @property
    def variance(self) -> float:
        """Variance."""
        return 0.0

    def quantile(self, u: float) -> float:  # noqa: ARG002 - every law has the same shape
        """Return the value, whatever ``u``."""
        return self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class Uniform:
    """Equally likely between two bounds."""

    law: Literal["uniform"] = "uniform"
    low: float
    """Smallest value."""
    high: float
    """Largest value."""

    def __post_init__(self) -> None:
        require(
            "law uniform",
            (self.low <= self.high, "low", f"must be ≤ high; got {self.low} and {self.high}"),
        )

    @property
    def mean(self) -> float:
        """Expected value."""
        return (self.low + self.high) / 2

    @property
    def variance(self) -> float:
        """Variance."""
        return (self.high - self.low) ** 2 / 12

    def quantile(self, u: float) -> float:
        """Return the value at cumulative probability ``u``."""
        return self.low + u * (self.high - self.low)


@dataclass(frozen=True, slots=True, kw_only=True)
class Triangular:
    """A smallest, a most likely and a largest value."""

    law: Literal["triangular"] = "triangular"
    low: float
    """Smallest value."""
    mode: float
    """Most likely value."""
    high: float
    """Largest value."""

    def __post_init__(self) -> None:
        require(
            "law triangular",
            (
                self.low <= self.mode <= self.high,
                "mode",
                f"must have low ≤ mode ≤ high; got {self.low}, {self.mode}, {self.high}",
            ),
        )

    @property
    def mean(self) -> float:
        """Expected value."""
        return (self.low + self.mode + self.high) / 3

    @property
    def variance(self) -> float:
        """Variance."""
        a, c, b = self.low, self.mode, self.high
        return (a * a + b * b + c * c - a * b - a * c - b * c) / 18

    def quantile(self, u: float) -> float:
        """Return the value at cumulative probability ``u``."""
        width = self.high - self.low
        if width == 0:
            return self.mode
        rise = self.mode - self.low
        if u * width < rise:
            return self.low + math.sqrt(u * width * rise)
        return self.high - math.sqrt((1 - u) * width * (self.high - self.mode))


@dataclass(frozen=True, slots=True, kw_only=True)
class Exponential:
    """Memoryless, with a given mean."""

    law: Literal["exponential"] = "exponential"
    mean: float
    """Expected value."""

    def __post_init__(self) -> None:
        require("law exponential", (self.mean > 0, "mean", f"must be > 0; got {self.mean}"))

    @property
    def variance(self) -> float:
        """Variance."""
        return self.mean**2

    def quantile(self, u: float) -> float:
        """Return the value at cumulative probability ``u``."""
        return -self.mean * math.log1p(-u)


@dataclass(frozen=True, slots=True, kw_only=True)
class LogNormal:
    """Skewed to the right: the logarithm is normal."""

    law: Literal["lognormal"] = "lognormal"
    median: float
    """Value exceeded half of the time."""
    sigma: float
    """Standard deviation of the logarithm."""

    def __post_init__(self) -> None:
        require(
            "law lognormal",
            (self.median > 0, "median", f"must be > 0; got {self.median}"),
            (self.sigma >= 0, "sigma", f"must be ≥ 0; got {self.sigma}"),
        )

    @property
    def mean(self) -> float:
        """Expected value."""
        return self.median * math.exp(self.sigma**2 / 2)

    @property
    def variance(self) -> float:
        """Variance."""
        return math.expm1(self.sigma**2) * self.mean**2

    def quantile(self, u: float) -> float:
        """Return the value at cumulative probability ``u``."""
        if u <= 0.0:
            return 0.0
        return self.median * math.exp(self.sigma * _NORMAL.inv_cdf(u))


@dataclass(frozen=True, slots=True, kw_only=True)
class Discrete:
    """One of several values with given probabilities."""

    law: Literal["discrete"] = "discrete"
    values: tuple[float, ...]
    """Possible values."""
    shares: tuple[float, ...]
    """Probability of each value; they are scaled to sum to 1."""

    def __post_init__(self) -> None:
        require(
            "law discrete",
            (len(self.values) > 0, "values", "needs at least one value"),
            (
                len(self.values) == len(self.shares),
                "shares",
                f"needs one for each value; got {len(self.shares)} for {len(self.values)}",
            ),
            (
                min(self.shares, default=0.0) >= 0 and sum(self.shares) > 0,
                "shares",
                "must be ≥ 0 and not all 0",
            ),
        )

    @property
    def mean(self) -> float:
        """Expected value."""
        pairs = zip(self.values, self.shares, strict=True)
        return sum(value * share for value, share in pairs) / sum(self.shares)

    @property
    def variance(self) -> float:
        """Variance."""
        pairs, mean = zip(self.values, self.shares, strict=True), self.mean
        squares = sum((value - mean) ** 2 * share for value, share in pairs)
        return squares / sum(self.shares)

    def quantile(self, u: float) -> float:
        """Return the value at cumulative probability ``u``."""
        goal = u * sum(self.shares)
        reached, last = 0.0, self.values[-1]
        for value, share in sorted(zip(self.values, self.shares, strict=True)):
            reached += share
            if goal < reached:
                return value
            last = value if share > 0 else last
        return last


Distribution = Constant | Uniform | Triangular | Exponential | LogNormal | Discrete
LAWS = (Constant, Uniform, Triangular, Exponential, LogNormal, Discrete)
