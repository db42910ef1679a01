"""Check a stored run again, without a solver and without simulating."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import pyarrow as pa

from landsim.allocation import check_plan
from landsim.core.announcement import announcement_problems
from landsim.core.areas import assigned_m2
from landsim.core.expansion import phase_id
from landsim.core.ids import ParcelId, ProjectId, TenureModeId
from landsim.core.ledger import area_problems, money_problems
from landsim.core.plan import Assignment, Plan, SolveReport, Take, Termination
from landsim.core.problem import foresight_problem
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
from landsim.study.histories import history_problems
from landsim.study.identity import run_identifier
from landsim.study.tables import replication_tables

_FAULTS_SHOWN = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing that was checked."""

    message: str
    """What; a message id."""
    is_ok: bool = False
    """Whether it holds."""
    detail: str = ""
    """The first faults found."""


def verify(run: StoredRun) -> tuple[Check, ...]:
    """Check a stored run: files, ledgers, histories, metrics, plan.

    Parameters
    ----------
    run
        Run to check; only a finished run can pass.

    Returns
    -------
    tuple of Check
        One for each thing checked, in a fixed order; a run is sound if all hold.
    """
    return tuple(_judged(check, find, run) for check, find in _CHECKS)


def _judged(check: Check, find: Callable[[StoredRun], Iterator[str]], run: StoredRun) -> Check:
    faults: list[str] = []
    try:
        faults.extend(find(run))
    except LandsimError as fault:
        faults.append(str(fault))
    except (ArithmeticError, LookupError, TypeError, ValueError, pa.ArrowException) as fault:
        # A table that was edited may hold anything: what cannot be read back is a fault too.
        faults.append(f"{type(fault).__name__}: {fault}")
    more = len(faults) - _FAULTS_SHOWN
    detail = "; ".join(faults[:_FAULTS_SHOWN]) + (f" (+{more})" if more > 0 else "")
    return replace(check, is_ok=not faults, detail=detail)


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


def _identity(run: StoredRun) -> Iterator[str]:
    manifest = run.manifest
    if snapshot_hash(run.scenario()) != manifest["scenario_sha256"]:
        yield "scenario.json was changed"
    name = run_identifier(
        variant=run.scenario().variant,
        scenario_sha256=str(manifest["scenario_sha256"]),
        seed=run.seed,
        reps=int(manifest["reps"]),
        decider=str(manifest["planner"]),
    )
    if not re.fullmatch(rf"{re.escape(name)}(-\d+)?", run.run_id):
        yield f"the content would be called {name}"


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


def _announcements(run: StoredRun) -> Iterator[str]:
    horizon = run.scenario().horizon
    for replication in run.replications:
        for fault in announcement_problems(horizon, run.trajectory(replication)):
            yield f"replication {replication}: {fault}"


def _derived(run: StoredRun) -> Iterator[str]:
    scenario = run.scenario()
    for replication in run.replications:
        stored = run.part(replication)
        for name, table in replication_tables(scenario, run.trajectory(replication)).items():
            if not _same(table, stored[name]):
                yield f"replication {replication}: table {name}"


def _estimates(run: StoredRun) -> Iterator[str]:
    if not _same(estimates_table(run.scenario(), run), run.arrow("estimates")):
        yield "table estimates"


def _same(one: pa.Table, other: pa.Table) -> bool:
    if one.schema != other.schema or one.num_rows != other.num_rows:
        return False
    # Cells as text: NaN equals NaN there, and every other number is told from its neighbour.
    return all(
        repr(one[name].to_pylist()) == repr(other[name].to_pylist()) for name in one.column_names
    )


def _event_log(run: StoredRun) -> Iterator[str]:
    text = event_log_text(run.scenario(), run.trajectory(REPLICATION).stage_passes)
    path = run.folder / EVENT_LOG
    if not path.is_file() or path.read_text(encoding="utf-8-sig") != text:
        yield f"{EVENT_LOG} differs"


def _plan(run: StoredRun) -> Iterator[str]:
    scenario = run.scenario()
    projects = scenario.demand(REPLICATION, run.seed)
    plan = stored_plan(run)
    for violation in check_plan(foresight_problem(scenario, projects), plan):
        yield str(violation)
    baselines = run.table("baselines")
    if len(baselines):
        phases = {phase_id(project.id) for project in projects if project.later_phase}
        served = {str(a.project) for a in plan.assignments if a.project not in phases}
        refused = set(run.arrow("plan_refusals")["project"].to_pylist())
        if served & refused or served | refused != {str(project.id) for project in projects}:
            yield "the plan does not answer every project once"
        first = baselines.iloc[0]
        land_m2 = assigned_m2(scenario.park, plan.assignments)
        if (first["n_served"], first["area_m2"]) != (len(plan.assignments), land_m2):
            yield f"the plan is not the one of {first['planner']} in table baselines"


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
    return Plan(
        assignments=tuple(found.values()),
        termination=Termination.HEURISTIC,
        report=SolveReport(
            planner=str(run.manifest.get("plan", {}).get("planner", "")),
            objective=sum(assignment.value for assignment in found.values()),
        ),
    )


_CHECKS: tuple[tuple[Check, Callable[[StoredRun], Iterator[str]]], ...] = (
    (Check(message="the run is finished and has every replication"), _unfinished),
    (Check(message="every file has the hash of the manifest"), _files),
    (Check(message="scenario, seed and decider are the ones the run is named after"), _identity),
    (Check(message="land balances, and histories cover every parcel on every day"), _land),
    (Check(message="money balances"), _money),
    (Check(message="verdicts on announcements follow from what was decided"), _announcements),
    (Check(message="metrics, series, targets and other tables follow from the logs"), _derived),
    (Check(message="means and intervals follow from the metrics"), _estimates),
    (Check(message="the event log follows from the stage log"), _event_log),
    (Check(message="the stored plan keeps every rule"), _plan),
)
"""What is checked, in order."""
