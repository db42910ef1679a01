"""Plotly figures as plain dictionaries, for the page and for notebooks alike.

Texts stand in every language at once; `in_language` picks one, and then
``plotly.graph_objects.Figure(in_language(figure, Language.EN))`` shows it in a notebook.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from landsim.core.label import Language
from landsim.report.text import Json, Text

FONTS = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, Segoe UI, sans-serif"
_INK, _SOFT, _LINE = "#1a2433", "#5c6a7d", "#e6ebf1"


def in_language(figure: object, language: Language) -> object:
    """Return a figure with its texts in one language."""
    if isinstance(figure, dict):
        if figure.keys() == {entry.value for entry in Language}:
            return figure[language.value]
        return {key: in_language(value, language) for key, value in figure.items()}
    if isinstance(figure, list | tuple):
        return [in_language(value, language) for value in figure]
    return figure


def layout(**changes: object) -> Json:
    """Return the common look of all figures."""
    base: Json = {
        "font": {"family": FONTS, "size": 12, "color": _INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 52, "r": 14, "t": 30, "b": 30},
        "hoverlabel": {"font": {"family": FONTS, "size": 12}},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "xanchor": "left"},
    }
    return base | changes


def axis(**changes: object) -> Json:
    """Return the common look of an axis."""
    base: Json = {
        "gridcolor": _LINE,
        "linecolor": "#b8c3d0",
        "zeroline": False,
        "tickfont": {"size": 11, "color": _SOFT},
        "automargin": True,
    }
    return base | changes


@dataclass(frozen=True, slots=True, kw_only=True)
class Fan:
    """Quantiles of a quantity over time, of one run."""

    name: Text
    """Run."""
    colour: str
    """Its colour."""
    dates: Sequence[str]
    """Days, as ISO dates."""
    bands: dict[float, Sequence[float]]
    """Values by cumulative probability: 0.05, 0.25, 0.5, 0.75, 0.95."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """A figure to reach by a date."""

    date: str
    """By when."""
    amount: float
    """How much."""
    name: Text
    """What the mark says."""


def fan_chart(fans: Sequence[Fan], *, unit: Text, goals: Sequence[Goal] = ()) -> Json:
    """Return medians with bands of 50 % and 90 % of the replications.

    Parameters
    ----------
    fans
        One for each run.
    unit
        Unit of the vertical axis; ``%`` shows shares as percentages.
    goals
        Targets to mark.
    """
    data: list[Json] = []
    for fan in fans:
        data += _bands(fan)
    for goal in goals:
        data.append(_goal(goal))
    is_share = unit["en"] == "%"
    y = axis(rangemode="tozero", tickformat=".0%" if is_share else "~s", title=None)
    return {
        "data": data,
        "layout": layout(
            xaxis=axis(type="date", showgrid=False, tickformat="%Y"),
            yaxis=y if is_share else y | {"tickformat": ",.4~g"},
            hovermode="x unified",
            showlegend=len(fans) > 1,
        ),
    }


def _bands(fan: Fan) -> list[Json]:
    traces: list[Json] = []
    days = list(fan.dates)
    for low, high, opacity in ((0.05, 0.95, 0.13), (0.25, 0.75, 0.24)):
        if fan.bands[low] == fan.bands[high]:
            continue
        traces.append(
            {
                "type": "scatter",
                "x": days + days[::-1],
                "y": [*fan.bands[high], *reversed(fan.bands[low])],
                "fill": "toself",
                "fillcolor": _faded(fan.colour, opacity),
                "line": {"width": 0},
                "hoverinfo": "skip",
                "showlegend": False,
                "legendgroup": fan.colour,
            }
        )
    traces.append(
        {
            "type": "scatter",
            "mode": "lines",
            "x": days,
            "y": list(fan.bands[0.5]),
            "name": fan.name,
            "line": {"color": fan.colour, "width": 2.2},
            "legendgroup": fan.colour,
        }
    )
    return traces


def _goal(goal: Goal) -> Json:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [goal.date],
        "y": [goal.amount],
        "text": [goal.name],
        "textposition": "top left",
        "textfont": {"size": 11, "color": "#b3361f"},
        "marker": {"symbol": "diamond", "size": 10, "color": "#b3361f"},
        "hoverinfo": "text",
        "showlegend": False,
        "cliponaxis": False,
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """One layer of a stack."""

    name: Text
    """Layer."""
    colour: str
    """Its colour."""
    amounts: Sequence[float]
    """Amount at each date."""


def stack_chart(dates: Sequence[str], layers: Sequence[Layer], *, unit: Text) -> Json:
    """Return amounts over time, one layer on another."""
    data: list[Json] = [
        {
            "type": "scatter",
            "mode": "lines",
            "x": list(dates),
            "y": list(layer.amounts),
            "name": layer.name,
            "stackgroup": "all",
            "fillcolor": layer.colour,
            "line": {"width": 0.6, "color": "#8fa0b3", "shape": "spline", "smoothing": 0.3},
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """Cases that go from one node to another."""

    source: int
    """Place of the node they leave."""
    target: int
    """Place of the node they enter."""
    amount: float
    """How many."""


def flow_chart(
    nodes: Sequence[tuple[Text, str, float, float]], flows: Sequence[Flow], *, unit: Text
) -> Json:
    """Return a Sankey diagram.

    Parameters
    ----------
    nodes
        Name, colour and place (right and down, 0 to 1) of each node.
    flows
        Cases between nodes.
    unit
        What is counted.
    """
    return {
        "data": [
            {
                "type": "sankey",
                "arrangement": "fixed",
                "valueformat": ".1f",
                "valuesuffix": unit,
                "node": {
                    "label": [name for name, _, _, _ in nodes],
                    "color": [colour for _, colour, _, _ in nodes],
                    "x": [x for _, _, x, _ in nodes],
                    "y": [y for _, _, _, y in nodes],
                    "pad": 14,
                    "thickness": 13,
                    "line": {"width": 0},
                },
                "link": {
                    "source": [flow.source for flow in flows],
                    "target": [flow.target for flow in flows],
                    "value": [flow.amount for flow in flows],
                    "color": [_faded(nodes[flow.target][1], 0.33) for flow in flows],
                },
            }
        ],
        "layout": layout(margin={"l": 8, "r": 8, "t": 12, "b": 12}),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Stage times of one channel."""

    name: Text
    """Channel."""
    colour: str
    """Its colour."""
    medians: Sequence[float | None]
    """Median of each stage."""
    p90s: Sequence[float | None]
    """90th percentile of each stage."""


def stage_chart(
    stages: Sequence[Text],
    channels: Sequence[Times],
    limits: Sequence[float | None],
    *,
    unit: Text,
    limit_name: Text,
) -> Json:
    """Return medians (dots), 90th percentiles (line ends) and legal limits of stages.

    Parameters
    ----------
    stages
        Names, first stage at the top.
    channels
        Times of each channel.
    limits
        Statutory limit of each stage; None without one.
    unit
        Unit of the times.
    limit_name
        What the marks of the limits are called.
    """
    places = list(range(len(stages)))
    data: list[Json] = []
    for n, channel in enumerate(channels):
        shift = 0.17 * (2 * n - len(channels) + 1)
        x: list[float | None] = []
        y: list[float | None] = []
        for place in places:
            x += [channel.medians[place], channel.p90s[place], None]
            y += [place + shift, place + shift, None]
        group = f"channel{n}"
        line: Json = {"color": _faded(channel.colour, 0.5), "width": 5}
        data.append(
            {"type": "scatter", "mode": "lines", "x": x, "y": y, "line": line, "hoverinfo": "skip",
             "showlegend": False, "legendgroup": group}
        )
        data.append(
            {"type": "scatter", "mode": "markers", "x": list(channel.medians),
             "y": [place + shift for place in places], "name": channel.name, "legendgroup": group,
             "marker": {"color": channel.colour, "size": 9}, "customdata": list(channel.p90s),
             "hovertemplate": "%{x:.1f} · P90 %{customdata:.1f}<extra></extra>"}
        )
    data.append(
        {"type": "scatter", "mode": "markers", "x": list(limits), "y": places, "name": limit_name,
         "marker": {"symbol": "line-ns", "size": 15, "line": {"width": 2.5, "color": "#b3361f"}},
         "hovertemplate": "%{x:.0f}<extra></extra>"}
    )
    return {
        "data": data,
        "layout": layout(
            xaxis=axis(title={"text": unit, "font": {"size": 11}}, rangemode="tozero"),
            yaxis=axis(tickvals=places, ticktext=list(stages), autorange="reversed",
                       showgrid=False, tickfont={"size": 11.5, "color": _INK}),
            margin={"l": 60, "r": 14, "t": 34, "b": 40},
        ),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One small chart of means with intervals, a dot for each run."""

    title: Text
    """Metric, with its unit."""
    means: Sequence[float | None]
    """Mean of each run."""
    lows: Sequence[float | None]
    """Lower ends of the intervals; None without one."""
    highs: Sequence[float | None]
    """Upper ends."""
    texts: Sequence[Text]
    """What each dot says."""


def dot_chart(
    panels: Sequence[Panel], names: Sequence[Text], colours: Sequence[str], *, columns: int = 3
) -> Json:
    """Return means and 95 % intervals of several metrics, run by run.

    Parameters
    ----------
    panels
        One for each metric.
    names, colours
        Runs.
    columns
        Panels in a row.
    """
    n_rows = -(-len(panels) // columns)
    data: list[Json] = []
    frame = layout(showlegend=False, margin={"l": 10, "r": 18, "t": 26, "b": 24})
    notes: list[Json] = []
    places = list(range(len(names)))
    for n, panel in enumerate(panels):
        across, down = n % columns, n // columns
        left, right = _slot(across, columns, 0.045)
        bottom, top = _slot(n_rows - 1 - down, n_rows, 0.13 / n_rows)
        tail = "" if n == 0 else str(n + 1)
        data.append(_dots(panel, places, colours, tail))
        frame[f"xaxis{tail}"] = axis(domain=[left, right], anchor=f"y{tail}", nticks=5)
        frame[f"yaxis{tail}"] = axis(
            domain=[bottom, top], anchor=f"x{tail}", tickvals=places,
            ticktext=list(names) if across == 0 else [], showgrid=True,
            range=[len(names) - 0.5, -0.5], tickfont={"size": 12, "color": _INK},
        )
        notes.append(
            {"text": panel.title, "x": left, "y": top, "xref": "paper", "yref": "paper",
             "xanchor": "left", "yanchor": "bottom", "showarrow": False, "font": {"size": 12.5}}
        )
    frame["annotations"] = notes
    return {"data": data, "layout": frame}


def _dots(panel: Panel, places: Sequence[int], colours: Sequence[str], tail: str) -> Json:
    def arm(ends: Sequence[float | None], sign: int) -> list[float]:
        pairs = zip(panel.means, ends, strict=True)
        return [0.0 if m is None or e is None else sign * (e - m) for m, e in pairs]

    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": list(panel.means),
        "y": list(places),
        "text": list(panel.texts),
        "textposition": "top center",
        "textfont": {"size": 11},
        "marker": {"color": list(colours), "size": 10},
        "error_x": {
            "type": "data", "symmetric": False, "array": arm(panel.highs, 1),
            "arrayminus": arm(panel.lows, -1), "color": "#66758a", "thickness": 1.6, "width": 4,
        },
        "hoverinfo": "text",
        "xaxis": f"x{tail}",
        "yaxis": f"y{tail}",
        "cliponaxis": False,
    }


def bar_chart(
    names: Sequence[Text], amounts: Sequence[float], colours: Sequence[str], *,
    unit: Text, mark: tuple[float, Text] | None = None,
) -> Json:
    """Return horizontal bars, with a marked value such as a proven bound.

    Parameters
    ----------
    names, amounts, colours
        Bars, the first at the top.
    unit
        Unit of the amounts.
    mark
        A value to mark across all bars, and what it is called.
    """
    frame = layout(
        xaxis=axis(title={"text": unit, "font": {"size": 11}}, rangemode="tozero"),
        yaxis=axis(autorange="reversed", showgrid=False, tickvals=list(range(len(names))),
                   ticktext=list(names), tickfont={"size": 12, "color": _INK}),
        showlegend=False,
    )
    if mark is not None:
        value, text = mark
        frame["shapes"] = [
            {"type": "line", "x0": value, "x1": value, "y0": 0, "y1": 1, "yref": "paper",
             "line": {"color": "#b3361f", "width": 2, "dash": "dash"}}
        ]
        frame["annotations"] = [
            {"x": value, "y": 1, "yref": "paper", "yanchor": "bottom", "xanchor": "right",
             "text": text, "showarrow": False, "font": {"size": 11.5, "color": "#b3361f"}}
        ]
    return {
        "data": [
            {"type": "bar", "orientation": "h", "x": list(amounts),
             "y": list(range(len(names))), "marker": {"color": list(colours)}, "width": 0.6,
             "texttemplate": "%{x:,.1f}", "textposition": "auto", "hoverinfo": "skip"}
        ],
        "layout": frame,
    }


def _slot(place: int, n_places: int, gap: float) -> tuple[float, float]:
    width = (1 - gap * (n_places - 1)) / n_places
    begin = place * (width + gap)
    return round(begin, 4), round(begin + width, 4)


def _faded(colour: str, opacity: float) -> str:
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
