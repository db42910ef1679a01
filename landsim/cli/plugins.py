"""``landsim plugins``: the registered components and where they come from."""

from landsim.cli.console import Console
from landsim.cli.verb import Answer, verb

KINDS = {
    "rule": "rule",
    "objective": "objective",
    "planner": "planner",
    "discipline": "desk discipline",
    "metric": "metric",
}
"""What each kind of component is called."""


@verb("plugins")
def command(console: Console) -> Answer:
    """List the registered components and where they come from."""
    from landsim.allocation.objective import objectives  # noqa: PLC0415  loads the solver
    from landsim.allocation.planner import planners  # noqa: PLC0415
    from landsim.allocation.rule import rules  # noqa: PLC0415
    from landsim.metrics.metric import metrics  # noqa: PLC0415
    from landsim.simulation.discipline import disciplines  # noqa: PLC0415

    rows = [
        (registry.kind, name, registry.origin(name))
        for registry in (rules, objectives, planners, disciplines, metrics)
        for name in registry.names()
    ]
    console.table(
        ["Kind", "Name", "Where from"],
        ([console.text(KINDS[kind]), name, origin] for kind, name, origin in rows),
    )
    return Answer(
        document={
            "components": [
                {"kind": kind, "name": name, "origin": origin} for kind, name, origin in rows
            ]
        }
    )
