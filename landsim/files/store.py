"""The run store: ``results/<scenario>/<run>/``, and reading a run back."""

import itertools
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.errors import ResultsError, nearest_name
from landsim.files.columns import BY_NAME, TABLES
from landsim.files.frames import read_parquet, schema
from landsim.files.lock import locked
from landsim.files.runfolder import (
    MANIFEST,
    SCENARIO,
    Manifest,
    finished_parts,
    part_folder,
    read_manifest,
    table_path,
)
from landsim.files.snapshot import read_snapshot
from landsim.files.trajectories import stored_trajectory

_LOCKS = ".locks"
FINISHED = "finished"
RUNNING = "running"
PARTIAL = "partial"
FAILED = "failed"


class StoredRun:
    """One run on disk; tables are read when asked for.

    Parameters
    ----------
    folder
        Folder of the run.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.manifest: Manifest = read_manifest(folder)
        self._frames: dict[str, pd.DataFrame] = {}
        self._arrow: dict[str, pa.Table] = {}
        self._order: dict[str, npt.NDArray[np.int64]] = {}

    @property
    def run_id(self) -> str:
        """Identifier within its scenario, such as ``reform-7f3a21``."""
        return self.folder.name

    @property
    def scenario_name(self) -> str:
        """Scenario that was run."""
        return str(self.manifest["scenario"])

    @property
    def variant(self) -> str:
        """Variant that was run; empty for the baseline."""
        return str(self.manifest["variant"])

    @property
    def seed(self) -> int:
        """Root seed."""
        return int(self.manifest["seed"])

    @property
    def status(self) -> str:
        """``finished``, ``partial`` (cancelled), ``failed`` or ``running`` (or killed)."""
        return str(self.manifest["status"])

    @property
    def is_finished(self) -> bool:
        """Whether every replication is there and hashed."""
        return self.status == FINISHED

    @cached_property
    def replications(self) -> tuple[int, ...]:
        """Replications that can be read, in order."""
        if self.is_finished:
            return tuple(range(int(self.manifest["reps"])))
        return finished_parts(self.folder)

    def scenario(self) -> Scenario:
        """Return the resolved scenario, as it was run."""
        return self._scenario

    def table(self, name: str) -> pd.DataFrame:
        """Return a table as a data frame.

        Parameters
        ----------
        name
            Table, such as ``assignments``; see `landsim.files.columns`.

        Raises
        ------
        ResultsError
            If there is no such table, or the run lacks its file.
        """
        if name not in self._frames:
            self._frames[name] = self.arrow(name).to_pandas(date_as_object=False)
        return self._frames[name]

    def arrow(self, name: str) -> pa.Table:
        """Return a table as it is stored."""
        if name not in self._arrow:
            self._arrow[name] = self._read(name)
        return self._arrow[name]

    def trajectory(self, replication: int) -> Trajectory:
        """Return one replication as the simulation gave it."""
        return stored_trajectory(self.scenario(), self.part(replication), replication, self.seed)

    def part(self, replication: int) -> dict[str, pa.Table]:
        """Return the rows of one replication of every table that has replications, by name.

        Raises
        ------
        ResultsError
            If rows are not in the order of replications, as only an edited table is.
        """
        return {
            spec.name: self._rows(spec.name, replication) for spec in TABLES if spec.has_replication
        }

    def _rows(self, name: str, replication: int) -> pa.Table:
        table = self.arrow(name)
        if name not in self._order:
            order = table["replication"].to_numpy()
            if (np.diff(order) < 0).any():
                raise ResultsError(f"{self.folder}: table {name} is not in order")
            self._order[name] = order
        first, last = np.searchsorted(self._order[name], [replication, replication + 1])
        return table.slice(first, last - first)

    @cached_property
    def _scenario(self) -> Scenario:
        return read_snapshot(self.folder / SCENARIO)

    def _read(self, name: str) -> pa.Table:
        if name not in BY_NAME:
            nearest = nearest_name(name, BY_NAME)
            hint = f'; did you mean "{nearest}"?' if nearest else ""
            raise ResultsError(f'no table "{name}"{hint} (known: {", ".join(BY_NAME)})')
        whole = table_path(self.folder, name)
        try:
            if self.is_finished or not BY_NAME[name].has_replication:
                return read_parquet(whole)
            parts = [
                read_parquet(part_folder(self.folder, n) / f"{name}.parquet")
                for n in self.replications
            ]
        except (OSError, pa.ArrowException) as fault:
            raise ResultsError(f"{self.folder}: table {name} cannot be read: {fault}") from None
        return pa.concat_tables(parts) if parts else schema(BY_NAME[name]).empty_table()


class RunStore:
    """All runs below a folder.

    Parameters
    ----------
    root
        The folder, such as ``results``; made when the first run is stored.
    """

    def __init__(self, root: Path) -> None:
        self.root = root

    def runs(self) -> tuple[StoredRun, ...]:
        """Return all runs, by scenario and identifier; folders that are no runs are skipped."""
        manifests = sorted(self.root.glob(f"*/*/{MANIFEST}"))
        return tuple(StoredRun(manifest.parent) for manifest in manifests)

    def find(self, reference: str) -> StoredRun:
        """Return the run that a reference means.

        Parameters
        ----------
        reference
            A folder, ``scenario/run``, a run's identifier, or the beginning of its hash.

        Raises
        ------
        ResultsError
            If none or several match.
        """
        for folder in (Path(reference), self.root / reference):
            if (folder / MANIFEST).is_file():
                return StoredRun(folder)
        runs = self.runs()
        exact = [run for run in runs if run.run_id == reference]
        found = exact or [run for run in runs if _means(reference, run)]
        if len(found) == 1:
            return found[0]
        known = ", ".join(f"{run.scenario_name}/{run.run_id}" for run in found or runs)
        if not known:
            raise ResultsError(f'no run matches "{reference}": {self.root} has no runs yet')
        if found:
            raise ResultsError(f'several runs match "{reference}" in {self.root}: {known}')
        raise ResultsError(f'no run matches "{reference}" in {self.root}: {known}')

    @contextmanager
    def place(
        self, scenario_name: str, run_id: str, resumes: Callable[[Manifest], bool]
    ) -> Iterator[Path]:
        """Hold the folder to write a run to; a finished run is never overwritten.

        Parameters
        ----------
        scenario_name
            Scenario, the folder above the run's.
        run_id
            Identifier wanted; a number is added where it is taken.
        resumes
            Whether an unfinished run with this manifest may be continued, unless another
            process is at it.
        """
        base = self.root / scenario_name
        for n in itertools.count(1):
            folder = base / (run_id if n == 1 else f"{run_id}-{n}")
            with locked(base / _LOCKS / folder.name) as is_free:
                if is_free and _may_write(folder, resumes):
                    yield folder
                    return

    def remove(self, run: StoredRun) -> None:
        """Delete a run."""
        shutil.rmtree(run.folder)


def _may_write(folder: Path, resumes: Callable[[Manifest], bool]) -> bool:
    if not (folder / MANIFEST).is_file():
        return True
    manifest = read_manifest(folder)
    return manifest["status"] != FINISHED and resumes(manifest)


def _means(reference: str, run: StoredRun) -> bool:
    digest = run.run_id.removeprefix(f"{run.manifest['name']}-")
    return run.run_id.startswith(reference) or digest.startswith(reference)
