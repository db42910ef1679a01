"""Which column of a log tells what: the spellings of the usual tools, Chinese and English."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from landsim.calibration.words import words
from landsim.errors import Problem, listed, nearest_name


class Role(StrEnum):
    """What a column of an event log tells."""

    CASE = "case"
    """Identifier of the case."""
    ACTIVITY = "activity"
    """What was done."""
    END = "end"
    """When it was completed."""
    START = "start"
    """When it was begun."""
    RESOURCE = "resource"
    """Who did it."""
    TRANSITION = "transition"
    """Step of the transactional model, such as ``start`` or ``complete``."""


NEEDED = (Role.CASE, Role.ACTIVITY, Role.END)
"""Roles without which there is no log."""


def find_columns(
    header: Sequence[str], named: Mapping[Role, str], where: str
) -> tuple[dict[Role, int], list[Problem]]:
    """Return the place of each role in a header, and what is missing.

    Parameters
    ----------
    header
        Column names.
    named
        Columns that the user names for roles.
    where
        File, for messages.
    """
    places: dict[Role, int] = {}
    problems = []
    folded = [name.strip().lower() for name in header]
    for role in Role:
        wanted = named.get(role)
        spellings = words()["columns"][role] if wanted is None else (wanted.strip().lower(),)
        found = next((folded.index(name) for name in spellings if name in folded), None)
        if found is not None:
            places[role] = found
        elif wanted is not None or role in NEEDED:
            problems.append(_missing(role, wanted, header, where))
    return places, problems


def _missing(role: Role, wanted: str | None, header: Sequence[str], where: str) -> Problem:
    columns = listed(list(header))
    if wanted is None:
        values = (("role", str(role)), ("columns", columns))
        message = "no column tells the {role} of an event; columns: {columns}"
        hint = "name it with --column {role}=NAME"
    else:
        values = (("role", wanted), ("columns", columns))
        message = 'no column "{role}"; columns: {columns}'
        nearest = nearest_name(wanted, header)
        hint = "" if nearest is None else f'did you mean "{nearest}"?'
    filled = dict(values)
    return Problem(
        where=where,
        what=message.format_map(filled),
        message=message,
        values=values,
        hint=hint.format_map(filled),
        hint_message=hint,
        hint_values=values,
    )
