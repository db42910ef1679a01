"""``landsim tradeoff``: plans weighed against each other."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from landsim.cli import (
    tradeoff_alternatives,
    tradeoff_pareto,
    tradeoff_stochastic,
    tradeoff_weightings,
)
from landsim.cli.answer import Answer
from landsim.cli.cancelling import AFTER_SOLVE, CANCELLED, cancellable
from landsim.cli.console import Console, plain
from landsim.cli.progress import watching
from landsim.cli.question import Question
from landsim.files.read import read_scenario
from landsim.report.tradeoff import write_tradeoff

METHODS: dict[str, Any] = {
    "pareto": tradeoff_pareto,
    "alternatives": tradeoff_alternatives,
    "weightings": tradeoff_weightings,
    "stochastic": tradeoff_stochastic,
}
"""Modules with the functions ``solve``, ``document`` and ``show``."""
_BYTES_PER_MB = 1_000_000


def answer(
    console: Console,
    *,
    scenario: Path,
    method: str,
    overrides: tuple[str, ...],
    variant: str,
    planner: str | None,
    gap: float | None,
    time_limit: float | None,
    seed: int | None,
    out: Path | None,
    page: Path | None,
    objectives: str,
    points: int,
    whole: bool,
    plans: int,
    within: float,
    differ: str,
    samples: int,
    spread: float,
    stage: int,
    futures: int,
    risk: float,
    tail: float,
    simulated: int,
) -> Answer:
    """Weigh plans against each other."""
    world = read_scenario(scenario, variant=variant, overrides=overrides)
    usual = world.policy.planner
    choice = replace(
        usual,
        name=planner or usual.name,
        gap=usual.gap if gap is None else gap,
        time_limit_seconds=time_limit or usual.time_limit_seconds,
    )
    projects = world.demand(0, seed)
    question = Question(scenario=world, projects=projects, choice=choice)
    options = {
        "objectives": objectives,
        "points": points,
        "whole": whole,
        "plans": plans,
        "within": within,
        "differ": differ,
        "samples": samples,
        "spread": spread,
        "stage": stage,
        "futures": futures,
        "risk": risk,
        "tail": tail,
        "simulated": simulated,
        "seed": seed,
    }
    way = METHODS[method]
    with cancellable(console, AFTER_SOLVE) as cancel, watching(console) as listener:
        found = way.solve(question, options, listener=listener, cancel=cancel)
    document = {"scenario": world.name, "variant": world.variant, "method": method}
    document |= way.document(world, found)
    way.show(console, world, found)
    if out is not None:
        text = json.dumps(plain(document), ensure_ascii=False, indent=2)
        out.write_text(text + "\n", encoding="utf-8", newline="\n")
        console.say("Written: {path}", path=out)
    if page is not None:
        write_tradeoff(world, projects, found, page, language=console.settings.language)
        size = page.stat().st_size / _BYTES_PER_MB
        console.say("Page: {path} ({size:.1f} MB, opens offline)", path=page, size=size)
    return Answer(document=document, exit_code=CANCELLED if cancel.is_set() else 0)
