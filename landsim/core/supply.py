"""When land is released and how much of it: batch or on-demand supply, and the quota."""

from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from landsim.core.horizon import Horizon
from landsim.core.invariant import require


class SupplyMode(StrEnum):
    """The rhythm of supply."""

    BATCH = "batch"
    """Listing rounds on fixed months, parcels fixed in advance."""
    ON_DEMAND = "on_demand"
    """随用随供: an admitted project triggers the listing when a parcel is ready."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Supply:
    """Rules of supply."""

    mode: SupplyMode
    """Rhythm of supply."""
    round_months: tuple[int, ...] = (3, 6, 9, 12)
    """Months on whose first day a batch round takes place."""
    committee_days: float = 7.0
    """On demand: the committee meets this many calendar days after something changed."""
    quota_m2_per_year: int | None = None
    """New supply allowed in a calendar year, in m²; None for no quota."""
    has_carry_over: bool = False
    """Whether unused quota is added to the next year's."""
    stock_link_share: float = 0.0
    """增存挂钩: quota of next year grows by this share of the area taken back this year."""
    reserve_share: float = 0.0
    """Share of ready land held back from each decision as a serviced reserve."""
    lookahead_periods: int = 4
    """Supply periods a decision looks ahead when it weighs waiting for better land."""

    def __post_init__(self) -> None:
        require(
            "supply",
            (
                all(1 <= month <= 12 for month in self.round_months),
                "round_months",
                f"must be months 1 to 12; got {self.round_months}",
            ),
            (
                self.mode is SupplyMode.ON_DEMAND or len(self.round_months) > 0,
                "round_months",
                "batch supply needs at least one round",
            ),
            (
                self.committee_days >= 0,
                "committee_days",
                f"must be ≥ 0 days; got {self.committee_days:g}",
            ),
            (
                self.quota_m2_per_year is None or self.quota_m2_per_year >= 0,
                "quota_m2_per_year",
                f"must be ≥ 0 m²; got {self.quota_m2_per_year}",
            ),
            (
                0 <= self.reserve_share < 1,
                "reserve_share",
                f"must be ≥ 0 and < 1; got {self.reserve_share:g}",
            ),
            (
                self.stock_link_share >= 0,
                "stock_link_share",
                f"must be ≥ 0; got {self.stock_link_share:g}",
            ),
            (
                self.lookahead_periods >= 0,
                "lookahead_periods",
                f"must be ≥ 0; got {self.lookahead_periods}",
            ),
        )


@lru_cache(maxsize=16)
def round_days(horizon: Horizon, supply: Supply) -> tuple[int, ...]:
    """Return the days of the batch rounds: the first day of each round month."""
    firsts = (horizon.date_of(day) for day in range(horizon.n_days))
    return tuple(
        horizon.day_of(first)
        for first in firsts
        if first.day == 1 and first.month in supply.round_months
    )


def supply_periods(horizon: Horizon, supply: Supply) -> npt.NDArray[np.bool_]:
    """Return in which periods land may be released, shape (n_periods,).

    All of them on demand; under batch supply those in which a round takes place.
    """
    if supply.mode is SupplyMode.ON_DEMAND:
        return np.ones(horizon.n_periods, dtype=bool)
    periods = np.zeros(horizon.n_periods, dtype=bool)
    for day in round_days(horizon, supply):
        periods[horizon.period_of(day)] = True
    return periods
