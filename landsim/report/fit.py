"""The fit of approval parameters to an event log as one offline page."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from landsim.core.label import Language
from landsim.locale.catalogue import translate

DISTANCES: Mapping[str, str] = {
    "n_gram": "runs of three activities (share that differs)",
    "absolute_hours": "event times (hours)",
    "circadian_hours": "hours of the day, all days of the week (hours)",
    "working_circadian_hours": "hours of the day, usual working days (hours)",
    "relative_hours": "times since the start of the case (hours)",
    "cycle_hours": "durations of cases (hours)",
}
"""What each distance between logs is called."""
HEADINGS: Mapping[str, str] = {
    "title": "Fit of approval parameters to an event log",
    "untold": "What the log cannot tell",
    "test": "Test on the later part of the log",
    "stages": "Stages",
    "desks": "Desks",
    "desk": "Desk",
    "staff": "Staff",
    "busiest": "Share of the busiest",
}
"""Headings of the page."""


def fit_page(document: Mapping[str, Any], language: Language) -> str:
    """Return the fit report as HTML; it loads nothing from anywhere.

    Parameters
    ----------
    document
        Figures of the fit, as ``landsim calibrate --json`` prints them.
    language
        Language of the page.
    """

    def say(message: str, **values: object) -> str:
        return translate(message, language, **values)

    warnings = [say(entry["message"], **entry["values"]) for entry in document["warnings"]]
    lang = "zh-CN" if language is Language.ZH else "en"
    return str(
        _template().render(
            fit=document,
            say=say,
            heads={name: say(text) for name, text in HEADINGS.items()},
            warnings=warnings,
            distances=DISTANCES,
            lang=lang,
        )
    )


@cache
def _template() -> Any:  # noqa: ANN401 - Jinja has no precise type here
    import jinja2  # noqa: PLC0415 - heavy

    text = files("landsim.report").joinpath("templates/fit.html.j2").read_text(encoding="utf-8")
    return jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(text)
