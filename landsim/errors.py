"""What landsim raises, and how a fault in an input is described.

The tree::

    LandsimError                 anything landsim says on purpose
    ├── ScenarioError            input that cannot be used; carries every Problem found
    │   └── UnknownNameError     a name nobody registered; carries the known names
    ├── ResultsError             a stored run that is missing, incomplete or tampered with
    ├── PlanError                no plan
    │   ├── Infeasible           the rules conflict; carries the rule names
    │   └── SolverFailed         the solver stopped without a plan
    ├── LedgerError              land or money does not add up: a defect, never an input fault
    └── MissingExtra             an optional dependency is not installed
"""

import difflib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

_LISTED_MAX = 200
"""Letters of known names that are worth showing beside the nearest one."""


Sentence = tuple[str, tuple[tuple[str, str], ...]]
"""A message id and the values of its placeholders."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One fault of an input: where it is, what is wrong, what is allowed."""

    where: str
    """File with line and column, cell, layer feature or option, as the user would look it up."""
    path: str = ""
    """Dotted key inside the scenario, such as ``policy.supply.mode``."""
    what: str
    """What is wrong, with value and unit, in English; `message` says how it translates."""
    message: str = ""
    """Message id with ``{placeholders}``; empty where ``what`` is itself the id."""
    values: tuple[tuple[str, str], ...] = ()
    """Values of the placeholders of ``message``."""
    hint: str = ""
    """What to do about it, such as the nearest known name."""
    hint_message: str = ""
    """Message id of ``hint``; empty where ``hint`` is itself the id."""
    hint_values: tuple[tuple[str, str], ...] = ()
    """Values of the placeholders of ``hint_message``."""
    source: str = ""
    """The offending source line, for the caret display."""
    column: int = 0
    """1-based column of the caret in ``source``; 0 where there is none."""
    is_warning: bool = False
    """A warning never stops a run."""

    def __str__(self) -> str:
        head = " ".join(part for part in (self.where, self.path) if part)
        tail = f" ({self.hint})" if self.hint else ""
        return f"{head}: {self.what}{tail}" if head else f"{self.what}{tail}"


class LandsimError(Exception):
    """Anything landsim says on purpose; ``exit_code`` is what the command line returns."""

    exit_code = 3


class ScenarioError(LandsimError, ValueError):
    """Input that cannot be used, with every fault found in it."""

    exit_code = 2

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))

    def __reduce__(self) -> tuple[Any, ...]:
        return ScenarioError, (self.problems,)  # as it crosses from one process to another


class UnknownNameError(ScenarioError):
    """A name that nobody registered."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind = kind
        self.name = name
        self.known = tuple(sorted(known))
        nearest, listed = nearest_name(name, self.known), ", ".join(self.known) or "none"
        if nearest is None:
            hint = f"known: {listed}"
        elif len(listed) > _LISTED_MAX:
            hint = f'did you mean "{nearest}"?'
        else:
            hint = f'did you mean "{nearest}"? known: {listed}'
        super().__init__([Problem(where=kind, what=f'unknown {kind} "{name}"', hint=hint)])


class ResultsError(LandsimError):
    """A stored run that is missing, incomplete or tampered with."""

    exit_code = 2


class PlanError(LandsimError):
    """No plan."""

    exit_code = 1


class Infeasible(PlanError):
    """The rules conflict, so that no plan exists; ``details`` say which limits, and what helps."""

    def __init__(
        self, message: str, rules: Iterable[str] = (), details: Iterable[Sentence] = ()
    ) -> None:
        self.rules = tuple(rules)
        self.details = tuple(details)
        super().__init__(message)


class SolverFailed(PlanError):
    """The solver stopped without a plan."""


class LedgerError(LandsimError):
    """Land or money does not add up: a defect of the program, never a fault of an input."""


class MissingExtra(LandsimError):
    """An optional dependency is not installed; the message names the install command."""

    exit_code = 2


def listed(names: Sequence[str], most: int = 20) -> str:
    """Return names in a row; of a long list only the first.

    Examples
    --------
    >>> listed(["a", "b", "c"], most=2)
    'a, b, … (3)'
    """
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown}, … ({len(names)})"


def nearest_name(name: str, known: Iterable[str]) -> str | None:
    """Return the known name nearest to ``name``, or None where nothing is near.

    Parameters
    ----------
    name
        What the user wrote.
    known
        What would have been understood.

    Examples
    --------
    >>> nearest_name("lease_then_transfr", ["grant", "lease_then_transfer"])
    'lease_then_transfer'
    """
    matches = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return matches[0] if matches else None
