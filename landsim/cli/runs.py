"""``landsim runs``: list, show or remove stored runs."""

import json
from pathlib import Path
from typing import Any

import click

from landsim.cli.console import Console
from landsim.cli.stored import STATUSES, open_store, run_document, run_name, store_option
from landsim.cli.verb import Answer, verb
from landsim.cli.wording import Option
from landsim.files.store import RunStore, StoredRun


@verb("runs")
@click.argument("action", type=click.Choice(["ls", "show", "rm"]), default="ls")
@click.argument("runs", nargs=-1, metavar="[RUN]...")
@click.option("-y", "--yes", is_flag=True, cls=Option, help="Remove without asking.")
@store_option
def command(
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
            ["Run", "Scenario", "Policy", "Begun", "Status", "Replications"],
            (
                [
                    run.run_id,
                    run.scenario_name,
                    run_name(console, run),
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
    documents: list[dict[str, Any]] = []
    for run in runs:
        documents.append(run_document(run) | {"manifest": run.manifest})
        console.show(f"{run.scenario_name}/{run.run_id}", "bold")
        for name, value in (
            ("Folder", run.folder),
            ("Policy", run_name(console, run)),
            ("Status", console.text(STATUSES[run.status])),
            ("Replications", len(run.replications)),
        ):
            console.show(f"  {console.text(name)}: {value}")
        for key, value in run.manifest.items():
            console.show(f"  {key}: {json.dumps(value, ensure_ascii=False)}")
    return Answer(document={"runs": documents})


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
