"""Which land a project can use at all, whatever is free today: worked out once for each project."""

import numpy as np

from landsim.allocation.askers import AskerTable
from landsim.allocation.land import KnownFitting, LandTable
from landsim.core.problem import AllocationProblem, Asking, BoolArray, IntArray

N_TESTS = 5
"""Tests that do not depend on the epoch: zone, admission, size, pairing, mode on offer."""
SIZE = 2
"""Place of the test of size among them."""


def fitting_land(problem: AllocationProblem, land: LandTable, askers: AskerTable) -> BoolArray:
    """Return which bundles pass each test and those before it, assemblies like single parcels.

    Parameters
    ----------
    problem
        What is decided.
    land
        Parcels and modes.
    askers
        Projects.

    Returns
    -------
    array of shape (n_projects, N_TESTS, n_bundles)

    Notes
    -----
    A history asks this of the same projects at epoch after epoch: what was worked out before,
    for the same project on the same terms, is looked up.
    """
    if not problem.is_epoch or problem.fits or problem.policy is not land.policy:
        return _passed(land, askers, np.arange(len(askers.asking)))
    new = [row for row, entry in enumerate(askers.asking) if not _is_known(land, entry)]
    passed = _passed(land, askers, np.array(new, dtype=np.int64))
    for place, row in enumerate(new):
        entry = askers.asking[row]
        land.known[entry.project.id] = KnownFitting(
            project=entry.project,
            excluded_modes=entry.excluded_modes,
            excluded_parcels=entry.excluded_parcels,
            passed=passed[place],
        )
    known = [land.known[entry.project.id].passed for entry in askers.asking]
    return np.array(known, dtype=bool).reshape(len(known), N_TESTS, len(land.bundles))


def _is_known(land: LandTable, entry: Asking) -> bool:
    known = land.known.get(entry.project.id)
    return (
        known is not None
        and known.project is entry.project
        and known.excluded_modes == entry.excluded_modes
        and known.excluded_parcels == entry.excluded_parcels
    )


def _passed(land: LandTable, askers: AskerTable, rows: IntArray) -> BoolArray:
    """Return which bundles pass each test and those before it, for some projects."""
    bundles = land.bundles
    passed = np.zeros((len(rows), N_TESTS, len(bundles)), dtype=bool)
    if len(rows) == 0:
        return passed
    is_fit, has_fits = askers.is_fit[rows], askers.has_fits[rows, None]
    far = askers.far[rows, None]
    tests = (
        np.where(has_fits, is_fit, askers.can_use_zone[rows][:, land.zone]),
        askers.is_admitted[rows][:, land.zone],
        is_fit | land.is_floor | ((far >= land.far_min) & (far <= land.far_max)),
        askers.may_use[rows],
        _has_mode(land, askers, rows),
    )
    so_far = np.ones((len(rows), len(bundles)), dtype=bool)
    for stage, test in enumerate(tests):
        so_far &= bundles.every(test)
        if stage == SIZE:
            so_far &= _is_sized(land, askers, rows)
        passed[:, stage] = so_far
    return passed


def _has_mode(land: LandTable, askers: AskerTable, rows: IntArray) -> BoolArray:
    """Return who would take some mode of each parcel's kind, shape (n_rows, n_parcels)."""
    acceptance = askers.acceptance[rows]
    of_land = acceptance[:, ~land.is_floor_mode].max(axis=1, initial=0.0, keepdims=True)
    of_floor = acceptance[:, land.is_floor_mode].max(axis=1, initial=0.0, keepdims=True)
    return np.asarray(np.where(land.is_floor, of_floor, of_land) > 0)


def _is_sized(land: LandTable, askers: AskerTable, rows: IntArray) -> BoolArray:
    """Return whether the site is neither too small nor too large for the project."""
    bundles = land.bundles
    low, high = askers.area_min_m2[rows, None], askers.area_max_m2[rows, None]
    if land.is_floor.any():
        floor = bundles.every(land.is_floor)
        low = np.where(floor, askers.floor_min_m2[rows, None], low)
        high = np.where(floor, askers.floor_max_m2[rows, None], high)
    lot, area = bundles.lot_m2, bundles.area_m2
    part = np.maximum(low, lot)
    sized = np.where(lot > 0, (part <= area) & (part <= high), (low <= area) & (area <= high))
    n_single = bundles.n_single
    stated = askers.fit_area_m2[rows]
    fits = np.maximum(stated, lot[:n_single]) <= area[:n_single]
    sized[:, :n_single] = np.where(stated > 0, fits, sized[:, :n_single])
    sized[askers.has_fits[rows], n_single:] = False
    return sized
