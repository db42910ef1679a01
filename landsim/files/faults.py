"""A basket of faults: readers go on after the first, so that all are shown at once."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from landsim.errors import Problem, ScenarioError, listed, nearest_name
from landsim.files import messages
from landsim.files.located import Place, Source


class Faults:
    """Faults and warnings found so far."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, str, str], Problem] = {}
        self._places: dict[tuple[str, str, str], Place] = {}
        self._sources: dict[str, int] = {}

    def add(
        self,
        place: Place,
        message: str,
        *,
        path: str = "",
        hint: str = "",
        hint_values: dict[str, str] | None = None,
        is_warning: bool = False,
        **values: Any,  # noqa: ANN401 - whatever a sentence names
    ) -> None:
        """File a fault.

        Parameters
        ----------
        place
            Where it is.
        message
            Message id out of `messages`, or a finished sentence of the core.
        path
            Dotted key.
        hint, hint_values
            Message id of the hint, and the values of its placeholders.
        is_warning
            Whether a run may go on.
        values
            Values of the placeholders of ``message``.
        """
        hint_values = hint_values or {}
        if not hint and place.source.is_base:
            hint = messages.BROUGHT_IN_BY
        self.file(
            place,
            Problem(
                where=place.where,
                path=path,
                what=message.format(**values) if values else message,
                message=message if values else "",
                values=_texts(values),
                hint=hint.format(**hint_values) if hint_values else hint,
                hint_message=hint if hint_values else "",
                hint_values=_texts(hint_values),
                source=place.text,
                column=place.column if place.text else 0,
                is_warning=is_warning,
            ),
        )

    def unknown(
        self,
        place: Place,
        message: str,
        written: str,
        known: Iterable[str],
        **values: Any,  # noqa: ANN401 - whatever a sentence names
    ) -> None:
        """File a name that is not known, with the nearest that is.

        Parameters
        ----------
        place, message, values
            As for `add`; ``path`` is one of the values.
        written
            The name that is not known.
        known
            What would have been understood.
        """
        hint, hint_values = nearest_hint(written, known)
        path = str(values.pop("path", ""))
        self.add(place, message, path=path, hint=hint, hint_values=hint_values, **values)

    def file(self, place: Place, problem: Problem) -> None:
        """File a problem at a place; the same problem counts once."""
        self._sources.setdefault(place.source.name, len(self._sources))
        key = (problem.where, problem.path, problem.what)
        self._found.setdefault(key, problem)
        self._places.setdefault(key, place)

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Faults that stop a run, in the order of the files."""
        return tuple(problem for problem in self._sorted() if not problem.is_warning)

    @property
    def warnings(self) -> tuple[Problem, ...]:
        """Faults that do not stop a run."""
        return tuple(problem for problem in self._sorted() if problem.is_warning)

    def require_new(self, folder: Path) -> None:
        """Add a fault unless a folder is absent or empty."""
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            self.add(whole(str(folder)), messages.NOT_EMPTY)

    def raise_any(self) -> None:
        """Raise all faults at once, if there are any.

        Raises
        ------
        ScenarioError
            With every fault that is not a warning.
        """
        if self.errors:
            raise ScenarioError(self.errors) from None

    def _sorted(self) -> list[Problem]:
        def rank(key: tuple[str, str, str]) -> tuple[int, int, int]:
            place = self._places[key]
            return self._sources[place.source.name], place.line, place.column

        return [self._found[key] for key in sorted(self._found, key=rank)]


def nearest_hint(name: str, known: Iterable[str]) -> tuple[str, dict[str, str]]:
    """Return the hint for a name that is not known: the nearest that is, or all of them."""
    names = list(dict.fromkeys(known))
    nearest = nearest_name(name, names)
    shown = listed(names)
    if nearest and len(shown) <= 100:
        return messages.DID_YOU_MEAN_OR, {"name": nearest, "known": shown}
    if nearest:
        return messages.DID_YOU_MEAN, {"name": nearest}
    return (messages.KNOWN, {"known": shown}) if names else ("", {})


def whole(name: str, folder: Path | None = None) -> Place:
    """Return a place that stands for a whole file, folder or option."""
    source = Source(name=name, short=name, folder=folder or Path(), is_line_numbered=False)
    return Place(source)


def _texts(values: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return tuple((key, str(value)) for key, value in values.items())
