"""A project on its land, from the assignment to the day the land is ready again."""

import math
from collections.abc import Callable

from simpy import Event

from landsim.core.approval import StageRole
from landsim.core.contract import contract
from landsim.core.distribution import Distribution
from landsim.core.horizon import DAYS_PER_MONTH, DAYS_PER_YEAR
from landsim.core.plan import Assignment
from landsim.core.project import Project
from landsim.core.space import SupplyKind
from landsim.core.state import Holding
from landsim.core.trajectory import MilestoneKind, ParcelState
from landsim.simulation.account import Account
from landsim.simulation.clock import Rank
from landsim.simulation.land import Portion
from landsim.simulation.production import Performance
from landsim.simulation.world import World

_MILESTONES = {
    StageRole.CONTRACT: MilestoneKind.CONTRACTED,
    StageRole.PAYMENT: MilestoneKind.PAID,
    StageRole.DELIVERY: MilestoneKind.DELIVERED,
    StageRole.PERMIT: MilestoneKind.PERMITTED,
    StageRole.CONSTRUCTION: MilestoneKind.COMPLETED,
    StageRole.PRODUCTION: MilestoneKind.PRODUCING,
    StageRole.FULL_PRODUCTION: MilestoneKind.FULL_PRODUCTION,
}

_OF_BUILDING = frozenset({StageRole.PERMIT, StageRole.CONSTRUCTION})
"""Roles that are no event of a life on floor space."""


class Tenancy:
    """Land or floor space, contract and performance of one project.

    Parameters
    ----------
    world
        Clock, land, luck and records.
    project
        Holder.
    number
        Its case number.
    assignment
        What it was given.
    """

    def __init__(self, world: World, project: Project, number: int, assignment: Assignment) -> None:
        policy = world.policy
        self.world = world
        self.project = project
        self.number = number
        self.terms = policy.terms(assignment.mode)
        self.parcel_text = "+".join(assignment.parcels)
        self.area_m2 = assignment.area_m2
        self.is_floor = self.terms.supply is SupplyKind.FLOOR
        """Whether it is floor space in a building, where nothing is built: fitted out at once."""
        self.land_m2 = 0 if self.is_floor else self.area_m2
        """Land it takes, in m²; what the quota counts."""
        self.zone = world.land.parcels[assignment.parcels[0]].zone
        deal = contract(self.terms, policy.price, assignment.bundle, world.land.parcels)
        self.account = Account(project.id, deal, policy.lifecycle, world.recorder)
        self.days: dict[StageRole, float] = {}
        """Day on which each role was reached."""
        self.started_day = math.nan
        """开工."""
        self.is_leased = False
        """Whether the lease stage of the mode runs."""
        self.is_over = False
        self.on_end: Callable[[], None] = _nothing
        """What else stops when the tenancy ends."""
        self.on_start: Callable[[], None] = _nothing
        """What else follows from 开工."""
        ratio = self._draw("delivery_ratio", project.conduct.delivery_ratio)
        self.performance = Performance(project, ratio)
        self._portions: list[Portion] = [
            world.land.take(take.parcel, take.area_m2, project.id, self.terms.mode, self._now)
            for take in assignment.bundle
        ]
        self._first_holding = len(world.holdings)
        world.holdings += [
            Holding(
                project=project,
                parcel=take.parcel,
                area_m2=take.area_m2,
                mode=self.terms.mode,
                from_day=self._now,
            )
            for take in assignment.bundle
        ]
        self.mark(MilestoneKind.ASSIGNED, f"{self.area_m2} m2")

    @property
    def _now(self) -> float:
        return self.world.clock.day

    @property
    def ratio(self) -> float:
        """Achieved over promised."""
        return self.performance.ratio

    @property
    def is_started(self) -> bool:
        """Whether construction has begun."""
        return not math.isnan(self.started_day)

    @property
    def is_producing(self) -> bool:
        """Whether production has begun."""
        return StageRole.PRODUCTION in self.days

    def mark(self, kind: MilestoneKind, detail: str = "") -> None:
        """Write down an event of this tenancy."""
        self.world.mark(self.project, kind, self.parcel_text, self.terms.mode, detail)

    def reach(self, role: StageRole) -> None:
        """Let the end of a stage take effect on land, money and production."""
        self.days[role] = self._now
        if role is StageRole.CONSTRUCTION:
            self._take_over() if self.is_floor else self.begin_construction()
        if role in _MILESTONES and not (self.is_floor and role in _OF_BUILDING):
            self.mark(_MILESTONES[role])
        if role is StageRole.CONTRACT:
            self._sign()
        elif role is StageRole.DELIVERY and self.project.conduct.stay_years is not None:
            stay = self._draw("stay", self.project.conduct.stay_years) * DAYS_PER_YEAR
            self.world.clock.at(self._now + stay, Rank.END, self.number, self._leave)
        elif role is StageRole.CONSTRUCTION:
            self._move_in()
        elif role is StageRole.PRODUCTION:
            self.performance.begin_day = self._now
        elif role is StageRole.FULL_PRODUCTION:
            self.performance.full_day = self._now

    def phase_days(self, role: StageRole) -> tuple[float, float]:
        """Begin a stage that lasts as the firm does: days until it starts, and its length."""
        conduct = self.project.conduct
        if role is StageRole.CONSTRUCTION:
            months = self._draw("start_delay", conduct.start_delay_months)
            delay = months * DAYS_PER_MONTH * self.terms.start_delay_factor
            self.world.clock.at(self._now + delay, Rank.END, self.number, self._start)
            return delay, self._draw("build", conduct.build_months) * DAYS_PER_MONTH
        if role is StageRole.PRODUCTION:
            return 0.0, self._draw("fit_out", conduct.fit_out_months) * DAYS_PER_MONTH
        length = self._draw("ramp", conduct.ramp_months) * DAYS_PER_MONTH
        self.performance.full_day = self._now + length
        return 0.0, length

    def begin_construction(self) -> None:
        """Start to build, unless that has happened."""
        if not self.is_started:
            self.started_day = self._now
            self.mark(MilestoneKind.STARTED)
            self.set_state(ParcelState.CONSTRUCTION)
            self.on_start()

    def set_state(self, state: ParcelState) -> None:
        """Let the whole site be doing something else."""
        for portion in self._portions:
            self.world.land.change(portion, state, self._now)

    def convert(self) -> None:
        """Turn the lease into a grant."""
        self.is_leased = False
        self.mark(MilestoneKind.CONVERTED)
        self.account.convert(self._now)
        if StageRole.CONSTRUCTION in self.days:
            self.set_state(ParcelState.GRANTED)

    def renew(self) -> None:
        """Begin another term of the same kind."""
        self.mark(MilestoneKind.RENEWED)
        self.account.renew(self._now)

    def improve(self) -> None:
        """Let a cure period raise what the project achieves."""
        gain = self._draw("cure_gain", self.project.conduct.cure_gain)
        self.performance.improve(gain, self._now)

    def end(self, kind: MilestoneKind, detail: str = "", *, is_refunded: bool = False) -> None:
        """End the tenancy; the land is cleared and then ready again.

        Parameters
        ----------
        kind
            How it ends.
        detail
            Why.
        is_refunded
            Whether the unexpired part of a grant is refunded.
        """
        now, world = self._now, self.world
        self.is_over = True
        self.mark(kind, detail)
        self.account.end(now, is_refunded=is_refunded)
        self.performance.close(now, world.recorder)
        self.on_end()
        for place in range(self._first_holding, len(world.holdings)):
            holding = world.holdings[place]
            if holding.project is not self.project:
                break
            world.holdings[place] = _ended(holding, now)
        world.quota.give_back(now, self.land_m2)
        ready_day = now + self._clearing_days()
        for portion in self._portions:
            world.land.vacate(portion, ready_day, now)
        if ready_day > now:
            world.clock.at(ready_day, Rank.END, self.number, self._clear)
        else:
            self._hand_back()

    def close(self) -> None:
        """Settle at the horizon's end what still runs."""
        if not self.is_over:
            self.account.close(self.world.end_day)
            self.performance.close(self.world.end_day, self.world.recorder)

    def _sign(self) -> None:
        now = self._now
        self.is_leased = self.terms.starts_as_lease
        self.account.open(now)
        hazard = self.project.conduct.exit_hazard_per_year
        if hazard > 0:
            luck = self.world.streams.uniform("failure", self.project.id)
            years = -math.log1p(-luck) / hazard
            self.world.clock.at(now + years * DAYS_PER_YEAR, Rank.END, self.number, self._fail)

    def _take_over(self) -> None:
        """Begin to use floor space: nothing is built, so that no deadline for building runs."""
        self.started_day = self._now

    def _start(self, _: Event) -> None:
        if not self.is_over:
            self.begin_construction()

    def _move_in(self) -> None:
        """Show the built site as leased or granted, a mixed one in two parts."""
        if self.terms.is_mixed:
            for portion in tuple(self._portions):
                leased_m2 = round(portion.area_m2 * (1 - self.terms.granted_share))
                if 0 < leased_m2 < portion.area_m2:
                    part = self.world.land.split(portion, leased_m2, self._now)
                    self._portions.append(part)
                    self.world.land.change(part, ParcelState.LEASED, self._now)
                self.world.land.change(portion, ParcelState.GRANTED, self._now)
        else:
            self.set_state(ParcelState.LEASED if self.is_leased else ParcelState.GRANTED)

    def _fail(self, _: Event) -> None:
        if not self.is_over:
            self.end(MilestoneKind.EXITED, "failure", is_refunded=True)

    def _leave(self, _: Event) -> None:
        if not self.is_over:
            self.end(MilestoneKind.EXITED, "left", is_refunded=True)

    def _clearing_days(self) -> float:
        if StageRole.DELIVERY not in self.days:
            return 0.0
        lifecycle = self.world.policy.lifecycle
        law = self.project.conduct.clearing_months or lifecycle.clearing_months
        if self.is_floor:
            law = lifecycle.floor_clearing_months or law
        return self._draw("clearing", law) * DAYS_PER_MONTH

    def _clear(self, _: Event) -> None:
        self._hand_back()

    def _hand_back(self) -> None:
        for portion in self._portions:
            self.world.land.make_ready(portion, self._now)
        self.mark(MilestoneKind.CLEARED)
        self.world.agenda.changed()

    def _draw(self, purpose: str, law: Distribution) -> float:
        return law.quantile(self.world.streams.uniform(purpose, self.project.id))


def _ended(holding: Holding, day: float) -> Holding:
    return Holding(
        project=holding.project,
        parcel=holding.parcel,
        area_m2=holding.area_m2,
        mode=holding.mode,
        from_day=holding.from_day,
        until_day=day,
    )


def _nothing() -> None:
    """Do nothing else."""
