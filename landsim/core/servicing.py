"""Early servicing ordered at a decision: how early land can be ready, and at what cost."""

from dataclasses import dataclass

from landsim.core.horizon import Horizon, months_before
from landsim.core.ids import ParcelId
from landsim.core.park import Parcel


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicingOrder:
    """An order to ready a parcel before its date; it is paid for when it is given."""

    parcel: ParcelId
    """Parcel, readied as a whole."""
    ready_day: float
    """Day from which it can then be supplied, in calendar days since the horizon's start."""
    cost_mcny: float
    """Cost, in million CNY."""
    project: str = ""
    """Project for whose sake it was ordered; it is not bound to get the land."""


def earliest_ready_day(horizon: Horizon, parcel: Parcel, today: float, works_days: float) -> float:
    """Return the first day on which a parcel could be ready if that were ordered today.

    Parameters
    ----------
    horizon
        Span of time.
    parcel
        Parcel; it is never ready more than ``early_months_max`` months before its date.
    today
        Day of the order.
    works_days
        How long the works take at least, in calendar days.
    """
    earliest = horizon.day_of(months_before(parcel.ready, parcel.early_months_max))
    return max(today + works_days, float(earliest))


def months_gained(horizon: Horizon, parcel: Parcel, ready_day: float) -> int:
    """Return the months, counted up to whole ones, by which a parcel is ready early.

    Parameters
    ----------
    horizon
        Span of time.
    parcel
        Parcel and its date.
    ready_day
        Day on which it is ready instead.

    Examples
    --------
    >>> from datetime import date
    >>> from landsim.testing.builders import parcel, tiny_scenario
    >>> horizon = tiny_scenario().horizon
    >>> lot = parcel("P1", ready=date(2021, 9, 1))
    >>> months_gained(horizon, lot, horizon.day_of(date(2021, 7, 1)))
    2
    """
    months = 0
    while horizon.day_of(months_before(parcel.ready, months)) > ready_day:
        months += 1
    return months


def servicing_order(
    horizon: Horizon, parcel: Parcel, ready_day: float, project: str = ""
) -> ServicingOrder:
    """Return the order that readies a parcel by a day.

    Parameters
    ----------
    horizon
        Span of time.
    parcel
        Parcel.
    ready_day
        Day on which it is to be ready.
    project
        Project for whose sake it is ordered.
    """
    months = months_gained(horizon, parcel, ready_day)
    return ServicingOrder(
        parcel=parcel.id,
        ready_day=ready_day,
        cost_mcny=months * parcel.early_cost_mcny_per_month,
        project=project,
    )
