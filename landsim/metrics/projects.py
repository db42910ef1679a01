"""Projects: filed, served, refused, withdrawn, still open, and why the unserved went without."""

from functools import partial

from landsim.core.plan import RefusalCause
from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import MilestoneKind, Trajectory
from landsim.metrics import units
from landsim.metrics.averages import share
from landsim.metrics.histories import Standing, histories
from landsim.metrics.metric import metric

_STANDINGS = (
    (Standing.SERVED, "获得用地的项目", Direction.HIGHER),
    (Standing.REFUSED, "未通过准入的项目", Direction.NEITHER),
    (Standing.WITHDRAWN, "撤回的项目", Direction.LOWER),
    (Standing.OPEN, "期末未决的项目", Direction.LOWER),
)
_CAUSES = (
    (RefusalCause.NO_ZONE, "无适用分区", "no parcel in a zone they can use"),
    (RefusalCause.NO_SIZE, "无合适面积或容积率", "no parcel of a fitting size or floor area ratio"),
    (RefusalCause.NO_MODE, "无可接受的供地方式", "no tenure mode they would take"),
    (RefusalCause.NOT_FREE, "合适地块未空出", "fitting land held or not ready"),
    (RefusalCause.NO_CAPACITY, "电力等容量不足", "too little capacity such as power"),
    (RefusalCause.NO_QUOTA, "用地指标不足", "land quota used up"),
    (RefusalCause.RULE, "其他规则不允许", "another rule of the policy"),
    (RefusalCause.OUTCOMPETED, "让位于其他项目", "others worth more"),
)


@metric("projects_filed", zh="申请立项的项目", en="projects filed", unit=units.PROJECTS)
def projects_filed(_: Scenario, trajectory: Trajectory) -> float:
    """Projects that filed within the horizon."""
    return len(trajectory.projects)


@metric(
    "offers_declined",
    zh="被放弃的供地要约",
    en="offers declined",
    unit=units.OFFERS,
    better=Direction.LOWER,
)
def offers_declined(_: Scenario, trajectory: Trajectory) -> float:
    """Offers of land that projects did not take; one project may decline several."""
    return len(trajectory.of(MilestoneKind.DECLINED))


def _count(_: Scenario, trajectory: Trajectory, *, standing: Standing) -> float:
    return sum(history.standing is standing for history in histories(trajectory))


def _share(scenario: Scenario, trajectory: Trajectory, *, standing: Standing) -> float:
    return share(_count(scenario, trajectory, standing=standing), len(trajectory.projects))


def _unserved(_: Scenario, trajectory: Trajectory, *, cause: RefusalCause) -> float:
    return sum(
        history.last_cause == cause and history.standing in (Standing.WITHDRAWN, Standing.OPEN)
        for history in histories(trajectory)
    )


for _standing, _zh, _better in _STANDINGS:
    metric(
        f"projects_{_standing}",
        zh=_zh,
        en=f"projects {_standing}",
        unit=units.PROJECTS,
        better=_better,
    )(partial(_count, standing=_standing))
    metric(
        f"projects_{_standing}_share",
        zh=f"{_zh}占比",
        en=f"share of projects {_standing}",
        unit=units.SHARE,
        better=_better,
    )(partial(_share, standing=_standing))
for _cause, _zh, _en in _CAUSES:
    metric(
        f"unserved_{_cause}",
        zh=f"未供地项目:{_zh}",
        en=f"unserved projects: {_en}",
        unit=units.PROJECTS,
        better=Direction.LOWER,
    )(partial(_unserved, cause=_cause))
