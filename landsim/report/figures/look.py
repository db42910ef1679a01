"""The common look of all figures, and how one language is picked."""

from collections.abc import Mapping, Sequence

from landsim.core.label import Language
from landsim.report.text import Json

FONTS = "Microsoft YaHei, PingFang SC, Noto Sans CJK SC, Source Han Sans SC, Segoe UI, sans-serif"
"""Fonts by stack; none is embedded."""
INK, SOFT, LINE, ALERT = "#1a2433", "#5c6a7d", "#e6ebf1", "#b3361f"
"""Text, quiet text, grid lines, and what must be seen: limits, targets, bounds."""


def in_language(figure: object, language: Language) -> object:
    """Return a figure with its texts in one language."""
    if isinstance(figure, dict):
        if figure.keys() == {entry.value for entry in Language}:
            return figure[language.value]
        return {key: in_language(value, language) for key, value in figure.items()}
    if isinstance(figure, list | tuple):
        return [in_language(value, language) for value in figure]
    return figure


Amounts = Mapping[str, Sequence[float | None]]
"""Numbers by language code: languages may count in other units."""


def layout(**changes: object) -> Json:
    """Return the common layout.

    Parameters
    ----------
    changes
        Entries to add or replace.
    """
    base: Json = {
        "font": {"family": FONTS, "size": 12, "color": INK},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "margin": {"l": 52, "r": 14, "t": 30, "b": 30},
        "modebar": {"bgcolor": "rgba(255,255,255,0.8)", "color": "#8a97a8", "activecolor": INK},
        "hoverlabel": {"font": {"family": FONTS, "size": 12}},
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "yanchor": "bottom", "xanchor": "left"},
    }
    return base | changes


def axis(**changes: object) -> Json:
    """Return the common look of an axis.

    Parameters
    ----------
    changes
        Entries to add or replace.
    """
    base: Json = {
        "gridcolor": LINE,
        "linecolor": "#b8c3d0",
        "zeroline": False,
        "tickfont": {"size": 11, "color": SOFT},
        "automargin": True,
    }
    return base | changes


def faded(colour: str, opacity: float) -> str:
    """Return a ``#rrggbb`` colour with an opacity.

    Examples
    --------
    >>> faded("#1c6dd0", 0.5)
    'rgba(28,109,208,0.5)'
    """
    red, green, blue = (int(colour[n : n + 2], 16) for n in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"
