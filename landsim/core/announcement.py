"""Plans made known beforehand: what it means to keep to one, checked from the tables alone."""

from collections import defaultdict
from collections.abc import Iterator

from landsim.core.decisionlog import Announcement, Verdict
from landsim.core.horizon import Horizon
from landsim.core.plan import Assignment
from landsim.core.trajectory import MilestoneKind, Trajectory

_OFFERS = (MilestoneKind.ASSIGNED, MilestoneKind.DECLINED)
_Wish = tuple[frozenset[str], str, int]


def keeps(announced: Assignment, decided: Assignment) -> bool:
    """Return whether an assignment keeps to an announced one.

    Parameters
    ----------
    announced
        Assignment of a later period that the last plan made known.
    decided
        Assignment of the plan that follows it.

    Notes
    -----
    Kept is the same project on the same parcels under the same mode, no later than announced: a
    firm that gets its land sooner has no plans to change.
    """
    return (
        decided.project == announced.project
        and set(decided.parcels) == set(announced.parcels)
        and decided.mode == announced.mode
        and decided.period <= announced.period
    )


def announcement_problems(horizon: Horizon, trajectory: Trajectory) -> Iterator[str]:
    """Yield announcements whose verdict does not follow from what was decided next.

    Parameters
    ----------
    horizon
        Turns days into supply periods.
    trajectory
        Announcements, and the offers that say what was decided.
    """
    decided: dict[tuple[str, float], list[_Wish]] = defaultdict(list)
    left: dict[str, float] = {}
    for milestone in trajectory.milestones:
        if milestone.kind in _OFFERS:
            wish = _wish(milestone.parcel, milestone.mode, horizon.period_of(milestone.day))
            decided[milestone.project, milestone.day].append(wish)
        elif milestone.kind is MilestoneKind.WITHDRAWN:
            left[milestone.project] = milestone.day
    for row in trajectory.announcements:
        wish = _wish(row.parcel, row.mode, row.period)
        decided[row.project, row.day].append(wish)
    for row in trajectory.announcements:
        verdict = _verdict(row, decided[row.project, row.judged_day], left, trajectory.n_days)
        where = f"project {row.project}, announced on day {row.day:g}"
        if row.verdict is not verdict:
            yield f"{where}: {row.verdict}, but what was decided says {verdict}"
        if row.period <= horizon.period_of(row.day) or row.judged_day <= row.day:
            yield f"{where}: it is not of a later period, or judged before it was made"


def _wish(parcel: str, mode: str, period: int) -> _Wish:
    return frozenset(parcel.split("+")), mode, period


def _verdict(
    row: Announcement, decided: list[_Wish], left: dict[str, float], n_days: int
) -> Verdict:
    parcels, mode, latest = _wish(row.parcel, row.mode, row.period)
    if row.judged_day >= n_days or left.get(row.project, n_days) < row.judged_day:
        return Verdict.LAPSED
    is_kept = any(
        (other, how) == (parcels, mode) and period <= latest for other, how, period in decided
    )
    return Verdict.KEPT if is_kept else Verdict.CHANGED
