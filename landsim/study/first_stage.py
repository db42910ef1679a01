"""First stages tried in the closed loop: what they come to when the future is the true one."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass

from landsim.allocation import rolling
from landsim.allocation.extensive import Risk
from landsim.allocation.first_stage import TwoStage
from landsim.allocation.fixed import follow_first
from landsim.allocation.stochastic import STOCHASTIC, two_stage
from landsim.core.planning import PlannerChoice
from landsim.core.progress import Finished, Listener, Progress, Started, ignore
from landsim.core.result import PairedDifference
from landsim.core.scenario import Scenario
from landsim.metrics.estimate import paired_difference
from landsim.metrics.metric import measure, metrics
from landsim.simulation import simulate

TASK = "simulate"
METRICS = (
    "projects_served",
    "output_npv_mcny",
    "tax_npv_mcny",
    "jobs_end",
    "land_revenue_npv_mcny",
    "occupied_share",
)
"""Metrics that first stages are compared by unless the caller says otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedOnce:
    """What one replication showed."""

    replication: int
    """Replication."""
    model: TwoStage
    """What the model said of its first stages."""
    values: dict[str, tuple[float, ...]]
    """Metrics after each first stage, by its name, in the order of the comparison."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TriedStages:
    """First stages compared by simulation, replication by replication."""

    metrics: tuple[str, ...]
    """Metrics."""
    replications: tuple[TriedOnce, ...]
    """Replications."""
    differences: dict[str, tuple[PairedDifference, ...]]
    """The stochastic first stage against each other one, by metric."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstStages:
    """First stages as the model sees them, and perhaps as simulation does."""

    model: TwoStage
    """What the model says."""
    tried: TriedStages | None = None
    """What simulation says; None where it was not asked."""


def try_first_stages(
    scenario: Scenario,
    *,
    n_reps: int,
    n_first: int = 4,
    n_futures: int = 8,
    risk: Risk | None = None,
    seed: int | None = None,
    choice: PlannerChoice | None = None,
    names: Sequence[str] = METRICS,
    listener: Listener = ignore,
    cancel: threading.Event | None = None,
) -> TriedStages:
    """Plan the first periods of each replication in several ways and simulate every one.

    Parameters
    ----------
    scenario
        World.
    n_reps
        Replications.
    n_first, n_futures, risk, choice
        As `landsim.allocation.stochastic.two_stage` takes them.
    seed
        Root seed; None for the scenario's.
    names
        Metrics to compare by.
    listener
        Told of progress.
    cancel
        Set to stop after the replication under way.

    Notes
    -----
    The first stage is carried out as far as the world lets it: a project must have been
    admitted, its land be free, and it may decline. From the first period after it the policy's
    own planner decides. All first stages of a replication meet the same projects and luck, so
    differences are paired; the sampled futures are not those that come true.
    """
    root = scenario.seed if seed is None else seed
    cancel = cancel or threading.Event()
    found: list[TriedOnce] = []
    listener(Started(task=TASK, total=n_reps, unit="replications"))
    for replication in range(n_reps):
        if cancel.is_set():
            break
        model = two_stage(
            scenario,
            scenario.demand(replication, root),
            n_first=n_first,
            n_futures=n_futures,
            risk=risk,
            seed=root,
            replication=replication,
            choice=choice,
        )
        found.append(_try_once(scenario, model, replication, root, tuple(names)))
        listener(Progress(task=TASK, done=len(found), total=n_reps, unit="replications"))
    listener(Finished(task=TASK))
    return TriedStages(
        metrics=tuple(names), replications=tuple(found), differences=_differences(names, found)
    )


def _try_once(
    scenario: Scenario, model: TwoStage, replication: int, seed: int, names: tuple[str, ...]
) -> TriedOnce:
    values: dict[str, tuple[float, ...]] = {}
    for stage in model.stages:
        decide = follow_first(scenario, stage.plan, model.n_first, rolling(scenario))
        trajectory = simulate(scenario, decide, seed=seed, replication=replication)
        by_name = {entry.metric: entry.value for entry in measure(scenario, trajectory, names)}
        values[stage.name] = tuple(by_name[name] for name in names)
    return TriedOnce(replication=replication, model=model, values=values)


def _differences(
    names: Sequence[str], tried: Sequence[TriedOnce]
) -> dict[str, tuple[PairedDifference, ...]]:
    others = [name for name in tried[0].values if name != STOCHASTIC] if tried else []
    return {
        other: tuple(
            paired_difference(
                metric,
                [once.values[other][place] for once in tried],
                [once.values[STOCHASTIC][place] for once in tried],
                metrics.get(metric).better,
            )
            for place, metric in enumerate(names)
        )
        for other in others
    }
