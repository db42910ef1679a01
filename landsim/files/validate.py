"""Plain values → frozen dataclasses through pydantic; its errors become faults at places."""

import re
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from landsim.errors import Problem, ScenarioError
from landsim.files import messages
from landsim.files.convert import join, scalar_message
from landsim.files.faults import Faults
from landsim.files.located import Place
from landsim.files.shape import LAW_BY_NAME, PairShape, ScalarShape, choices_of
from landsim.files.spots import Loc, Spot, Spots

_NO_SUCH = re.compile(r'(?P<what>no such .+ "(?P<name>.+)"); known: (?P<known>.*)')
_LAW_CLASSES = frozenset(law.__name__ for law in LAW_BY_NAME.values())


def validated(hint: Any, plain: Any, spots: Spots, faults: Faults) -> Any:  # noqa: ANN401
    """Return plain values as dataclasses, or None with every fault filed.

    Parameters
    ----------
    hint
        Frozen dataclass, or a tuple of them.
    plain
        Plain values.
    spots
        Know which place each value came from.
    faults
        Basket.
    """
    try:
        return _adapter(hint).validate_python(plain)
    except ValidationError as error:
        for detail in error.errors():
            _file(detail, spots, faults)
        return None


def built(hint: Any, plain: Any) -> Any:  # noqa: ANN401 - a type hint has no better type
    """Return plain values as dataclasses, or None without a word if they are not valid."""
    try:
        return _adapter(hint).validate_python(plain)
    except ValidationError:
        return None


@cache
def _adapter(hint: Any) -> TypeAdapter[Any]:  # noqa: ANN401 - a type hint has no better type
    return TypeAdapter(hint)


def _file(detail: ErrorDetails, spots: Spots, faults: Faults) -> None:
    loc = _cleaned(detail["loc"], spots)
    if loc is None or spots.is_known_faulty(loc):
        return
    cause = detail.get("ctx", {}).get("error")
    if detail["type"] == "missing":
        section = spots.nearest(loc[:-1])
        path = join(section.path, str(loc[-1]))
        faults.add(section.key_place, messages.MISSING_KEY, path=path, key=loc[-1])
    elif isinstance(cause, ScenarioError):
        _file_core(cause, loc, spots, faults)
    else:
        _file_leaf(detail, spots.nearest(loc), faults)


def _file_core(error: ScenarioError, loc: Loc, spots: Spots, faults: Faults) -> None:
    section = spots.nearest(loc)
    for problem in error.problems:
        exact = spots.by_loc.get((*loc, *problem.path.split(".")))
        path = join(section.path, problem.path) if problem.path else section.path
        precise = spots.quoting(problem.what, path) or exact
        around = precise or spots.at(path, section.path)
        place = around.place if around else section.key_place
        _add_core(place, problem, precise.path if precise else path, faults)


def _add_core(place: Place, problem: Problem, path: str, faults: Faults) -> None:
    """File a sentence of the core; a list of known names becomes the hint with the nearest."""
    named = _NO_SUCH.fullmatch(problem.what)
    if named:
        known = named["known"].split(", ")
        faults.unknown(place, named["what"], named["name"], known, path=path)
    else:
        faults.add(place, problem.what, path=path, hint=problem.hint)


def _file_leaf(detail: ErrorDetails, spot: Spot, faults: Faults) -> None:
    shape = spot.shape.value_shape if isinstance(spot.shape, PairShape) else spot.shape
    if not isinstance(shape, ScalarShape):
        faults.add(spot.place, messages.INVALID, path=spot.path, reason=detail["msg"])
        return
    choices = choices_of(shape)
    if choices:
        name = spot.shown.strip('"')
        message = messages.UNKNOWN_CHOICE
        faults.unknown(spot.place, message, name, choices, path=spot.path, value=name)
    else:
        faults.add(spot.place, scalar_message(shape), path=spot.path, value=spot.shown)


def _cleaned(loc: Loc, spots: Spots) -> Loc | None:
    """Return a place without the branches of unions; None for a branch that was not meant."""
    kept: Loc = ()
    for part in loc:
        if (*kept, part) in spots.by_loc:
            kept = (*kept, part)
        elif part in _LAW_CLASSES:
            spot = spots.by_loc.get(kept)
            if spot is None or spot.law != part:
                return None
        elif part == "str":
            return None
        elif not (isinstance(part, str) and part.startswith("tuple[")):
            kept = (*kept, part)
    return kept
