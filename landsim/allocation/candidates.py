"""How the options table is listed: pairs, then periods, then modes, each filter counted."""

from dataclasses import dataclass, fields, replace

import numpy as np

from landsim.allocation.askers import AskerTable
from landsim.allocation.assembling import Assembling
from landsim.allocation.fitting import N_TESTS, SIZE, fitting_land
from landsim.allocation.land import LandTable
from landsim.allocation.spread import spread
from landsim.core.plan import RefusalCause
from landsim.core.problem import AllocationProblem, BoolArray, FloatArray, IntArray

STAGES: tuple[RefusalCause, ...] = (
    RefusalCause.NO_ZONE,
    RefusalCause.NOT_ADMITTED,
    RefusalCause.NO_SIZE,
    RefusalCause.RULE,
    RefusalCause.NO_MODE,
    RefusalCause.NOT_FREE,
    RefusalCause.NO_MODE,
    RefusalCause.NO_CAPACITY,
)
"""What a bundle may fail on, in the order in which it is tested: zone, admission, size,
pairing, mode on offer, free land in the window, price, power."""

_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidates:
    """Options on their way into the table, one row each."""

    project: IntArray
    bundle: IntArray
    period: IntArray
    mode: IntArray
    area_m2: IntArray
    early_months: IntArray
    early_cost_mcny: FloatArray

    def where(self, rows: BoolArray | IntArray) -> "Candidates":
        """Return some of the rows."""
        return Candidates(**{field.name: getattr(self, field.name)[rows] for field in fields(self)})


class Listing:
    """One run through the filters.

    Parameters
    ----------
    problem
        What is decided.
    land
        Parcels and modes.
    askers
        Projects.
    """

    def __init__(self, problem: AllocationProblem, land: LandTable, askers: AskerTable) -> None:
        self.problem = problem
        self.land = land
        self.askers = askers
        self.bundles = land.bundles
        self.n_left = np.zeros((len(askers.asking), len(STAGES)), dtype=np.int64)
        may_supply = problem.may_supply.copy()
        may_supply[: problem.first_period] = False
        self.open_periods = np.flatnonzero(may_supply)
        self.assembling = Assembling(problem, land, askers, self.open_periods)

    def run(self) -> Candidates:
        """Return every admissible candidate, in order of project, bundle, period and mode."""
        fitting = self._fitting()
        found = self._over_periods(*np.nonzero(fitting))
        found = self._on_free_land(found)
        found = found.where(self.assembling.is_needed(found.project, found.bundle, found.period))
        self._count(5, found)
        found = self._over_modes(found)
        found = found.where(self._is_affordable(found) & self._is_allowed(found))
        self._count(6, found)
        found = found.where(self._is_powered(found))
        self._count(7, found)
        return found

    def _fitting(self) -> BoolArray:
        """Return which project can use which bundle at all, shape (n_projects, n_bundles)."""
        passed = fitting_land(self.problem, self.land, self.askers)
        in_need = self.assembling.may_need(passed[:, SIZE])
        passed[:, SIZE:, self.bundles.n_single :] &= in_need[:, None]
        self.n_left[:, :N_TESTS] = np.count_nonzero(passed, axis=2)
        return passed[:, -1]

    def _over_periods(self, project: IntArray, bundle: IntArray) -> Candidates:
        """Spread pairs over the open periods of the project's window."""
        askers, periods = self.askers, self.open_periods
        low = np.searchsorted(periods, askers.first_period, side="left")
        high = np.searchsorted(periods, askers.last_period, side="right")
        counts = np.maximum(high - low, 0)[project]
        row, step = spread(counts)
        project, bundle = project[row], bundle[row]
        period = periods[low[project] + step]
        empty = np.zeros(len(row), dtype=np.int64)
        return Candidates(
            project=project,
            bundle=bundle,
            period=period,
            mode=empty,
            area_m2=empty,
            early_months=empty,
            early_cost_mcny=empty.astype(np.float64),
        )

    def _on_free_land(self, found: Candidates) -> Candidates:
        """Keep those whose land is free, and say how much of it they take."""
        problem, land, bundles = self.problem, self.land, self.bundles
        free = problem.free_m2[:, self.open_periods].T
        is_whole = bundles.every(free == land.area_m2)
        free_b = np.where(bundles.lot_m2 > 0, bundles.total(free), is_whole * bundles.area_m2)
        place = np.searchsorted(self.open_periods, found.period)
        left = free_b[place, found.bundle]
        lot = bundles.lot_m2[found.bundle]
        need, most = self._needed(found, lot)
        rest = left - need
        takes_rest = (rest > 0) & (rest < lot) & (left <= most)
        area = np.where((lot > 0) & ~takes_rest, need, left)
        keep = np.flatnonzero((left >= need) & (area > 0))
        found = replace(found.where(keep), area_m2=area[keep])
        months, cost = self._early(found)
        found = replace(found, early_months=months, early_cost_mcny=cost)
        return found.where(cost <= self._early_budget()[found.period] + _TOLERANCE)

    def _early_budget(self) -> FloatArray:
        """Return the budget from which early servicing for each period is paid."""
        problem = self.problem
        if problem.is_epoch:
            today = problem.budget_mcny[self.land.year[problem.first_period]]
            return np.full(problem.horizon.n_periods, today)
        return problem.budget_mcny[self.land.year]

    def _needed(self, found: Candidates, lot: IntArray) -> tuple[IntArray, IntArray]:
        """Return the area each candidate needs, and the most it may take, in m²."""
        askers = self.askers
        low, most = askers.area_min_m2[found.project], askers.area_max_m2[found.project]
        if self.land.is_floor.any():
            floor = self.bundles.every(self.land.is_floor)[found.bundle]
            low = np.where(floor, askers.floor_min_m2[found.project], low)
            most = np.where(floor, askers.floor_max_m2[found.project], most)
        need = np.maximum(low, lot)
        if not askers.has_fits.any():
            return need, most
        stated = np.zeros(len(need), dtype=np.int64)
        single = found.bundle < self.bundles.n_single
        stated[single] = askers.fit_area_m2[found.project[single], found.bundle[single]]
        need = np.where(stated > 0, np.maximum(stated, lot), need)
        return need, np.where(stated > 0, need, most)

    def _early(self, found: Candidates) -> tuple[IntArray, FloatArray]:
        """Return months and cost of readying the land early.

        In a plan made beforehand cost goes with the area taken; a decision orders whole parcels.
        """
        problem, land, bundles = self.problem, self.land, self.bundles
        ready = bundles.most(problem.ready_period)
        if (found.period >= ready[found.bundle]).all():
            return np.zeros(len(found.period), dtype=np.int64), np.zeros(len(found.period))
        gained = problem.ready_period - self.open_periods[:, None]
        months = np.clip(gained * problem.horizon.months_per_period, 0, land.early_months)
        cost: FloatArray = bundles.total(months * land.early_cost_mcny_per_month)
        place = np.searchsorted(self.open_periods, found.period)
        share = 1.0 if problem.is_epoch else found.area_m2 / bundles.area_m2[found.bundle]
        return (
            bundles.most(months)[place, found.bundle],
            cost[place, found.bundle] * share,
        )

    def _over_modes(self, found: Candidates) -> Candidates:
        """Spread candidates over the modes their project would take."""
        takes_mode = self.askers.acceptance > 0
        row, mode = np.nonzero(takes_mode[found.project])
        if self.land.is_floor_mode.any():
            floor = self.bundles.every(self.land.is_floor)[found.bundle]
            keep = floor[row] == self.land.is_floor_mode[mode]
            row, mode = row[keep], mode[keep]
        return replace(found.where(row), mode=mode)

    def _is_affordable(self, found: Candidates) -> BoolArray:
        price = self.bundles.price_mcny_per_m2[found.bundle] * found.area_m2
        outlay = self.land.outlay_share[found.mode] * price
        return outlay <= self.askers.ability_mcny[found.project] * (1 + _TOLERANCE)

    def _is_allowed(self, found: Candidates) -> BoolArray:
        """Return whether no forbid names project, parcel and mode, and locked periods are kept."""
        allowed = np.ones(len(found.project), dtype=bool)
        for projects, parcel, mode in self.askers.forbidden_triples:
            uses = ~self.bundles.every(np.arange(self.bundles.n_single) != parcel)
            asks = np.zeros(len(self.askers.asking), dtype=bool)
            asks[projects] = True
            allowed &= ~(asks[found.project] & uses[found.bundle] & (found.mode == mode))
        for row, lock in self.askers.locks:
            if lock.period is not None:
                allowed &= (found.project != row) | (found.period == lock.period)
        return allowed

    def _is_powered(self, found: Candidates) -> BoolArray:
        """Return whether every node carries the project alone as long as it holds its land."""
        problem, land = self.problem, self.land
        need = self.askers.power_mw
        if not (need > 0).any() or not land.serves.any():
            return np.ones(len(found.project), dtype=bool)
        periods = self.open_periods
        least = np.full((len(self.bundles), len(periods), land.end_period.shape[1]), np.inf)
        held = _least_while_held(problem.capacity, land.end_period[periods], periods)
        for node, served in land.served_bundles:
            least[served] = np.minimum(least[served], held[node])
        place = np.searchsorted(periods, found.period)
        enough = least[found.bundle, place, found.mode] * (1 + _TOLERANCE) + _TOLERANCE
        need = need[found.project]
        return np.asarray((need <= enough) | (need == 0))

    def _count(self, stage: int, found: Candidates) -> None:
        """Count the bundles each project has left."""
        pair = found.project * max(len(self.bundles), 1) + found.bundle
        is_next = np.diff(pair, prepend=-1) > 0
        self.n_left[:, stage] = np.bincount(found.project[is_next], minlength=len(self.n_left))


def _least_while_held(capacity: FloatArray, end_period: IntArray, periods: IntArray) -> FloatArray:
    """Return the least capacity of each node from a period until land is free again.

    Parameters
    ----------
    capacity
        Of each node in each period, shape (n_nodes, n_periods).
    end_period
        First period in which land is free again, shape (n_open, n_modes).
    periods
        Periods in which land may be released, shape (n_open,).

    Returns
    -------
    array of shape (n_nodes, n_open, n_modes)
    """
    bounded = np.hstack([capacity, np.full((len(capacity), 1), np.inf)])
    begin = np.broadcast_to(periods[:, None], end_period.shape)
    spans = np.stack([begin, end_period], axis=-1).ravel()
    least: FloatArray = np.minimum.reduceat(bounded, spans, axis=1)[:, ::2]
    return least.reshape(len(capacity), *end_period.shape)
