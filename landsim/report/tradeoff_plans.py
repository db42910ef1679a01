"""Pareto points and alternatives, as cards of a page."""

from collections.abc import Sequence

from landsim.allocation.alternatives import Alternatives
from landsim.allocation.front import Front
from landsim.core.area import mu_from_m2
from landsim.core.areas import assigned_m2
from landsim.core.scenario import Scenario
from landsim.report.blocks import Block
from landsim.report.figures import point_chart
from landsim.report.plans import NamedPlan
from landsim.report.tables import Column, row, table
from landsim.report.text import Json, Text, figure_of, joined, named, plain, say
from landsim.report.weighing import Weighing, figure_card


def front_view(scenario: Scenario, found: Front) -> Weighing:
    """Return a front: a point for each plan."""
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
    title = say("Pareto front")
    blocks = (
        figure_card(title, chart, say("Click a point to open the plan behind it."), height=420),
        Block(
            kind="table",
            title=say("Points of the front"),
            data=(_front_table(scenario, found, names),),
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


def _front_table(scenario: Scenario, found: Front, names: Sequence[Text]) -> Json:
    """Return a row for each point; a click opens its plan."""
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
            mu_from_m2(assigned_m2(scenario.park, point.plan.assignments)),
            point.plan.report.objective,
            None if point.gap is None else 100 * point.gap,
            opens=n,
        )
        for n, point in enumerate(found.points)
    ]
    return table(columns, rows, is_plain=True)


def alternatives_view(scenario: Scenario, found: Alternatives) -> Weighing:  # noqa: ARG001
    """Return alternatives: a row for each plan."""
    plans = (
        NamedPlan(name=say("best plan"), plan=found.best),
        *(
            NamedPlan(name=say("alternative {n}", n=n), plan=other.plan)
            for n, other in enumerate(found.alternatives, start=1)
        ),
    )
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
        blocks=(Block(kind="table", note=note, data=(_alternatives_table(found, plans),)),),
        method=(how, *([end] if end else [])),
    )


def _alternatives_table(found: Alternatives, plans: tuple[NamedPlan, ...]) -> Json:
    """Return a row for each plan; a click opens it."""
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
    return table(columns, rows, is_plain=True)


def _with_unit(name: Text, unit: Text) -> Text:
    return {key: f"{text} ({unit[key]})" for key, text in name.items()}


def _lines(parts: list[Text]) -> Text:
    return joined(parts, "<br>")
