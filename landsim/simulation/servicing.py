"""Early servicing: land readied before its date, when it is given or by an order beforehand."""

from collections.abc import Sequence
from functools import partial

from simpy import Event

from landsim.core.decisionlog import Servicing
from landsim.core.ids import ParcelId
from landsim.core.servicing import (
    ServicingOrder,
    earliest_ready_day,
    months_gained,
    servicing_order,
)
from landsim.core.trajectory import MoneyKind, MoneyPosting, ParcelState, Party
from landsim.errors import LandsimError
from landsim.simulation.clock import Rank
from landsim.simulation.land import Portion
from landsim.simulation.world import World

_CNY_PER_MCNY = 1_000_000
_TOLERANCE_MCNY = 1e-6


class Works:
    """Whatever readies land before its date.

    Parameters
    ----------
    world
        Clock, land, money and records.

    Notes
    -----
    Where the policy lets decisions order early servicing, that is the only way to it: the works
    take their time. Elsewhere a plan made beforehand is taken to have ordered them in time, and
    land it gives early is readied on the day it is given.
    """

    def __init__(self, world: World) -> None:
        self._world = world
        self._ordered: set[ParcelId] = set()

    def months(self, name: ParcelId) -> int:
        """Return the months gained by readying a parcel today; 0 if that is not possible."""
        world = self._world
        portion = world.land.unserviced(name)
        if portion is None or world.policy.land.early_works_days is not None:
            return 0
        parcel = world.land.parcels[name]
        months = months_gained(world.scenario.horizon, parcel, world.clock.day)
        return months if months <= parcel.early_months_max else 0

    def ready_at_once(self, project: str, name: ParcelId) -> None:
        """Ready a parcel on the day on which it is given, if it is not ready."""
        world, months = self._world, self.months(name)
        portion = world.land.unserviced(name)
        if months and portion is not None:
            world.land.make_ready(portion, world.clock.day)
            self._pay(project, months * world.land.parcels[name].early_cost_mcny_per_month)

    def check(self, orders: Sequence[ServicingOrder]) -> None:
        """Refuse orders that cannot be carried out or paid for; none of them is then begun."""
        world, day = self._world, self._world.clock.day
        for place, order in enumerate(orders):
            fault = self._fault(order)
            if fault or order.parcel in {other.parcel for other in orders[:place]}:
                raise _wrong(day, order, fault or "it is ordered twice")
        cost_mcny = sum(order.cost_mcny for order in orders)
        spent_mcny = world.early_spent_mcny[world.quota.year_of(day)]
        budget_mcny = world.policy.land.early_budget_mcny_per_year
        if orders and spent_mcny + cost_mcny > budget_mcny + _TOLERANCE_MCNY:
            left = f"{budget_mcny - spent_mcny:g} of {budget_mcny:g} million CNY are left"
            raise _wrong(day, orders[-1], f"the orders cost {cost_mcny:g}; {left}")

    def begin(self, orders: Sequence[ServicingOrder]) -> None:
        """Pay for orders and put the day on which their land is ready on the clock."""
        world, day = self._world, self._world.clock.day
        for order in orders:
            portion = world.land.unserviced(order.parcel)
            if portion is None:  # given on the same day
                continue
            self._ordered.add(order.parcel)
            months = months_gained(
                world.scenario.horizon, world.land.parcels[order.parcel], order.ready_day
            )
            world.recorder.servicing.append(
                Servicing(
                    day,
                    order.parcel,
                    order.project,
                    portion.ready_day,
                    order.ready_day,
                    months,
                    order.cost_mcny,
                )
            )
            self._pay(order.project, order.cost_mcny)
            world.land.expect(portion, order.ready_day)
            ready = partial(self._finish, portion)
            world.clock.at(order.ready_day, Rank.END, portion.number, ready)

    def _fault(self, order: ServicingOrder) -> str:
        """Return why an order cannot be carried out; empty if it can."""
        world = self._world
        works_days = world.policy.land.early_works_days
        parcel = world.land.parcels.get(order.parcel)
        if works_days is None:
            return "the policy lets decisions order none"
        if parcel is None:
            return "there is no such parcel"
        if world.land.unserviced(order.parcel) is None or order.parcel in self._ordered:
            return "it is ready or ordered already"
        horizon, day = world.scenario.horizon, world.clock.day
        earliest = earliest_ready_day(horizon, parcel, day, works_days)
        if not earliest <= order.ready_day < horizon.day_of(parcel.ready):
            due = horizon.day_of(parcel.ready)
            return f"it can be ready from day {earliest:g} on, before day {due}"
        due_mcny = servicing_order(horizon, parcel, order.ready_day).cost_mcny
        if abs(due_mcny - order.cost_mcny) > _TOLERANCE_MCNY:
            return f"it costs {due_mcny:g} million CNY, not {order.cost_mcny:g}"
        return ""

    def _finish(self, portion: Portion, _: Event) -> None:
        if portion.state is ParcelState.UNSERVICED:
            self._world.land.make_ready(portion, self._world.clock.day)
            self._world.agenda.changed()

    def _pay(self, project: str, cost_mcny: float) -> None:
        world, day = self._world, self._world.clock.day
        world.early_spent_mcny[world.quota.year_of(day)] += cost_mcny
        amount = round(cost_mcny * _CNY_PER_MCNY)
        if amount > 0:
            posting = MoneyPosting(
                day,
                project,
                Party.AUTHORITY,
                Party.CONTRACTOR,
                MoneyKind.EARLY_SERVICING,
                amount,
            )
            world.recorder.money_postings.append(posting)


def _wrong(day: float, order: ServicingOrder, reason: str) -> LandsimError:
    return LandsimError(f"decision on day {day:g} to ready {order.parcel} early: {reason}")
