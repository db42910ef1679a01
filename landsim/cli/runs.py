"""``landsim runs``: list, show or remove stored runs."""

import json
from collections.abc import Iterator
from pathlib import Path

import click

from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.cli.stored import STATUSES, open_store, run_document, run_name
from landsim.files.store import RunStore, StoredRun


def answer(
    console: Console, *, action: str, runs: tuple[str, ...], yes: bool, results: Path | None
) -> Answer:
    """List, show or remove stored runs."""
    store = open_store(results)
    if action == "ls":
        return _list(console, store)
    if not runs:
        raise click.UsageError(console.text("Name at least one run."))
    found = [store.find(name) for name in runs]
    if action == "show":
        return _show(console, found)
    return _remove(console, store, found, is_sure=yes)


def _list(console: Console, store: RunStore) -> Answer:
    runs = store.runs()
    if not runs:
        console.say("No runs in {folder} yet.", folder=store.root)
    else:
        console.table(
            ["Run", "Scenario", "Begun", "Status", "Replications"],
            (
                [
                    run.run_id,
                    run.scenario_name,
                    str(run.manifest.get("started", ""))[:16].replace("T", " "),
                    console.text(STATUSES[run.status]),
                    str(len(run.replications)),
                ]
                for run in runs
            ),
            numbers=1,
        )
    return Answer(document={"runs": [run_document(run) for run in runs]})


def _show(console: Console, runs: list[StoredRun]) -> Answer:
    for run in runs:
        console.show(f"{run.scenario_name}/{run.run_id}", "bold")
        for name, value in _facts(console, run):
            console.show(f"  {console.text(name)}: {value}")
        if console.settings.is_verbose:
            for key, value in run.manifest.items():
                console.show(f"  {key}: {json.dumps(value, ensure_ascii=False)}")
    documents = [run_document(run) | {"manifest": run.manifest} for run in runs]
    return Answer(document={"runs": documents})


def _facts(console: Console, run: StoredRun) -> Iterator[tuple[str, object]]:
    """Yield what a reader wants first: message ids and values; ``--verbose`` shows the rest."""
    manifest = run.manifest
    plan = manifest.get("plan", {})
    yield "Folder", run.folder
    yield "Policy", run_name(console, run)
    yield "Status", console.text(STATUSES[run.status])
    yield "Replications", f"{len(run.replications)}/{manifest['reps']}"
    yield "Root seed", run.seed
    yield "Planner", manifest["planner"]
    yield "Solver", plan.get("solver", "-")
    yield "Command", " ".join(["landsim", *manifest["command"]])
    yield "Begun", manifest.get("started", "-")
    yield "Ended", manifest.get("ended", "-")
    yield "Version", f"landsim {manifest['landsim']}, Python {manifest['python']}"
    for warning in manifest["warnings"]:
        yield "Warning", console.sentence(str(warning))


def _remove(console: Console, store: RunStore, runs: list[StoredRun], *, is_sure: bool) -> Answer:
    for run in runs:
        if not is_sure and not _agrees(console, run):
            continue
        store.remove(run)
        console.say("Removed: {folder}", folder=run.folder)
    removed = [run.folder for run in runs if not run.folder.exists()]
    return Answer(document={"removed": removed})


def _agrees(console: Console, run: StoredRun) -> bool:
    if not console.is_live:
        raise click.UsageError(console.text("Removing runs in a script needs --yes."))
    return click.confirm(console.text("Remove {folder}?", folder=run.folder), err=True)
