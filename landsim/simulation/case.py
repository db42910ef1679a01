"""One project, from filing to the end: admission, waiting, offer, land."""

from collections.abc import Callable

from simpy import Event

from landsim.core.approval import StageRole
from landsim.core.contract import contract
from landsim.core.plan import Assignment
from landsim.core.project import Project
from landsim.core.state import Waiting
from landsim.core.trajectory import MilestoneKind
from landsim.simulation.clock import Rank
from landsim.simulation.deadlines import Deadlines
from landsim.simulation.graph import ASSIGNED_BIT, FILED_BIT, LIFE
from landsim.simulation.supervision import Supervision
from landsim.simulation.tenancy import Tenancy
from landsim.simulation.walk import Walk
from landsim.simulation.world import World

_CNY_PER_MCNY = 1e6
_ROUNDING = 1 + 1e-9


class Case:
    """A project in the hands of the authority; what the stages of its route mean for it.

    Parameters
    ----------
    world
        What everything shares.
    project
        The project.
    number
        Its case number, in order of filing.
    """

    def __init__(self, world: World, project: Project, number: int) -> None:
        self._world = world
        self.project = project
        self._number = number
        self._is_green = self._takes_green_channel()
        approvals = world.policy.approvals
        green = approvals.green_channel
        is_green_route = self._is_green and green is not None
        route = green.route if is_green_route and green else approvals.ordinary_route
        self._walk = Walk(
            world, project, number, world.routes[route], is_green=self._is_green, life=self
        )
        self._is_eligible: bool | None = None
        self._is_admitted = False
        self._is_over = False
        self._n_declined = 0
        self._on_standard_land = False
        self._tenancy: Tenancy | None = None
        self._deadlines: Deadlines | None = None
        self._supervision: Supervision | None = None
        self._reached: set[StageRole] = set()
        self.on_over: Callable[[], None] = _nothing
        """What else follows when the case is over."""

    def file(self) -> None:
        """Enter the approval system."""
        world = self._world
        world.mark(self.project, MilestoneKind.FILED, detail="green" if self._is_green else "")
        world.filed.append(self.project)
        world.in_review[self.project.id] = self.project
        deadline = self.project.deadline_day
        world.clock.at(deadline, Rank.LEAVE, self._number, self._lose_patience)
        if StageRole.ADMISSION not in self._walk.graph.roles and not self._admit():
            return
        self._walk.signal(FILED_BIT)

    def admits(self) -> bool:
        """Whether the admission standard admits the project to any zone it can use."""
        if self._is_eligible is None:
            self._is_eligible = bool(self._world.policy.admission.zones(self.project))
        return self._is_eligible

    def conclude(self, role: StageRole) -> bool:
        """Let the end of a stage take effect; return whether the walk goes on."""
        if role is StageRole.ADMISSION:
            return self._admit()
        if role in LIFE:
            self._reach(role)
        return not self._is_over

    def phase_days(self, role: StageRole) -> tuple[float, float]:
        """Begin a stage that lasts as the firm does: days until it starts, and its length."""
        return (0.0, 0.0) if self._tenancy is None else self._tenancy.phase_days(role)

    def government_caught_up(self) -> None:
        """Read the idle-land clock again."""
        if self._deadlines is not None:
            self._deadlines.resume()

    def has_regional_assessment(self) -> bool:
        """Whether the project has land offered as 标准地."""
        return self._on_standard_land

    def considers(self, assignment: Assignment) -> str:
        """Return why the firm declines an offer: ``price``, ``mode``; empty if it accepts."""
        world, project = self._world, self.project
        terms = world.policy.terms(assignment.mode)
        if project.ability_to_pay_mcny is not None:
            deal = contract(terms, world.policy.price, assignment.bundle, world.land.parcels)
            luck = world.streams.uniform("ability_to_pay", project.id)
            factor = project.conduct.ability_to_pay_factor.quantile(luck)
            most_cny = project.ability_to_pay_mcny * factor * _CNY_PER_MCNY
            if deal.first_year_cny > most_cny * _ROUNDING:
                return "price"
        luck = world.streams.uniform("acceptance", f"{project.id}/{assignment.mode}")
        return "" if luck < project.accepts(assignment.mode) else "mode"

    def decline(self, assignment: Assignment, cause: str) -> None:
        """Decline an offer; after too many the project withdraws."""
        world, entry = self._world, self._world.waiting[self.project.id]
        parcels = "+".join(assignment.parcels)
        world.mark(self.project, MilestoneKind.DECLINED, parcels, assignment.mode, cause)
        self._n_declined += 1
        if self._n_declined >= world.policy.lifecycle.max_offers:
            self._withdraw("offers")
            return
        is_price = cause == "price"
        dear = tuple(p for p in assignment.parcels if p not in entry.declined_parcels)
        world.waiting[self.project.id] = Waiting(
            project=self.project,
            since_day=entry.since_day,
            declined_modes=entry.declined_modes + (() if is_price else (assignment.mode,)),
            declined_parcels=entry.declined_parcels + (dear if is_price else ()),
        )
        world.agenda.changed()

    def accept(self, assignment: Assignment) -> None:
        """Take the land or floor space; the rest of the route begins."""
        world = self._world
        del world.waiting[self.project.id]
        tenancy = Tenancy(world, self.project, self._number, assignment)
        tenancy.on_end = self._end
        self._tenancy = tenancy
        self._deadlines = Deadlines(tenancy, self._walk)
        self._supervision = Supervision(tenancy)
        self._on_standard_land = all(
            world.land.parcels[parcel].is_standard_land for parcel in assignment.parcels
        )
        green = world.policy.approvals.green_channel
        if tenancy.is_floor:
            self._walk.switch(world.floor_routes[self._walk.graph.route])
        elif self._is_green and self._on_standard_land and green and green.standard_land_route:
            self._walk.switch(world.routes[green.standard_land_route])
        self._skip_from(0)
        self._walk.signal(ASSIGNED_BIT)

    def give_up(self, cause: str) -> None:
        """Withdraw, unless it has land or is over."""
        if self._tenancy is None and not self._is_over:
            self._withdraw(cause)

    def close(self) -> None:
        """Write down at the horizon's end what is still under way."""
        self._walk.close()
        if self._tenancy is not None:
            self._tenancy.close()

    def _takes_green_channel(self) -> bool:
        """Decide at filing, on what is known then: kind, mark, and the share of cases so far."""
        world, green = self._world, self._world.policy.approvals.green_channel
        world.n_cases += 1
        if green is None:
            return False
        is_eligible = (
            (not green.archetypes or self.project.archetype in green.archetypes)
            and world.policy.admission.score(self.project) >= green.min_score
            and world.n_green_cases + 1 <= green.max_share * world.n_cases
        )
        world.n_green_cases += is_eligible
        return is_eligible

    def _admit(self) -> bool:
        if self._is_admitted:
            return not self._is_over
        if not self.admits():
            self._world.mark(self.project, MilestoneKind.REFUSED, detail=self._shortfalls())
            self._end()
            return False
        self._is_admitted = True
        world = self._world
        world.in_review.pop(self.project.id, None)
        world.mark(self.project, MilestoneKind.ADMITTED)
        since = world.clock.day
        world.waiting[self.project.id] = Waiting(project=self.project, since_day=since)
        world.agenda.changed()
        opens = self.project.need_by_day - world.policy.land.start_lead_days
        if opens > since:
            horizon = world.scenario.horizon
            world.agenda.look_again(float(horizon.first_day(horizon.period_of(opens))))
        return True

    def _shortfalls(self) -> str:
        admission = self._world.policy.admission
        missed = [
            shortfall.criterion
            for zone in self.project.needs.zones
            for shortfall in admission.shortfalls(self.project, zone)
        ]
        return "+".join(dict.fromkeys(missed))

    def _lose_patience(self, _: Event) -> None:
        self.give_up("patience")

    def _withdraw(self, cause: str) -> None:
        self._world.waiting.pop(self.project.id, None)
        self._world.mark(self.project, MilestoneKind.WITHDRAWN, detail=cause)
        self._end()

    def _end(self) -> None:
        self._is_over = True
        self._world.in_review.pop(self.project.id, None)
        self._walk.abandon()
        self.on_over()

    def _reach(self, role: StageRole) -> None:
        """Let a role take effect once, and with it the following ones the route leaves out."""
        if role in self._reached or self._tenancy is None:
            return
        self._reached.add(role)
        for part in (self._tenancy, self._deadlines, self._supervision):
            if part is not None and not self._is_over:
                part.reach(role)
        self._skip_from(LIFE.index(role) + 1)

    def _skip_from(self, place: int) -> None:
        if place < len(LIFE) and not self._is_over and LIFE[place] not in self._walk.graph.roles:
            self._reach(LIFE[place])


def _nothing() -> None:
    """Do nothing else."""
