"""Plans against each other: points of a front, and regret under many weightings."""

from collections.abc import Sequence

from landsim.report.figures.look import axis, layout
from landsim.report.text import Json, Text

_POINT = "#1c6dd0"
_SHADES = [[0.0, "#f4f7fa"], [0.35, "#f3d9a2"], [0.7, "#d97d0d"], [1.0, "#8f2a14"]]
_DEPTHS = [[0.0, "#c6dcef"], [0.5, "#4f97cd"], [1.0, "#0b4479"]]
_RED = "#b3361f"
_SERIES = ("#1c6dd0", "#d97d0d", "#7c8898", "#2a7f5f")
_MARKS = ("circle", "square", "diamond", "triangle-up")


def point_chart(
    across: Sequence[float],
    up: Sequence[float],
    *,
    names: tuple[Text, Text],
    texts: Sequence[Text],
    labels: Sequence[str],
    depth: tuple[Sequence[float], Text] | None = None,
) -> Json:
    """Return plans as points; a click on one opens it.

    Parameters
    ----------
    across, up
        Amounts of each plan along both axes.
    names
        What the axes are, with units.
    texts
        What each point says when pointed at.
    labels
        What stands beside each point.
    depth
        Amounts of a third kind, shown as shade, and what they are.
    """
    marker: Json = {"size": 13, "color": _POINT, "line": {"width": 1, "color": "#ffffff"}}
    if depth is not None:
        amounts, name = depth
        scale: Json = {"title": {"text": name, "side": "right"}, "thickness": 12}
        marker |= {"color": list(amounts), "colorscale": _DEPTHS, "colorbar": scale}
    trace: Json = {
        "type": "scatter",
        "mode": "markers+text",
        "x": list(across),
        "y": list(up),
        "text": list(labels),
        "textposition": "top right",
        "hovertext": list(texts),
        "hoverinfo": "text",
        "marker": marker,
        "customdata": list(range(len(texts))),
        "selected": {"marker": {"size": 18, "opacity": 1}, "textfont": {"color": _RED}},
        "unselected": {"marker": {"opacity": 0.75}},
        "cliponaxis": False,
    }
    frame = layout(
        xaxis=axis(title={"text": names[0], "font": {"size": 12}}, tickformat=",.6~r"),
        yaxis=axis(title={"text": names[1], "font": {"size": 12}}, tickformat=",.6~r"),
        showlegend=False,
        hovermode="closest",
        margin={"l": 64, "r": 24, "t": 20, "b": 48},
    )
    return {"data": [trace], "layout": frame}


def regret_chart(
    regret: Sequence[Sequence[float]],
    *,
    plans: Sequence[Text],
    weightings: Sequence[Text],
) -> Json:
    """Return the regret of each plan under each weighting as shades; a click opens the plan.

    Parameters
    ----------
    regret
        Regret by plan and weighting.
    plans
        Plans, the first at the top.
    weightings
        Weightings, from left to right.
    """
    trace: Json = {
        "type": "heatmap",
        "z": [[round(amount, 4) for amount in line] for line in regret],
        "x": list(range(len(weightings))),
        "y": list(range(len(plans))),
        "zmin": 0,
        "colorscale": _SHADES,
        "customdata": [[place] * len(weightings) for place in range(len(plans))],
        "hovertemplate": "%{z:.3f}<extra></extra>",
        "xgap": 1,
        "ygap": 1,
        "colorbar": {"thickness": 12},
    }
    frame = layout(
        xaxis=axis(tickvals=list(range(len(weightings))), ticktext=list(weightings), tickangle=-60),
        yaxis=axis(autorange="reversed", tickvals=list(range(len(plans))), ticktext=list(plans)),
        margin={"l": 64, "r": 14, "t": 14, "b": 80},
    )
    return {"data": [trace], "layout": frame}


def future_chart(
    futures: Sequence[str], series: Sequence[tuple[Text, Sequence[float]]], *, unit: Text
) -> Json:
    """Return what several first stages come to in each future.

    Parameters
    ----------
    futures
        Futures, from left to right.
    series
        First stages by name, at most four, and their value in each future.
    unit
        Unit of the values.
    """
    data: list[Json] = [
        {
            "type": "scatter",
            "mode": "markers",
            "name": name,
            "x": list(futures),
            "y": list(values),
            "marker": {"size": 10, "color": colour, "symbol": mark},
            "hovertemplate": "%{y:,.2f}",
        }
        for (name, values), colour, mark in zip(series, _SERIES, _MARKS, strict=False)
    ]
    frame = layout(
        xaxis=axis(type="category"),
        yaxis=axis(title={"text": unit, "font": {"size": 11}}, tickformat=",.6~r"),
        hovermode="x unified",
    )
    return {"data": data, "layout": frame}
