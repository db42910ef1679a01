"""Parcel histories against the land ledger: two records of the same land."""

from collections import defaultdict
from collections.abc import Iterator

from landsim.core.ids import ParcelId
from landsim.core.scenario import Scenario
from landsim.core.trajectory import AreaAccount, ParcelState, Trajectory

_ACCOUNTS = dict.fromkeys(ParcelState, AreaAccount.SUPPLIED) | {
    ParcelState.UNSERVICED: AreaAccount.UNSERVICED,
    ParcelState.FREE: AreaAccount.READY,
    ParcelState.CLEARING: AreaAccount.CLEARING,
    ParcelState.RESERVED: AreaAccount.RESERVED,
}
"""Account that land in each state belongs to."""


def history_problems(scenario: Scenario, trajectory: Trajectory) -> Iterator[str]:
    """Yield each parcel whose history and whose ledger disagree about an account on some day.

    Parameters
    ----------
    scenario
        Its park says where the ledger starts.
    trajectory
        Spans and postings, written independently by the simulation.
    """
    moves: dict[tuple[ParcelId, AreaAccount, float], int] = defaultdict(int)
    for parcel in scenario.park.parcels:
        moves[parcel.id, AreaAccount.UNSERVICED, 0.0] += parcel.area_m2
    for posting in trajectory.area_postings:
        moves[posting.parcel, posting.source, posting.day] -= posting.area_m2
        moves[posting.parcel, posting.target, posting.day] += posting.area_m2
    for span in trajectory.spans:
        account = _ACCOUNTS[span.state]
        moves[span.parcel, account, span.begin] -= span.area_m2
        moves[span.parcel, account, span.end] += span.area_m2
    end = float(trajectory.n_days)
    wrong = {parcel for (parcel, _, day), area_m2 in moves.items() if area_m2 and day < end}
    for parcel_id in sorted(wrong):
        yield f"parcel {parcel_id}: its history and the land ledger disagree"
