"""``landsim run``: the main job, from a scenario to a stored run and its report."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click

from landsim.allocation.decider import AUTO, deciders
from landsim.cli import report
from landsim.cli.answer import Answer
from landsim.cli.cancelling import CANCELLED, cancellable
from landsim.cli.compare import headline, show_comparisons
from landsim.cli.console import Console
from landsim.cli.kpis import kpi_document, show_kpis
from landsim.cli.progress import watching
from landsim.cli.stored import open_store, run_document
from landsim.files.loaded import Loaded
from landsim.files.read import load_scenario
from landsim.files.store import RunStore, StoredRun
from landsim.study.again import loaded_again, run_differences, version_differences
from landsim.study.compare import comparable_groups, compare
from landsim.study.run import run_study

ALL = "all"
"""Stands for the baseline and every variant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Order:
    """What was asked for."""

    store: RunStore
    reps: int
    seed: int | None
    jobs: int
    planner: str | None


def answer(
    console: Console,
    *,
    scenario: Path | None,
    overrides: tuple[str, ...],
    variants: tuple[str, ...],
    resumed: str | None,
    repeated: str | None,
    results: Path | None,
    reps: int,
    seed: int | None,
    jobs: int,
    planner: str | None,
    decider: str | None,
) -> Answer:
    """Decide, approve, build and measure over the whole horizon; write a report."""
    if sum(given is not None for given in (scenario, resumed, repeated)) != 1:
        raise click.UsageError(console.text("Give a scenario, or --resume RUN, or --from RUN."))
    store = open_store(results)
    if scenario is None:
        return _again(console, store.find(resumed or repeated or ""), store, jobs)
    order = _Order(store=store, reps=reps, seed=seed, jobs=jobs, planner=planner)
    if decider is not None:
        if decider != AUTO:
            deciders.get(decider)
        overrides = (*overrides, f"policy.decider.name={decider}")
    runs = []
    for loaded in list(_load(scenario, variants, overrides)):
        run = _run(console, loaded, order)
        runs.append(run)
        if not run.is_finished:
            return _cancelled(console, runs)
    return _finished(console, runs)


def _load(
    scenario: Path, variants: tuple[str, ...], overrides: tuple[str, ...]
) -> Iterator[Loaded]:
    """Read every variant before the first is run, so that faults show at once."""
    names = list(dict.fromkeys(variants)) or [""]
    if ALL in names:
        names = ["", *load_scenario(scenario, overrides=overrides).variants]
    for name in names:
        yield load_scenario(scenario, variant=name, overrides=overrides)


def _again(console: Console, before: StoredRun, store: RunStore, jobs: int) -> Answer:
    """Continue an unfinished run, or repeat a finished one and report any difference."""
    order = _Order(
        store=store,
        reps=int(before.manifest["reps"]),
        seed=before.seed,
        jobs=jobs,
        planner=before.manifest["planner"],
    )
    was_finished = before.is_finished
    run = _run(console, loaded_again(before), order)
    if not run.is_finished:
        return _cancelled(console, [run])
    answer = _finished(console, [run])
    if not was_finished:
        return answer
    results, versions = run_differences(before, run), version_differences(before, run)
    for version in versions:
        console.say("Other version: {what}", what=version)
    if not results:
        console.say("Identical to {run}.", run=before.run_id)
    for name in results:
        console.say("Differs from {run}: {name}", run=before.run_id, name=name)
    found = {"repeats": before.run_id, "differences": results, "versions": versions}
    return Answer(document={**answer.document, **found})


def _run(console: Console, loaded: Loaded, order: _Order) -> StoredRun:
    world = loaded.scenario
    if loaded.warnings:
        console.note("Warnings: {n}; landsim validate shows them.", n=len(loaded.warnings))
    console.note(
        "Scenario {title}, policy {policy}, seed {seed}",
        title=console.name(world.title),
        policy=console.name(world.policy.name),
        seed=world.seed if order.seed is None else order.seed,
    )
    with watching(console) as listener, cancellable(console) as cancel:
        return run_study(
            loaded,
            reps=order.reps,
            seed=order.seed,
            jobs=order.jobs,
            planner=order.planner,
            store=order.store,
            listener=listener,
            cancel=cancel,
            command=console.settings.arguments,
        )


def _finished(console: Console, runs: list[StoredRun]) -> Answer:
    """Show what came out, and write a report for each group of runs that can be compared."""
    pages = []
    for group in comparable_groups(runs):
        if len(group) == 1:
            show_kpis(console, group[0])
        else:
            show_comparisons(console, group, compare(group, headline(group)))
        pages.append(report.write(console, group, report.place(group)))
    for run in runs:
        console.say("Saved: {folder}", folder=run.folder)
    documents = [run_document(run) | kpi_document(run) for run in runs]
    return Answer(document={"runs": documents, "report": pages[0], "reports": pages})


def _cancelled(console: Console, runs: list[StoredRun]) -> Answer:
    run = runs[-1]
    console.fault(
        console.text(
            "Cancelled: {done} of {reps} replications are kept in {folder}. "
            "Continue with: landsim run --resume {run}",
            done=len(run.replications),
            reps=run.manifest["reps"],
            folder=run.folder,
            run=run.run_id,
        )
    )
    return Answer(document={"runs": [run_document(run) for run in runs]}, exit_code=CANCELLED)
