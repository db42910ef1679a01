"""What decisions announced, reserved and ordered for projects and parcels, in words."""

from collections.abc import Callable, Iterator
from itertools import groupby

from landsim.core.area import mu_from_m2
from landsim.core.progress import Note
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.study.sentences import RESERVATIONS, VERDICTS, fill


def announcements(
    scenario: Scenario, trajectory: Trajectory, project: str, mode_name: Callable[[str], str]
) -> Iterator[Note]:
    """Tell of each announcement to a project, once for as long as it was only repeated.

    Parameters
    ----------
    scenario
        Gives dates and names of periods.
    trajectory
        Announcements.
    project
        Project.
    mode_name
        Name of a tenure mode.
    """
    mine = [entry for entry in trajectory.announcements if entry.project == project]
    for (parcel, mode, period), group in groupby(
        mine, key=lambda entry: (entry.parcel, entry.mode, entry.period)
    ):
        entries = list(group)
        yield fill(
            VERDICTS[entries[-1].verdict],
            date=str(scenario.horizon.date_of(entries[0].day)),
            parcel=parcel,
            period=scenario.horizon.period_label(period),
            mode=mode_name(mode),
        )


def reservations(scenario: Scenario, trajectory: Trajectory, project: str) -> Iterator[Note]:
    """Tell of the land reserved for a project's phase 2.

    Parameters
    ----------
    scenario
        Gives dates.
    trajectory
        Reservations.
    project
        Project.
    """
    for entry in trajectory.reservations:
        if entry.project == project:
            yield fill(
                RESERVATIONS[entry.outcome],
                date=str(scenario.horizon.date_of(entry.day)),
                parcel=entry.parcel,
                area=f"{mu_from_m2(entry.area_m2):.1f}",
                end=str(scenario.horizon.date_of(entry.end_day)),
            )


def orders(scenario: Scenario, trajectory: Trajectory, parcel: str) -> Iterator[Note]:
    """Tell of the order to ready a parcel early, if there was one.

    Parameters
    ----------
    scenario
        Gives dates.
    trajectory
        Orders.
    parcel
        Parcel.
    """
    for order in trajectory.servicing:
        if order.parcel == parcel:
            yield fill(
                Note(
                    message="On {date} early servicing was ordered for {project}: ready on {ready} "
                    "instead of {due}, {months} months earlier, for {cost} million CNY."
                ),
                date=str(scenario.horizon.date_of(order.day)),
                project=order.project,
                ready=str(scenario.horizon.date_of(order.ready_day)),
                due=str(scenario.horizon.date_of(order.due_day)),
                months=str(order.months),
                cost=f"{order.cost_mcny:g}",
            )
