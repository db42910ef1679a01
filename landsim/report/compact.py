"""A page's data with every text once, so that several runs fit into one file."""

from landsim.core.label import Language
from landsim.report.text import Json

_LANGUAGES = {language.value for language in Language}
TEXT = "w"
"""Key of a reference to a shared text."""


def compact(page: Json) -> Json:
    """Return a page whose texts stand once, in ``texts``, and are referred to by place.

    Parameters
    ----------
    page
        Anything made of dictionaries, lists and plain values. What is the same in every
        language is kept where it stands, without the languages.
    """
    texts: dict[tuple[str, ...], int] = {}
    body = _compacted(page, texts)
    if not isinstance(body, dict):
        raise TypeError("a page is a dictionary")
    names = [language.value for language in Language]
    return body | {"texts": [dict(zip(names, text, strict=True)) for text in texts]}


def _compacted(value: object, texts: dict[tuple[str, ...], int]) -> object:
    if isinstance(value, dict):
        if value.keys() == _LANGUAGES:
            return _shared([value[language.value] for language in Language], texts)
        return {key: _compacted(entry, texts) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_compacted(entry, texts) for entry in value]
    return value


def _shared(versions: list[object], texts: dict[tuple[str, ...], int]) -> object:
    if all(version == versions[0] for version in versions):
        return _compacted(versions[0], texts)
    if not all(isinstance(version, str) for version in versions):
        return dict(zip((language.value for language in Language), versions, strict=True))
    key = tuple(str(version) for version in versions)
    return {TEXT: texts.setdefault(key, len(texts))}
