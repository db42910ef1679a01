"""Land and money add up on every day, or the run fails loudly."""

from collections import defaultdict

from landsim.core.scenario import Scenario
from landsim.core.trajectory import AreaAccount, Trajectory


def area_problems(scenario: Scenario, trajectory: Trajectory) -> tuple[str, ...]:
    """Return what does not balance in the land of a trajectory; empty if all does.

    Parameters
    ----------
    scenario
        Its park says how much land there is.
    trajectory
        Postings and spans to check.
    """
    faults = []
    balance: dict[tuple[str, AreaAccount], int] = defaultdict(int)
    for parcel in scenario.park.parcels:
        balance[parcel.id, AreaAccount.UNSERVICED] = parcel.area_m2
    for posting in trajectory.area_postings:
        balance[posting.parcel, posting.source] -= posting.area_m2
        balance[posting.parcel, posting.target] += posting.area_m2
        if balance[posting.parcel, posting.source] < 0:
            faults.append(
                f"parcel {posting.parcel}, day {posting.day:g}: "
                f"account {posting.source} falls below 0"
            )
    changes: dict[str, dict[float, int]] = defaultdict(lambda: defaultdict(int))
    for span in trajectory.spans:
        changes[span.parcel][span.begin] += span.area_m2
        changes[span.parcel][span.end] -= span.area_m2
    for parcel in scenario.park.parcels:
        expected = {0.0: parcel.area_m2, float(trajectory.n_days): -parcel.area_m2}
        found = {day: change for day, change in changes[parcel.id].items() if change}
        if found != expected:
            faults.append(f"parcel {parcel.id}: its spans do not cover its area on every day")
    return tuple(faults)


def money_problems(scenario: Scenario, trajectory: Trajectory) -> tuple[str, ...]:
    """Return what does not balance in the money of a trajectory; empty if all does.

    Parameters
    ----------
    scenario
        Its policy says what contracts cost.
    trajectory
        Postings to check.
    """
    return tuple(
        f"project {posting.project}, day {posting.day:g}: {posting.kind} of {posting.amount_cny}"
        for posting in trajectory.money_postings
        if posting.amount_cny <= 0 or posting.payer == posting.payee
    )
