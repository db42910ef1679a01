"""One pass of a project through a stage, from the day it may begin to its outcome."""

from collections.abc import Callable
from math import nan

from landsim.core.project import Project
from landsim.core.trajectory import Outcome, StagePass
from landsim.simulation.graph import RouteStep


class Review:
    """A pass through a stage while it is under way; a `Ticket` at its desk.

    Parameters
    ----------
    project
        Project under review.
    number
        Its case number.
    step
        Stage, as the route takes it.
    round_
        How many passes of this stage came before.
    enabled
        Day from which it could begin.
    deadline
        Day on which the statutory limit runs out; NaN without one.
    is_green
        Whether it comes by the green channel.
    priority
        0 to be served before 1.
    begin
        What happens when a desk takes it up.
    """

    __slots__ = (
        "begin",
        "deadline",
        "enabled",
        "has_desk_time",
        "is_correcting",
        "is_decided",
        "is_deemed",
        "is_green",
        "is_void",
        "luck",
        "number",
        "order",
        "priority",
        "project",
        "round",
        "started",
        "step",
    )

    def __init__(
        self,
        *,
        project: Project,
        number: int,
        step: RouteStep,
        round_: int,
        enabled: float,
        deadline: float,
        is_green: bool,
        priority: int,
        begin: Callable[["Review"], None],
    ) -> None:
        self.project = project
        self.number = number
        self.step = step
        self.round = round_
        self.enabled = enabled
        self.deadline = deadline
        self.is_green = is_green
        self.priority = priority
        self.begin = begin
        self.started = nan
        self.has_desk_time = False
        """Whether somebody at a desk works on it now."""
        self.is_correcting = False
        """Whether the applicant has it back for corrections."""
        self.is_decided = False
        """Whether the reviewer has answered, be it by asking for corrections."""
        self.is_deemed = False
        """Whether it passes because its limit runs out first."""
        self.luck: tuple[float, ...] = ()
        """Draws that settle its length and its outcome."""
        self.is_void = False
        """Whether it has ended, so that what was scheduled for it no longer happens."""
        self.order = (priority, enabled, number, step.bit)
        """Place in a queue: priority, waiting since, case number, stage."""

    def stage_pass(self, outcome: Outcome, day: float, correction_until: float) -> StagePass:
        """Return the record of this pass.

        Parameters
        ----------
        outcome
            How it ended.
        day
            When it ended.
        correction_until
            When corrections are handed in; ``day`` without any.
        """
        return StagePass(
            self.project.id,
            self.step.stage.id,
            self.step.route,
            self.round,
            self.enabled,
            self.started if self.started <= day else nan,
            day,
            outcome,
            correction_until,
            self.deadline,
            self.is_green,
        )
