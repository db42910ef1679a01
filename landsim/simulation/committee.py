"""The decision epoch: what the committee knows, asks, checks and carries out."""

import math

from landsim.core.ids import ParcelId, ProjectId
from landsim.core.plan import Assignment
from landsim.core.state import Decide, Decision, LandState
from landsim.core.trajectory import Epoch, PassedOver
from landsim.errors import LandsimError
from landsim.simulation.case import Case
from landsim.simulation.notices import Notices
from landsim.simulation.phases import Phases, reservation_fault, reserving
from landsim.simulation.servicing import Works
from landsim.simulation.world import World


class Committee:
    """Who gets which land today: asks the decider and carries its answer out.

    Parameters
    ----------
    world
        What everything shares.
    cases
        Cases by project, filled as projects file.
    decide
        Who decides.
    """

    def __init__(self, world: World, cases: dict[ProjectId, Case], decide: Decide) -> None:
        self._world = world
        self._cases = cases
        self._decide = decide
        self._works = Works(world)
        self._notices = Notices(world)
        self._phases = Phases(world, cases)
        world.agenda.meet = self.meet

    def meet(self) -> None:
        """Hold a decision epoch, if anybody waits; reserved land is supplied before."""
        if not self._world.waiting:
            return
        self._phases.supply()
        state = self._state()
        if not state.waiting:
            return
        decision = self._decide(state)
        self._check(state, decision)
        self._works.check(decision.orders)
        self._notices.judge(decision)
        later = reserving(decision.assignments, self._world.waiting)
        phases = {entry.project for entry in later.values()}
        taken = [
            entry
            for entry in decision.assignments
            if entry.project not in phases and self._offer(entry, later.get(entry.project))
        ]
        self._notices.announce(decision)
        self._works.begin(decision.orders)
        self._record(state, decision, taken)
        self._look_ahead(state, decision)

    def close(self) -> None:
        """Write down at the horizon's end what was announced last and what is still reserved."""
        self._notices.close()
        self._phases.close()

    def _state(self) -> LandState:
        world, day = self._world, self._world.clock.day
        return LandState(
            day=day,
            period=world.scenario.horizon.period_of(day),
            free=world.land.free(),
            waiting=tuple(
                entry for name, entry in world.waiting.items() if not self._phases.has(name)
            ),
            holdings=tuple(world.holdings),
            quota_left_m2=world.quota.left_m2(day),
            early_spent_mcny=tuple(world.early_spent_mcny),
            announced=self._notices.standing(),
            filed=tuple(world.filed),
            in_review=tuple(world.in_review.values()),
            replication=world.replication,
            seed=world.seed,
        )

    def _check(self, state: LandState, decision: Decision) -> None:
        """Refuse a decision that gives what is not there; nothing of it is carried out."""
        asked: dict[ParcelId, int] = {}
        served: set[ProjectId] = set()
        later = self._check_phases(state, decision)
        askers = {entry.project.id for entry in state.waiting} | later
        for entry in decision.assignments:
            if entry.project not in askers or entry.project in served:
                raise _wrong(state, entry, "the project does not wait for land")
            if entry.period != state.period:
                raise _wrong(state, entry, f"today's assignments are of period {state.period}")
            if entry.mode not in {terms.mode for terms in self._world.policy.tenure}:
                raise _wrong(state, entry, f'there is no tenure mode "{entry.mode}"')
            if not entry.bundle:
                raise _wrong(state, entry, "it names no parcel")
            served.add(entry.project)
            for take in entry.bundle:
                asked[take.parcel] = asked.get(take.parcel, 0) + take.area_m2
                self._check_land(state, entry, take.parcel, take.area_m2, asked[take.parcel])
        left = state.quota_left_m2
        year = self._world.quota.year_of(state.day)
        supplied = (entry for entry in decision.assignments if entry.project not in later)
        land_m2 = sum(map(self._land_m2, supplied))
        if decision.assignments and left is not None and land_m2 > left[year]:
            reason = f"the day's assignments take {land_m2} m² of the {left[year]} m²"
            raise _wrong(state, decision.assignments[-1], f"{reason} of quota left")

    def _check_phases(self, state: LandState, decision: Decision) -> set[ProjectId]:
        """Return the later phases for which land is reserved today, if it may be."""
        waiting = self._world.waiting
        later = reserving(decision.assignments, waiting)
        named = {entry.project: entry for entry in decision.assignments}
        for name, entry in later.items():
            park, project = self._world.scenario.park, waiting[name].project
            fault = reservation_fault(park, project, named[name], entry)
            if fault:
                raise _wrong(state, entry, fault)
        return {entry.project for entry in later.values()}

    def _check_land(
        self, state: LandState, entry: Assignment, name: ParcelId, area_m2: int, asked_m2: int
    ) -> None:
        land = self._world.land
        parcel = land.parcels.get(name)
        if parcel is None:
            raise _wrong(state, entry, f'there is no parcel "{name}"')
        available = land.free_m2(name) + (parcel.area_m2 if self._works.months(name) else 0)
        if area_m2 <= 0 or asked_m2 > available:
            raise _wrong(state, entry, f"{available} m² of {name} are free, not {asked_m2} m²")
        if self._world.policy.terms(entry.mode).supply is not parcel.supply:
            raise _wrong(state, entry, f"mode {entry.mode} does not apply to {name}")
        if not parcel.is_divisible and area_m2 != parcel.area_m2:
            raise _wrong(state, entry, f"parcel {name} is supplied whole: {parcel.area_m2} m²")

    def _land_m2(self, entry: Assignment) -> int:
        """Return the land of an assignment, in m²: floor space takes none of the quota."""
        floors = self._world.floors
        return sum(take.area_m2 for take in entry.bundle if take.parcel not in floors)

    def _offer(self, entry: Assignment, later: Assignment | None) -> bool:
        """Offer land, with an option on land for a later phase; return whether it is taken."""
        case = self._cases[entry.project]
        cause = case.considers(entry)
        if cause:
            case.decline(entry, cause)
            return False
        for take in entry.bundle:
            self._works.ready_at_once(entry.project, take.parcel)
        self._world.quota.use(self._world.clock.day, self._land_m2(entry))
        case.accept(entry)
        if later is not None:
            self._phases.reserve(case, later)
        return True

    def _record(self, state: LandState, decision: Decision, taken: list[Assignment]) -> None:
        plan, nothing = decision.plan, math.nan
        report = None if plan is None else plan.report
        bound = None if report is None else report.bound
        self._world.recorder.epochs.append(
            Epoch(
                day=state.day,
                n_waiting=len(state.waiting),
                free_m2=sum(
                    part.area_m2
                    for part in state.free
                    if part.from_day <= state.day and part.parcel not in self._world.floors
                ),
                n_assigned=len(taken),
                assigned_m2=sum(map(self._land_m2, taken)),
                objective=nothing if report is None else report.objective,
                bound=nothing if bound is None else bound,
                termination="" if plan is None else str(plan.termination),
            )
        )
        self._world.recorder.passed_over.extend(
            PassedOver(
                state.day,
                refusal.project,
                str(refusal.cause),
                refusal.rule,
                "+".join(refusal.competitors),
                refusal.detail,
            )
            for refusal in decision.refusals
        )

    def _look_ahead(self, state: LandState, decision: Decision) -> None:
        """Meet again when the decider asks to, or when the plan means to supply land next."""
        if decision.look_again_day is not None and self._world.waiting:
            self._world.agenda.look_again(decision.look_again_day)
        later = [] if decision.plan is None else decision.plan.assignments
        periods = [entry.period for entry in later if entry.period > state.period]
        if periods and self._world.waiting:
            day = self._world.scenario.horizon.first_day(min(periods))
            self._world.agenda.look_again(float(day))


def _wrong(state: LandState, entry: Assignment, reason: str) -> LandsimError:
    return LandsimError(f"decision on day {state.day:g} for project {entry.project}: {reason}")
