from itertools import pairwise

import numpy as np
import pytest

from landsim.allocation.bundles import list_bundles


def row_of_lots(n, most, zones=None, enough=5000):
    """n lots in a row, each beside the next."""
    near = np.zeros((n, n), dtype=bool)
    for one, other in pairwise(range(n)):
        near[one, other] = near[other, one] = True
    return list_bundles(
        area_m2=np.arange(1, n + 1) * 1000,
        lot_m2=np.zeros(n, dtype=np.int64),
        price_mcny_per_m2=np.arange(1.0, n + 1.0),
        zone=np.zeros(n, dtype=np.int64) if zones is None else np.array(zones),
        neighbours=near,
        max_assembly=most,
        assemblies_max=enough,
    )


def members(found):
    return [
        tuple(found.parcel[begin:end].tolist()) for begin, end in pairwise(found.begin.tolist())
    ]


def test_single_parcels_alone_by_default():
    assert members(row_of_lots(3, 1)) == [(0,), (1,), (2,)]


def test_assemblies_are_connected():
    found = row_of_lots(4, 3)
    assert members(found)[4:] == [(0, 1), (1, 2), (2, 3), (0, 1, 2), (1, 2, 3)]
    assert found.area_m2.tolist()[4:] == [3000, 5000, 7000, 6000, 9000]
    assert found.price_mcny_per_m2[4] == pytest.approx((1 * 1 + 2 * 2) / 3)


def test_assemblies_stay_in_one_zone():
    assert members(row_of_lots(3, 2, zones=[0, 0, 1]))[3:] == [(0, 1)]


def test_assemblies_are_capped_and_it_is_known():
    found = row_of_lots(4, 3, enough=2)
    assert members(found)[4:] == [(0, 1), (1, 2)]
    assert found.is_capped
    assert not row_of_lots(4, 3, enough=5).is_capped
    assert members(row_of_lots(4, 3, enough=5)) == members(row_of_lots(4, 3))


def test_large_assemblies_are_not_grown_beyond_the_cap():
    n_lots = 60
    near = ~np.eye(n_lots, dtype=bool)  # all beside all: 60 over 9 sets of nine, were they listed
    found = list_bundles(
        area_m2=np.full(n_lots, 1000),
        lot_m2=np.zeros(n_lots, dtype=np.int64),
        price_mcny_per_m2=np.ones(n_lots),
        zone=np.zeros(n_lots, dtype=np.int64),
        neighbours=near,
        max_assembly=9,
        assemblies_max=3000,
    )
    assert len(found) == n_lots + 3000
    assert found.is_capped


def test_sums_maxima_and_agreement_over_parcels():
    found = row_of_lots(3, 2)
    assert found.total(np.array([1, 2, 4])).tolist() == [1, 2, 4, 3, 6]
    assert found.most(np.array([1, 2, 4])).tolist() == [1, 2, 4, 2, 4]
    assert found.every(np.array([True, True, False])).tolist() == [True, True, False, True, False]
    alone = row_of_lots(3, 1)
    assert alone.total(np.array([1, 2, 4])).tolist() == [1, 2, 4]
