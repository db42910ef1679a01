"""Early servicing that decisions ordered: how much, how many months, and was the land used."""

from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import AreaAccount, Trajectory
from landsim.metrics import units
from landsim.metrics.averages import mean
from landsim.metrics.metric import metric


@metric("early_orders", zh="提前整备指令数", en="orders of early servicing", unit=units.PARCELS)
def early_orders(_: Scenario, trajectory: Trajectory) -> float:
    """Parcels ordered to be readied before their date."""
    return len(trajectory.servicing)


@metric(
    "early_months_gained",
    zh="提前整备赢得的地块月数",
    en="parcel-months gained by early servicing",
    unit=units.PARCEL_MONTHS,
)
def early_months_gained(_: Scenario, trajectory: Trajectory) -> float:
    """Months by which ordered parcels are ready before their date, added up."""
    return sum(order.months for order in trajectory.servicing)


@metric(
    "early_idle_days",
    zh="提前整备地块熟化后待用天数",
    en="days that land readied early waits to be supplied",
    unit=units.DAYS,
    better=Direction.LOWER,
)
def early_idle_days(_: Scenario, trajectory: Trajectory) -> float:
    """Mean days from readiness to first supply, or to the horizon's end, of ordered parcels."""
    supplied: dict[str, float] = {}
    for posting in trajectory.area_postings:
        if posting.target is AreaAccount.SUPPLIED:
            supplied.setdefault(posting.parcel, posting.day)
    end = float(trajectory.n_days)
    return mean(
        supplied.get(order.parcel, end) - order.ready_day
        for order in trajectory.servicing
        if order.ready_day < end
    )
