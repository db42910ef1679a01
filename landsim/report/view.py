"""Stored runs as the sections of a report see them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from landsim.core.result import PairedDifference
from landsim.core.scenario import Scenario
from landsim.files.store import StoredRun
from landsim.report.text import Text, joined, named, plain
from landsim.study.compare import compare

RUN_COLOURS = ("#7c8898", "#1c6dd0", "#d97d0d", "#2a7f5f", "#8556a8", "#b3361f", "#0f9fb0")
"""Colours of runs in charts, in order; the first, of the baseline, is grey."""


class RunView:
    """One stored run.

    Parameters
    ----------
    run
        The run.
    """

    def __init__(self, run: StoredRun) -> None:
        self.run = run
        self.scenario: Scenario = run.scenario()
        self.n_replications = len(run.replications)
        self.shown_replication = run.replications[0]

    def table(self, name: str) -> pd.DataFrame:
        """Return a stored table, all replications."""
        return self.run.table(name)

    def shown(self, name: str) -> pd.DataFrame:
        """Return the rows of the replication that is shown in full: the first, mostly 0."""
        frame = self.run.table(name)
        return frame[frame["replication"] == self.shown_replication]

    @cached_property
    def metrics(self) -> pd.DataFrame:
        """Metrics by replication (rows) and name (columns)."""
        frame = self.run.table("metrics")
        return frame.pivot_table(
            index="replication", columns="metric", values="value", dropna=False
        )


@dataclass(frozen=True, kw_only=True)
class StudyView:
    """All runs of a report; the first is the baseline of comparisons."""

    runs: tuple[RunView, ...]
    """Runs, in the order given."""

    @property
    def baseline(self) -> RunView:
        """Run that the others are compared with."""
        return self.runs[0]

    @property
    def colours(self) -> tuple[str, ...]:
        """Colour of each run; a single run is not grey."""
        if len(self.runs) == 1:
            return RUN_COLOURS[1:2]
        return tuple(RUN_COLOURS[n % len(RUN_COLOURS)] for n in range(len(self.runs)))

    @cached_property
    def names(self) -> tuple[Text, ...]:
        """Name of each run: its policy, told apart by variant or identifier where needed."""
        policies = [named(view.scenario.policy.name) for view in self.runs]
        if len({name["en"] for name in policies}) == len(policies):
            return tuple(policies)
        variants = [view.scenario.variant for view in self.runs]
        is_enough = len(set(variants)) == len(variants)
        marks = variants if is_enough else [view.run.run_id for view in self.runs]
        return tuple(
            joined([name, plain(mark)], " · ") if mark else name
            for name, mark in zip(policies, marks, strict=True)
        )

    @cached_property
    def differences(self) -> tuple[dict[str, PairedDifference], ...]:
        """Paired differences of each run from the baseline, by metric; none of the baseline."""
        base = self.baseline.run
        found: list[dict[str, PairedDifference]] = []
        for view in self.runs:
            compared = compare([base, view.run])
            entries = compared[0].differences if compared else ()
            found.append({entry.metric: entry for entry in entries})
        return tuple(found)

    def each(self, make: Callable[[RunView], object]) -> tuple[object, ...]:
        """Return what a function makes of each run."""
        return tuple(make(view) for view in self.runs)


def rows_of(frame: pd.DataFrame) -> list[Any]:
    """Return the rows of a frame as named tuples."""
    return list(frame.itertuples(index=False))


def study_view(runs: Sequence[StoredRun]) -> StudyView:
    """Return several stored runs as sections see them."""
    return StudyView(runs=tuple(RunView(run) for run in runs))
