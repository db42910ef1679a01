"""Land that one option may use: a parcel, a part of one, or an assembly of adjacent ones."""

from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from landsim.core.problem import BoolArray, FloatArray, IntArray

NumberArray = TypeVar("NumberArray", IntArray, FloatArray)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Bundles:
    """Single parcels first, in the order of the park, then assemblies."""

    begin: IntArray
    """Where the parcels of a bundle begin, shape (n_bundles + 1,)."""
    parcel: IntArray
    """Rows of the parcels of each bundle."""
    n_single: int
    """Number of bundles of one parcel."""
    is_capped: bool
    """Whether there are more assemblies than were listed."""
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


def list_bundles(
    *,
    area_m2: IntArray,
    lot_m2: IntArray,
    price_mcny_per_m2: FloatArray,
    zone: IntArray,
    neighbours: BoolArray,
    max_assembly: int,
    assemblies_max: int,
) -> Bundles:
    """List single parcels and, where the policy allows, assemblies of adjacent parcels.

    Parameters
    ----------
    area_m2, lot_m2, price_mcny_per_m2, zone
        Area, smallest lot, full-term price and zone of each parcel.
    neighbours
        Which parcels are adjacent, shape (n_parcels, n_parcels).
    max_assembly
        Most parcels of an assembly; 1 for none.
    assemblies_max
        Most assemblies listed, small ones first; beyond it those of later parcels are left out.
    """
    n_parcels = len(area_m2)
    near = neighbours & (zone == zone[:, None])
    found = _assemblies(near, max_assembly, assemblies_max)
    assemblies = found[:assemblies_max]
    members = [(row,) for row in range(n_parcels)] + assemblies
    begin = np.cumsum([0, *(len(rows) for rows in members)])
    parcel = np.array([row for rows in members for row in rows], dtype=np.int64)
    area = area_m2[parcel]
    price = price_mcny_per_m2[parcel] * area
    whole = np.add.reduceat(area, begin[:-1]) if n_parcels else area
    total_price = np.add.reduceat(price, begin[:-1]) if n_parcels else price
    return Bundles(
        begin=begin,
        parcel=parcel,
        n_single=n_parcels,
        is_capped=len(found) > len(assemblies),
        area_m2=whole,
        lot_m2=np.concatenate([lot_m2, np.zeros(len(assemblies), dtype=np.int64)]),
        price_mcny_per_m2=total_price / whole,
    )


def _assemblies(near: BoolArray, most: int, enough: int) -> list[tuple[int, ...]]:
    """Return connected sets of 2 to ``most`` parcels, small sets first, until there are enough."""
    beside = [np.flatnonzero(row).tolist() for row in near]
    found: list[tuple[int, ...]] = []
    grown: list[tuple[int, ...]] = [(row,) for row in range(len(near))]
    for _ in range(most - 1):
        larger: set[tuple[int, ...]] = set()
        for rows in grown:
            larger |= _enlarged(rows, beside)
            if len(found) + len(larger) > enough:
                return found + sorted(larger)
        grown = sorted(larger)
        found += grown
    return found


def _enlarged(rows: tuple[int, ...], beside: list[list[int]]) -> set[tuple[int, ...]]:
    """Return a set of parcels with one neighbour more, for each of its neighbours."""
    others = {other for row in rows for other in beside[row]}.difference(rows)
    return {tuple(sorted((*rows, other))) for other in others}
