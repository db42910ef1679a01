"""Conflicts of rules in words: which limits cannot hold together, and what would restore a plan."""

from collections.abc import Iterator

from landsim.allocation.infeasible import Conflict, Relaxation
from landsim.core.progress import Note
from landsim.study.sentences import fill

_ROWS_SHOWN = 12
_TOGETHER = ("change", "more", "further")


def conflict_lines(conflict: Conflict) -> Iterator[Note]:
    """Yield sentences on a conflict.

    Parameters
    ----------
    conflict
        Conflict.

    Notes
    -----
    Values named ``subject``, ``figures``, ``change``, ``more`` and ``further`` are finished
    English sentences themselves.
    """
    for row in conflict.rows[:_ROWS_SHOWN]:
        yield fill(
            Note(message="In conflict: {subject} (rule {rule})."),
            subject=str(row.subject) or row.rule,
            rule=row.rule,
        )
    if len(conflict.rows) > _ROWS_SHOWN:
        yield fill(
            Note(message="Further limits in conflict: {n}."),
            n=str(len(conflict.rows) - _ROWS_SHOWN),
        )
    for project, rule, figures in conflict.without_option:
        yield fill(
            Note(message="{project} has no option at all: {figures} (rule {rule})."),
            project=str(project),
            rule=rule,
            figures=figures or rule,
        )
    if conflict.is_whole:
        yield Note(message="Parts of sites would fit; only whole sites conflict.")
    if not conflict.is_irreducible:
        yield Note(message="The search ended at its cap on solves: fewer limits may conflict.")
    for way in conflict.relaxations:
        yield _way(way)


def _way(way: Relaxation) -> Note:
    said = dict(zip(_TOGETHER, map(str, way.parts), strict=False))
    messages = (
        "There would be a plan if {change}.",
        "There would be a plan if {change} and {more}.",
        "There would be a plan if {change}, {more} and {further}.",
    )
    if len(way.parts) <= len(messages):
        return fill(Note(message=messages[len(way.parts) - 1]), **said)
    said["n"] = str(len(way.parts) - len(messages))
    return fill(
        Note(
            message="There would be a plan if {change}, {more}, {further}, and after {n} further "
            "changes."
        ),
        **said,
    )
