"""Plans weighed against each other, as one offline page: points open the plan behind them."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import singledispatch
from pathlib import Path

from landsim.allocation.alternatives import Alternatives
from landsim.allocation.front import Front
from landsim.allocation.weighed import Standing, Weighed
from landsim.core.area import mu_from_m2
from landsim.core.label import Language
from landsim.core.plan import Plan
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.errors import ResultsError
from landsim.files.atomic import write_text
from landsim.report.blocks import Block, Chapter
from landsim.report.figures import point_chart, regret_chart
from landsim.report.map import park_json
from landsim.report.page import render
from landsim.report.plans import NamedPlan, plan_history, plan_table
from landsim.report.states import states_json
from landsim.report.tables import Column, pill, row, table
from landsim.report.text import Json, Text, figure_of, joined, named, plain, say
from landsim.report.view import RUN_COLOURS
from landsim.report.words import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """What a trade-off has to show."""

    plans: tuple[NamedPlan, ...]
    """Plans that can be opened."""
    title: Text
    """What the page is about."""
    blocks: tuple[Block, ...]
    """Cards of its first chapter."""
    method: tuple[Text, ...]
    """How to read it, and what is proven."""


def write_tradeoff(
    scenario: Scenario,
    projects: Sequence[Project],
    found: object,
    path: Path,
    *,
    language: Language = Language.ZH,
) -> Path:
    """Write one HTML file about a trade-off; it opens offline, in both languages.

    Parameters
    ----------
    scenario
        World.
    projects
        Projects that ask.
    found
        A `Front`, `Alternatives` or `Weighed`.
    path
        File to write.
    language
        Language in which the page opens.

    Raises
    ------
    ResultsError
        If there is no plan to show.
    """
    shown = weighing(found)
    if not shown.plans:
        raise ResultsError("a trade-off page needs at least one plan")
    write_text(path, render(_page(scenario, projects, shown, language), language))
    return path


def _page(
    scenario: Scenario, projects: Sequence[Project], shown: Weighing, language: Language
) -> Json:
    tables = tuple(plan_table(scenario, projects, entry.plan) for entry in shown.plans)
    colours = [RUN_COLOURS[1 + n % (len(RUN_COLOURS) - 1)] for n in range(len(shown.plans))]
    return {
        "language": language.value,
        "shown": 0,
        "title": joined([named(scenario.title), shown.title], " · "),
        "subtitle": joined([named(scenario.policy.name), say("{n} plans", n=len(tables))], " · "),
        "words": words() | {"shown_policy": say("Shown plan")},
        "states": states_json(),
        "runs": [
            {"name": entry.name, "colour": colour}
            for entry, colour in zip(shown.plans, colours, strict=True)
        ],
        "parks": [park_json(scenario.park)],
        "histories": [plan_history(scenario, entry.plan) for entry in shown.plans],
        "sections": [chapter.as_json() for chapter in _chapters(shown, tables)],
    }


def _chapters(shown: Weighing, tables: tuple[Json, ...]) -> tuple[Chapter, ...]:
    return (
        Chapter(id="tradeoff", title=shown.title, blocks=shown.blocks),
        Chapter(
            id="map",
            title=say("Parcel map"),
            lead=say("of the chosen plan"),
            blocks=(Block(kind="map"),),
        ),
        Chapter(id="gantt", title=say("Occupancy by parcel"), blocks=(Block(kind="gantt"),)),
        Chapter(
            id="allocation",
            title=say("Allocation"),
            lead=say("of the chosen plan; a click on a row shows its parcel on the map"),
            blocks=(Block(kind="table", data=tables, is_per_run=True),),
        ),
        Chapter(
            id="method",
            title=say("Method"),
            blocks=(Block(kind="prose", data=(list(shown.method),)),),
        ),
    )


@singledispatch
def weighing(found: object) -> Weighing:
    """Return what a trade-off has to show.

    Parameters
    ----------
    found
        A `Front`, `Alternatives` or `Weighed`.
    """
    raise TypeError(f"no page for {type(found).__name__}")


@weighing.register
def _(found: Front) -> Weighing:
    names = [_with_unit(named(axis.label), say(axis.unit)) for axis in found.axes]
    plans = tuple(
        NamedPlan(name=say("point {n}", n=n), plan=point.plan)
        for n, point in enumerate(found.points, start=1)
    )
    amounts = [point.amounts for point in found.points]
    texts = [
        _lines(
            [
                joined([name, plain(figure_of(amount, 1))], ": ")
                for name, amount in zip(names, row_, strict=True)
            ]
        )
        for row_ in amounts
    ]
    chart = point_chart(
        [row_[0] for row_ in amounts],
        [row_[1] for row_ in amounts],
        names=(names[0], names[1]),
        texts=texts,
        labels=[str(n) for n in range(1, len(amounts) + 1)],
        depth=([row_[2] for row_ in amounts], names[2]) if len(names) > 2 else None,
    )
    columns = [
        Column(name=say("Point")),
        *(Column(name=name, kind="number", digits=1) for name in names),
        Column(name=say("Projects"), kind="number"),
        Column(name=say("Area, mu"), kind="number", digits=0),
        Column(name=say("Points of the policy"), kind="number", digits=2),
        Column(name=say("Gap, %"), kind="number", digits=2),
    ]
    rows = [
        row(
            str(n + 1),
            *point.amounts,
            float(len(point.plan.assignments)),
            mu_from_m2(point.plan.area_m2),
            point.plan.report.objective,
            None if point.gap is None else 100 * point.gap,
            opens=n,
        )
        for n, point in enumerate(found.points)
    ]
    title = say("Pareto front")
    blocks = (
        _figure(title, chart, say("Click a point to open the plan behind it."), height=420),
        Block(
            kind="table",
            title=say("Points of the front"),
            data=(table(columns, rows, is_plain=True),),
        ),
    )
    is_proven = all(point.is_proven for point in found.points)
    proof = (
        say("This is the whole front: no plan is better in one without loss in another.")
        if found.is_complete
        else say(
            "Each point is proven within its gap: no plan is better in one without loss in another."
        )
        if is_proven
        else say("Not every point is proven within the gap asked for.")
    )
    how = say(
        "Each point maximises the first objective above floors on the others, then the others "
        "without loss of the first (ε-constraint method)."
    )
    return Weighing(plans=plans, title=title, blocks=blocks, method=(how, proof))


@weighing.register
def _(found: Alternatives) -> Weighing:
    plans = (
        NamedPlan(name=say("best plan"), plan=found.best),
        *(
            NamedPlan(name=say("alternative {n}", n=n), plan=other.plan)
            for n, other in enumerate(found.alternatives, start=1)
        ),
    )
    columns = [
        Column(name=say("Plan")),
        Column(name=say("Points"), kind="number", digits=2),
        Column(name=say("Loss, %"), kind="number", digits=2),
        Column(name=say("At most, %"), kind="number", digits=2),
        Column(name=say("Differs in"), kind="number"),
        Column(name=say("Served instead"), kind="wide"),
        Column(name=say("Not served"), kind="wide"),
        Column(name=say("On other land"), kind="wide"),
    ]
    gap = found.best.report.gap
    rows = [
        row(
            plans[0].name,
            found.best.report.objective,
            0.0,
            None if gap is None else 100 * gap,
            None,
            "",
            "",
            "",
            opens=0,
        ),
        *(
            row(
                plans[n].name,
                other.plan.report.objective,
                100 * other.loss_share,
                None if other.loss_share_max is None else 100 * other.loss_share_max,
                float(other.differences),
                " ".join(other.winners_in),
                " ".join(other.winners_out),
                " ".join(other.moved),
                opens=n,
            )
            for n, other in enumerate(found.alternatives, start=1)
        ),
    ]
    title = say("Alternatives to the best plan")
    note = say("A click on a row opens the plan.")
    how = say(
        "Each alternative loses at most {percent} % of the best plan's points and differs from "
        "all plans before it as much as any such plan can.",
        percent=figure_of(100 * found.loss_share, 1),
    )
    end = (
        say("There are no more: every plan that differs from these loses more than allowed.")
        if found.is_exhausted
        else None
    )
    return Weighing(
        plans=plans,
        title=title,
        blocks=(Block(kind="table", note=note, data=(table(columns, rows, is_plain=True),)),),
        method=(how, *([end] if end else [])),
    )


@weighing.register
def _(found: Weighed) -> Weighing:
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
        _figure(say("Regret"), chart, note, height=120 + 22 * len(plans)),
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
        "anew under each. The least regretted plan is sought among all plans, not only these."
    )
    return Weighing(
        plans=plans, title=say("Plans under many weightings"), blocks=blocks, method=(method,)
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


def _figure(title: Text, chart: Json, note: Text, *, height: int) -> Block:
    data: Json = {"label": title, "height": height, "figure": chart}
    return Block(kind="figure", title=title, note=note, data=(data,))


def _with_unit(name: Text, unit: Text) -> Text:
    return {key: f"{text} ({unit[key]})" for key, text in name.items()}


def _lines(parts: list[Text]) -> Text:
    return joined(parts, "<br>")
