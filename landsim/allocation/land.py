"""What stays the same over all decisions of a scenario, as arrays computed once."""

from collections import deque
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from landsim.allocation.bundles import Bundles, list_bundles
from landsim.allocation.leads import lead_days
from landsim.core.contract import full_price_cny_per_m2
from landsim.core.horizon import DAYS_PER_MONTH, DAYS_PER_YEAR, Horizon
from landsim.core.ids import ParcelId, ProjectId, TenureModeId
from landsim.core.landrules import OccupancyBasis
from landsim.core.park import Park
from landsim.core.policy import Policy
from landsim.core.problem import BoolArray, FloatArray, IntArray
from landsim.core.project import Conduct, Project
from landsim.core.space import SupplyKind
from landsim.core.tenure import TenureTerms, foreseen_payments

_CNY_PER_MCNY = 1e6
_MOST_KEPT = 4


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class KnownFitting:
    """Which land a project can use at all: the same at every epoch while its terms are."""

    project: Project
    """Project."""
    excluded_modes: tuple[TenureModeId, ...]
    """Modes that are not offered to it."""
    excluded_parcels: tuple[ParcelId, ...]
    """Parcels that are not offered to it."""
    passed: BoolArray
    """Which bundles have passed each test and those before it, shape (n_tests, n_bundles)."""


class LandTable:
    """Parcels, buildings, nodes and tenure modes as arrays.

    Parameters
    ----------
    park
        Land.
    policy
        Levers in force.
    horizon
        Span of time.

    Notes
    -----
    Rows of parcels follow ``park.parcels``, columns of modes follow ``modes``.
    """

    def __init__(self, park: Park, policy: Policy, horizon: Horizon) -> None:
        self.park = park
        self.policy = policy
        self.horizon = horizon
        self.modes: tuple[TenureTerms, ...] = policy.modes_for(park.kinds)
        parcels, zones = park.parcels, {zone.id: zone for zone in park.zones}
        self.parcel_row: dict[ParcelId, int] = {
            parcel.id: row for row, parcel in enumerate(parcels)
        }
        self.mode_row: dict[TenureModeId, int] = {
            terms.mode: row for row, terms in enumerate(self.modes)
        }
        self.zone_row = {zone.id: row for row, zone in enumerate(park.zones)}
        self.zone = np.array([self.zone_row[parcel.zone] for parcel in parcels], dtype=np.int64)
        self.area_m2 = np.array([parcel.area_m2 for parcel in parcels], dtype=np.int64)
        self.lot_m2 = np.array([parcel.smallest_lot_m2 or 0 for parcel in parcels], dtype=np.int64)
        self.is_divisible = np.array([parcel.is_divisible for parcel in parcels], dtype=bool)
        self.is_floor = np.array([parcel.is_floor for parcel in parcels], dtype=bool)
        self.is_floor_mode = np.array(
            [terms.supply is SupplyKind.FLOOR for terms in self.modes], dtype=bool
        )
        self.far_min = np.array(
            [zones[p.zone].far_min if p.far_min is None else p.far_min for p in parcels]
        )
        self.far_max = np.array(
            [zones[p.zone].far_max if p.far_max is None else p.far_max for p in parcels]
        )
        self.price_mcny_per_m2 = (
            np.array([full_price_cny_per_m2(policy.price, parcel) for parcel in parcels])
            / _CNY_PER_MCNY
        )
        self.early_months = np.array([p.early_months_max for p in parcels], dtype=np.int64)
        self.early_cost_mcny_per_month = np.array([p.early_cost_mcny_per_month for p in parcels])
        self._lead_days: dict[Conduct, FloatArray] = {}
        self.known: dict[ProjectId, KnownFitting] = {}
        """What was worked out for projects that asked before, under this policy."""
        self.first_day = np.array(
            [horizon.first_day(period) for period in range(horizon.n_periods + 1)], dtype=float
        )
        self.year = np.array(
            [horizon.year_of(period) for period in range(horizon.n_periods)], dtype=np.int64
        )

    @cached_property
    def site_per_m2(self) -> FloatArray:
        """Return the land under each m² of area, shape (n_parcels,): 1 for land.

        Floor space stands on its area over the ratio its building was built at.
        """
        ratio = np.where(self.far_max > 0, self.far_max, 1.0)
        return np.where(self.is_floor, 1.0 / ratio, 1.0)

    @cached_property
    def bundles(self) -> Bundles:
        """Land that an option may use."""
        return list_bundles(
            area_m2=self.area_m2,
            lot_m2=self.lot_m2,
            price_mcny_per_m2=self.price_mcny_per_m2,
            zone=self.zone,
            neighbours=self.neighbours & ~(self.is_floor | self.is_floor[:, None]),
            max_assembly=self.policy.land.max_assembly,
            assemblies_max=self.policy.land.assemblies_max,
        )

    def lead_days(self, conduct: Conduct) -> FloatArray:
        """Return the expected days from assignment to mid ramp-up, shape (n_modes,)."""
        if conduct not in self._lead_days:
            days = [lead_days(conduct, terms, self.policy.approvals) for terms in self.modes]
            self._lead_days[conduct] = np.array(days)
        return self._lead_days[conduct]

    @cached_property
    def serves(self) -> BoolArray:
        """Whether a node powers a parcel, shape (n_nodes, n_parcels)."""
        return np.array(
            [
                [node.service == "power" and node.id in p.nodes for p in self.park.parcels]
                for node in self.park.nodes
            ],
            dtype=bool,
        ).reshape(len(self.park.nodes), len(self.park.parcels))

    @cached_property
    def node(self) -> IntArray:
        """Nodes that power each parcel, parcel by parcel."""
        return np.nonzero(self.serves.T)[1]

    @cached_property
    def node_begin(self) -> IntArray:
        """Where the nodes of each parcel begin in ``node``, shape (n_parcels + 1,)."""
        return np.concatenate([[0], np.cumsum(self.serves.sum(axis=0))])

    @cached_property
    def served_bundles(self) -> tuple[tuple[int, IntArray], ...]:
        """Row of each power node that serves any land, and the bundles it powers."""
        return tuple(
            (int(node), np.flatnonzero(~self.bundles.every(~self.serves[node])))
            for node in np.flatnonzero(self.serves.any(axis=1))
        )

    @cached_property
    def end_period(self) -> IntArray:
        """First period in which land is free again, shape (n_periods, n_modes)."""
        days = [hold_days(terms, self.policy) for terms in self.modes]
        first_days = self.first_day[:-1]
        ends = first_days[:, None] + np.array(days)[None, :]
        return np.asarray(np.searchsorted(first_days, ends, side="left"), dtype=np.int64)

    @cached_property
    def outlay_share(self) -> FloatArray:
        """First-year payments over the full-term price of the site, shape (n_modes,)."""
        return np.array([first_year_share(terms, self.policy) for terms in self.modes])

    @cached_property
    def access(self) -> FloatArray:
        """Access score in [0, 1], shape (n_parcels, n_periods)."""
        park, dates = self.park, [self.horizon.date_of(day) for day in self.first_day[:-1]]
        scores: dict[tuple[float, ...], list[float]] = {}
        by_period = []
        for when in dates:
            services = tuple(station.departures(when) for station in park.stations)
            if services not in scores:
                scores[services] = [park.access_score(parcel, when) for parcel in park.parcels]
            by_period.append(scores[services])
        return np.array(by_period).reshape(len(dates), len(park.parcels)).T

    @cached_property
    def neighbours(self) -> BoolArray:
        """Whether two parcels are adjacent, shape (n_parcels, n_parcels)."""
        touching = np.zeros((len(self.area_m2), len(self.area_m2)), dtype=bool)
        for one, other in self.park.adjacency:
            row, column = self.parcel_row[one], self.parcel_row[other]
            touching[row, column] = touching[column, row] = True
        return touching


_kept: deque[LandTable] = deque(maxlen=_MOST_KEPT)


def land_table(park: Park, policy: Policy, horizon: Horizon) -> LandTable:
    """Return the table of a park under a policy: one for all plans and replications.

    Parameters
    ----------
    park
        Land.
    policy
        Levers in force.
    horizon
        Span of time.

    Notes
    -----
    The tables used last in this process are kept. They are looked up by identity, which costs
    nothing; equal scenarios read twice have a table each.
    """
    for kept in _kept:
        if kept.park is park and kept.policy is policy and kept.horizon is horizon:
            return kept
    table = LandTable(park, policy, horizon)
    _kept.append(table)
    return table


def hold_days(terms: TenureTerms, policy: Policy) -> float:
    """Return how long an assignment keeps its land from others, in calendar days.

    Parameters
    ----------
    terms
        Tenure mode.
    policy
        Says whether a lease before a grant counts alone, and how long clearing takes.

    Notes
    -----
    Clearing after the term counts with its mean: land is free again when it is clear.
    """
    lease_only = policy.land.occupancy is OccupancyBasis.LEASE_ONLY and terms.converts
    years = terms.lease_years if lease_only else terms.total_years
    clearing = policy.lifecycle.clearing_law(terms.supply)
    return years * DAYS_PER_YEAR + clearing.mean * DAYS_PER_MONTH


def first_year_share(terms: TenureTerms, policy: Policy) -> float:
    """Return the payments of the first year over the full-term price of the site."""
    payments = foreseen_payments(terms, policy.price, 1.0)
    return sum(payment.share_of_full_price for payment in payments if payment.after_years < 1.0)
