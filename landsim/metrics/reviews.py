"""Reviews: how many, how often sent back, whether the statutory limits hold, who waits at desks.

A deemed approval counts as a breach: the limit ran out before the desk answered. A review
still open at the horizon's end counts as a breach if its limit has run out, and is left out
if it has not.
"""

import math
from collections.abc import Iterator
from functools import partial

from landsim.core.approval import Stage
from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import MilestoneKind, Outcome, StagePass, Trajectory
from landsim.metrics import units
from landsim.metrics.averages import mean, share
from landsim.metrics.histories import histories
from landsim.metrics.metric import metric

_OPEN = (Outcome.UNFINISHED, Outcome.ABANDONED)
_CHANNELS = ((True, "green", "绿色通道"), (False, "ordinary", "普通通道"))


@metric("reviews", zh="审查次数", en="reviews", unit=units.REVIEWS)
def reviews(_: Scenario, trajectory: Trajectory) -> float:
    """Count the passes through stages that ended within the horizon, repetitions included."""
    return sum(review.outcome not in _OPEN for review in trajectory.stage_passes)


@metric("corrections", zh="补正次数", en="corrections", unit=units.REVIEWS, better=Direction.LOWER)
def corrections(_: Scenario, trajectory: Trajectory) -> float:
    """Reviews that ended with a request for corrections."""
    return sum(review.outcome is Outcome.CORRECTION for review in trajectory.stage_passes)


@metric(
    "corrections_share",
    zh="审查被要求补正的比例",
    en="share of reviews sent back for corrections",
    unit=units.SHARE,
    better=Direction.LOWER,
)
def corrections_share(scenario: Scenario, trajectory: Trajectory) -> float:
    """Share of reviews that ended with a request for corrections."""
    return share(corrections(scenario, trajectory), reviews(scenario, trajectory))


@metric("deemed_approvals", zh="视为批准的次数", en="deemed approvals", unit=units.REVIEWS)
def deemed_approvals(_: Scenario, trajectory: Trajectory) -> float:
    """Reviews that passed because their time limit ran out."""
    return sum(review.outcome is Outcome.DEEMED for review in trajectory.stage_passes)


@metric(
    "limit_breach_share",
    zh="超过法定时限的审查比例",
    en="share of reviews past their statutory limit",
    unit=units.SHARE,
    better=Direction.LOWER,
)
def limit_breach_share(_: Scenario, trajectory: Trajectory) -> float:
    """Share of the reviews with a statutory limit that broke it."""
    judged = [
        _is_breach(review)
        for review in trajectory.stage_passes
        if not math.isnan(review.deadline)
        and (review.outcome not in _OPEN or review.completed > review.deadline)
    ]
    return mean(judged)


def _is_breach(review: StagePass) -> bool:
    return review.outcome is Outcome.DEEMED or review.completed > review.deadline


@metric(
    "permit_promise_kept_share",
    zh="承诺时限内取得施工许可的比例",
    en="share of permits within the promised time after the contract",
    unit=units.SHARE,
    better=Direction.HIGHER,
)
def permit_promise_kept_share(scenario: Scenario, trajectory: Trajectory) -> float:
    """Share of contracted cases permitted within the policy's promise; NaN without a promise.

    A case without its permit counts as late once the promised time has passed, and is left
    out before.
    """
    promise = scenario.policy.approvals.permit_promise_workdays
    if promise is None:
        return math.nan
    verdicts = []
    for history in histories(trajectory):
        contracted = history.day(MilestoneKind.CONTRACTED)
        if math.isnan(contracted):
            continue
        permitted = history.first.get(MilestoneKind.PERMITTED)
        until = _last_day(history.first, trajectory) if permitted is None else permitted
        is_late = scenario.calendar.between(contracted, until) > promise
        if permitted is not None or is_late:
            verdicts.append(not is_late)
    return mean(verdicts)


def _last_day(first: dict[MilestoneKind, float], trajectory: Trajectory) -> float:
    ends = (MilestoneKind.EXITED, MilestoneKind.RECLAIMED, MilestoneKind.EXPIRED)
    return min((first[end] for end in ends if end in first), default=float(trajectory.n_days))


def _desk_waits(
    scenario: Scenario, trajectory: Trajectory, *, is_green: bool
) -> Iterator[tuple[str, float]]:
    """Give project and working days queued of every review at a desk, abandoned ones too."""
    staffed = {stage.id for stage in scenario.policy.approvals.stages if _has_desk(stage)}
    for review in trajectory.stage_passes:
        if review.stage in staffed and review.is_green == is_green:
            until = review.completed if math.isnan(review.started) else review.started
            yield review.project, scenario.calendar.between(review.enabled, until)


def _has_desk(stage: Stage) -> bool:
    return stage.desk is not None


def _wait_per_review(scenario: Scenario, trajectory: Trajectory, *, is_green: bool) -> float:
    return mean(wait for _, wait in _desk_waits(scenario, trajectory, is_green=is_green))


def _wait_per_project(scenario: Scenario, trajectory: Trajectory, *, is_green: bool) -> float:
    waits: dict[str, float] = {}
    for project, wait in _desk_waits(scenario, trajectory, is_green=is_green):
        waits[project] = waits.get(project, 0.0) + wait
    return mean(waits.values())


for _is_green, _channel, _zh in _CHANNELS:
    metric(
        f"desk_wait_{_channel}_workdays",
        zh=f"每次审查排队时间,{_zh}",
        en=f"queueing per review, {_channel} channel".replace("ordinary channel", "ordinary"),
        unit=units.WORKDAYS,
        better=Direction.LOWER,
    )(partial(_wait_per_review, is_green=_is_green))
    metric(
        f"desk_wait_{_channel}_per_project_workdays",
        zh=f"每个项目排队时间合计,{_zh}",
        en=f"queueing per project, {_channel} channel".replace("ordinary channel", "ordinary"),
        unit=units.WORKDAYS,
        better=Direction.LOWER,
    )(partial(_wait_per_project, is_green=_is_green))
