"""Floor space of buildings: how much is supplied, to whom, and how full the buildings are."""

from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
from landsim.core.trajectory import ParcelState, Trajectory
from landsim.metrics import units
from landsim.metrics.averages import share
from landsim.metrics.histories import Standing, floor_modes, histories
from landsim.metrics.land import area_days, end_occupancy, supplied_m2
from landsim.metrics.metric import metric
from landsim.metrics.series import OCCUPIED


def has_buildings(scenario: Scenario) -> bool:
    """Whether a scenario has floor space to supply; of others these metrics say nothing."""
    return bool(scenario.park.floors)


@metric(
    "floor_supplied_m2",
    zh="供应建筑面积(平方米)",
    en="floor space supplied",
    unit=units.M2,
    better=Direction.HIGHER,
    applies=has_buildings,
)
def floor_supplied_m2(scenario: Scenario, trajectory: Trajectory) -> float:
    """Floor space let or sold within the horizon; space supplied again counts again."""
    return supplied_m2(scenario, trajectory, SupplyKind.FLOOR)


@metric(
    "floor_occupied_share",
    zh="已竣工楼宇面积的时间占比:在用",
    en="share of finished floor space and time in use",
    unit=units.SHARE,
    better=Direction.HIGHER,
    applies=has_buildings,
)
def floor_occupied_share(scenario: Scenario, trajectory: Trajectory) -> float:
    """Floor space handed over to tenants and buyers, over finished floor space, over time."""
    return _of_finished(scenario, trajectory, OCCUPIED)


@metric(
    "floor_vacant_share",
    zh="已竣工楼宇面积的时间占比:空置",
    en="share of finished floor space and time vacant",
    unit=units.SHARE,
    better=Direction.LOWER,
    applies=has_buildings,
)
def floor_vacant_share(scenario: Scenario, trajectory: Trajectory) -> float:
    """Floor space that nobody holds, over finished floor space, over time."""
    return _of_finished(scenario, trajectory, (ParcelState.FREE,))


@metric(
    "floor_end_occupancy_share",
    zh="期末楼宇占用率",
    en="occupancy of floor space at the end",
    unit=units.SHARE,
    better=Direction.HIGHER,
    applies=has_buildings,
)
def floor_end_occupancy_share(scenario: Scenario, trajectory: Trajectory) -> float:
    """Floor space in use over finished floor space, on the last day."""
    return end_occupancy(scenario, trajectory, SupplyKind.FLOOR)


@metric(
    "projects_on_floor",
    zh="入驻楼宇的项目",
    en="projects served with floor space",
    unit=units.PROJECTS,
    better=Direction.HIGHER,
    applies=has_buildings,
)
def projects_on_floor(scenario: Scenario, trajectory: Trajectory) -> float:
    """Projects that were given floor space and took it."""
    modes = floor_modes(scenario)
    return sum(
        history.standing is Standing.SERVED and history.mode in modes
        for history in histories(trajectory)
    )


def _of_finished(
    scenario: Scenario, trajectory: Trajectory, states: tuple[ParcelState, ...]
) -> float:
    totals = area_days(scenario, trajectory, SupplyKind.FLOOR)
    finished = sum(totals.values()) - totals[ParcelState.UNSERVICED]
    return share(sum(totals[state] for state in states), finished)
