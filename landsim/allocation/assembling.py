"""For whom adjacent parcels are assembled: those whom no single parcel suits."""

import numpy as np

from landsim.allocation.askers import AskerTable
from landsim.allocation.land import LandTable
from landsim.core.landrules import AssemblyBasis
from landsim.core.problem import AllocationProblem, BoolArray, IntArray


class Assembling:
    """When the policy lets assemblies be listed.

    Parameters
    ----------
    problem
        What is decided.
    land
        Parcels and bundles.
    askers
        Projects.
    periods
        Supply periods that are open.
    """

    def __init__(
        self, problem: AllocationProblem, land: LandTable, askers: AskerTable, periods: IntArray
    ) -> None:
        self._problem = problem
        self._land = land
        self._askers = askers
        self._periods = periods
        self._n_single = land.bundles.n_single
        self._needs_free = problem.policy.land.assembly is AssemblyBasis.NO_FREE_PARCEL_FITS

    def may_need(self, fitting: BoolArray) -> BoolArray:
        """Return whose assemblies are worth looking at, shape (n_projects, 1).

        Parameters
        ----------
        fitting
            Which project can use which bundle, shape (n_projects, n_bundles).

        Notes
        -----
        Those whom no single parcel suits. Where it has to be free as well, only those for whom
        one is free, wholly and in every period open to them, are left out here; `is_needed`
        settles the others period by period.
        """
        single = fitting[:, : self._n_single] & ~self._land.is_floor
        if not self._needs_free:
            return np.asarray(~single.any(axis=1, keepdims=True))
        single &= self._askers.may_use
        problem, periods = self._problem, self._periods
        is_free = problem.free_m2[:, periods] == self._land.area_m2[:, None]
        is_free &= periods >= problem.ready_period[:, None]
        served = np.asarray(single.astype(np.float32) @ is_free.astype(np.float32) > 0)
        first, last = self._askers.first_period[:, None], self._askers.last_period[:, None]
        served |= (periods < first) | (periods > last)
        return np.asarray(~served.all(axis=1, keepdims=True))

    def is_needed(self, project: IntArray, bundle: IntArray, period: IntArray) -> BoolArray:
        """Return which options on free land to keep: single parcels, and assemblies in need.

        Parameters
        ----------
        project, bundle, period
            Options on land that is free.
        """
        if not self._needs_free or len(self._land.bundles) == self._n_single:
            return np.ones(len(project), dtype=bool)
        is_single = bundle < self._n_single
        on_parcel = is_single & ~self._land.bundles.every(self._land.is_floor)[bundle]
        place = project * self._problem.horizon.n_periods + period
        return is_single | ~np.isin(place, place[on_parcel])
