"""What makes the figures repeatable: versions, hashes, seed, command, licences."""

from typing import Any

from landsim.report.blocks import Block, Chapter
from landsim.report.tables import Column, row, table
from landsim.report.text import Json, Text, plain, say
from landsim.report.view import RunView, StudyView


def chapter(study: StudyView) -> Chapter:
    """Return the chapter with the manifest."""
    return Chapter(
        id="record",
        title=say("Manifest"),
        lead=say("what it takes to repeat this run"),
        blocks=(
            Block(kind="facts", title=say("Run"), width=6, data=study.each(_run), is_per_run=True),
            Block(
                kind="facts",
                title=say("Versions"),
                width=6,
                data=study.each(_versions),
                is_per_run=True,
            ),
            Block(
                kind="table",
                title=say("Warnings"),
                data=study.each(_warnings),
                is_per_run=True,
            ),
            Block(
                kind="table",
                title=say("Files and their SHA-256"),
                data=study.each(_files),
                is_per_run=True,
            ),
            Block(kind="prose", title=say("Licences"), data=(_licences(),)),
        ),
    )


def _run(view: RunView) -> list[tuple[Text, object]]:
    manifest = view.run.manifest
    repository = manifest.get("repository")
    facts: list[tuple[Text, object]] = [
        (say("Run"), f"{manifest['scenario']}/{view.run.run_id}"),
        (say("Variant"), manifest["variant"] or say("baseline")),
        (say("Replications"), str(view.n_replications)),
        (say("Root seed"), str(manifest["seed"])),
        (say("Planner"), str(manifest.get("planner", ""))),
        (say("Scenario, SHA-256"), str(manifest.get("scenario_sha256", ""))),
    ]
    command = " ".join(manifest.get("command") or ())
    if command:
        facts.append((say("Command"), command))
    if repository:
        state = say("with uncommitted changes") if repository["is_dirty"] else say("clean")
        facts.append((say("Repository"), plain(repository["commit"])))
        facts.append((say("State of the repository"), state))
    return facts


def _versions(view: RunView) -> list[tuple[Text, object]]:
    manifest = view.run.manifest
    plan: dict[str, Any] = manifest.get("plan") or {}
    packages: dict[str, str] = manifest.get("packages") or {}
    return [
        (plain("landsim"), str(manifest.get("landsim", ""))),
        (plain("Python"), str(manifest.get("python", ""))),
        (say("System"), str(manifest.get("system", ""))),
        (say("Solver"), str(plan.get("solver", ""))),
        (say("Packages"), ", ".join(f"{name} {version}" for name, version in packages.items())),
    ]


def _warnings(view: RunView) -> Json | None:
    warnings = view.run.manifest.get("warnings", ())
    if not warnings:
        return None
    return table((Column(name=say("Warning")),), [row(text) for text in warnings], is_plain=True)


def _files(view: RunView) -> Json | None:
    manifest = view.run.manifest
    inputs = [(say("input"), f["path"], f["sha256"]) for f in manifest.get("inputs", ())]
    outputs = [
        (say("result"), name, digest) for name, digest in manifest.get("outputs", {}).items()
    ]
    if not inputs and not outputs:
        return None
    columns = (
        Column(name=say("Kind of file")),
        Column(name=say("File"), kind="code"),
        Column(name=say("SHA-256"), kind="code"),
    )
    return table(columns, [row(*cells) for cells in (*inputs, *outputs)])


def _licences() -> list[Text]:
    return [
        say("landsim is free software under the Apache License 2.0; it comes without warranty."),
        say(
            "Charts are drawn by plotly.js, copyright Plotly, Inc., under the MIT licence; its "
            "notice stands at the head of the script in this file."
        ),
    ]
