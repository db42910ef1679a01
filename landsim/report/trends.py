"""How the park develops: what the land is doing, and fans of the main quantities."""

from collections.abc import Iterable

import numpy as np

from landsim.core.scenario import Target
from landsim.metrics import units
from landsim.report.blocks import Block, Chapter
from landsim.report.figures import Fan, Goal, Layer, fan_chart, stack_chart
from landsim.report.quantities import Measure, measure_of, measure_of_land
from landsim.report.states import STATE_COLOURS, state_name
from landsim.report.supplied import supply_by_year
from landsim.report.tables import Column, row, table
from landsim.report.text import Json, Text, joined, say
from landsim.report.view import RunView, StudyView

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Cumulative probabilities of the fans."""
_TITLES = {
    "occupied_share": "Occupied share of serviced land",
    "output_mcny_per_year": "Yearly output",
    "firms": "Firms at work",
    "supplied_mu": "Land supplied so far",
    "waiting": "Projects waiting for land",
    "idle_ha": "Idle land",
    "tax_mcny_per_year": "Yearly tax",
    "jobs": "Jobs",
    "revenue_mcny": "Net land revenue so far",
}
"""Columns of table ``series`` that are shown, with their headings."""
_MEASURES = {
    "occupied_share": measure_of(units.SHARE),
    "output_mcny_per_year": measure_of(units.MCNY_PER_YEAR),
    "firms": measure_of(units.FIRMS),
    "supplied_mu": measure_of(units.MU),
    "waiting": measure_of(units.PROJECTS),
    "idle_ha": measure_of_land(),
    "tax_mcny_per_year": measure_of(units.MCNY_PER_YEAR),
    "jobs": measure_of(units.JOBS),
    "revenue_mcny": measure_of(units.MCNY),
}
_STACK = (
    "granted",
    "leased",
    "construction",
    "approval",
    "idle",
    "clearing",
    "reserved",
    "free",
    "unserviced",
)


def chapter(study: StudyView) -> Chapter:
    """Return the chapter on development over time."""
    stack = Block(
        kind="figure",
        title=say("What the land is doing"),
        note=say("Area by state at the end of each supply period, mean over replications."),
        width=7,
        data=study.each(_land_use),
        is_per_run=True,
    )
    supply = Block(
        kind="figure",
        title=say("Land supplied each year, by tenure"),
        note=say("Area at the decision, mean over replications; a parcel taken back counts again."),
        width=5,
        data=study.each(supply_by_year),
        is_per_run=True,
    )
    fans = [
        Block(
            kind="figure",
            title=joined([say(title), _bracketed(_MEASURES[column].unit)], ""),
            width=4,
            data=(_fan_figure(study, column, say(title)),),
        )
        for column, title in _TITLES.items()
    ]
    return Chapter(
        id="trends",
        title=say("Development over time"),
        lead=say("line: median; bands: 50 % and 90 % of replications; diamonds: targets"),
        has_run_key=True,
        blocks=(stack, supply, *fans),
    )


def _bracketed(unit: Text) -> Text:
    return {key: f" ({text})" for key, text in unit.items()}


def _land_use(view: RunView) -> Json:
    measure = measure_of_land()
    mean = view.table("series").groupby("period").mean(numeric_only=True)
    dates = _period_ends(view, mean.index)
    by_name = {state.value: state for state in STATE_COLOURS}
    amounts = {name: _rounded(mean[f"{name}_ha"]) for name in _STACK}
    layers = [
        Layer(
            name=state_name(by_name[name]),
            colour=STATE_COLOURS[by_name[name]],
            amounts=measure.scaled(amounts[name]),
        )
        for name in _STACK
    ]
    columns = [
        Column(name=say("Period ends"), kind="tight"),
        *(
            Column(name=joined([layer.name, say("ha")]), kind="number", digits=1)
            for layer in layers
        ),
    ]
    rows = [row(day, *(amounts[name][n] for name in _STACK)) for n, day in enumerate(dates)]
    return {
        "label": say("Stacked areas of land by state over time"),
        "height": 320,
        "figure": stack_chart(dates, layers, unit=measure.unit),
        "table": table(columns, rows),
    }


def _fan_figure(study: StudyView, column: str, title: Text) -> Json:
    measure = _MEASURES[column]
    fans = []
    rows: list[Json] = []
    for view, name, colour in zip(study.runs, study.names, study.colours, strict=True):
        wide = view.table("series").pivot_table(
            index="period", columns="replication", values=column, dropna=False
        )
        quantiles = np.nanquantile(wide.to_numpy(dtype=float), QUANTILES, axis=1)
        dates = _period_ends(view, wide.index)
        lines = [_rounded(line) for line in quantiles]
        bands = {q: measure.scaled(line) for q, line in zip(QUANTILES, lines, strict=True)}
        fans.append(Fan(name=name, colour=colour, dates=dates, bands=bands))
        rows += [row(name, day, *(line[n] for line in lines)) for n, day in enumerate(dates)]
    digits = 3 if column.endswith("_share") else 1
    columns = [
        Column(name=say("Policy")),
        Column(name=say("Period ends"), kind="tight"),
        *(Column(name=_quantile_name(q), kind="number", digits=digits) for q in QUANTILES),
    ]
    return {
        "label": title,
        "height": 230,
        "figure": fan_chart(fans, goals=_goals(study.baseline, column, measure)),
        "table": table(columns, rows),
    }


def _quantile_name(q: float) -> Text:
    if q == 0.5:
        return say("Median")
    return say("{percent} % quantile", percent=round(100 * q))


def _goals(view: RunView, column: str, measure: Measure) -> list[Goal]:
    """Return the targets of a column, less what was there before the horizon began."""
    targets = [target for target in view.scenario.targets if target.metric == column]
    return [_goal(view, target, measure) for target in targets]


def _goal(view: RunView, target: Target, measure: Measure) -> Goal:
    horizon = view.scenario.horizon
    amount = target.amount - target.base
    return Goal(
        date=target.by.isoformat(),
        amount=measure.scaled([amount]),
        name=say("target {amount}", amount=measure.short(amount)),
        explanation=say(
            "{total} wanted by {date}, of which {base} were there before",
            total=measure.short(target.amount),
            date=target.by.isoformat(),
            base=measure.short(target.base),
        ),
        is_late=horizon.day_of(target.by) > horizon.n_days / 2,
    )


def _period_ends(view: RunView, periods: Iterable[int]) -> list[str]:
    horizon = view.scenario.horizon
    return [horizon.date_of(horizon.first_day(int(p) + 1) - 1).isoformat() for p in periods]


def _rounded(values: object) -> list[float]:
    return [float(f"{value:.5g}") for value in np.nan_to_num(np.asarray(values, dtype=float))]
