"""Fairness: whether firms of every class are served alike."""

from functools import partial

from landsim.core.project import FirmClass
from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.metrics import units
from landsim.metrics.averages import mean
from landsim.metrics.histories import Standing, histories
from landsim.metrics.metric import metric

_CLASSES = (
    (FirmClass.STARTUP, "初创企业"),
    (FirmClass.GROWTH, "成长企业"),
    (FirmClass.MATURE, "成熟企业"),
)


def _served_share(_: Scenario, trajectory: Trajectory, *, firm_class: FirmClass) -> float:
    return mean(
        history.standing is Standing.SERVED
        for history in histories(trajectory)
        if history.project.firm_class is firm_class
    )


@metric(
    "served_share_gap",
    zh="各类企业获地率的最大差距",
    en="widest gap between firm classes in the share served",
    unit=units.SHARE,
    better=Direction.LOWER,
)
def served_share_gap(scenario: Scenario, trajectory: Trajectory) -> float:
    """Largest minus smallest share served, over firm classes that filed; open cases count."""
    present = {history.project.firm_class for history in histories(trajectory)}
    shares = [_served_share(scenario, trajectory, firm_class=firm_class) for firm_class in present]
    return max(shares) - min(shares) if shares else float("nan")


for _firm_class, _zh in _CLASSES:
    metric(
        f"served_share_{_firm_class}",
        zh=f"获得用地的比例:{_zh}",
        en=f"share served: {_firm_class} firms",
        unit=units.SHARE,
        better=Direction.HIGHER,
    )(partial(_served_share, firm_class=_firm_class))
