"""Land: how much is supplied, and what it does day by day, in ha·years."""

from functools import partial

from landsim.core.area import ha_from_m2, mu_from_m2
from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import AreaAccount, ParcelState, Trajectory
from landsim.metrics import units
from landsim.metrics.averages import share
from landsim.metrics.histories import once_per_trajectory
from landsim.metrics.metric import metric
from landsim.metrics.series import OCCUPIED

_USES = (
    ("vacant", (ParcelState.FREE,), "闲置待供(无人持有)", "vacant", Direction.LOWER),
    ("approval", (ParcelState.APPROVAL,), "审批中", "in approval", Direction.LOWER),
    ("idle", (ParcelState.IDLE,), "逾期未动工(闲置土地)", "idle", Direction.LOWER),
    ("occupied", OCCUPIED, "在建与在用", "under construction or in use", Direction.HIGHER),
    ("leased", (ParcelState.LEASED,), "租赁在用", "in use on a lease", Direction.NEITHER),
    ("granted", (ParcelState.GRANTED,), "出让在用", "in use under a grant", Direction.NEITHER),
    ("clearing", (ParcelState.CLEARING,), "清理中", "being cleared", Direction.LOWER),
)
"""Name, states, Chinese and English name, and better direction of each use of land."""


@once_per_trajectory
def area_days(trajectory: Trajectory) -> dict[ParcelState, float]:
    """Return the area in each state integrated over the horizon, in m²·days."""
    totals = dict.fromkeys(ParcelState, 0.0)
    for span in trajectory.spans:
        totals[span.state] += span.area_m2 * (span.end - span.begin)
    return totals


def supplied_m2(trajectory: Trajectory) -> int:
    """Return the land supplied, in m²; land supplied twice counts twice."""
    return sum(
        posting.area_m2
        for posting in trajectory.area_postings
        if posting.target is AreaAccount.SUPPLIED
    )


@metric(
    "land_supplied_mu",
    zh="供地面积(亩)",
    en="land supplied",
    unit=units.MU,
    better=Direction.HIGHER,
)
def land_supplied_mu(_: Scenario, trajectory: Trajectory) -> float:
    """Land supplied within the horizon; land supplied again counts again."""
    return mu_from_m2(supplied_m2(trajectory))


@metric(
    "land_supplied_ha",
    zh="供地面积(公顷)",
    en="land supplied, in hectares",
    unit=units.HA,
    better=Direction.HIGHER,
)
def land_supplied_ha(_: Scenario, trajectory: Trajectory) -> float:
    """Land supplied within the horizon; land supplied again counts again."""
    return ha_from_m2(supplied_m2(trajectory))


@metric(
    "end_occupancy_share",
    zh="期末占用率",
    en="occupancy at the end",
    unit=units.SHARE,
    better=Direction.HIGHER,
)
def end_occupancy_share(_: Scenario, trajectory: Trajectory) -> float:
    """Land under construction or in use over serviced land, on the last day."""
    areas = dict.fromkeys(ParcelState, 0)
    for span in trajectory.spans:
        if span.begin < trajectory.n_days <= span.end:
            areas[span.state] += span.area_m2
    serviced = sum(areas.values()) - areas[ParcelState.UNSERVICED]
    return share(sum(areas[state] for state in OCCUPIED), serviced)


def _ha_years(_: Scenario, trajectory: Trajectory, *, states: tuple[ParcelState, ...]) -> float:
    totals = area_days(trajectory)
    return ha_from_m2(sum(totals[state] for state in states)) / DAYS_PER_YEAR


def _share(_: Scenario, trajectory: Trajectory, *, states: tuple[ParcelState, ...]) -> float:
    totals = area_days(trajectory)
    serviced = sum(totals.values()) - totals[ParcelState.UNSERVICED]
    return share(sum(totals[state] for state in states), serviced)


for _name, _states, _zh, _en, _better in _USES:
    metric(
        f"{_name}_ha_years",
        zh=f"土地时间:{_zh}",
        en=f"land {_en}",
        unit=units.HA_YEARS,
        better=_better,
    )(partial(_ha_years, states=_states))
    metric(
        f"{_name}_share",
        zh=f"已具备供地条件土地的时间占比:{_zh}",
        en=f"share of serviced land and time {_en}",
        unit=units.SHARE,
        better=_better,
    )(partial(_share, states=_states))
