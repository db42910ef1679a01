"""The walk of one project through its route: reviews, corrections, statutory clocks."""

from collections.abc import Iterator
from functools import partial
from math import isnan, nan

from simpy import Event

from landsim.core.approval import Stage, StageRole, StageTrigger
from landsim.core.project import Project
from landsim.core.trajectory import Outcome
from landsim.simulation.clock import Rank
from landsim.simulation.graph import PHASES, RouteGraph, RouteStep
from landsim.simulation.life import Life
from landsim.simulation.limit import StageClock, union_days
from landsim.simulation.review import Review
from landsim.simulation.world import World

_WORK, _FAULT, _CORRECTION, _FALSE_PROMISE = range(4)


class Walk:
    """A project on its way through the stages of a route.

    Parameters
    ----------
    world
        Clock, desks, luck and records.
    project
        The project.
    number
        Its case number.
    graph
        Its route.
    is_green
        Whether it takes the green channel.
    life
        What stages mean for it.
    """

    def __init__(
        self,
        world: World,
        project: Project,
        number: int,
        graph: RouteGraph,
        *,
        is_green: bool,
        life: Life,
    ) -> None:
        self._world = world
        self._project = project
        self._number = number
        self._is_green = is_green
        self._life = life
        green = world.policy.approvals.green_channel
        self._priority = int(not (is_green and green is not None and green.has_priority))
        self._done = 0
        self._active: dict[int, Review] = {}
        self._clocks: dict[int, StageClock] = {}
        self._late: list[tuple[float, float]] = []
        self._is_stopped = False
        self.graph = graph

    def signal(self, bit: int) -> None:
        """Let something end that stages wait for: a stage, the filing, the assignment."""
        self._done |= bit
        for step in self.graph.followers.get(bit, ()):
            self._enable_if_ready(step)

    def switch(self, graph: RouteGraph) -> None:
        """Go on by another route; what is done stays done, what is under way goes on."""
        self.graph = graph
        for step in graph.steps:
            self._enable_if_ready(step)

    def abandon(self) -> None:
        """Stop: every review under way ends without a result."""
        self._is_stopped = True
        for review in self._active.values():
            review.is_void = True
            if not review.is_correcting:
                self._release(review)
                self._record(review, Outcome.ABANDONED, self._world.clock.day)
        self._active.clear()

    def close(self) -> None:
        """Write down at the horizon's end what is still under way."""
        for review in self._active.values():
            if not review.is_correcting:
                self._record(review, Outcome.UNFINISHED, self._world.end_day)

    def is_government_late(self) -> bool:
        """Whether a government review is under way beyond its statutory limit."""
        return any(True for _ in self._open_lateness())

    def government_delay_days(self, since: float) -> float:
        """Return the days since a day on which some government review was beyond its limit."""
        return union_days([*self._late, *self._open_lateness()], since)

    def _open_lateness(self) -> Iterator[tuple[float, float]]:
        for review in self._active.values():
            if not review.is_decided:
                yield from self._lateness(review)

    def _lateness(self, review: Review) -> tuple[tuple[float, float], ...]:
        """Return from when until now a government review is beyond its limit, if it is."""
        now = self._world.clock.day
        if review.step.binds_government and review.deadline < now:
            return ((max(review.deadline, review.enabled), now),)
        return ()

    def _enable_if_ready(self, step: RouteStep) -> None:
        is_waited_for = not (self._done & step.bit) and step.bit not in self._active
        if is_waited_for and self._done & step.needs == step.needs and not self._is_stopped:
            self._enable(step)

    def _enable(self, step: RouteStep) -> None:
        if not self._is_triggered(step.stage):
            self._conclude(step)
        elif step.stage.role in PHASES:
            self._begin_phase(step)
        else:
            self._submit(step)

    def _is_triggered(self, stage: Stage) -> bool:
        if stage.trigger is StageTrigger.ENERGY_REVIEW:
            limit_mw = self._world.policy.approvals.energy_review_mw
            return self._project.needs.power_mw >= limit_mw
        if stage.trigger is StageTrigger.SITE_STUDIES:
            return not self._life.has_regional_assessment()
        return True

    def _submit(self, step: RouteStep) -> None:
        world, stage = self._world, step.stage
        clock = self._clocks.setdefault(step.bit, StageClock())
        review = self._open(step, clock.n_passes, self._deadline(stage, clock))
        clock.n_passes += 1
        if stage.desk is None:
            self._begin(review)
            return
        world.pools[stage.desk].ask(review)
        if stage.is_deemed_approved and not isnan(review.deadline):
            world.clock.at(review.deadline, Rank.LAPSE, self._number, partial(self._lapse, review))

    def _open(self, step: RouteStep, round_: int, deadline: float) -> Review:
        review = Review(
            project=self._project,
            number=self._number,
            step=step,
            round_=round_,
            enabled=self._world.clock.day,
            deadline=deadline,
            is_green=self._is_green,
            priority=self._priority,
            begin=self._begin,
        )
        self._active[step.bit] = review
        return review

    def _deadline(self, stage: Stage, clock: StageClock) -> float:
        """Return the day on which the limit runs out, or ran out before the corrections."""
        if stage.limit_workdays is None:
            return nan
        now, left = self._world.clock.day, clock.left_workdays(stage.limit_workdays)
        if left is not None:
            clock.deadline = max(now, self._world.after_workdays(now, left))
        return clock.deadline

    def _begin_phase(self, step: RouteStep) -> None:
        delay, length = self._life.phase_days(step.stage.role)
        review = self._open(step, 0, nan)
        review.started = review.enabled + delay
        finish = partial(self._finish_phase, review)
        self._world.clock.at(review.started + length, Rank.END, self._number, finish)

    def _finish_phase(self, review: Review, _: Event) -> None:
        if not review.is_void:
            self._record(review, Outcome.PASSED, self._world.clock.day)
            self._conclude(review.step)

    def _begin(self, review: Review) -> None:
        world, step = self._world, review.step.step
        entity = f"{self._project.id}/{step.stage}"
        review.started = world.clock.day
        review.luck = world.streams.uniforms("review", entity, review.round)
        workdays = step.workdays.quantile(review.luck[_WORK])
        if self._clocks[review.step.bit].is_resumed:
            workdays *= step.rework.review_again_share
        end = world.after_workdays(review.started, workdays)
        if review.step.stage.is_deemed_approved and review.deadline < end:
            review.is_deemed, end = True, review.deadline
        world.clock.at(end, Rank.END, self._number, partial(self._finish, review))

    def _finish(self, review: Review, _: Event) -> None:
        if review.is_void:
            return
        self._release(review)
        review.is_decided = True
        lateness = self._lateness(review)
        self._late += lateness
        outcome = self._outcome(review)
        if outcome is Outcome.CORRECTION:
            self._correct(review)
        else:
            self._record(review, outcome, self._world.clock.day)
            if outcome is Outcome.REVOKED:
                self._clocks[review.step.bit].restart()
                self._submit(review.step)
            else:
                self._conclude(review.step)
        if lateness:
            self._life.government_caught_up()

    def _outcome(self, review: Review) -> Outcome:
        step, clock = review.step, self._clocks[review.step.bit]
        rework = step.step.rework
        is_faulty = review.luck[_FAULT] < rework.probability
        if is_faulty and not review.is_deemed and clock.n_corrections < rework.max_rounds:
            return Outcome.CORRECTION
        if step.stage.role is StageRole.ADMISSION and not self._life.admits():
            return Outcome.REFUSED
        if review.is_deemed:
            return Outcome.DEEMED
        is_promise = review.round == 0
        if is_promise and review.luck[_FALSE_PROMISE] < step.step.revocation_probability:
            return Outcome.REVOKED
        return Outcome.PASSED

    def _correct(self, review: Review) -> None:
        world, rework = self._world, review.step.step.rework
        now = world.clock.day
        workdays = rework.correction_workdays.quantile(review.luck[_CORRECTION])
        until = world.after_workdays(now, workdays)
        self._clocks[review.step.bit].suspend(world.calendar, review.enabled, now)
        review.is_correcting = True
        self._record(review, Outcome.CORRECTION, now, min(until, world.end_day))
        world.clock.at(until, Rank.END, self._number, partial(self._hand_in, review))

    def _hand_in(self, review: Review, _: Event) -> None:
        if review.is_void:
            return
        step = review.step
        back_to = self.graph.by_bit.get(step.back_to)
        if back_to is not None:
            self._go_back(step, back_to)
        elif step.step.rework.review_again_share == 0:
            self._conclude(step)
        else:
            self._clocks[step.bit].is_resumed = True
            self._submit(step)

    def _go_back(self, step: RouteStep, back_to: RouteStep) -> None:
        """Repeat the stages from an earlier one on; each repeat is a new submission."""
        self._done &= ~step.again
        del self._active[step.bit]
        self._clocks[step.bit].restart()
        self._enable_if_ready(back_to)

    def _lapse(self, review: Review, _: Event) -> None:
        is_waiting = not review.is_void and isnan(review.started)
        if is_waiting:
            self._release(review)
            refuses = review.step.stage.role is StageRole.ADMISSION and not self._life.admits()
            outcome = Outcome.REFUSED if refuses else Outcome.DEEMED
            self._record(review, outcome, self._world.clock.day)
            self._conclude(review.step)

    def _conclude(self, step: RouteStep) -> None:
        review = self._active.pop(step.bit, None)
        if review is not None:
            review.is_void = True
        if step.bit in self._clocks:
            self._clocks[step.bit].restart()
        if self._life.conclude(step.stage.role) and not self._is_stopped:
            self.signal(step.bit)

    def _release(self, review: Review) -> None:
        desk = review.step.stage.desk
        if desk is None:
            return
        if review.has_desk_time:
            self._world.pools[desk].give_back(review)
        elif isnan(review.started):
            self._world.pools[desk].leave(review)

    def _record(
        self, review: Review, outcome: Outcome, day: float, correction_until: float | None = None
    ) -> None:
        entry = review.stage_pass(
            outcome, day, day if correction_until is None else correction_until
        )
        self._world.recorder.stage_passes.append(entry)
