"""`run_study`: the plan with foresight, then the replications, stored as they finish."""

import shutil
import threading
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from landsim.core.invariant import require
from landsim.core.progress import Finished, Listener, Progress, Started, ignore
from landsim.core.scenario import Scenario
from landsim.core.spent import Work
from landsim.errors import ScenarioError
from landsim.files import runfolder
from landsim.files.dump import write_resolved
from landsim.files.frames import write_parquet
from landsim.files.loaded import Loaded
from landsim.files.snapshot import snapshot_hash, write_snapshot
from landsim.files.store import FAILED, FINISHED, PARTIAL, RUNNING, RunStore, StoredRun
from landsim.study.estimates import estimates_table
from landsim.study.foresight import make_foresight
from landsim.study.handover import write_handover
from landsim.study.identity import run_identifier, run_name
from landsim.study.parallel import chunks, spread
from landsim.study.provenance import Stopwatch, environment, repository
from landsim.study.replication import MakeDecide, Outcome, Task, replicate, rolling_decider

FORMAT = 1
"""Version of the layout of a stored run."""
_SIMULATE = "simulate"
_SAME = ("format", "scenario_sha256", "seed", "reps", "planner", "landsim", "python", "packages")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What was asked for."""

    loaded: Loaded
    reps: int
    seed: int
    jobs: int
    planner: str
    make_decide: MakeDecide
    command: tuple[str, ...]

    @property
    def scenario(self) -> Scenario:
        return self.loaded.scenario


def run_study(
    loaded: Loaded,
    *,
    reps: int,
    store: RunStore,
    seed: int | None = None,
    jobs: int = 1,
    listener: Listener = ignore,
    cancel: threading.Event | None = None,
    planner: str | None = None,
    make_decide: MakeDecide | None = None,
    command: tuple[str, ...] = (),
) -> StoredRun:
    """Run the replications of a scenario and store everything.

    Parameters
    ----------
    loaded
        Scenario, with its inputs and warnings.
    reps
        Number of replications.
    store
        Where runs are kept. A finished run is never overwritten; an unfinished one of the
        same content is continued.
    seed
        Root seed; None for the scenario's own.
    jobs
        Number of processes; results do not depend on it.
    listener
        Told how the work gets on.
    cancel
        Stops after the replications under way when set; the run is then ``partial``.
    planner
        Registered planner that decides at the epochs; None for the policy's own.
    make_decide
        Makes the decider of each replication instead of a planner: a researcher's own.
    command
        Command line, for the manifest.

    Raises
    ------
    ScenarioError
        If fewer than one replication is asked for, or the scenario names what nobody
        registered.
    LandsimError
        If a replication fails; those finished before are kept and the run is ``failed``.
    """
    require("run_study", (reps >= 1, "reps", f"must be at least 1; got {reps}"))
    scenario = loaded.scenario
    name = planner or scenario.policy.planner.name
    order = _Order(
        loaded=loaded,
        reps=reps,
        seed=scenario.seed if seed is None else seed,
        jobs=jobs,
        planner=name if make_decide is None else getattr(make_decide, "__qualname__", "own"),
        make_decide=make_decide or rolling_decider(planner),
        command=command,
    )
    manifest = _manifest(order)
    run_id = run_identifier(
        variant=scenario.variant,
        scenario_sha256=manifest["scenario_sha256"],
        seed=order.seed,
        reps=reps,
        decider=order.planner,
    )
    with store.place(scenario.name, run_id, lambda found: _continues(found, manifest)) as folder:
        _run(order, folder, manifest, listener, cancel)
    return StoredRun(folder)


def _run(
    order: _Order,
    folder: Path,
    manifest: dict[str, Any],
    listener: Listener,
    cancel: threading.Event | None,
) -> None:
    watch = Stopwatch()
    write_snapshot(order.scenario, folder / runfolder.SCENARIO)
    write_resolved(order.loaded, folder / runfolder.RESOLVED)
    runfolder.write_manifest(folder, manifest)
    status = PARTIAL
    try:
        _work(order, folder, manifest, listener, cancel)
        if runfolder.finished_parts(folder) == tuple(range(order.reps)):
            _merge(order, folder)
            status = FINISHED
    except ScenarioError:
        if not runfolder.finished_parts(folder):
            shutil.rmtree(folder)  # a fault of the input, not a run that failed
        raise
    except Exception as fault:
        status = FAILED
        manifest["error"] = f"{type(fault).__name__}: {fault}"
        raise
    finally:
        if folder.exists():
            _close(order, folder, manifest | watch.figures(), status)


def _manifest(order: _Order) -> dict[str, Any]:
    scenario, inputs = order.scenario, order.loaded.inputs
    return {
        "format": FORMAT,
        "scenario": scenario.name,
        "variant": scenario.variant,
        "name": run_name(scenario.variant),
        "status": RUNNING,
        "seed": order.seed,
        "reps": order.reps,
        "planner": order.planner,
        "jobs": order.jobs,
        "command": list(order.command),
        "scenario_sha256": snapshot_hash(scenario),
        "inputs": [{"path": str(file.path), "sha256": file.sha256} for file in inputs],
        **environment(),
        "repository": repository(Path(inputs[0].path).parent) if inputs else None,
        "warnings": [str(problem) for problem in order.loaded.warnings],
    }


def _continues(found: dict[str, Any], wanted: dict[str, Any]) -> bool:
    """Whether an unfinished run has the same content, made by the same programs."""
    return all(found.get(key) == wanted[key] for key in _SAME)


def _plan(order: _Order, folder: Path, manifest: dict[str, Any], listener: Listener) -> None:
    foresight = make_foresight(order.scenario, order.seed, listener)
    for name, table in foresight.tables.items():
        write_parquet(table, runfolder.table_path(folder, name))
    manifest["plan"] = foresight.summary
    for note in foresight.notes:
        manifest["warnings"].append(note.message.format_map(dict(note.values)))
        listener(note)
    runfolder.write_manifest(folder, manifest)


def _work(
    order: _Order,
    folder: Path,
    manifest: dict[str, Any],
    listener: Listener,
    cancel: threading.Event | None,
) -> None:
    """Plan with foresight while other processes simulate; with one job, one after the other."""
    done = set(runfolder.finished_parts(folder))
    left = [replication for replication in range(order.reps) if replication not in done]
    task = Task(
        scenario=order.scenario, seed=order.seed, make_decide=order.make_decide, folder=folder
    )
    pieces = chunks(left, order.jobs)
    with spread(partial(replicate, task), pieces, order.jobs, task.stop) as outcomes:
        _plan(order, folder, manifest, listener)
        listener(Started(task=_SIMULATE, total=order.reps, unit="replications"))
        for outcome in outcomes:
            done.update(outcome.finished)
            _count(manifest, outcome)
            listener(
                Progress(task=_SIMULATE, done=len(done), total=order.reps, unit="replications")
            )
            if outcome.fault is not None:
                raise outcome.fault
            if cancel is not None and cancel.is_set():
                break
    listener(Finished(task=_SIMULATE))


def _count(manifest: dict[str, Any], outcome: Outcome) -> None:
    """Add the processor time of a chunk to the manifest, by kind of work."""
    spent = manifest.setdefault("replication_cpu_seconds", dict.fromkeys(Work, 0.0))
    for work, seconds in outcome.cpu_seconds.items():
        spent[work] = round(spent[work] + seconds, 3)


def _merge(order: _Order, folder: Path) -> None:
    runfolder.merge_parts(folder, tuple(range(order.reps)))
    write_handover(order.scenario, StoredRun(folder).trajectory(0), folder)


def _close(order: _Order, folder: Path, manifest: dict[str, Any], status: str) -> None:
    kept = runfolder.finished_parts(folder)
    if kept:
        table = estimates_table(order.scenario, StoredRun(folder))
        write_parquet(table, runfolder.table_path(folder, "estimates"))
    manifest["status"] = status
    manifest["replications"] = [
        {"replication": n, "status": FINISHED if n in kept else "missing"}
        for n in range(order.reps)
    ]
    if status == FINISHED:
        manifest["outputs"] = runfolder.output_hashes(folder)
    runfolder.write_manifest(folder, manifest)
    if status == FINISHED:
        runfolder.drop_parts(folder)
