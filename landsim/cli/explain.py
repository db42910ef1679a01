"""``landsim explain``: why a project got its land or none, and what became of a parcel."""

from pathlib import Path

from landsim.allocation.audit import audit_plan
from landsim.allocation.shadow import shadow_prices
from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.cli.firmness import show_audit, show_prices
from landsim.cli.progress import watching
from landsim.cli.stored import open_store, run_document
from landsim.core.progress import Note
from landsim.files.store import StoredRun
from landsim.report.reasons import project_reasons
from landsim.report.view import RunView
from landsim.study.explain import explain
from landsim.study.reasons import change_lines, foresight_plan

STANDINGS = {
    "served": "Given land",
    "refused": "Not admitted",
    "withdrawn": "Withdrew",
    "open": "Still without land",
}
"""What each standing of a project is called."""


def answer(
    console: Console,
    *,
    run: str,
    subject: str | None,
    replication: int | None,
    is_short: bool,
    has_prices: bool,
    has_audit: bool,
    moves: int,
    results: Path | None,
) -> Answer:
    """Say why a project got its land, or why it got none and what would have changed that."""
    found = open_store(results).find(run)
    if has_prices or has_audit:
        return _firmness(console, found, has_prices=has_prices, moves=moves if has_audit else 0)
    if subject is None:
        return _everyone(console, found)
    story = explain(found, subject, replication, console.settings.language)
    notes = list(story.lines)
    if not is_short:
        with watching(console) as listener:
            notes += change_lines(found, subject, replication, listener=listener)
    lines = [_sentence(console, note) for note in notes]
    for line in lines:
        console.show(line)
    facts = {"subject": subject, "replication": story.replication, "lines": lines}
    return Answer(document={**run_document(found), **facts})


def _firmness(console: Console, run: StoredRun, *, has_prices: bool, moves: int) -> Answer:
    """Show prices of limits, and how firm the awards are, of the plan with perfect foresight."""
    problem, plan = foresight_plan(run)
    document = dict(run_document(run))
    with watching(console) as listener:
        if has_prices:
            prices = shadow_prices(problem, plan, listener=listener)
            document["prices"] = show_prices(console, problem, prices)
        if moves:
            found = audit_plan(problem, plan, most=moves, seed=run.seed, listener=listener)
            names = {str(entry.project.id): entry.project.name for entry in problem.asking}
            document["audit"] = show_audit(console, found, names)
    return Answer(document=document)


def _everyone(console: Console, run: StoredRun) -> Answer:
    """List every project with its standing and the reason."""
    view = RunView(run)
    language = console.settings.language.value
    reasons = project_reasons(view)
    table = view.shown("projects")
    rows = [
        (project, name, standing, reasons[project][language])
        for project, name, standing in zip(
            table["project"], table["name"], table["standing"], strict=True
        )
    ]
    console.table(
        ["Project", "Name", "Outcome", "Reason"],
        ([project, name, console.text(STANDINGS[how]), why] for project, name, how, why in rows),
        wrapping=(1, 3),
    )
    projects = [
        {"project": project, "name": name, "standing": how, "reason": why}
        for project, name, how, why in rows
    ]
    return Answer(document={**run_document(run), "projects": projects})


def _sentence(console: Console, note: Note) -> str:
    """Return a sentence; causes and figures are finished English, the rest are values."""
    return console.spoken(note.message, dict(note.values))
