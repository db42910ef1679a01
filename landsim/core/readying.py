"""Is land ready when it may be? Dates, orders and budget, checked from the tables alone."""

from collections import defaultdict
from collections.abc import Iterator

from landsim.core.decisionlog import Servicing
from landsim.core.scenario import Scenario
from landsim.core.servicing import earliest_ready_day, months_gained
from landsim.core.trajectory import AreaAccount, Trajectory

_TOLERANCE_MCNY = 1e-6


def servicing_problems(scenario: Scenario, trajectory: Trajectory) -> Iterator[str]:
    """Yield land that is ready on a wrong day, and orders that were not allowed.

    Parameters
    ----------
    scenario
        Dates, what early servicing can gain, and its budget.
    trajectory
        Area postings and orders.
    """
    orders = {order.parcel: order for order in trajectory.servicing}
    parcels = {parcel.id: parcel for parcel in scenario.park.parcels}
    for posting in trajectory.area_postings:
        if posting.source is not AreaAccount.UNSERVICED:
            continue
        parcel, order = parcels[posting.parcel], orders.get(posting.parcel)
        day = posting.day
        gained = months_gained(scenario.horizon, parcel, day)
        due = max(0.0, float(scenario.horizon.day_of(parcel.ready)))
        if order is not None:
            is_right = day == order.ready_day
        else:
            is_right = day == due or (day < due and gained <= parcel.early_months_max)
        if not is_right:
            yield f"parcel {parcel.id}: ready on day {day:g}, which nothing allows"
    for order in trajectory.servicing:
        yield from _order_problems(scenario, order)
    yield from _overspent(scenario, trajectory)
    if len(orders) < len(trajectory.servicing):
        yield "early servicing: a parcel is ordered twice"


def _order_problems(scenario: Scenario, order: Servicing) -> Iterator[str]:
    parcel = scenario.park.parcel(order.parcel)
    works_days, horizon = scenario.policy.land.early_works_days, scenario.horizon
    where = f"parcel {order.parcel}, day {order.day:g}"
    if works_days is None:
        yield f"{where}: readied early, which the policy orders nowhere"
        return
    due, earliest = (
        horizon.day_of(parcel.ready),
        earliest_ready_day(horizon, parcel, order.day, works_days),
    )
    if order.due_day != due or not earliest <= order.ready_day < due:
        yield f"{where}: ordered for day {order.ready_day:g}; from {earliest:g} to {due} it may be"
    months = months_gained(horizon, parcel, order.ready_day)
    cost_mcny = months * parcel.early_cost_mcny_per_month
    if order.months != months or abs(order.cost_mcny - cost_mcny) > _TOLERANCE_MCNY:
        yield f"{where}: {months} months gained cost {cost_mcny:g} million CNY"


def _overspent(scenario: Scenario, trajectory: Trajectory) -> Iterator[str]:
    horizon, budget_mcny = scenario.horizon, scenario.policy.land.early_budget_mcny_per_year
    spent: dict[int, float] = defaultdict(float)
    for order in trajectory.servicing:
        spent[horizon.year_of(horizon.period_of(order.day))] += order.cost_mcny
    for year, cost_mcny in sorted(spent.items()):
        if cost_mcny > budget_mcny + _TOLERANCE_MCNY:
            yield (
                f"{horizon.years[year]}: early servicing for {cost_mcny:g} million CNY, "
                f"budget {budget_mcny:g}"
            )
