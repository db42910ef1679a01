"""Decision epochs: how many, and how much waits at them."""

from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.metrics import units
from landsim.metrics.averages import mean
from landsim.metrics.metric import metric


@metric("epochs", zh="决策次数", en="decision epochs", unit=units.EPOCHS)
def epochs(_: Scenario, trajectory: Trajectory) -> float:
    """Decision epochs held within the horizon."""
    return len(trajectory.epochs)


@metric(
    "waiting_at_epochs",
    zh="每次决策时的等待项目",
    en="projects waiting at a decision epoch",
    unit=units.PROJECTS,
    better=Direction.LOWER,
)
def waiting_at_epochs(_: Scenario, trajectory: Trajectory) -> float:
    """Mean number of projects that wait when an epoch is held."""
    return mean(epoch.n_waiting for epoch in trajectory.epochs)
