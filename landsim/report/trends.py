"""How the park develops: what the land is doing, and fans of the main quantities."""

from collections.abc import Iterable

import numpy as np

from landsim.report.blocks import Block, Chapter
from landsim.report.figures import Fan, Goal, Layer, fan_chart, stack_chart
from landsim.report.states import STATE_COLOURS, state_name
from landsim.report.tables import Column, row, table
from landsim.report.text import Json, Text, figure_of, say
from landsim.report.view import RunView, StudyView

QUANTILES = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Cumulative probabilities of the fans."""
_FANS = {
    "occupied_share": "Occupied share of serviced land",
    "output_mcny_per_year": "Yearly output, million CNY",
    "firms": "Firms at work",
    "supplied_mu": "Land supplied so far, mu",
    "waiting": "Projects waiting for land",
    "idle_ha": "Idle land, ha",
    "tax_mcny_per_year": "Yearly tax, million CNY",
    "jobs": "Jobs",
    "revenue_mcny": "Net land revenue so far, million CNY",
}
"""Columns of table ``series`` that are shown, with their headings."""
_STACK = ("granted", "leased", "construction", "approval", "idle", "clearing", "free", "unserviced")


def chapter(study: StudyView) -> Chapter:
    """Return the chapter on development over time."""
    stack = Block(
        kind="figure",
        title=say("What the land is doing"),
        note=say("Area by state at the end of each supply period, mean over replications."),
        width=12,
        data=study.each(_land_use),
        is_per_run=True,
    )
    fans = [
        Block(
            kind="figure",
            title=say(title),
            width=4,
            data=(_fan_figure(study, column, say(title)),),
        )
        for column, title in _FANS.items()
    ]
    return Chapter(
        id="trends",
        title=say("Development over time"),
        lead=say("line: median; bands: 50 % and 90 % of replications; diamonds: targets"),
        blocks=(stack, *fans),
    )


def _land_use(view: RunView) -> Json:
    mean = view.table("series").groupby("period").mean(numeric_only=True)
    dates = _period_ends(view, mean.index)
    by_name = {state.value: state for state in STATE_COLOURS}
    layers = [
        Layer(
            name=state_name(by_name[name]),
            colour=STATE_COLOURS[by_name[name]],
            amounts=_rounded(mean[f"{name}_ha"]),
        )
        for name in _STACK
    ]
    columns = [
        Column(name=say("Period ends")),
        *(Column(name=layer.name, kind="number", digits=1) for layer in layers),
    ]
    rows = [row(day, *(layer.amounts[n] for layer in layers)) for n, day in enumerate(dates)]
    return {
        "label": say("Stacked areas of land by state over time, in hectares"),
        "height": 300,
        "figure": stack_chart(dates, layers, unit=say("ha")),
        "table": table(columns, rows),
    }


def _fan_figure(study: StudyView, column: str, title: Text) -> Json:
    fans = []
    rows: list[Json] = []
    for view, name, colour in zip(study.runs, study.names, study.colours, strict=True):
        wide = view.table("series").pivot_table(
            index="period", columns="replication", values=column, dropna=False
        )
        quantiles = np.nanquantile(wide.to_numpy(dtype=float), QUANTILES, axis=1)
        dates = _period_ends(view, wide.index)
        bands = {q: _rounded(line) for q, line in zip(QUANTILES, quantiles, strict=True)}
        fans.append(Fan(name=name, colour=colour, dates=dates, bands=bands))
        rows += [row(name, day, *(bands[q][n] for q in QUANTILES)) for n, day in enumerate(dates)]
    is_share = column.endswith("_share")
    columns = [
        Column(name=say("Policy")),
        Column(name=say("Period ends")),
        *(
            Column(name=_quantile_name(q), kind="number", digits=3 if is_share else 1)
            for q in QUANTILES
        ),
    ]
    return {
        "label": title,
        "height": 230,
        "figure": fan_chart(fans, is_share=is_share, goals=_goals(study.baseline, column)),
        "table": table(columns, rows),
    }


def _quantile_name(q: float) -> Text:
    if q == 0.5:
        return say("Median")
    return say("{percent} % quantile", percent=round(100 * q))


def _goals(view: RunView, column: str) -> list[Goal]:
    targets = [target for target in view.scenario.targets if target.metric == column]
    return [
        Goal(
            date=target.by.isoformat(),
            amount=target.amount - target.base,
            name=say("target {amount}", amount=figure_of(target.amount - target.base)),
        )
        for target in targets
    ]


def _period_ends(view: RunView, periods: Iterable[int]) -> list[str]:
    horizon = view.scenario.horizon
    return [horizon.date_of(horizon.first_day(int(p) + 1) - 1).isoformat() for p in periods]


def _rounded(values: object) -> list[float]:
    return [float(f"{value:.5g}") for value in np.nan_to_num(np.asarray(values, dtype=float))]
