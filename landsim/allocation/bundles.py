"""Land that one option may use: a parcel, a part of one, or an assembly of adjacent ones."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from landsim.allocation.land import LandTable
from landsim.core.problem import BoolArray, FloatArray, IntArray

NumberArray = TypeVar("NumberArray", IntArray, FloatArray)
MAX_ASSEMBLIES = 5_000
"""Most assemblies listed; beyond it the later ones, in the order of the parcels, are left out."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bundles:
    """Single parcels first, in the order of the park, then assemblies."""

    begin: IntArray
    """Where the parcels of a bundle begin, shape (n_bundles + 1,)."""
    parcel: IntArray
    """Rows of the parcels of each bundle."""
    n_single: int
    """Number of bundles of one parcel."""
    area_m2: IntArray
    """Whole area, in m², shape (n_bundles,)."""
    lot_m2: IntArray
    """Smallest part that may be supplied alone, in m²; 0 where only the whole may."""
    price_mcny_per_m2: FloatArray
    """Mean full-term price, in million CNY/m², shape (n_bundles,)."""

    def __len__(self) -> int:
        return len(self.area_m2)

    def every(self, of_parcels: BoolArray) -> BoolArray:
        """Whether something holds of every parcel; columns of parcels become bundles."""
        if len(self) == self.n_single:
            return of_parcels
        return np.logical_and.reduceat(of_parcels[..., self.parcel], self.begin[:-1], axis=-1)

    def total(self, of_parcels: NumberArray) -> NumberArray:
        """Return sums over the parcels; columns of parcels become bundles."""
        if len(self) == self.n_single:
            return of_parcels
        return np.add.reduceat(of_parcels[..., self.parcel], self.begin[:-1], axis=-1)

    def most(self, of_parcels: NumberArray) -> NumberArray:
        """Return maxima over the parcels; columns of parcels become bundles."""
        if len(self) == self.n_single:
            return of_parcels
        return np.maximum.reduceat(of_parcels[..., self.parcel], self.begin[:-1], axis=-1)


def list_bundles(land: LandTable) -> Bundles:
    """List single parcels and, where the policy allows, assemblies of adjacent parcels.

    Parameters
    ----------
    land
        Parcels, their neighbours, and how many may be assembled.
    """
    n_parcels = len(land.area_m2)
    assemblies = _assemblies(land, land.policy.land.max_assembly)
    members = [(row,) for row in range(n_parcels)] + assemblies
    begin = np.cumsum([0, *(len(rows) for rows in members)])
    parcel = np.array([row for rows in members for row in rows], dtype=np.int64)
    area = land.area_m2[parcel] if n_parcels else np.zeros(0, dtype=np.int64)
    price = land.price_mcny_per_m2[parcel] * area if n_parcels else np.zeros(0)
    whole = np.add.reduceat(area, begin[:-1]) if n_parcels else area
    total_price = np.add.reduceat(price, begin[:-1]) if n_parcels else price
    return Bundles(
        begin=begin,
        parcel=parcel,
        n_single=n_parcels,
        area_m2=whole,
        lot_m2=np.concatenate([land.lot_m2, np.zeros(len(assemblies), dtype=np.int64)]),
        price_mcny_per_m2=total_price / whole,
    )


def _assemblies(land: LandTable, most: int) -> list[tuple[int, ...]]:
    """Return connected sets of 2 to ``most`` parcels of one zone, small sets first."""
    if most < 2:
        return []
    near = [
        [int(other) for other in np.flatnonzero(row) if land.zone[other] == land.zone[place]]
        for place, row in enumerate(land.neighbours)
    ]
    found: list[tuple[int, ...]] = []
    grown: set[tuple[int, ...]] = {(row,) for row in range(len(near))}
    for _ in range(most - 1):
        grown = {
            tuple(sorted((*rows, other)))
            for rows in grown
            for row in rows
            for other in near[row]
            if other not in rows
        }
        found += sorted(grown)
        if len(found) > MAX_ASSEMBLIES:
            return found[:MAX_ASSEMBLIES]
    return found
