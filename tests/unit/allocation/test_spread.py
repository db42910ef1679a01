"""Ragged arrays and orders of entries, against loops."""

import numpy as np
import pytest

from landsim.allocation.spread import order_of, spread


@pytest.mark.parametrize("counts", [[], [0], [1, 1, 1], [2, 0, 3], [0, 0, 4]])
def test_spread_lays_runs_end_to_end(counts):
    owner, step = spread(np.array(counts, dtype=np.int64))
    expected = [(n, k) for n, count in enumerate(counts) for k in range(count)]
    assert list(zip(owner.tolist(), step.tolist(), strict=True)) == expected


@pytest.mark.parametrize("n_rows", [3, 70_000, 1 << 20])
def test_entries_are_put_in_order_of_rows_and_else_left_as_they_stand(n_rows):
    row = np.random.default_rng(n_rows).integers(0, n_rows, 500)
    expected = sorted(range(500), key=lambda place: row[place])
    assert order_of(row, n_rows).tolist() == expected
