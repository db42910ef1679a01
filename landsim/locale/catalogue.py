"""Messages in the reader's language; a message id is the English text with {placeholders}."""

import gettext
import re
from functools import cache
from pathlib import Path

from landsim.core.label import Language

DOMAIN = "landsim"
"""Name of the catalogue: ``<folder>/zh_CN/LC_MESSAGES/landsim.mo``."""
FOLDER = Path(__file__).parent
"""Where the catalogues are."""
_LOCALES = {Language.ZH: "zh_CN", Language.EN: "en"}
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def translate(message: str, language: Language, **values: object) -> str:
    """Return a message in a language, with its values put in.

    Parameters
    ----------
    message
        Message id: the English text with ``{named}`` placeholders.
    language
        Language of the reader.
    values
        Values of the placeholders; without any, braces stay as they are.

    Examples
    --------
    >>> translate("{n} parcels", Language.EN, n=3)
    '3 parcels'
    """
    if not message:
        return ""
    text = _catalogue(language).gettext(message)
    return text.format(**values) if values else text


def translate_text(text: str, language: Language) -> str:
    """Return a finished English sentence in a language.

    Core composes its sentences on the spot, such as ``must be > 0 m²; got -4``; the catalogue
    holds their pattern, ``must be > 0 m²; got {got}``. The most literal pattern that fits is
    translated with the values found in the sentence; a sentence no pattern fits stays English.

    Parameters
    ----------
    text
        English sentence.
    language
        Language of the reader.
    """
    catalogue = _catalogue(language)
    if not text or catalogue.gettext(text) != text:
        return catalogue.gettext(text) if text else ""
    for pattern, message in catalogue.patterns():
        found = pattern.fullmatch(text)
        if found:
            return catalogue.gettext(message).format(**found.groupdict())
    return text


class _Catalogue(gettext.GNUTranslations):
    """A catalogue that also recognises sentences already composed."""

    @cache  # noqa: B019  catalogues live as long as the program
    def patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Return message ids with placeholders as patterns, the most literal first."""
        entries: dict[str, str] = self._catalog  # type: ignore[attr-defined]
        ids = [key for key in entries if isinstance(key, str) and _PLACEHOLDER.search(key)]
        ids.sort(key=lambda key: (-len(_PLACEHOLDER.sub("", key)), key))
        return tuple((_as_pattern(key), key) for key in ids)


class _English(gettext.NullTranslations):
    """English needs no catalogue: message ids are English."""

    def patterns(self) -> tuple[tuple[re.Pattern[str], str], ...]:
        """Return nothing: an English sentence is already what it should be."""
        return ()


@cache
def _catalogue(language: Language) -> _Catalogue | _English:
    if language is Language.EN:
        return _English()
    path = gettext.find(DOMAIN, str(FOLDER), [_LOCALES[language]])
    if path is None:
        raise FileNotFoundError(FOLDER / _LOCALES[language])
    with Path(path).open("rb") as stream:
        return _Catalogue(stream)


def _as_pattern(message: str) -> re.Pattern[str]:
    parts = _PLACEHOLDER.split(message)
    seen: set[str] = set()
    pattern = ""
    for place, part in enumerate(parts):
        if place % 2 == 0:
            pattern += re.escape(part)
        elif part in seen:
            pattern += f"(?P={part})"
        else:
            seen.add(part)
            pattern += f"(?P<{part}>.+?)"
    return re.compile(pattern, re.DOTALL)
