"""Tenure: conversions, renewals, cures, exits, reclaims, and how appraisals turn out."""

from functools import partial

from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import MilestoneKind, Trajectory
from landsim.metrics import units
from landsim.metrics.averages import mean, share
from landsim.metrics.histories import Standing, histories, on_land
from landsim.metrics.metric import metric

_EVENTS = (
    ("conversions", MilestoneKind.CONVERTED, "租转让次数", Direction.NEITHER),
    ("renewals", MilestoneKind.RENEWED, "续期次数", Direction.NEITHER),
    ("cures", MilestoneKind.CURE_BEGUN, "整改次数", Direction.LOWER),
    ("exits", MilestoneKind.EXITED, "退出次数", Direction.LOWER),
    ("expiries", MilestoneKind.EXPIRED, "到期未续次数", Direction.NEITHER),
    ("idle_fees", MilestoneKind.IDLE_FEE, "征收闲置费次数", Direction.LOWER),
    ("reclaims", MilestoneKind.RECLAIMED, "闲置收回次数", Direction.LOWER),
)


@metric(
    "appraisals_passed_share",
    zh="履约评估通过率",
    en="share of appraisals passed",
    unit=units.SHARE,
    better=Direction.HIGHER,
)
def appraisals_passed_share(_: Scenario, trajectory: Trajectory) -> float:
    """Share of appraisals held within the horizon that were passed."""
    passed = len(trajectory.of(MilestoneKind.APPRAISAL_PASSED))
    return share(passed, passed + len(trajectory.of(MilestoneKind.APPRAISAL_FAILED)))


@metric(
    "conversion_share",
    zh="先租后让项目已转出让的比例",
    en="share of converting leases that became grants",
    unit=units.SHARE,
    better=Direction.HIGHER,
)
def conversion_share(scenario: Scenario, trajectory: Trajectory) -> float:
    """Share of the leases meant to convert, and settled either way, that became grants.

    A lease that still runs when the horizon ends is left out.
    """
    converting = {terms.mode for terms in scenario.policy.tenure if terms.converts}
    ends = (MilestoneKind.EXITED, MilestoneKind.RECLAIMED, MilestoneKind.EXPIRED)
    verdicts = []
    for history in histories(trajectory):
        if history.mode in converting:
            is_converted = MilestoneKind.CONVERTED in history.first
            if is_converted or any(end in history.first for end in ends):
                verdicts.append(is_converted)
    return mean(verdicts)


def _count(_: Scenario, trajectory: Trajectory, *, kind: MilestoneKind) -> float:
    return len(trajectory.of(kind))


def _mode_share(scenario: Scenario, trajectory: Trajectory, *, is_lease: bool) -> float:
    leases = {terms.mode for terms in scenario.policy.tenure if terms.starts_as_lease}
    served = [h for h in on_land(scenario, trajectory) if h.standing is Standing.SERVED]
    area_m2 = sum(h.area_m2 for h in served if (h.mode in leases) == is_lease)
    return share(area_m2, sum(h.area_m2 for h in served))


for _name, _kind, _zh, _better in _EVENTS:
    metric(_name, zh=_zh, en=_name.replace("_", " "), unit=units.EVENTS, better=_better)(
        partial(_count, kind=_kind)
    )
metric(
    "leased_first_share",
    zh="先以租赁供应的面积占比",
    en="share of supplied land that starts as a lease",
    unit=units.SHARE,
)(partial(_mode_share, is_lease=True))
