"""Means with intervals of several runs, one small chart to a metric."""

from collections.abc import Sequence
from dataclasses import dataclass

from landsim.report.figures.look import INK, Amounts, axis, layout
from landsim.report.text import Json, Text

_GAP_ACROSS = 0.05
_GAP_DOWN = 0.46
"""Room for tick labels and the next title, as a share of a row of panels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One small chart of means with intervals, a dot for each run."""

    title: Text
    """Metric, with its unit."""
    means: Amounts
    """Mean of each run."""
    below: Amounts
    """Mean minus lower end of the interval; None without an interval."""
    above: Amounts
    """Upper end minus mean."""
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
    frame = layout(showlegend=False, margin={"l": 10, "r": 18, "t": 26, "b": 24})
    data: list[Json] = []
    titles: list[Json] = []
    for n, panel in enumerate(panels):
        tail = "" if n == 0 else str(n + 1)
        left, right = _slot(n % columns, columns, _GAP_ACROSS)
        bottom, top = _slot(n_rows - 1 - n // columns, n_rows, _GAP_DOWN / n_rows)
        data.append(_dots(panel, colours, tail))
        titles.append(_title(panel.title, left, top))
        frame[f"xaxis{tail}"] = axis(
            domain=[left, right], anchor=f"y{tail}", nticks=5, tickformat=",.6~r"
        )
        frame[f"yaxis{tail}"] = axis(
            domain=[bottom, top],
            anchor=f"x{tail}",
            tickvals=list(range(len(names))),
            ticktext=list(names),
            showticklabels=n % columns == 0,
            range=[len(names) - 0.4, -0.6],
            tickfont={"size": 12, "color": INK},
        )
    frame["annotations"] = titles
    return {"data": data, "layout": frame}


def _dots(panel: Panel, colours: Sequence[str], tail: str) -> Json:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": dict(panel.means),
        "y": list(range(len(colours))),
        "text": list(panel.texts),
        "textposition": "top center",
        "textfont": {"size": 11},
        "marker": {"color": list(colours), "size": 10},
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": dict(panel.above),
            "arrayminus": dict(panel.below),
            "color": "#66758a",
            "thickness": 1.6,
            "width": 4,
        },
        "hoverinfo": "text",
        "xaxis": f"x{tail}",
        "yaxis": f"y{tail}",
        "cliponaxis": False,
    }


def _title(text: Text, x: float, y: float) -> Json:
    return {
        "text": text,
        "x": x,
        "y": y,
        "xref": "paper",
        "yref": "paper",
        "xanchor": "left",
        "yanchor": "bottom",
        "showarrow": False,
        "font": {"size": 12.5},
    }


def _slot(place: int, n_places: int, gap: float) -> tuple[float, float]:
    """Return begin and end of one of several equal parts of [0, 1] with gaps between."""
    width = (1 - gap * (n_places - 1)) / n_places
    begin = place * (width + gap)
    return round(begin, 4), round(begin + width, 4)
