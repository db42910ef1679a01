"""Re-supply: how soon land that came back is supplied again."""

from collections.abc import Iterator

from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import AreaAccount, AreaPosting, Trajectory
from landsim.metrics import units
from landsim.metrics.averages import mean
from landsim.metrics.metric import metric


def returns(
    scenario: Scenario, trajectory: Trajectory
) -> Iterator[tuple[AreaPosting, AreaPosting | None]]:
    """Give each return of land and the supply that used it again, None where none did.

    Land of a divisible parcel is interchangeable: a return is matched with the first later
    supply of the parcel that comes after the return was cleared. Floor space is left out.
    """
    by_parcel: dict[str, list[AreaPosting]] = {}
    floors = scenario.park.floors
    for posting in trajectory.area_postings:
        if posting.parcel in floors:
            continue
        by_parcel.setdefault(posting.parcel, []).append(posting)
    for postings in by_parcel.values():
        for place, posting in enumerate(postings):
            if posting.source is AreaAccount.SUPPLIED:
                yield posting, _next_supply(postings[place + 1 :])


def _next_supply(later: list[AreaPosting]) -> AreaPosting | None:
    is_cleared = False
    for posting in later:
        is_cleared = is_cleared or posting.source is AreaAccount.CLEARING
        if is_cleared and posting.target is AreaAccount.SUPPLIED:
            return posting
    return None


@metric(
    "resupply_days",
    zh="退地到再次供地",
    en="return of land to its next supply",
    unit=units.DAYS,
    better=Direction.LOWER,
)
def resupply_days(scenario: Scenario, trajectory: Trajectory) -> float:
    """Mean days from the return of land to its next supply; land not supplied again is left out.

    Read it with ``resupplied_share``: returns near the horizon's end have no time to be used.
    """
    pairs = returns(scenario, trajectory)
    return mean(again.day - back.day for back, again in pairs if again is not None)


@metric(
    "resupplied_share",
    zh="退回土地再次供出的比例",
    en="share of returns of land supplied again within the horizon",
    unit=units.SHARE,
    better=Direction.HIGHER,
)
def resupplied_share(scenario: Scenario, trajectory: Trajectory) -> float:
    """Share of returns of land that were supplied again within the horizon."""
    return mean(again is not None for _back, again in returns(scenario, trajectory))
