"""Quantities over time: fans of quantiles with targets, and stacks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from landsim.report.figures.look import ALERT, Amounts, axis, faded, layout
from landsim.report.text import Json, Text

_BANDS = ((0.05, 0.95, 0.13), (0.25, 0.75, 0.24))


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """Quantiles of a quantity over time, of one run."""

    name: Text
    """Run."""
    colour: str
    """Its colour."""
    dates: Sequence[str]
    """Days, as ISO dates."""
    bands: Mapping[float, Amounts]
    """Values by cumulative probability: 0.05, 0.25, 0.5, 0.75, 0.95."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A figure to reach by a date."""

    date: str
    """By when."""
    amount: Amounts
    """How much: one number."""
    name: Text
    """What the mark says."""
    explanation: Text
    """What it says when pointed at."""
    is_late: bool
    """Whether its date lies in the second half of the chart; the text stands before it then."""


def fan_chart(fans: Sequence[Fan], *, goals: Sequence[Goal] = ()) -> Json:
    """Return medians with bands of 50 % and 90 % of the replications.

    Parameters
    ----------
    fans
        One for each run; ``meta`` of each trace is its place, so that a page can hide a run.
    goals
        Targets to mark.
    """
    traces = [trace | {"meta": n} for n, fan in enumerate(fans) for trace in _traces(fan)]
    return {
        "data": [*traces, *(_mark(goal) for goal in goals)],
        "layout": layout(
            xaxis=axis(type="date", showgrid=False, tickformat="%Y"),
            yaxis=axis(rangemode="tozero", tickformat=",.6~r"),
            hovermode="x unified",
            showlegend=False,
            margin={"l": 44, "r": 14, "t": 12, "b": 26},
        ),
    }


def _traces(fan: Fan) -> list[Json]:
    days = list(fan.dates)
    traces: list[Json] = [
        {
            "type": "scatter",
            "x": days + days[::-1],
            "y": _outline(fan.bands[low], fan.bands[high]),
            "fill": "toself",
            "fillcolor": faded(fan.colour, opacity),
            "line": {"width": 0},
            "hoverinfo": "skip",
        }
        for low, high, opacity in _BANDS
        if fan.bands[low] != fan.bands[high]
    ]
    traces.append(
        {
            "type": "scatter",
            "mode": "lines",
            "x": days,
            "y": dict(fan.bands[0.5]),
            "name": fan.name,
            "line": {"color": fan.colour, "width": 2.2},
        }
    )
    return traces


def _outline(low: Amounts, high: Amounts) -> dict[str, list[float | None]]:
    return {key: [*high[key], *reversed(low[key])] for key in high}


def _mark(goal: Goal) -> Json:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [goal.date],
        "y": dict(goal.amount),
        "text": [goal.name],
        "textposition": "middle left" if goal.is_late else "middle right",
        "textfont": {"size": 11, "color": ALERT},
        "marker": {"symbol": "diamond", "size": 9, "color": ALERT},
        "hovertext": [goal.explanation],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of a stack."""

    name: Text
    """Layer."""
    colour: str
    """Its colour."""
    amounts: Amounts
    """Amount at each date."""


def stack_chart(dates: Sequence[str], layers: Sequence[Layer], *, unit: Text) -> Json:
    """Return amounts over time, one layer on another.

    Parameters
    ----------
    dates
        Days, as ISO dates.
    layers
        Layers, the lowest first.
    unit
        Unit of the amounts.
    """
    data: list[Json] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(dates),
            "y": dict(layer.amounts),
            "name": layer.name,
            "stackgroup": "all",
            "fillcolor": layer.colour,
            "line": {"width": 0.6, "color": "#8fa0b3"},
            "hovertemplate": "%{y:.1f}",
        }
        for layer in layers
    ]
    return {
        "data": data,
        "layout": layout(
            xaxis=axis(type="date", showgrid=False, tickformat="%Y"),
            yaxis=axis(title={"text": unit, "font": {"size": 11}}),
            hovermode="x unified",
        ),
    }
