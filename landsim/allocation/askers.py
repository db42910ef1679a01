"""The projects that ask in one problem, as arrays."""

from collections.abc import Iterable

import numpy as np

from landsim.allocation.land import LandTable
from landsim.core.ids import ParcelId, ProjectId
from landsim.core.landrules import Lock
from landsim.core.problem import AllocationProblem, Asking, BoolArray, FloatArray, IntArray
from landsim.core.project import Project


class AskerTable:
    """Projects that ask, in order of filing, whatever the order they came in.

    Parameters
    ----------
    problem
        Who asks.
    land
        Zones and modes the columns refer to.
    """

    def __init__(self, problem: AllocationProblem, land: LandTable) -> None:
        self.asking: tuple[Asking, ...] = tuple(
            sorted(problem.asking, key=lambda a: (a.project.filed_day, a.project.id))
        )
        self.row: dict[ProjectId, int] = {
            asking.project.id: row for row, asking in enumerate(self.asking)
        }
        projects = [asking.project for asking in self.asking]
        needs = [project.needs for project in projects]
        self.first_period = _ints(asking.first_period for asking in self.asking)
        self.last_period = _ints(asking.last_period for asking in self.asking)
        self.area_min_m2 = _ints(need.area_min_m2 for need in needs)
        self.area_max_m2 = _ints(need.area_max_m2 for need in needs)
        self.floor_min_m2 = _ints(need.floor_min_m2 for need in needs)
        self.floor_max_m2 = _ints(need.floor_max_m2 for need in needs)
        self.far = _floats(need.far for need in needs)
        self.power_mw = _floats(need.power_mw for need in needs)
        self.ability_mcny = _floats(
            np.inf if project.ability_to_pay_mcny is None else project.ability_to_pay_mcny
            for project in projects
        )
        n_projects, n_zones, n_modes = len(projects), len(land.zone_row), len(land.modes)
        self.can_use_zone = np.zeros((n_projects, n_zones), dtype=bool)
        self.acceptance = np.zeros((n_projects, n_modes))
        self.is_admitted = _admitted(problem, land, projects)
        for row, asking in enumerate(self.asking):
            for zone in asking.project.needs.zones:
                self.can_use_zone[row, land.zone_row[zone]] = True
            for terms, column in land.mode_row.items():
                if terms not in asking.excluded_modes:
                    self.acceptance[row, column] = asking.project.accepts(terms)
        self.is_phase: BoolArray = np.array(
            [asking.phase_of is not None for asking in self.asking], dtype=bool
        )
        self.locks: tuple[tuple[int, Lock], ...] = tuple(
            (self.row[lock.project], lock)
            for lock in problem.policy.land.locks
            if lock.project in self.row
        )
        self._fit(problem, land)
        self._forbid(problem, land)

    def values(self, amounts: Iterable[float]) -> FloatArray:
        """Return amounts of the projects, in the order of the table, as an array."""
        return _floats(amounts)

    def _fit(self, problem: AllocationProblem, land: LandTable) -> None:
        """Note assessed fits: whether a project has any, their areas (0 for none) and values."""
        n_parcels = len(land.area_m2)
        self.has_fits = np.zeros(len(self.asking), dtype=bool)
        self.is_fit: BoolArray = np.zeros((len(self.asking), n_parcels), dtype=bool)
        self.fit_area_m2: IntArray = np.zeros((len(self.asking), n_parcels), dtype=np.int64)
        self.fit_value: FloatArray = np.zeros((len(self.asking), n_parcels))
        for fit in problem.fits:
            row = self.row.get(fit.project)
            if row is None:
                continue
            column = land.parcel_row[fit.parcel]
            self.has_fits[row] = True
            self.is_fit[row, column] = True
            self.fit_area_m2[row, column] = fit.area_m2 or 0
            self.fit_value[row, column] = fit.value

    def _forbid(self, problem: AllocationProblem, land: LandTable) -> None:
        """Note pairings that must not happen: by parcel, by mode, and by both at once."""
        n_projects, n_parcels, n_modes = len(self.asking), len(land.area_m2), len(land.modes)
        self.may_use: BoolArray = np.ones((n_projects, n_parcels), dtype=bool)
        self.forbidden_triples: list[tuple[slice | int, int, int]] = []
        may_hold = np.ones((n_projects, n_modes), dtype=bool)
        for row, asking in enumerate(self.asking):
            self.may_use[row, [land.parcel_row[parcel] for parcel in asking.excluded_parcels]] = (
                False
            )
        for forbid in problem.policy.land.forbids:
            if forbid.project is not None and forbid.project not in self.row:
                continue
            if forbid.mode is not None and forbid.mode not in land.mode_row:
                continue
            rows = slice(None) if forbid.project is None else self.row[forbid.project]
            parcel, mode = forbid.parcel, forbid.mode
            if mode is None:
                self.may_use[rows, _column(land, parcel)] = False
            elif parcel is None:
                may_hold[rows, land.mode_row[mode]] = False
            else:
                triple = (rows, land.parcel_row[parcel], land.mode_row[mode])
                self.forbidden_triples.append(triple)
        for row, lock in self.locks:
            if lock.parcel is not None:
                self.may_use[row, np.arange(n_parcels) != land.parcel_row[lock.parcel]] = False
            if lock.mode is not None:
                wanted = land.mode_row.get(lock.mode, -1)
                may_hold[row, np.arange(n_modes) != wanted] = False
        self.acceptance[~may_hold] = 0.0


def _admitted(problem: AllocationProblem, land: LandTable, projects: list[Project]) -> BoolArray:
    """Return who meets the standard in force in which zone, shape (n_projects, n_zones)."""
    standard = problem.policy.admission
    shown = np.array(
        [
            (
                project.investment_wan_cny_per_mu(),
                project.output_wan_cny_per_mu(),
                project.tax_wan_cny_per_mu(),
                project.promises.rd_share,
            )
            for project in projects
        ]
    ).reshape(len(projects), 4)
    passes = [standard.score(project) >= standard.pass_score for project in projects]
    admitted = np.repeat(np.array(passes, dtype=bool)[:, None], len(land.zone_row), axis=1)
    for limits in standard.thresholds:
        required = (
            limits.investment_wan_cny_per_mu,
            limits.output_wan_cny_per_mu,
            limits.tax_wan_cny_per_mu,
            limits.rd_share,
        )
        if limits.zone in land.zone_row:
            admitted[:, land.zone_row[limits.zone]] &= (shown >= required).all(axis=1)
    return admitted


def _column(land: LandTable, parcel: ParcelId | None) -> slice | int:
    return slice(None) if parcel is None else land.parcel_row[parcel]


def _ints(values: Iterable[int]) -> IntArray:
    return np.fromiter(values, dtype=np.int64)


def _floats(values: Iterable[float]) -> FloatArray:
    return np.fromiter(values, dtype=np.float64)
