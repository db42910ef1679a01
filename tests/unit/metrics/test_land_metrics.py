import pytest

from landsim.core.ids import ParcelId
from landsim.core.trajectory import AreaAccount as Account
from landsim.core.trajectory import AreaPosting
from landsim.core.trajectory import ParcelState as State
from landsim.metrics.metric import metrics
from landsim.testing.builders import tiny_scenario
from landsim.testing.trajectories import made_trajectory, span

DAYS = 2922  # eight years of 365.25 days
YEAR = 365.25


def posting(day: float, parcel: str, source: Account, target: Account, ha: int) -> AreaPosting:
    return AreaPosting(day, ParcelId(parcel), "J1", source, target, ha * 10_000)


HISTORY = made_trajectory(
    tiny_scenario(),
    spans=(
        # P1, 4 ha: two years free, one in approval, one idle, one under construction,
        # then leased for two and granted for the last.
        span("P1", State.FREE, 0, 2 * YEAR),
        span("P1", State.APPROVAL, 2 * YEAR, 3 * YEAR),
        span("P1", State.IDLE, 3 * YEAR, 4 * YEAR),
        span("P1", State.CONSTRUCTION, 4 * YEAR, 5 * YEAR),
        span("P1", State.LEASED, 5 * YEAR, 7 * YEAR),
        span("P1", State.GRANTED, 7 * YEAR, DAYS),
        # P2, 2 ha: never serviced until the last year.
        span("P2", State.UNSERVICED, 0, 7 * YEAR, area_ha=2),
        span("P2", State.FREE, 7 * YEAR, DAYS, area_ha=2),
    ),
    area_postings=(
        posting(0, "P1", Account.UNSERVICED, Account.READY, 4),
        posting(700, "P1", Account.READY, Account.SUPPLIED, 4),
        posting(1000, "P1", Account.SUPPLIED, Account.CLEARING, 4),
        posting(1100, "P1", Account.CLEARING, Account.READY, 4),
        posting(1250, "P1", Account.READY, Account.SUPPLIED, 4),
        posting(2800, "P1", Account.SUPPLIED, Account.CLEARING, 4),
        # P3 is divisible: a second lot is supplied while the first is being cleared.
        posting(10, "P3", Account.READY, Account.SUPPLIED, 2),
        posting(100, "P3", Account.SUPPLIED, Account.CLEARING, 2),
        posting(110, "P3", Account.READY, Account.SUPPLIED, 1),
        posting(150, "P3", Account.CLEARING, Account.READY, 2),
        posting(160, "P3", Account.READY, Account.SUPPLIED, 2),
    ),
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("vacant_ha_years", 4 * 2 + 2 * 1),
        ("approval_ha_years", 4),
        ("idle_ha_years", 4),
        ("occupied_ha_years", 4 * 4),
        ("leased_ha_years", 4 * 2),
        ("granted_ha_years", 4),
        ("clearing_ha_years", 0),
        ("idle_share", 4 / (4 * 8 + 2)),  # over serviced land only
        ("end_occupancy_share", 4 / 6),
        ("land_supplied_ha", 4 + 4 + 2 + 1 + 2),
        ("land_supplied_mu", 15 * 13),
        ("resupply_days", (250 + 60) / 2),  # day 1000 → 1250 and day 100 → 160
        ("resupplied_share", 2 / 3),  # the return of day 2800 is not used again
    ],
)
def test_land_by_hand(name: str, expected: float) -> None:
    assert metrics.get(name).compute(tiny_scenario(), HISTORY) == pytest.approx(expected)
