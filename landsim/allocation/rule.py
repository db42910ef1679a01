"""Rules: what a plan must respect, each stated to the solver and to the checker."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from landsim.allocation.program import Program
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem
from landsim.registry import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """One breach of a rule by a plan."""

    rule: str
    """Name of the rule."""
    message: str
    """Message id with ``{placeholders}``."""
    values: tuple[tuple[str, str], ...] = ()
    """Values of the placeholders."""

    def __str__(self) -> str:
        return f"{self.rule}: {self.message.format_map(dict(self.values))}"


def breach(rule: str, message: str, **values: object) -> Violation:
    """Return a violation.

    Parameters
    ----------
    rule
        Name of the rule.
    message
        Message id with ``{placeholders}``.
    values
        Values of the placeholders.
    """
    shown = tuple((name, str(value)) for name, value in values.items())
    return Violation(rule=rule, message=message, values=shown)


class Rule(Protocol):
    """A rule of the allocation, stated twice.

    The rows know the options table; the check knows nothing of program or solver. They must
    agree on every plan, which `landsim.testing.conformance.check_rule` proves rule by rule.
    """

    label: Label
    """Name for people."""

    def add_rows(self, program: Program) -> None:
        """Add the rows of the rule; none where the options table alone ensures it."""

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every breach by a plan, whoever made it."""


rules: Registry[type[Rule]] = Registry("rule", "landsim.allocation.rules")
"""Rules in force; a registered rule holds in every problem."""


def build_rows(program: Program) -> None:
    """Add the rows of every registered rule to a program."""
    for name in rules.names():
        rules.get(name)().add_rows(program)
