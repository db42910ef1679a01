"""The land book: portions join, split and are refused where they do not exist."""

import pytest

from landsim.core.trajectory import ParcelState
from landsim.simulation.land import LandBook
from landsim.simulation.recorder import Recorder
from landsim.testing import builders

LOT = builders.parcel("P1", smallest_lot_m2=1)


def book() -> tuple[LandBook, Recorder]:
    recorder = Recorder()
    return LandBook(builders.park([LOT]), [0.0], recorder), recorder


def test_parts_that_come_back_join_what_is_free() -> None:
    land, recorder = book()
    one = land.take(LOT.id, 10_000, "J1", "grant", 1.0)
    two = land.take(LOT.id, 30_000, "J2", "grant", 2.0)
    assert land.free_m2(LOT.id) == 0
    land.vacate(one, 5.0, 3.0)
    land.vacate(two, 6.0, 4.0)
    assert [(part.area_m2, part.from_day) for part in land.free()] == [(10_000, 5.0), (30_000, 6.0)]
    land.make_ready(one, 5.0)
    land.make_ready(two, 6.0)
    assert [(part.area_m2, part.from_day) for part in land.free()] == [(40_000, 5.0)]
    land.close(7.0)
    free = [(s.begin, s.end, s.area_m2) for s in recorder.spans if s.state is ParcelState.FREE]
    assert free == [(0.0, 1.0, 40_000), (1.0, 2.0, 30_000), (5.0, 6.0, 10_000), (6.0, 7.0, 40_000)]


def test_more_than_is_free_cannot_be_taken() -> None:
    land, _ = book()
    with pytest.raises(ValueError, match="less than 40001 m² free"):
        land.take(LOT.id, 40_001, "J1", "grant", 0.0)
