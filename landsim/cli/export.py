"""``landsim export``: a run for Excel, QGIS, a process miner or a notebook."""

from pathlib import Path

from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.cli.stored import open_store
from landsim.files.export import SUFFIXES, export_run


def answer(
    console: Console, *, run: str, form: str, out: Path | None, results: Path | None
) -> Answer:
    """Hand a run to Excel, QGIS, a process miner or a notebook."""
    found = open_store(results).find(run)
    place = out or Path(f"{found.scenario_name}-{found.run_id}.{SUFFIXES.get(form, form)}")
    written = export_run(found, form, place, language=console.settings.language)
    for path in written:
        console.say("Written: {path}", path=path)
    return Answer(document={"files": written})
