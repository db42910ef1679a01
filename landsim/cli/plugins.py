"""``landsim plugins``: the registered components and where they come from."""

from typing import Any

from landsim.allocation.objective import objectives
from landsim.allocation.planner import planners
from landsim.allocation.rule import rules
from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.metrics.metric import metrics
from landsim.registry import Registry
from landsim.simulation.discipline import disciplines

KINDS = {
    "rule": "rule",
    "objective": "objective",
    "planner": "planner",
    "discipline": "desk discipline",
    "metric": "metric",
}
"""What each kind of component is called."""


def answer(console: Console) -> Answer:
    """List the registered components and where they come from."""
    registries: tuple[Registry[Any], ...] = (rules, objectives, planners, disciplines, metrics)
    components = []
    for registry in registries:
        names = registry.names()
        width = max(map(len, names), default=0)
        console.show(f"{console.text(KINDS[registry.kind])} ({len(names)})", "bold")
        for name in names:
            console.show(f"  {name:<{width}}  {registry.origin(name)}")
            components.append(
                {"kind": registry.kind, "name": name, "origin": registry.origin(name)}
            )
    return Answer(document={"components": components})
