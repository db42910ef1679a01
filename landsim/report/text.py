"""Texts of a page in every language at once, so that its reader can switch."""

import math

from landsim.core.label import Label, Language
from landsim.locale.catalogue import translate, translate_text

Text = dict[str, str]
"""The same text by language code."""
Json = dict[str, object]
"""What ends up as a JSON object in the page."""

_GROUP = "\u202f"


def say(message: str, **values: object) -> Text:
    """Return a message in every language.

    Parameters
    ----------
    message
        Message id: the English text with ``{named}`` placeholders.
    values
        Values of the placeholders; a `Text` is put in by language.

    Examples
    --------
    >>> say("{n} mu", n=3)["en"]
    '3 mu'
    """
    return {
        language.value: translate(
            message, language, **{key: _in(value, language) for key, value in values.items()}
        )
        for language in Language
    }


def say_sentence(sentence: str) -> Text:
    """Return a sentence that the core composed, such as a shortfall, in every language."""
    return {language.value: translate_text(sentence, language) for language in Language}


def named(label: Label) -> Text:
    """Return a name of the data in every language."""
    return {language.value: label.text(language) for language in Language}


def plain(text: str) -> Text:
    """Return a text that reads the same in every language, such as an identifier."""
    return {language.value: text for language in Language}


def joined(parts: list[Text], separator: str = " ") -> Text:
    """Return texts one after another, language by language."""
    return {
        language.value: separator.join(part[language.value] for part in parts if part)
        for language in Language
    }


def figure_of(value: float, digits: int = 0) -> str:
    """Return a number as people read it, with thin spaces between thousands.

    Examples
    --------
    >>> figure_of(-12.345, 1)
    '−12.3'
    """
    if math.isnan(value):
        return "–"
    text = f"{value:,.{digits}f}".replace(",", _GROUP)
    is_zero = float(f"{value:.{digits}f}") == 0
    return text.replace("-", "" if is_zero else "−")


def signed(value: float, digits: int = 0) -> str:
    """Return a difference with its sign."""
    text = figure_of(value, digits)
    return f"+{text}" if value > 0 and float(f"{value:.{digits}f}") != 0 else text


def _in(value: object, language: Language) -> object:
    return value[language.value] if isinstance(value, dict) else value
