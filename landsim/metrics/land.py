"""Land: how much is supplied, and what it does day by day, in ha·years."""

from functools import partial

from landsim.core.area import ha_from_m2, mu_from_m2
from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.ids import ParcelId
from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
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
    ("reserved", (ParcelState.RESERVED,), "分期预留", "reserved for phase 2", Direction.NEITHER),
)
"""Name, states, Chinese and English name, and better direction of each use of land."""


def area_days(
    scenario: Scenario, trajectory: Trajectory, kind: SupplyKind = SupplyKind.LAND
) -> dict[ParcelState, float]:
    """Return the land, or floor space, in each state integrated over the horizon, in m²·days."""
    return _area_days(trajectory, scenario.park.floors, kind)


@once_per_trajectory
def _area_days(
    trajectory: Trajectory, floors: frozenset[ParcelId], kind: SupplyKind
) -> dict[ParcelState, float]:
    totals, is_floor = dict.fromkeys(ParcelState, 0.0), kind is SupplyKind.FLOOR
    for span in trajectory.spans:
        if (span.parcel in floors) == is_floor:
            totals[span.state] += span.area_m2 * (span.end - span.begin)
    return totals


def supplied_m2(
    scenario: Scenario, trajectory: Trajectory, kind: SupplyKind = SupplyKind.LAND
) -> int:
    """Return the land, or floor space, supplied, in m²; what is supplied twice counts twice."""
    floors, is_floor = scenario.park.floors, kind is SupplyKind.FLOOR
    return sum(
        posting.area_m2
        for posting in trajectory.area_postings
        if posting.target is AreaAccount.SUPPLIED and (posting.parcel in floors) == is_floor
    )


def end_occupancy(
    scenario: Scenario, trajectory: Trajectory, kind: SupplyKind = SupplyKind.LAND
) -> float:
    """Return the share of ready land, or floor space, that is in use on the last day."""
    areas = dict.fromkeys(ParcelState, 0)
    floors, is_floor = scenario.park.floors, kind is SupplyKind.FLOOR
    for span in trajectory.spans:
        if span.begin < trajectory.n_days <= span.end and (span.parcel in floors) == is_floor:
            areas[span.state] += span.area_m2
    serviced = sum(areas.values()) - areas[ParcelState.UNSERVICED]
    return share(sum(areas[state] for state in OCCUPIED), serviced)


@metric(
    "land_supplied_mu",
    zh="供地面积(亩)",
    en="land supplied",
    unit=units.MU,
    better=Direction.HIGHER,
)
def land_supplied_mu(scenario: Scenario, trajectory: Trajectory) -> float:
    """Land supplied within the horizon; land supplied again counts again."""
    return mu_from_m2(supplied_m2(scenario, trajectory))


@metric(
    "land_supplied_ha",
    zh="供地面积(公顷)",
    en="land supplied, in hectares",
    unit=units.HA,
    better=Direction.HIGHER,
)
def land_supplied_ha(scenario: Scenario, trajectory: Trajectory) -> float:
    """Land supplied within the horizon; land supplied again counts again."""
    return ha_from_m2(supplied_m2(scenario, trajectory))


@metric(
    "end_occupancy_share",
    zh="期末占用率",
    en="occupancy at the end",
    unit=units.SHARE,
    better=Direction.HIGHER,
)
def end_occupancy_share(scenario: Scenario, trajectory: Trajectory) -> float:
    """Land under construction or in use over serviced land, on the last day."""
    return end_occupancy(scenario, trajectory)


def _ha_years(
    scenario: Scenario, trajectory: Trajectory, *, states: tuple[ParcelState, ...]
) -> float:
    totals = area_days(scenario, trajectory)
    return ha_from_m2(sum(totals[state] for state in states)) / DAYS_PER_YEAR


def _share(scenario: Scenario, trajectory: Trajectory, *, states: tuple[ParcelState, ...]) -> float:
    totals = area_days(scenario, trajectory)
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
