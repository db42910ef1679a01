"""What knowing every project beforehand would be worth: foresight against what was decided."""

from dataclasses import dataclass

from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.files.store import StoredRun
from landsim.metrics.histories import Standing, floor_modes, histories
from landsim.study.foresight import REPLICATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Allocated:
    """What a choice of projects amounts to, as promised."""

    projects: int
    """Projects given land."""
    area_m2: int
    """Land given, in m²; land given twice counts twice."""
    output_mcny_per_year: float
    """Promised yearly output, in million CNY."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueOfInformation:
    """Foresight and reality of the same replication, on the same projects."""

    foresight: Allocated
    """Plan of one who knows every project from the first day."""
    realised: Allocated
    """What was decided epoch by epoch."""


def value_of_information(run: StoredRun) -> ValueOfInformation | None:
    """Return foresight beside reality for replication 0; None for a run without such a plan.

    Parameters
    ----------
    run
        Stored run.

    Notes
    -----
    Both are counted in promises, so that luck in delivery does not blur the difference. The
    realised side may use land again that came back; the plan only foresees what it is told of
    tenure. So the difference is an indication, not a bound.
    """
    plan = run.table("plan")
    if plan.empty or REPLICATION not in run.replications:
        return None
    trajectory = run.trajectory(REPLICATION)
    scenario = run.scenario()
    land = plan[~plan["parcel"].isin(scenario.park.floors)]
    return ValueOfInformation(
        foresight=_allocated(trajectory, set(plan["project"]), int(land["area_m2"].sum())),
        realised=_realised(scenario, trajectory),
    )


def _realised(scenario: Scenario, trajectory: Trajectory) -> Allocated:
    served = [entry for entry in histories(trajectory) if entry.standing is Standing.SERVED]
    names = {str(entry.project.id) for entry in served}
    on_floor = floor_modes(scenario)
    land_m2 = sum(entry.area_m2 for entry in served if entry.mode not in on_floor)
    return _allocated(trajectory, names, land_m2)


def _allocated(trajectory: Trajectory, names: set[str], area_m2: int) -> Allocated:
    chosen: list[Project] = [entry for entry in trajectory.projects if entry.id in names]
    return Allocated(
        projects=len(chosen),
        area_m2=area_m2,
        output_mcny_per_year=sum(entry.promises.output_mcny_per_year for entry in chosen),
    )
