"""What the verbs that take stored runs share: the RUN argument, the store, and figures."""

from pathlib import Path
from typing import Any

from landsim.cli.console import Console
from landsim.cli.settings import results_folder
from landsim.files.store import RunStore, StoredRun

STATUSES = {
    "finished": "finished",
    "running": "running",
    "partial": "partial",
    "failed": "failed",
}
"""What each status of a run is called."""


def open_store(results: Path | None) -> RunStore:
    """Return the run store."""
    return RunStore(results or results_folder())


def run_document(run: StoredRun) -> dict[str, Any]:
    """Return a run for ``--json``."""
    return {
        "id": run.run_id,
        "folder": run.folder,
        "scenario": run.scenario_name,
        "variant": run.variant,
        "seed": run.seed,
        "status": run.status,
        "reps": len(run.replications),
    }


def run_name(console: Console, run: StoredRun) -> str:
    """Return what a run is called in a table: its variant, or that it is the baseline."""
    return run.variant or console.text("baseline")
