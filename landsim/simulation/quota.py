"""The yearly land quota: what is left, what is carried over, what returned land adds."""

from landsim.core.horizon import Horizon
from landsim.core.supply import Supply


class Quota:
    """Quota used so far; a year is the one in which the supply period of the day begins.

    Parameters
    ----------
    horizon
        Years.
    supply
        Quota a year, carry-over and 增存挂钩.
    """

    def __init__(self, horizon: Horizon, supply: Supply) -> None:
        self._horizon = horizon
        self._supply = supply
        self._used_m2 = [0] * len(horizon.years)
        self._returned_m2 = [0] * len(horizon.years)

    def year_of(self, day: float) -> int:
        """Return the position in the horizon's years whose quota a day uses."""
        return self._horizon.year_of(self._horizon.period_of(day))

    def use(self, day: float, area_m2: int) -> None:
        """Supply land."""
        self._used_m2[self.year_of(day)] += area_m2

    def give_back(self, day: float, area_m2: int) -> None:
        """Take land back, which adds to the next year's quota."""
        self._returned_m2[self.year_of(day)] += area_m2

    def left_m2(self, day: float) -> tuple[int, ...] | None:
        """Return the quota left in each year as known on a day, or None without a quota.

        Years that are over have nothing left; years to come have their own quota and what
        this year's returned land has already added.
        """
        yearly = self._supply.quota_m2_per_year
        if yearly is None:
            return None
        present = self.year_of(day)
        left: list[int] = []
        for year, used in enumerate(self._used_m2):
            linked = self._supply.stock_link_share * self._returned_m2[year - 1] if year else 0.0
            carried = left[-1] if left and self._supply.has_carry_over and year <= present else 0
            left.append(yearly + round(linked) + carried - used)
        return tuple(0 if year < present else amount for year, amount in enumerate(left))
