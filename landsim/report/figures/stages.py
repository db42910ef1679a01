"""Stage times of the channels, against statutory limits."""

from collections.abc import Sequence
from dataclasses import dataclass

from landsim.report.figures.look import ALERT, INK, axis, faded, layout
from landsim.report.text import Json, Text

_SHIFT = 0.17
"""Distance of a channel's line from the middle of its row."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Times:
    """Stage times of one channel; None where no case of it passed a stage."""

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
        Names, the first stage at the top.
    channels
        Times of each channel.
    limits
        Statutory limit of each stage; None without one.
    unit
        Unit of the times.
    limit_name
        What the marks of the limits are called.
    """
    data: list[Json] = []
    for n, channel in enumerate(channels):
        rows = [place + _SHIFT * (2 * n - len(channels) + 1) for place in range(len(stages))]
        data += [_line(channel, rows), _dots(channel, rows)]
    data.append(
        {
            "type": "scatter",
            "mode": "markers",
            "x": list(limits),
            "y": list(range(len(stages))),
            "name": limit_name,
            "marker": {"symbol": "line-ns", "size": 15, "line": {"width": 2.5, "color": ALERT}},
            "hovertemplate": "%{x:.0f}<extra></extra>",
        }
    )
    names = axis(
        tickvals=list(range(len(stages))),
        ticktext=list(stages),
        autorange="reversed",
        showgrid=False,
        tickfont={"size": 11.5, "color": INK},
    )
    times = axis(title={"text": unit, "font": {"size": 11}}, rangemode="tozero")
    margin = {"l": 60, "r": 14, "t": 34, "b": 40}
    return {"data": data, "layout": layout(xaxis=times, yaxis=names, margin=margin)}


def _line(channel: Times, rows: Sequence[float]) -> Json:
    x: list[float | None] = []
    y: list[float | None] = []
    for median, p90, row in zip(channel.medians, channel.p90s, rows, strict=True):
        x += [median, p90, None]
        y += [row, row, None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "line": {"color": faded(channel.colour, 0.5), "width": 5},
        "hoverinfo": "skip",
        "showlegend": False,
        "legendgroup": channel.colour,
    }


def _dots(channel: Times, rows: Sequence[float]) -> Json:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": list(channel.medians),
        "y": list(rows),
        "name": channel.name,
        "marker": {"color": channel.colour, "size": 9},
        "customdata": list(channel.p90s),
        "hovertemplate": "%{x:.1f} · P90 %{customdata:.1f}<extra></extra>",
        "legendgroup": channel.colour,
    }
