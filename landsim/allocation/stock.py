"""What a decision uses up for those to come: land by type, power by node and quota, by year."""

import numpy as np

from landsim.allocation.land import LandTable
from landsim.allocation.options import Options
from landsim.allocation.prospects import LandTypes
from landsim.core.area import M2_PER_HA
from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.problem import AllocationProblem, FloatArray, IntArray

_UNLIMITED = 1e9


class Stock:
    """Land, power and quota left at the end of each calendar year from a decision on.

    Parameters
    ----------
    problem
        Decision.
    land
        Parcels and modes.
    types
        Types of land.

    Notes
    -----
    An amount of shape (n_rows, n_years): land of each type in ha, power of each node in MW, and
    the quota in ha. Land and power are used in every year at whose end they are still held;
    quota in the year of supply, or from it on where what is left is carried over.
    """

    def __init__(self, problem: AllocationProblem, land: LandTable, types: LandTypes) -> None:
        self.problem = problem
        self.land = land
        self.types = types
        self.first_year = int(land.year[problem.first_period])
        later = land.year[problem.first_period :]
        is_last = np.append(np.diff(later) > 0, True)
        self.checkpoints: IntArray = problem.first_period + np.flatnonzero(is_last)
        """Last supply period of each year."""
        self.openings: IntArray = np.append(problem.first_period, self.checkpoints[:-1] + 1)
        """First supply period of each year."""
        self.n_years = len(self.checkpoints)
        """Years from the present one to the horizon's last."""
        self.n_rows = types.n_types + len(land.serves) + 1
        """Land types, nodes and the quota."""
        self.left: FloatArray = self._left()
        """What is left, shape (n_rows, n_years)."""

    def _left(self) -> FloatArray:
        problem, types = self.problem, self.types
        left = np.zeros((self.n_rows, self.n_years))
        np.add.at(left, types.of_parcel, problem.free_m2[:, self.checkpoints] / M2_PER_HA)
        left[types.n_types : -1] = np.maximum(problem.capacity[:, self.checkpoints], 0.0)
        returned_ha = self._returned(left)
        if problem.quota_m2 is None:
            left[-1] = _UNLIMITED
            return left
        quota = np.maximum(problem.quota_m2[self.first_year :][: self.n_years], 0) / M2_PER_HA
        quota[1:] += problem.policy.supply.stock_link_share * np.diff(returned_ha)
        left[-1] = np.cumsum(quota) if problem.policy.supply.has_carry_over else quota
        return left

    def _returned(self, left: FloatArray) -> FloatArray:
        """Add what present holders are expected to give back; return the area given back, in ha.

        A firm leaves at the hazard of its conduct; its land can be supplied again once it is
        clear. The area is summed up to the beginning of each year, and counts for the quota.
        """
        problem, land = self.problem, self.land
        held = [entry for entry in problem.holdings if entry.until_day is None]
        hazard = np.array([entry.project.conduct.exit_hazard_per_year for entry in held])
        area_ha = np.array([entry.area_m2 for entry in held]) / M2_PER_HA
        kind = self.types.of_parcel[[land.parcel_row[entry.parcel] for entry in held]]
        now = land.first_day[problem.first_period]
        begin = (land.first_day[self.openings] - now) / DAYS_PER_YEAR
        end = (land.first_day[self.checkpoints] - now) / DAYS_PER_YEAR
        clearing = problem.policy.lifecycle.clearing_months.mean / 12
        is_free = -np.expm1(-hazard[:, None] * np.maximum(end - clearing, 0.0))
        np.add.at(left, kind, area_ha[:, None] * is_free)
        is_back = -np.expm1(-hazard[:, None] * np.maximum(begin, 0.0))
        return np.asarray((area_ha[:, None] * is_back).sum(axis=0))

    def held_until(self, end_period: IntArray) -> IntArray:
        """Return the first year at whose end land given until a period is free again."""
        return np.searchsorted(self.checkpoints, end_period, side="left")

    def quota_until(self, year: IntArray) -> IntArray:
        """Return the first year whose quota a supply in some year does not use."""
        carries = self.problem.policy.supply.has_carry_over
        return np.full(np.shape(year), self.n_years) if carries else year + 1

    def cost(self, options: Options, prices: FloatArray) -> FloatArray:
        """Return what each option uses, at prices of what is left, shape (n_options,).

        Parameters
        ----------
        options
            Options of the decision.
        prices
            Points for a unit of each amount, shape (n_rows, n_years).
        """
        total = np.zeros((self.n_rows, self.n_years + 1))
        np.cumsum(prices, axis=1, out=total[:, 1:])
        row, amount, owner, begin, end = self._entries(options, np.arange(len(options)))
        paid = amount * (total[row, end] - total[row, begin])
        return np.bincount(owner, weights=paid, minlength=len(options)).astype(np.float64)

    def used(self, options: Options, chosen: IntArray) -> FloatArray:
        """Return what some options use together, shape (n_rows, n_years)."""
        row, amount, _, begin, end = self._entries(options, chosen)
        steps = np.zeros((self.n_rows, self.n_years + 1))
        np.add.at(steps, (row, begin), amount)
        np.add.at(steps, (row, end), -amount)
        return np.cumsum(steps, axis=1)[:, :-1]

    def _entries(
        self, options: Options, chosen: IntArray
    ) -> tuple[IntArray, FloatArray, IntArray, IntArray, IntArray]:
        """Return row, amount, option, first year and first year after of each use."""
        types, land = self.types, self.land
        is_chosen = np.zeros(len(options), dtype=bool)
        is_chosen[chosen] = True
        take = np.flatnonzero(is_chosen[options.take_option])
        power_mw = options.askers.power_mw[options.project]
        rows, amounts, owners = (
            [types.of_parcel[options.take_parcel[take]]],
            [options.take_area_m2[take] / M2_PER_HA],
            [options.take_option[take]],
        )
        for node, serves in enumerate(land.serves):
            loads = np.unique(options.take_option[take[serves[options.take_parcel[take]]]])
            rows.append(np.full(len(loads), types.n_types + node))
            amounts.append(power_mw[loads])
            owners.append(loads)
        n_held = sum(map(len, rows))
        rows.append(np.full(len(chosen), self.n_rows - 1))
        amounts.append(options.area_m2[chosen] / M2_PER_HA)
        owners.append(chosen)
        owner = np.concatenate(owners)
        begin = land.year[options.period[owner]] - self.first_year
        end = self.quota_until(begin)
        end[:n_held] = self.held_until(options.end_period[owner[:n_held]])
        return np.concatenate(rows), np.concatenate(amounts), owner, begin, np.maximum(begin, end)
