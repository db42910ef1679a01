"""Which rules keep an option out of a plan."""

import numpy as np

from landsim.allocation.program import Program
from landsim.allocation.slack import Slack
from landsim.core.plan import Plan
from landsim.core.problem import BoolArray, IntArray

_LAST = "capacity"
"""Named only where no other rule keeps an option out: that land is taken needs no rule."""


class Blocking:
    """Rows of a program as a plan leaves them.

    Parameters
    ----------
    program
        Options and rows.
    plan
        Its assignments are looked up among the options; others take no room here.
    """

    def __init__(self, program: Program, plan: Plan) -> None:
        self.program = program
        self._slack = Slack(program)
        self._own: dict[int, int] = {}
        for option in chosen_options(program, plan):
            self._slack.change(option, 1.0)
            self._own[int(program.options.project[option])] = option

    def families(self, options: IntArray) -> BoolArray:
        """Return which rules keep which options of one project out.

        What the project got itself is left out of the count.

        Returns
        -------
        array of shape (n_options, n_families)
            Families in the order of `names`.
        """
        own = self._own.get(int(self.program.options.project[options[0]]))
        if own is not None:
            self._slack.change(own, -1.0)
        found = self._slack.blockers(options)
        if own is not None:
            self._slack.change(own, 1.0)
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """Families in order of name."""
        return self._slack.names

    def most_telling(self, kept_out: BoolArray) -> str:
        """Return the first of some families, the land that is taken last."""
        found = [name for name, is_meant in zip(self.names, kept_out, strict=True) if is_meant]
        return min(found, key=lambda name: (name == _LAST, name))

    def describe(self, option: int, family: str) -> str:
        """Return the figures of the tightest row of a rule for an option."""
        unit = _UNITS.get(family)
        figures = self._slack.figures(option, family)
        if unit is None or figures is None:
            return ""
        needed, left = figures
        return f"needs {needed:,.1f} {unit}; {max(left, 0.0):,.1f} {unit} left"


_UNITS = {"quota": "㎡", "power": "MW", "budget": "million CNY", "reserve": "㎡"}


def chosen_options(program: Program, plan: Plan) -> list[int]:
    """Return the options that the assignments of a plan stand for, in order of the table.

    Parameters
    ----------
    program
        Options.
    plan
        Plan; assignments that are no options are left out.
    """
    options = program.options
    found = []
    begin = np.searchsorted(options.project, np.arange(len(options.askers.asking) + 1))
    for assignment in plan.assignments:
        row = options.askers.row.get(assignment.project)
        mode = options.land.mode_row.get(assignment.mode)
        if row is None or mode is None:
            continue
        mine = np.arange(begin[row], begin[row + 1])
        mine = mine[(options.period[mine] == assignment.period) & (options.mode[mine] == mode)]
        found += [int(one) for one in mine if options.takes(int(one)) == assignment.bundle]
    return sorted(found)
