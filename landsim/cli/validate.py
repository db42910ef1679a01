"""``landsim validate``: everything short of solving."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from landsim.allocation.infeasible import find_conflict
from landsim.cli.answer import Answer
from landsim.cli.console import Console, plain
from landsim.cli.faults import problem_document, show_problems
from landsim.cli.verbs import JOBS, REPS
from landsim.core.problem import foresight_problem
from landsim.errors import Infeasible
from landsim.files.loaded import Loaded
from landsim.files.read import load_scenario
from landsim.study.conflicts import conflict_lines
from landsim.study.facts import Facts, scenario_facts


def answer(
    console: Console, *, scenario: Path, overrides: tuple[str, ...], variant: str, resolved: bool
) -> Answer:
    """Check a scenario; run nothing."""
    loaded = load_scenario(scenario, variant=variant, overrides=overrides)
    facts = scenario_facts(loaded.scenario)
    if resolved:
        _show_resolved(console, loaded)
    if not console.settings.is_quiet:
        show_problems(console, loaded.warnings)
    _show_facts(console, loaded, facts)
    document: dict[str, Any] = {
        "runnable": True,
        "scenario": loaded.scenario.name,
        "variant": variant,
        "variants": loaded.variants,
        "facts": asdict(facts),
        "estimated_seconds": facts.estimated_seconds(REPS, JOBS),
        "inputs": [{"path": file.path, "sha256": file.sha256} for file in loaded.inputs],
        "warnings": [problem_document(console, problem) for problem in loaded.warnings],
    }
    if resolved:
        document |= {"resolved": loaded.resolved, "origins": loaded.origins}
    conflict = _show_conflict(console, loaded)
    if conflict:
        document |= {"runnable": False, "conflict": conflict}
    return Answer(document=document, exit_code=Infeasible.exit_code if conflict else 0)


def _show_conflict(console: Console, loaded: Loaded) -> list[str]:
    """Say which limits leave no plan, and what would restore one; nothing if there is a plan."""
    scenario = loaded.scenario
    conflict = find_conflict(foresight_problem(scenario, scenario.demand(0)))
    if conflict is None:
        count = len(loaded.warnings)
        console.say("Ready to run." if count == 0 else "Ready to run; warnings: {n}.", n=count)
        return []
    console.say("No plan: the rules {rules} conflict.", rules=", ".join(conflict.rules))
    lines = [console.spoken(line.message, dict(line.values)) for line in conflict_lines(conflict)]
    for line in lines:
        console.show("  " + line)
    return lines


def _floor_lines(console: Console, facts: Facts) -> tuple[str, ...]:
    if facts.n_buildings == 0:
        return ()
    return (console.text("Buildings {n_buildings}, {floor_m2:,.0f} m² of floor space"),)


def _show_facts(console: Console, loaded: Loaded, facts: Facts) -> None:
    scenario = loaded.scenario
    title, policy = console.name(scenario.title), console.name(scenario.policy.name)
    console.show(f"{title} · {policy}", "bold")
    lines = (
        console.text("Parcels {n_parcels}, {area_mu:,.0f} mu"),
        *_floor_lines(console, facts),
        console.text(
            "Projects {n_projects} ({n_listed} listed), which ask for {demand_mu:,.0f} mu at least"
        ),
        console.text("Supply periods {n_periods}, from {start} to {end}, {rhythm}"),
        console.text("Tenure modes {n_modes}, approval stages {n_stages}"),
        console.text("Options {n_options:,} in the plan with perfect foresight"),
    )
    rhythm = "supplied on demand" if facts.is_on_demand else "supplied in batches"
    for line in lines:
        text = line.format(
            **asdict(facts),
            start=scenario.horizon.start,
            end=scenario.horizon.end,
            rhythm=console.text(rhythm),
        )
        console.show(f"  {text}")
    seconds = facts.estimated_seconds(REPS, JOBS)
    time = console.text(
        "Estimated time: about {minutes} min for {reps} replications on {jobs} CPUs"
    )
    console.show("  " + time.format(minutes=math.ceil(seconds / 60), reps=REPS, jobs=JOBS))
    if loaded.variants:
        console.show("  " + console.text("Variants: {names}", names=", ".join(loaded.variants)))
    notice = console.name(scenario.notice)
    if notice:
        console.show(f"  {notice}")


def _show_resolved(console: Console, loaded: Loaded) -> None:
    """Print a line for each value: key, value, origin."""
    for path, value in _leaves(loaded.resolved, ""):
        origin = loaded.origins.get(path, "")
        console.show(f"{path} = {plain(value)}  # {origin}".rstrip(" #"))


def _leaves(node: Any, path: str) -> Iterator[tuple[str, Any]]:  # noqa: ANN401
    if isinstance(node, Mapping) and node:
        for key, entry in node.items():
            yield from _leaves(entry, f"{path}.{key}" if path else str(key))
    else:
        yield path, node
