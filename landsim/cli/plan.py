"""``landsim plan``: the allocation alone, with every project known beforehand."""

import json
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import click

from landsim.allocation import baselines, check_plan, make_plan
from landsim.allocation.admitting import explain_refusal
from landsim.allocation.infeasible import find_conflict
from landsim.allocation.planner import build_program
from landsim.allocation.programtext import FORMS, write_program
from landsim.allocation.shadow import shadow_prices
from landsim.cli.answer import Answer
from landsim.cli.cancelling import cancellable
from landsim.cli.console import Console, plain
from landsim.cli.firmness import show_prices
from landsim.cli.progress import watching
from landsim.core.area import mu_from_m2
from landsim.core.areas import assigned_m2
from landsim.core.ids import ProjectId
from landsim.core.plan import Assignment, Plan, Termination
from landsim.core.planning import Sense
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.core.progress import Enough, Incumbent, Listener, Progress, ProgressEvent
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
from landsim.errors import Infeasible, UnknownNameError
from landsim.files.read import read_scenario
from landsim.study.conflicts import conflict_lines
from landsim.study.reasons import reason_lines

TERMINATIONS = {
    Termination.OPTIMAL: "proven optimal",
    Termination.GAP: "proven within the gap asked for",
    Termination.LIMIT: "stopped at a limit, not proven optimal",
    Termination.HEURISTIC: "a heuristic plan without a bound",
}
"""What each way to stop is called."""
BEST_SO_FAR = "Stopping with the best plan so far; Ctrl-C again stops at once."
"""What the first Ctrl-C is answered."""
COUNTED = {Sense.MAXIMISE: "Points", Sense.MINIMISE: "Cost"}
"""What the objective counts."""


def answer(
    console: Console,
    *,
    scenario: Path,
    overrides: tuple[str, ...],
    variant: str,
    planner: str | None,
    gap: float | None,
    time_limit: float | None,
    seed: int | None,
    out: Path | None,
    text: Path | None,
    why: tuple[str, ...],
    has_prices: bool,
) -> Answer:
    """Plan with every project known beforehand; simulate nothing."""
    if text is not None and text.suffix.lower() not in FORMS:
        raise click.UsageError(
            console.text("A program is written as .lp or .mps; got {name}.", name=text.name)
        )
    world = read_scenario(scenario, variant=variant, overrides=overrides)
    usual = world.policy.planner
    choice = replace(
        usual,
        name=planner or usual.name,
        gap=usual.gap if gap is None else gap,
        time_limit_seconds=time_limit or usual.time_limit_seconds,
    )
    problem = foresight_problem(world, world.demand(0, seed))
    written = () if text is None else write_program(build_program(problem), text)
    with watching(console) as listener, cancellable(console, BEST_SO_FAR) as cancel:
        told = until_cancelled(in_own_units(listener, world.policy.sense), cancel)
        try:
            plan = make_plan(problem, choice=choice, listener=told)
        except Infeasible as fault:
            raise explained(fault, problem) from None
        others = baselines(problem)
    broken = {name: len(check_plan(problem, other)) for name, other in others.items()}
    document = dict(plan_document(world, plan, others, broken))
    _show(console, world, plan, others, broken)
    document |= _explained(console, problem, plan, why, has_prices=has_prices)
    if out is not None:
        plan_text = json.dumps(plain(document), ensure_ascii=False, indent=2)
        out.write_text(plan_text + "\n", encoding="utf-8", newline="\n")
        written += (out,)
    for path in written:
        console.say("Written: {path}", path=path)
    return Answer(document=document)


def until_cancelled(listener: Listener, cancel: threading.Event) -> Listener:
    """Return a listener that asks for the best plan so far once an event is set."""

    def hear(event: ProgressEvent) -> None:
        listener(event)
        if cancel.is_set() and isinstance(event, Incumbent | Progress):
            raise Enough

    return hear


def in_own_units(listener: Listener, sense: Sense) -> Listener:
    """Return a listener that is told values and bounds in the objective's own units."""

    def hear(event: ProgressEvent) -> None:
        if isinstance(event, Incumbent):
            event = replace(event, value=sense.own(event.value), bound=sense.own(event.bound))
        listener(event)

    return listener if sense is Sense.MAXIMISE else hear


def _explained(
    console: Console,
    problem: AllocationProblem,
    plan: Plan,
    why: tuple[str, ...],
    *,
    has_prices: bool,
) -> Mapping[str, object]:
    """Say why projects got nothing, and what limits are worth, as far as that was asked."""
    found: dict[str, object] = {}
    said: dict[str, list[str]] = {}
    names = {str(entry.project.id): entry.project.name for entry in problem.asking}
    refused = [str(refusal.project) for refusal in plan.refusals]
    with watching(console) as listener:
        for project in refused if "all" in why else why:
            if project not in refused:
                raise UnknownNameError("project without land", project, refused)
            reason = explain_refusal(problem, plan, ProjectId(project), listener=listener)
            lines = [
                console.spoken(line.message, dict(line.values))
                for line in reason_lines(reason, names)
            ]
            console.say("{name} ({project}):", name=names[project], project=project)
            for line in lines:
                console.show("  " + line)
            said[project] = lines
        if has_prices:
            prices = shadow_prices(problem, plan, listener=listener)
            found["prices"] = show_prices(console, problem, prices)
    return found | ({"why": said} if why else {})


def explained(fault: Infeasible, problem: AllocationProblem) -> Infeasible:
    """Return the error with the limits in conflict, and what would restore a plan."""
    conflict = find_conflict(problem)
    lines = () if conflict is None else conflict_lines(conflict)
    return Infeasible(str(fault), fault.rules, [(line.message, line.values) for line in lines])


def plan_document(
    scenario: Scenario, plan: Plan, others: Mapping[str, Plan], broken: Mapping[str, int]
) -> Mapping[str, object]:
    """Return a plan as ``--json`` and the plan file show it."""
    report, own = plan.report, scenario.policy.sense.own
    return {
        "scenario": scenario.name,
        "variant": scenario.variant,
        "planner": report.planner,
        "solver": report.solver,
        "sense": scenario.policy.sense.value,
        "objective": own(report.objective),
        "bound": None if report.bound is None else own(report.bound),
        "gap": report.gap,
        "termination": plan.termination.value,
        "n_options": report.n_options,
        "n_rows": report.n_rows,
        "stages": [
            {
                "stage": note.stage,
                "iterations": note.iterations,
                "objective": None if note.objective is None else own(note.objective),
                "bound": None if note.bound is None else own(note.bound),
            }
            for note in report.stages
        ],
        "notes": [note.message.format_map(dict(note.values)) for note in report.notes],
        "area_m2": assigned_m2(scenario.park, plan.assignments),
        "floor_m2": assigned_m2(scenario.park, plan.assignments, SupplyKind.FLOOR),
        "assignments": [assignment_document(scenario, entry) for entry in plan.assignments],
        "refusals": [
            {
                "project": refusal.project,
                "cause": refusal.cause.value,
                "rule": refusal.rule,
                "competitors": list(refusal.competitors),
                "detail": refusal.detail,
            }
            for refusal in plan.refusals
        ],
        "baselines": {
            name: {
                "objective": own(other.report.objective),
                "projects": len(other.assignments),
                "area_m2": assigned_m2(scenario.park, other.assignments),
                "rules_broken": broken[name],
            }
            for name, other in others.items()
        },
    }


def assignment_document(scenario: Scenario, entry: Assignment) -> Mapping[str, object]:
    """Return an assignment as JSON documents show it."""
    horizon = scenario.horizon
    return {
        "project": entry.project,
        "parcels": [{"parcel": take.parcel, "area_m2": take.area_m2} for take in entry.bundle],
        "area_m2": entry.area_m2,
        "supply": scenario.policy.terms(entry.mode).supply.value,
        "period": entry.period,
        "period_name": horizon.period_label(entry.period),
        "mode": entry.mode,
        "end_period": entry.end_period,
        "value": scenario.policy.sense.own(entry.value),
    }


def _amount(scenario: Scenario, entry: Assignment) -> str:
    """Return land in mu as a bare number, as the heading says; floor space with its unit."""
    if scenario.policy.terms(entry.mode).supply is SupplyKind.FLOOR:
        return f"{entry.area_m2:,} m²"
    return f"{mu_from_m2(entry.area_m2):.1f}"


def _show(
    console: Console,
    scenario: Scenario,
    plan: Plan,
    others: Mapping[str, Plan],
    broken: Mapping[str, int],
) -> None:
    own, counted = scenario.policy.sense.own, COUNTED[scenario.policy.sense]
    names = {project.id: project.name for project in scenario.demand(0)}
    console.table(
        ["Period", "Project", "Name", "Parcels", "Tenure", "Area (mu)", counted],
        (
            [
                scenario.horizon.period_label(entry.period),
                entry.project,
                names.get(entry.project, ""),
                "+".join(entry.parcels),
                console.name(scenario.policy.terms(entry.mode).name),
                _amount(scenario, entry),
                f"{own(entry.value):.2f}",
            ]
            for entry in plan.assignments
        ),
        numbers=2,
        wrapping=(2, 4),
    )
    report = plan.report
    rows = [(report.planner, plan, "-" if report.bound is None else f"{own(report.bound):.2f}")]
    rows += [(name, other, "") for name, other in others.items() if name != report.planner]
    console.table(
        ["Planner", counted, "Bound", "Projects", "Area (mu)", "Rules broken"],
        (
            [
                name,
                f"{own(entry.report.objective):.2f}",
                bound,
                str(len(entry.assignments)),
                f"{mu_from_m2(assigned_m2(scenario.park, entry.assignments)):.0f}",
                str(broken.get(name, 0)),
            ]
            for name, entry, bound in rows
        ),
        numbers=5,
    )
    gap = console.text("unknown") if report.gap is None else f"{report.gap:.2%}"
    ending = console.text(TERMINATIONS[plan.termination])
    console.say("Plan: gap {gap}, {ending}.", gap=gap, ending=ending)
    for note in report.notes:
        console.say(note.message, **dict(note.values))
