"""Lead times: how long from filing to land, to permit, to production, in working days."""

from functools import partial

from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import MilestoneKind, Trajectory
from landsim.metrics import units
from landsim.metrics.averages import mean, quantile, share
from landsim.metrics.histories import History, histories
from landsim.metrics.metric import metric

LEAD_TIMES = (
    ("filing_to_admission", MilestoneKind.FILED, MilestoneKind.ADMITTED, "立项到通过准入"),
    ("admission_to_assignment", MilestoneKind.ADMITTED, MilestoneKind.ASSIGNED, "准入后等待用地"),
    ("filing_to_assignment", MilestoneKind.FILED, MilestoneKind.ASSIGNED, "立项到落实地块"),
    ("filing_to_land", MilestoneKind.FILED, MilestoneKind.CONTRACTED, "立项到拿地"),
    ("filing_to_permit", MilestoneKind.FILED, MilestoneKind.PERMITTED, "立项到施工许可"),
    ("assignment_to_permit", MilestoneKind.ASSIGNED, MilestoneKind.PERMITTED, "落实地块到施工许可"),
    ("contract_to_permit", MilestoneKind.CONTRACTED, MilestoneKind.PERMITTED, "拿地到施工许可"),
    ("filing_to_production", MilestoneKind.FILED, MilestoneKind.PRODUCING, "立项到投产"),
)
"""Name, first and last milestone, and Chinese name of each lead time."""

_COHORTS = (
    ("", "", ""),
    ("green_", ",绿色通道", ", green channel"),
    ("ordinary_", ",普通通道", ", ordinary"),
)


def lead_workdays(
    scenario: Scenario,
    trajectory: Trajectory,
    begin: MilestoneKind,
    end: MilestoneKind,
    cohort: str = "",
) -> list[float]:
    """Return the working days between two milestones of every project that reached both.

    Parameters
    ----------
    scenario
        Gives the work calendar.
    trajectory
        What happened.
    begin, end
        Milestones, each taken at its first occurrence.
    cohort
        ``green_`` or ``ordinary_`` for cases of one channel; empty for all.
    """
    return [
        scenario.calendar.between(history.first[begin], history.first[end])
        for history in histories(trajectory)
        if begin in history.first and end in history.first and _is_in(history, cohort)
    ]


def _is_in(history: History, cohort: str) -> bool:
    return not cohort or history.is_green == (cohort == "green_")


def _mean(
    scenario: Scenario,
    trajectory: Trajectory,
    *,
    begin: MilestoneKind,
    end: MilestoneKind,
    cohort: str,
) -> float:
    return mean(lead_workdays(scenario, trajectory, begin, end, cohort))


def _p90(
    scenario: Scenario, trajectory: Trajectory, *, begin: MilestoneKind, end: MilestoneKind
) -> float:
    return quantile(lead_workdays(scenario, trajectory, begin, end), 0.9)


def _reached(
    _: Scenario, trajectory: Trajectory, *, begin: MilestoneKind, end: MilestoneKind
) -> float:
    started = [history for history in histories(trajectory) if begin in history.first]
    return share(sum(end in history.first for history in started), len(started))


for _name, _begin, _end, _zh in LEAD_TIMES:
    _en = _name.replace("_", " ")
    for _cohort, _of_zh, _of_en in _COHORTS:
        metric(
            f"{_name}_{_cohort}workdays",
            zh=f"{_zh}{_of_zh}",
            en=f"{_en}{_of_en}",
            unit=units.WORKDAYS,
            better=Direction.LOWER,
        )(partial(_mean, begin=_begin, end=_end, cohort=_cohort))
    metric(
        f"{_name}_p90_workdays",
        zh=f"{_zh},九成项目不超过",
        en=f"{_en}, 90th percentile",
        unit=units.WORKDAYS,
        better=Direction.LOWER,
    )(partial(_p90, begin=_begin, end=_end))
    metric(
        f"{_name}_reached_share",
        zh=f"{_zh},期内走完的比例",
        en=f"{_en}, share completed within the horizon",
        unit=units.SHARE,
        better=Direction.HIGHER,
    )(partial(_reached, begin=_begin, end=_end))
