"""What a metric is, where metrics are filed, and how a replication is measured."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from landsim.core.label import Label
from landsim.core.result import Direction, Value
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.registry import Registry

Compute = Callable[[Scenario, Trajectory], float]
Applies = Callable[[Scenario], bool]


def _always(_: Scenario) -> bool:
    return True


class Metric(Protocol):
    """A number from a trajectory."""

    @property
    def name(self) -> str:
        """Identifier, with the unit at its end where that helps."""

    @property
    def label(self) -> Label:
        """Name as people know it."""

    @property
    def unit(self) -> str:
        """Unit, a message id of `landsim.metrics.units` or one's own."""

    @property
    def better(self) -> Direction:
        """Which way is better."""

    def compute(self, scenario: Scenario, trajectory: Trajectory) -> float:
        """Return the number; NaN where it does not apply."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionMetric:
    """A metric given by a plain function."""

    name: str
    """Identifier."""
    label: Label
    """Name as people know it."""
    unit: str
    """Unit."""
    better: Direction
    """Which way is better."""
    function: Compute
    """What computes it."""
    applies: Applies = _always
    """Of which scenarios it is a metric; of the others it is not reported."""

    def compute(self, scenario: Scenario, trajectory: Trajectory) -> float:
        """Return the number; NaN where it does not apply."""
        return float(self.function(scenario, trajectory))


metrics: Registry[Metric] = Registry("metric", "landsim.metrics")


def metric(
    name: str,
    *,
    zh: str,
    en: str,
    unit: str,
    better: Direction = Direction.NEITHER,
    applies: Applies = _always,
) -> Callable[[Compute], Compute]:
    """Return a decorator that files a function as a metric, and leaves it a function.

    Parameters
    ----------
    name
        Identifier, unique among metrics.
    zh, en
        Name as people know it, in both languages.
    unit
        Unit, such as ``units.DAYS``.
    better
        Which way is better.
    applies
        Of which scenarios it is a metric; of all if left out.

    Examples
    --------
    >>> from landsim.metrics import units
    >>> @metric("epochs_twice", zh="决策次数的两倍", en="epochs twice", unit=units.EPOCHS)
    ... def epochs_twice(scenario, trajectory):
    ...     return 2 * len(trajectory.epochs)
    >>> metrics.get("epochs_twice").unit
    'decision epochs'
    """

    def file(function: Compute) -> Compute:
        plain = function.func if isinstance(function, partial) else function
        metrics.register(name, origin=plain.__module__)(
            FunctionMetric(
                name=name,
                label=Label(zh=zh, en=en),
                unit=unit,
                better=better,
                function=function,
                applies=applies,
            )
        )
        return function

    return file


def _applicable(scenario: Scenario) -> list[str]:
    """Return the names of the metrics of a scenario; one that says nothing is one of all."""
    return [
        name for name in metrics.names() if getattr(metrics.get(name), "applies", _always)(scenario)
    ]


def measure(
    scenario: Scenario, trajectory: Trajectory, names: Sequence[str] | None = None
) -> tuple[Value, ...]:
    """Compute metrics of one replication.

    Parameters
    ----------
    scenario
        The world that was simulated.
    trajectory
        What happened.
    names
        Metrics to compute; None for all that apply to the scenario, by name.

    Raises
    ------
    UnknownNameError
        If nobody registered a name.
    """
    wanted = _applicable(scenario) if names is None else names
    return tuple(
        Value(
            scenario=scenario.name,
            variant=scenario.variant,
            replication=trajectory.replication,
            metric=name,
            value=metrics.get(name).compute(scenario, trajectory),
        )
        for name in wanted
    )
