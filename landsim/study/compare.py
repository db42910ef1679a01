"""Runs against a baseline on common random numbers, replication by replication."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from landsim.core.result import Direction, Estimate, PairedDifference
from landsim.core.scenario import Scenario
from landsim.errors import ResultsError
from landsim.files.store import StoredRun
from landsim.metrics.averages import mean
from landsim.metrics.estimate import estimate, paired_difference
from landsim.metrics.metric import metrics
from landsim.study.estimates import estimates, values_by_metric, values_of

__all__ = ["Comparison", "Displacement", "compare", "displacement", "estimates"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One run against the baseline."""

    baseline: str
    """Run identifier of the baseline."""
    run: str
    """Run identifier of the variant."""
    differences: tuple[PairedDifference, ...]
    """One for each metric, in the order asked."""


def compare(
    runs: Sequence[StoredRun],
    names: Sequence[str] | None = None,
    baseline: StoredRun | None = None,
) -> tuple[Comparison, ...]:
    """Compare runs with a baseline, metric by metric, on the replications they share.

    Parameters
    ----------
    runs
        Runs; the baseline may be among them.
    names
        Metrics; None for all that every run stored.
    baseline
        Run to compare with; None for the first.

    Raises
    ------
    ResultsError
        If two runs are not comparable; the message names what differs.
    UnknownNameError
        If nobody registered a metric.
    """
    base = runs[0] if baseline is None else baseline
    others = [run for run in runs if run.folder.resolve() != base.folder.resolve()]
    for run in others:
        require_comparable(base, run)
    return tuple(_comparison(base, run, names) for run in others)


def require_comparable(base: StoredRun, run: StoredRun) -> None:
    """Refuse runs that do not share seed, horizon, park and demand.

    Raises
    ------
    ResultsError
        With everything that differs.
    """
    faults = list(_faults(base, run))
    if faults:
        raise ResultsError(
            f"{base.run_id} and {run.run_id} cannot be compared on common random numbers: "
            + "; ".join(faults)
        )


def comparable_groups(runs: Sequence[StoredRun]) -> tuple[tuple[StoredRun, ...], ...]:
    """Return runs in groups within which they can be compared, in order.

    Parameters
    ----------
    runs
        Runs; each joins the first group whose first run it is comparable with.
    """
    groups: list[list[StoredRun]] = []
    for run in runs:
        fitting = (group for group in groups if not any(_faults(group[0], run)))
        home = next(fitting, None)
        if home is None:
            groups.append([run])
        else:
            home.append(run)
    return tuple(tuple(group) for group in groups)


def _faults(base: StoredRun, run: StoredRun) -> Iterator[str]:
    if base.seed != run.seed:
        yield f"seed {base.seed} and {run.seed}"
    one, other = base.scenario(), run.scenario()
    for name in ("horizon", "park", "projects", "generator", "fits"):
        if getattr(one, name) != getattr(other, name):
            yield f"{name}: {_first_difference(one, other, name)}"
    if one.calendar.working[: one.horizon.n_days] != other.calendar.working[: one.horizon.n_days]:
        yield f"work calendar {one.calendar.name} and {other.calendar.name}"
    if not set(base.replications) & set(run.replications):
        yield "no finished replication in common"


def _first_difference(one: Scenario, other: Scenario, name: str) -> str:
    before, after = getattr(one, name), getattr(other, name)
    if name == "horizon":
        return f"{before.start}, {before.n_days} days and {after.start}, {after.n_days} days"
    if name == "park":
        before, after = before.parcels, after.parcels
    if isinstance(before, tuple) and isinstance(after, tuple):
        if len(before) != len(after):
            return f"{len(before)} and {len(after)} entries"
        unequal = [a for a, b in zip(before, after, strict=True) if a != b]
        if unequal:
            return f"{len(unequal)} differ, such as {getattr(unequal[0], 'id', '')}".rstrip()
    return "they differ"


def _comparison(base: StoredRun, run: StoredRun, names: Sequence[str] | None) -> Comparison:
    before, after = values_by_metric(base), values_by_metric(run)
    wanted = sorted(set(before) & set(after)) if names is None else names
    shared = [n for n in base.replications if n in set(run.replications)]
    return Comparison(
        baseline=base.run_id,
        run=run.run_id,
        differences=tuple(
            paired_difference(
                name,
                [values_of(before, name)[n] for n in shared],
                [values_of(after, name)[n] for n in shared],
                _better(name),
            )
            for name in wanted
        ),
    )


def _better(name: str) -> Direction:
    return metrics.get(name).better if name in metrics.names() else Direction.NEITHER


@dataclass(frozen=True, slots=True, kw_only=True)
class Displacement:
    """Delay that a green channel causes to those outside it."""

    n_projects: int
    """Ordinary cases found in both runs."""
    per_project_workdays: Estimate
    """Queueing at desks of such a case, here minus without the channel, in working days."""


def displacement(run: StoredRun, without: StoredRun) -> Displacement:
    """Return how much longer the ordinary cases queue than in a run without a green channel.

    Parameters
    ----------
    run
        Run with a green channel.
    without
        The same without one, or with a smaller one.

    Notes
    -----
    Projects outside the channel in *both* runs are paired: same project, same luck. Over the
    stages that a project passed in both, its queueing at desks is added up, in working days;
    the mean over projects is taken in each replication, and the interval over replications.

    Raises
    ------
    ResultsError
        If the runs are not comparable.
    """
    require_comparable(without, run)
    shared = [n for n in without.replications if n in set(run.replications)]
    here, there = _ordinary_waits(run), _ordinary_waits(without)
    gains = []
    n_projects = 0
    for replication in shared:
        mine, theirs = here.get(replication, {}), there.get(replication, {})
        both = sorted(set(mine) & set(theirs))
        n_projects += len(both)
        gains.append(mean(_longer(mine[project], theirs[project]) for project in both))
    return Displacement(
        n_projects=n_projects,
        per_project_workdays=estimate("displacement_workdays", gains),
    )


def _longer(mine: dict[str, float], theirs: dict[str, float]) -> float:
    return math.fsum(mine[stage] - theirs[stage] for stage in sorted(set(mine) & set(theirs)))


def _ordinary_waits(run: StoredRun) -> dict[int, dict[str, dict[str, float]]]:
    """Return the working days queued at desks, by replication, ordinary project and stage."""
    log = run.arrow("stage_log")
    names = ("replication", "project", "stage", "desk", "is_green", "waited_workdays")
    waits: dict[int, dict[str, dict[str, float]]] = {}
    green: set[tuple[int, str]] = set()
    for replication, project, stage, desk, is_green, waited in zip(
        *(log[name].to_pylist() for name in names), strict=True
    ):
        if is_green:
            green.add((replication, project))
        elif desk:
            stages = waits.setdefault(replication, {}).setdefault(project, {})
            stages[stage] = stages.get(stage, 0.0) + waited
    for replication, project in green:
        waits.get(replication, {}).pop(project, None)
    return waits
