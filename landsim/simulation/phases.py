"""Land reserved for phase 2 of projects: held, supplied when it is built, released if not."""

from collections.abc import Mapping
from functools import partial

from simpy import Event

from landsim.core.decisionlog import Reservation, ReservationEnd
from landsim.core.expansion import exercised_phase, hold_days, phase_id
from landsim.core.horizon import DAYS_PER_MONTH
from landsim.core.ids import ProjectId
from landsim.core.park import Park
from landsim.core.plan import Assignment
from landsim.core.project import Project
from landsim.core.state import Waiting
from landsim.simulation.case import Case
from landsim.simulation.clock import Rank
from landsim.simulation.land import Portion
from landsim.simulation.world import World

_INSTANT_DAYS = 1e-6


class Hold:
    """Land held for one phase 2.

    Parameters
    ----------
    project
        Phase 1.
    assignment
        Land and tenure mode reserved.
    day
        Day on which phase 1 got its land.
    portions
        The land.
    """

    def __init__(
        self, project: Project, assignment: Assignment, day: float, portions: list[Portion]
    ) -> None:
        self.project = project
        self.assignment = assignment
        self.day = day
        self.portions = portions
        phase = project.later_phase
        self.expiry_day = day if phase is None else day + hold_days(phase)


class Phases:
    """All land held for later phases.

    Parameters
    ----------
    world
        Clock, land, luck and records.
    cases
        Cases by project; phase 2 becomes a case of its own.
    """

    def __init__(self, world: World, cases: dict[ProjectId, Case]) -> None:
        self._world = world
        self._cases = cases
        self._holds: dict[ProjectId, Hold] = {}
        self._n_built = 0

    def has(self, name: ProjectId) -> bool:
        """Whether land is held for a phase 2."""
        return name in self._holds

    def reserve(self, first: Case, entry: Assignment) -> None:
        """Hold land for the phase 2 of a project that has just got its own."""
        world, day, project = self._world, self._world.clock.day, first.project
        phase = project.later_phase
        if phase is None:
            return
        portions = [
            world.land.reserve(take.parcel, take.area_m2, project.id, entry.project, day)
            for take in entry.bundle
        ]
        hold = Hold(project, entry, day, portions)
        self._holds[entry.project] = hold
        first.on_over = partial(self._abandon, entry.project)
        number = world.n_projects + len(world.holdings)
        decides = day + phase.after_months * DAYS_PER_MONTH
        world.clock.at(decides, Rank.FILE, number, partial(self._choose, entry.project))
        world.clock.at(hold.expiry_day, Rank.LEAVE, number, partial(self._expire, entry.project))

    def supply(self) -> None:
        """Give every phase 2 that waits the land held for it, as far as the quota goes."""
        world, day = self._world, self._world.clock.day
        horizon = world.scenario.horizon
        for name in [name for name in self._holds if name in world.waiting]:
            entry = self._holds[name].assignment
            left = world.quota.left_m2(day)
            if left is None or entry.area_m2 <= left[world.quota.year_of(day)]:
                world.quota.use(day, entry.area_m2)
                self._note(name, ReservationEnd.EXERCISED)
                self._cases[name].accept(
                    Assignment(
                        project=name,
                        bundle=entry.bundle,
                        period=horizon.period_of(day),
                        mode=entry.mode,
                        end_period=entry.end_period,
                    )
                )

    def close(self) -> None:
        """Write down at the horizon's end what is still held."""
        for name in tuple(self._holds):
            self._note(name, ReservationEnd.OPEN, self._world.end_day)

    def _choose(self, name: ProjectId, _: Event) -> None:
        """Let the firm file for its phase 2, if it builds it."""
        world, hold = self._world, self._holds.get(name)
        phase = None if hold is None else hold.project.later_phase
        if hold is None or phase is None:
            return
        if world.streams.uniform("later_phase", hold.project.id) >= phase.chance:
            return
        built = exercised_phase(
            hold.project,
            phase,
            area_m2=hold.assignment.area_m2,
            filed_day=world.clock.day,
            expiry_day=hold.expiry_day,
        )
        case = Case(world, built, world.n_projects + self._n_built)
        self._n_built += 1
        self._cases[name] = case
        case.on_over = partial(self._release, name, ReservationEnd.ABANDONED)
        case.file()

    def _expire(self, name: ProjectId, _: Event) -> None:
        if name in self._holds and name in self._cases:
            self._cases[name].give_up("patience")
        self._release(name, ReservationEnd.RELEASED)

    def _abandon(self, name: ProjectId) -> None:
        """Phase 1 is over: nobody builds its phase 2 on reserved land."""
        if name in self._holds and name in self._cases:
            self._cases[name].give_up("phase 1 ended")
        self._release(name, ReservationEnd.ABANDONED)

    def _release(self, name: ProjectId, outcome: ReservationEnd) -> None:
        """Free land that is still held."""
        if name in self._holds:
            portions, day = self._holds[name].portions, self._world.clock.day
            if day >= self._holds[name].expiry_day - _INSTANT_DAYS:
                outcome = ReservationEnd.RELEASED
            self._note(name, outcome)
            for portion in portions:
                self._world.land.release(portion, name, day)
            self._world.agenda.changed()

    def _note(self, name: ProjectId, outcome: ReservationEnd, day: float | None = None) -> None:
        hold = self._holds.pop(name)
        entry = hold.assignment
        self._world.recorder.reservations.append(
            Reservation(
                hold.day,
                hold.project.id,
                "+".join(entry.parcels),
                entry.area_m2,
                entry.mode,
                hold.expiry_day,
                self._world.clock.day if day is None else day,
                outcome,
            )
        )


def reserving(
    assignments: tuple[Assignment, ...], waiting: Mapping[ProjectId, Waiting]
) -> dict[ProjectId, Assignment]:
    """Return the assignments of a decision that only reserve land, by the project of phase 1.

    Parameters
    ----------
    assignments
        Today's.
    waiting
        Projects that wait.
    """
    named = {entry.project: entry for entry in assignments}
    return {
        name: named[phase_id(name)]
        for name in named
        if name in waiting
        and waiting[name].project.later_phase is not None
        and phase_id(name) in named
    }


def reservation_fault(park: Park, project: Project, first: Assignment, later: Assignment) -> str:
    """Return why land cannot be reserved as a decision says; empty if it can.

    Parameters
    ----------
    park
        Which parcels touch.
    project
        Phase 1.
    first, later
        Land of phase 1, and land reserved.
    """
    phase = project.later_phase
    if phase is None or later.area_m2 < phase.area_m2:
        return f"{later.area_m2} m² are too few for phase 2"
    if later.mode != first.mode:
        return f"phase 2 is supplied like phase 1, under {first.mode}"
    near = set(first.parcels)
    for one, other in park.adjacency:
        if one in first.parcels:
            near.add(other)
        if other in first.parcels:
            near.add(one)
    return "" if near & set(later.parcels) else "it does not touch the land of phase 1"
