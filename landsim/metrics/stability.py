"""Nervousness: how often decisions depart from what was announced."""

from collections import Counter

from landsim.core.decisionlog import Verdict
from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.metrics import units
from landsim.metrics.averages import share
from landsim.metrics.metric import metric


@metric(
    "announcements",
    zh="待履行的供地安排(次)",
    en="announced assignments that met a next decision",
    unit=units.EVENTS,
)
def announcements(_: Scenario, trajectory: Trajectory) -> float:
    """Announcements to projects that still waited at the next decision."""
    verdicts = Counter(entry.verdict for entry in trajectory.announcements)
    return verdicts[Verdict.KEPT] + verdicts[Verdict.CHANGED]


@metric(
    "nervousness",
    zh="计划波动率(公布后变更的供地安排占比)",
    en="nervousness: share of announced assignments changed at the next decision",
    unit=units.SHARE,
    better=Direction.LOWER,
)
def nervousness(scenario: Scenario, trajectory: Trajectory) -> float:
    """Announcements changed or dropped by the next decision, over all that met one."""
    changed = sum(entry.verdict is Verdict.CHANGED for entry in trajectory.announcements)
    return share(changed, announcements(scenario, trajectory))
