"""``landsim report``: the offline HTML report of one or more runs."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.cli.progress import watching
from landsim.cli.stored import open_store
from landsim.core.progress import Finished, Started
from landsim.files.store import StoredRun
from landsim.report.page import write_report

_BYTES_PER_MB = 1_000_000


def answer(
    console: Console, *, runs: tuple[str, ...], out: Path | None, results: Path | None
) -> Answer:
    """Write the offline HTML report of one or more runs."""
    store = open_store(results)
    found = [store.find(name) for name in runs]
    path = write(console, found, out or place(found))
    return Answer(document={"report": path, "bytes": path.stat().st_size})


def place(runs: Sequence[StoredRun]) -> Path:
    """Return where a report of runs goes unless the caller says otherwise."""
    if len(runs) == 1:
        return runs[0].folder / "report.html"
    digest = hashlib.sha256("+".join(run.run_id for run in runs).encode()).hexdigest()
    return runs[0].folder.parent / f"report-{digest[:6]}.html"


def write(console: Console, runs: Sequence[StoredRun], path: Path) -> Path:
    """Write a report and say where it is."""
    with watching(console) as listener:
        listener(Started(task="report"))
        written = write_report(runs, path, language=console.settings.language)
        listener(Finished(task="report"))
    console.say(
        "Report: {path} ({size:.1f} MB, opens offline)",
        path=written,
        size=written.stat().st_size / _BYTES_PER_MB,
    )
    return written
