"""Bars: across with a marked value, and upright in layers."""

from collections.abc import Sequence

from landsim.report.figures.fans import Layer
from landsim.report.figures.look import ALERT, INK, axis, layout
from landsim.report.text import Json, Text


def bar_chart(
    names: Sequence[Text],
    amounts: Sequence[float],
    colours: Sequence[str],
    *,
    unit: Text,
    mark: tuple[float, Text] | None = None,
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
    places = list(range(len(names)))
    bars: Json = {
        "type": "bar",
        "orientation": "h",
        "x": list(amounts),
        "y": places,
        "marker": {"color": list(colours)},
        "width": 0.6,
        "texttemplate": "%{x:,.1f}",
        "textposition": "auto",
        "hoverinfo": "skip",
    }
    frame = layout(
        xaxis=axis(title={"text": unit, "font": {"size": 11}}, rangemode="tozero"),
        yaxis=axis(
            autorange="reversed",
            showgrid=False,
            tickvals=places,
            ticktext=list(names),
            tickfont={"size": 12, "color": INK},
        ),
        showlegend=False,
    )
    return {"data": [bars], "layout": frame | _marked(mark)}


def _marked(mark: tuple[float, Text] | None) -> Json:
    if mark is None:
        return {}
    value, text = mark
    line: Json = {
        "type": "line",
        "x0": value,
        "x1": value,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": ALERT, "width": 2, "dash": "dash"},
    }
    label: Json = {
        "x": value,
        "y": 1,
        "yref": "paper",
        "yanchor": "bottom",
        "xanchor": "right",
        "text": text,
        "showarrow": False,
        "font": {"size": 11.5, "color": ALERT},
    }
    return {"shapes": [line], "annotations": [label]}


def column_chart(names: Sequence[str], layers: Sequence[Layer], *, unit: Text) -> Json:
    """Return upright bars, one layer on another.

    Parameters
    ----------
    names
        What each bar stands for, such as a year.
    layers
        Parts of the bars, the lowest first.
    unit
        Unit of the amounts.
    """
    data: list[Json] = [
        {
            "type": "bar",
            "x": list(names),
            "y": dict(layer.amounts),
            "name": layer.name,
            "marker": {"color": layer.colour},
            "hovertemplate": "%{y:.1f}",
        }
        for layer in layers
    ]
    return {
        "data": data,
        "layout": layout(
            barmode="stack",
            bargap=0.3,
            xaxis=axis(type="category", showgrid=False),
            yaxis=axis(title={"text": unit, "font": {"size": 11}}),
            hovermode="x unified",
        ),
    }
