"""Amounts with their units, as people write them in each language."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from landsim.core.area import MU_PER_HA
from landsim.core.label import Language
from landsim.metrics import units
from landsim.report.text import Text, figure_of, say, signed

_FIGURES = (100.0, 10.0, 1.0)
"""Amounts from here on need no, one, two decimals."""
_HUNDREDS = {
    units.MCNY: "hundred million CNY",
    units.MCNY_PER_YEAR: "hundred million CNY a year",
}
"""Units that Chinese readers count in hundreds, and what they then are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """How amounts of a unit are written."""

    unit: Text
    """Unit as written."""
    scale: dict[str, float]
    """Written amount per stored amount, by language code."""

    def digits(self, value: float, language: Language) -> int:
        """Return the decimals that give about three figures."""
        size = abs(value * self.scale[language])
        return next((n for n, limit in enumerate(_FIGURES) if size >= limit), 2)

    def amount(self, value: float, like: float | None = None) -> Text:
        """Return an amount without its unit, with the decimals of another where one is given."""
        return {
            language.value: figure_of(
                value * self.scale[language],
                self.digits(value if like is None else like, language),
            )
            for language in Language
        }

    def short(self, value: float) -> Text:
        """Return an amount without decimals that say nothing, such as that of a target."""
        return {
            key: text.rstrip("0").rstrip(".") if "." in text else text
            for key, text in self.amount(value).items()
        }

    def difference(self, value: float, like: float) -> Text:
        """Return a difference with its sign and the decimals of the amount it belongs to."""
        return {
            language.value: signed(value * self.scale[language], self.digits(like, language))
            for language in Language
        }

    def scaled(self, values: Sequence[float | None]) -> dict[str, list[float | None]]:
        """Return amounts as written, by language code, for a chart."""
        return {
            language.value: [
                None if value is None else float(f"{value * self.scale[language]:.6g}")
                for value in values
            ]
            for language in Language
        }

    def interval(self, low: float, high: float, like: float) -> Text:
        """Return an interval; empty where there is none."""
        if math.isnan(low) or math.isnan(high):
            return {language.value: "" for language in Language}
        bounds = [self.amount(bound, like) for bound in (low, high)]
        return {
            language.value: f"{bounds[0][language.value]}, {bounds[1][language.value]}"
            for language in Language
        }


def measure_of(unit: str) -> Measure:
    """Return how amounts of a metric's unit are written.

    Parameters
    ----------
    unit
        Unit of a metric: a message id.

    Notes
    -----
    Shares become percentages; millions of CNY are written in hundreds in Chinese.
    """
    if unit == units.SHARE:
        return Measure(unit={"zh": "%", "en": "%"}, scale={"zh": 100.0, "en": 100.0})
    if unit in _HUNDREDS:
        written = {"zh": say(_HUNDREDS[unit])["zh"], "en": say(unit)["en"]}
        return Measure(unit=written, scale={"zh": 0.01, "en": 1.0})
    return Measure(unit=say(unit), scale={"zh": 1.0, "en": 1.0})


def measure_of_land() -> Measure:
    """Return how areas stored in hectares are written: mu in Chinese, hectares in English."""
    unit = {"zh": say(units.MU)["zh"], "en": say(units.HA)["en"]}
    return Measure(unit=unit, scale={"zh": float(MU_PER_HA), "en": 1.0})


def padded_range(lows: Sequence[float], highs: Sequence[float]) -> tuple[float, float]:
    """Return a span a little wider than the numbers; NaN is left out."""
    kept = [bound for bound in (*lows, *highs) if not math.isnan(bound)]
    if not kept:
        return 0.0, 1.0
    low, high = min(kept), max(kept)
    pad = 0.06 * (high - low) or 0.05 * abs(high) or 1.0
    return low - pad, high + pad
