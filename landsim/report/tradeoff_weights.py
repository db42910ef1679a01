"""Plans, projects and parcels under many weightings, as cards of a page."""

from collections.abc import Sequence

from landsim.allocation.weighed import Standing, Weighed
from landsim.core.plan import Plan
from landsim.core.scenario import Scenario
from landsim.report.blocks import Block
from landsim.report.figures import regret_chart
from landsim.report.plans import NamedPlan
from landsim.report.tables import Column, pill, row, table
from landsim.report.text import Text, joined, named, say
from landsim.report.weighing import Weighing, figure_card


def weighed_view(scenario: Scenario, found: Weighed) -> Weighing:  # noqa: ARG001
    """Return what many weightings say: regret, plans, and what holds in all."""
    plans = tuple(
        NamedPlan(name=_plan_name(n, entry.plan), plan=entry.plan)
        for n, entry in enumerate(found.candidates, start=1)
    )
    spoken = _weighting_names(found)
    names = [spoken[weighting.name] for weighting in found.weightings]
    chart = regret_chart(
        [entry.regret for entry in found.candidates],
        plans=[entry.name for entry in plans],
        weightings=names,
    )
    columns = [
        Column(name=say("Plan")),
        Column(name=say("Largest regret"), kind="number", digits=3),
        Column(name=say("At most"), kind="number", digits=3),
        Column(name=say("Projects"), kind="number"),
        Column(name=say("Points of the policy"), kind="number", digits=2),
        Column(name=say("Best under"), kind="wide"),
    ]
    rows = [
        row(
            plans[n].name,
            entry.regret_max,
            entry.regret_bound,
            float(len(entry.plan.assignments)),
            entry.plan.report.objective,
            joined([spoken[name] for name in entry.best_under], ", "),
            opens=n,
        )
        for n, entry in enumerate(found.candidates)
    ]
    note = say(
        "What each plan falls short of the best under each weighting; 1 is the range of a "
        "criterion. A click opens the plan."
    )
    blocks = (
        figure_card(say("Regret"), chart, note, height=120 + 22 * len(plans)),
        Block(
            kind="table",
            title=say("Plans, the least regretted first"),
            data=(table(columns, rows, is_plain=True),),
        ),
        _standings(say("Projects"), found.projects),
        _standings(say("Parcels"), found.parcels),
        _standings(say("Projects and their land"), found.pairings),
    )
    method = say(
        "Every weighting shares 1 among the criteria, each over its range; the plan is solved "
        "anew under each."
    )
    least = say("The least regretted plan is sought among all plans, not only these.")
    is_sought = found.least_regret_bound is not None
    return Weighing(
        plans=plans,
        title=say("Plans under many weightings"),
        blocks=blocks,
        method=(method, least) if is_sought else (method,),
    )


def _standings(title: Text, entries: Sequence[Standing]) -> Block:
    columns = [
        Column(name=title),
        Column(name=say("Share of weightings, %"), kind="number", digits=0),
        Column(name=say("Verdict"), kind="pill"),
    ]
    rows = [
        row(
            " – ".join(filter(None, (entry.project, entry.parcel))),
            100 * entry.share,
            pill(say("whatever the weights"), "good")
            if entry.is_no_regret
            else pill(say("depends on the weights")),
        )
        for entry in entries
    ]
    return Block(kind="table", title=title, width=4, data=(table(columns, rows, filter_column=2),))


def _plan_name(place: int, plan: Plan) -> Text:
    return say("plan {n} ({projects} projects)", n=place, projects=len(plan.assignments))


def _weighting_names(found: Weighed) -> dict[str, Text]:
    labels = {entry.objective: named(entry.label) for entry in found.measures}
    labels["policy"] = say("policy")
    for weighting in found.weightings:
        kind, _, number = weighting.name.partition(" ")
        if kind == "sample":
            labels[weighting.name] = say("sample {n}", n=number)
    return labels
