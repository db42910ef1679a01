"""Writing a run: parts while replications finish, whole tables and hashes at the end."""

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa

from landsim.errors import ResultsError
from landsim.files.atomic import write_text
from landsim.files.columns import TABLES
from landsim.files.frames import read_parquet, write_parquet

Manifest = dict[str, Any]

MANIFEST = "manifest.json"
SCENARIO = "scenario.json"
"""The scenario to the last digit, for programs."""
RESOLVED = "scenario.yaml"
"""The same for people; it can be run again."""
_PARTS = "parts"
_TABLES = "tables"


def part_folder(folder: Path, replication: int) -> Path:
    """Return where the tables of one finished replication lie until the run is finished."""
    return folder / _PARTS / f"{replication:06d}"


def write_part(folder: Path, replication: int, tables: Mapping[str, pa.Table]) -> None:
    """Store the tables of one replication; they appear all at once or not at all.

    Parameters
    ----------
    folder
        Folder of the run.
    replication
        Its index.
    tables
        Tables by name.
    """
    target = part_folder(folder, replication)
    draft = target.with_name(f".{target.name}.{os.getpid()}.tmp")
    shutil.rmtree(draft, ignore_errors=True)
    for name, table in tables.items():
        write_parquet(table, draft / f"{name}.parquet")
    try:
        draft.replace(target)
    except OSError:
        shutil.rmtree(draft)
        if not target.is_dir():
            raise


def finished_parts(folder: Path) -> tuple[int, ...]:
    """Return the replications that have a part, in order."""
    parts = folder / _PARTS
    if not parts.is_dir():
        return ()
    return tuple(sorted(int(part.name) for part in parts.iterdir() if part.name.isdigit()))


def merge_parts(folder: Path, replications: tuple[int, ...]) -> None:
    """Join the parts into whole tables, in the order of replications.

    Raises
    ------
    ResultsError
        If a replication has no part.
    """
    missing = sorted(set(replications) - set(finished_parts(folder)))
    if missing:
        raise ResultsError(f"{folder}: no part for replications {missing}")
    for spec in TABLES:
        if spec.has_replication:
            parts = [part_folder(folder, n) / f"{spec.name}.parquet" for n in replications]
            whole = pa.concat_tables(read_parquet(part) for part in parts)
            write_parquet(whole, table_path(folder, spec.name))


def drop_parts(folder: Path) -> None:
    """Remove the parts of a run whose whole tables are written."""
    shutil.rmtree(folder / _PARTS, ignore_errors=True)


def table_path(folder: Path, name: str) -> Path:
    """Return where a whole table lies."""
    return folder / _TABLES / f"{name}.parquet"


def output_hashes(folder: Path) -> dict[str, str]:
    """Return the SHA-256 of every file of a run but its manifest and parts, by relative path."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    relative = {path.relative_to(folder).as_posix(): path for path in files}
    return {
        name: file_hash(path)
        for name, path in relative.items()
        if name != MANIFEST and not name.startswith((f"{_PARTS}/", "report", "."))
    }


def file_hash(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest, in one piece."""
    write_text(folder / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=2) + "\n")


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a run.

    Raises
    ------
    ResultsError
        If there is none, or it is not JSON.
    """
    try:
        manifest: Manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except OSError:
        raise ResultsError(f"{folder}: not a run: it has no {MANIFEST}") from None
    except ValueError as fault:
        raise ResultsError(f"{folder / MANIFEST}: not JSON: {fault}") from None
    return manifest
