"""One replication: simulate, check the ledgers, measure, store its part."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from landsim.allocation import rolling
from landsim.core.ledger import area_problems, money_problems
from landsim.core.scenario import Scenario
from landsim.core.spent import Work, seconds_spent, spending
from landsim.core.state import Decide
from landsim.core.trajectory import Trajectory
from landsim.errors import LedgerError
from landsim.files.runfolder import write_part
from landsim.simulation import simulate
from landsim.study.tables import replication_tables

MakeDecide = Callable[[Scenario], Decide]


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What every replication of a run shares."""

    scenario: Scenario
    """The world."""
    seed: int
    """Root seed."""
    make_decide: MakeDecide
    """Makes a fresh decider for each replication."""
    folder: Path
    """Folder of the run."""

    @property
    def stop(self) -> Path:
        """File whose presence tells every process to stop."""
        return self.folder / "parts" / ".stop"


def rolling_decider(planner: str | None) -> MakeDecide:
    """Return what makes the rolling planner of a scenario.

    Parameters
    ----------
    planner
        Registered planner; None for the policy's own.
    """
    return partial(rolling, planner=planner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a chunk of replications."""

    finished: tuple[int, ...]
    """Replications stored."""
    fault: Exception | None = None
    """What stopped the next one."""
    cpu_seconds: dict[Work, float] = field(default_factory=dict)
    """Processor time by kind of work."""


def replicate(task: Task, replications: tuple[int, ...]) -> Outcome:
    """Simulate replications one after another and store the tables of each.

    Parameters
    ----------
    task
        World, seed, decider and folder.
    replications
        Which; those left are skipped once the task is told to stop.
    """
    finished: list[int] = []
    before, fault = seconds_spent(), None
    for replication in replications:
        if task.stop.exists():
            break
        try:
            _replicate_one(task, replication)
        except Exception as error:  # noqa: BLE001 - raised again where the run is kept
            fault = error
            break
        finished.append(replication)
    spent = {work: seconds - before[work] for work, seconds in seconds_spent().items()}
    return Outcome(finished=tuple(finished), fault=fault, cpu_seconds=spent)


def _replicate_one(task: Task, replication: int) -> None:
    scenario = task.scenario
    decide = task.make_decide(scenario)
    with spending(Work.SIMULATING):
        trajectory = simulate(scenario, decide, seed=task.seed, replication=replication)
    with spending(Work.MEASURING):
        require_balance(scenario, trajectory)
        write_part(task.folder, replication, replication_tables(scenario, trajectory))


def require_balance(scenario: Scenario, trajectory: Trajectory) -> None:
    """Refuse a trajectory whose land or money does not add up.

    Raises
    ------
    LedgerError
        With everything that does not.
    """
    faults = area_problems(scenario, trajectory) + money_problems(scenario, trajectory)
    if faults:
        raise LedgerError(f"replication {trajectory.replication}: " + "; ".join(faults))
