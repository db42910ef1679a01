"""Land reserved for later phases: how much, how often used, and what it cost in idle land."""

from landsim.core.area import ha_from_m2
from landsim.core.decisionlog import ReservationEnd
from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.metrics import units
from landsim.metrics.averages import share
from landsim.metrics.metric import metric

_UNUSED = (ReservationEnd.RELEASED, ReservationEnd.ABANDONED)


@metric("phase_options", zh="分期预留(宗)", en="options on land for phase 2", unit=units.EVENTS)
def phase_options(_: Scenario, trajectory: Trajectory) -> float:
    """Options on land for phase 2 that came with land for phase 1."""
    return len(trajectory.reservations)


@metric(
    "phase_reserved_ha",
    zh="分期预留面积合计",
    en="area of the options on land for phase 2",
    unit=units.HA,
)
def phase_reserved_ha(_: Scenario, trajectory: Trajectory) -> float:
    """Area of all reservations; land reserved twice counts twice."""
    return ha_from_m2(sum(entry.area_m2 for entry in trajectory.reservations))


@metric(
    "phase_exercised_share",
    zh="预留用地的行使率",
    en="share of phase 2 options exercised",
    unit=units.SHARE,
    better=Direction.HIGHER,
)
def phase_exercised_share(_: Scenario, trajectory: Trajectory) -> float:
    """Options whose land was supplied to phase 2, over those that ended within the horizon."""
    ends = [entry.outcome for entry in trajectory.reservations]
    ended = sum(outcome is not ReservationEnd.OPEN for outcome in ends)
    return share(sum(outcome is ReservationEnd.EXERCISED for outcome in ends), ended)


@metric(
    "phase_idle_ha_days",
    zh="预留未用的土地(公顷·天)",
    en="land reserved for phase 2 and not used",
    unit=units.HA_DAYS,
    better=Direction.LOWER,
)
def phase_idle_ha_days(_: Scenario, trajectory: Trajectory) -> float:
    """Area times days of the reservations that ended unused."""
    return sum(
        ha_from_m2(entry.area_m2) * (entry.end_day - entry.day)
        for entry in trajectory.reservations
        if entry.outcome in _UNUSED
    )
