"""Check a stored run again, without a solver and without simulating."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from landsim.allocation import check_plan
from landsim.core.ids import ParcelId, ProjectId, TenureModeId
from landsim.core.ledger import area_problems, money_problems
from landsim.core.plan import Assignment, Plan, SolveReport, Take, Termination
from landsim.core.problem import foresight_problem
from landsim.core.scenario import Scenario
from landsim.core.trajectory import AreaAccount, ParcelState, Trajectory
from landsim.errors import LandsimError
from landsim.files.columns import BY_NAME
from landsim.files.frames import records
from landsim.files.log import event_log_text
from landsim.files.runfolder import file_hash, output_hashes
from landsim.files.snapshot import snapshot_hash
from landsim.files.store import FINISHED, StoredRun
from landsim.study.estimates import estimates_table
from landsim.study.foresight import REPLICATION
from landsim.study.handover import EVENT_LOG
from landsim.study.tables import replication_tables

_FAULTS_SHOWN = 3
_ACCOUNTS = dict.fromkeys(ParcelState, AreaAccount.SUPPLIED) | {
    ParcelState.UNSERVICED: AreaAccount.UNSERVICED,
    ParcelState.FREE: AreaAccount.READY,
    ParcelState.CLEARING: AreaAccount.CLEARING,
}
_Moves = defaultdict[tuple[ParcelId, AreaAccount, float], int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was checked."""

    message: str
    """What; a message id."""
    is_ok: bool
    """Whether it holds."""
    detail: str = ""
    """The first faults found, or a figure."""


def verify(run: StoredRun) -> tuple[Check, ...]:
    """Check a stored run: files, ledgers, metrics, plan, histories of parcels.

    Parameters
    ----------
    run
        Run to check; only a finished run can pass.

    Returns
    -------
    tuple of Check
        One for each thing checked, in a fixed order; a run is sound if all hold.
    """
    checks: tuple[tuple[str, Callable[[StoredRun], Iterator[str]]], ...] = (
        ("the run is finished and has every replication", _unfinished),
        ("every file has the hash of the manifest", _files),
        ("the resolved scenario is the one of the manifest", _scenario),
        ("land balances, and histories cover every parcel on every day", _land),
        ("money balances", _money),
        ("metrics, series, targets and other tables follow from the logs", _derived),
        ("means and intervals follow from the metrics", _estimates),
        ("the event log follows from the stage log", _event_log),
        ("the stored plan keeps every rule", _plan),
    )
    return tuple(_judged(message, find, run) for message, find in checks)


def _judged(message: str, find: Callable[[StoredRun], Iterator[str]], run: StoredRun) -> Check:
    try:
        faults = list(find(run))
    except LandsimError as fault:
        faults = [str(fault)]
    except (ValueError, KeyError, TypeError, StopIteration, pa.ArrowException) as fault:
        # A table that was edited may hold anything: what cannot be read back is a fault too.
        faults = [f"{type(fault).__name__}: {fault}"]
    more = len(faults) - _FAULTS_SHOWN
    detail = "; ".join(faults[:_FAULTS_SHOWN]) + (f" (+{more})" if more > 0 else "")
    return Check(message=message, is_ok=not faults, detail=detail)


def _unfinished(run: StoredRun) -> Iterator[str]:
    if run.status != FINISHED:
        yield f"status {run.status}"
    wanted = set(range(int(run.manifest["reps"])))
    stored = set(run.arrow("metrics")["replication"].to_pylist())
    if stored != wanted:
        yield f"replications {sorted(wanted ^ stored)}"


def _files(run: StoredRun) -> Iterator[str]:
    recorded: dict[str, str] = run.manifest.get("outputs", {})
    if not recorded:
        yield "the manifest lists no files"
    for name, digest in sorted(recorded.items()):
        path = run.folder / name
        if not path.is_file():
            yield f"{name} is missing"
        elif file_hash(path) != digest:
            yield f"{name} was changed"
    for name in sorted(set(output_hashes(run.folder)) - set(recorded)):
        yield f"{name} is not of this run"


def _scenario(run: StoredRun) -> Iterator[str]:
    if snapshot_hash(run.scenario()) != run.manifest["scenario_sha256"]:
        yield "scenario.json was changed"


def _land(run: StoredRun) -> Iterator[str]:
    scenario = run.scenario()
    for replication in run.replications:
        trajectory = run.trajectory(replication)
        for fault in area_problems(scenario, trajectory):
            yield f"replication {replication}: {fault}"
        for fault in history_problems(scenario, trajectory):
            yield f"replication {replication}: {fault}"


def _money(run: StoredRun) -> Iterator[str]:
    scenario = run.scenario()
    for replication in run.replications:
        for fault in money_problems(scenario, run.trajectory(replication)):
            yield f"replication {replication}: {fault}"


def history_problems(scenario: Scenario, trajectory: Trajectory) -> Iterator[str]:
    """Yield each parcel whose history and whose ledger disagree about an account on some day.

    Parameters
    ----------
    scenario
        Its park says where the ledger starts.
    trajectory
        Spans and postings, written independently by the simulation.
    """
    ledger: _Moves = defaultdict(int)
    history: _Moves = defaultdict(int)
    for parcel in scenario.park.parcels:
        ledger[parcel.id, AreaAccount.UNSERVICED, 0.0] = parcel.area_m2
    for posting in trajectory.area_postings:
        ledger[posting.parcel, posting.source, posting.day] -= posting.area_m2
        ledger[posting.parcel, posting.target, posting.day] += posting.area_m2
    for span in trajectory.spans:
        history[span.parcel, _ACCOUNTS[span.state], span.begin] += span.area_m2
        if span.end < trajectory.n_days:
            history[span.parcel, _ACCOUNTS[span.state], span.end] -= span.area_m2
    moves = {key for key in set(ledger) | set(history) if ledger[key] != history[key]}
    for parcel_id in sorted({parcel for parcel, _account, day in moves if day < trajectory.n_days}):
        yield f"parcel {parcel_id}: its history and the land ledger disagree"


def _derived(run: StoredRun) -> Iterator[str]:
    scenario = run.scenario()
    for replication in run.replications:
        again = replication_tables(scenario, run.trajectory(replication))
        for name, table in again.items():
            stored = run.arrow(name)
            mine = stored.filter(pa.compute.equal(stored["replication"], replication))
            if not _same(table, mine):
                yield f"replication {replication}: table {name}"


def _estimates(run: StoredRun) -> Iterator[str]:
    if not _same(estimates_table(run.scenario(), run), run.arrow("estimates")):
        yield "table estimates"


def _same(one: pa.Table, other: pa.Table) -> bool:
    if one.schema != other.schema or one.num_rows != other.num_rows:
        return False
    # Rows as text: NaN equals NaN there, and every other number is told from its neighbour.
    return all(
        repr(one[name].to_pylist()) == repr(other[name].to_pylist()) for name in one.column_names
    )


def _event_log(run: StoredRun) -> Iterator[str]:
    text = event_log_text(run.scenario(), run.trajectory(REPLICATION).stage_passes)
    if (run.folder / EVENT_LOG).read_text(encoding="utf-8-sig") != text:
        yield f"{EVENT_LOG} differs"


def _plan(run: StoredRun) -> Iterator[str]:
    scenario = run.scenario()
    problem = foresight_problem(scenario, scenario.demand(REPLICATION, run.seed))
    plan = stored_plan(run)
    for violation in check_plan(problem, plan):
        yield str(violation)


def stored_plan(run: StoredRun) -> Plan:
    """Return the perfect-foresight plan of a run as far as its rules can be checked.

    Parameters
    ----------
    run
        Stored run.
    """
    found: dict[str, Assignment] = {}
    for project, parcel, area_m2, period, _day, mode, end_period, value in records(
        run.arrow("plan"), BY_NAME["plan"]
    ):
        take = Take(parcel=ParcelId(parcel), area_m2=area_m2)
        if project in found:
            found[project] = replace(found[project], bundle=(*found[project].bundle, take))
            continue
        found[project] = Assignment(
            project=ProjectId(project),
            bundle=(take,),
            period=period,
            mode=TenureModeId(mode),
            end_period=end_period,
            value=value,
        )
    summary = run.manifest.get("plan", {})
    return Plan(
        assignments=tuple(found.values()),
        termination=Termination.HEURISTIC,
        report=SolveReport(
            planner=str(summary.get("planner", "")),
            objective=sum(assignment.value for assignment in found.values()),
        ),
    )
