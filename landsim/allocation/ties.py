"""Equal claims: where two choices earn the same, whoever filed first goes first."""

import numpy as np

from landsim.allocation.program import Program
from landsim.allocation.slack import Slack
from landsim.core.problem import FloatArray

_RELATIVE = 1e-9


def first_filed_first(program: Program, x: FloatArray) -> FloatArray:
    """Return a choice that earns as much and puts earlier filers first where it can.

    Parameters
    ----------
    program
        Options, points and rows.
    x
        Values of the columns.

    Notes
    -----
    A project that got nothing takes the place of one that filed later, and one that is given
    land later changes places with one that filed later and is given land before: on the same
    land, in the same period and mode, if every tier earns the same and no row is broken.
    """
    return _Exchange(program, x).run()


class _Exchange:
    """Places in a choice, and who may take whose."""

    def __init__(self, program: Program, x: FloatArray) -> None:
        options = program.options
        tiers = (program.priority, *(tier[: len(options)] for tier in program.tiers))
        self.options = options
        self.points = np.column_stack(tiers)
        self.program = program
        self.x = x.copy()
        chosen = np.flatnonzero(x[: len(options)] > 0.5)
        self.place = {int(options.project[one]): int(one) for one in chosen}
        self.slack: Slack | None = None

    def run(self) -> FloatArray:
        """Try the places of the last filed first."""
        for later in sorted(self.place, reverse=True):
            for twin in self._twins(self.place[later]):
                if self._change(later, twin):
                    break
        return self.x

    def _twins(self, option: int) -> list[int]:
        """Return options like this one of projects that filed before, the first filed first."""
        return self._alike(option, self.options.project < self.options.project[option])

    def _alike(self, option: int, among: np.ndarray) -> list[int]:
        options = self.options
        alike = np.flatnonzero(
            among
            & (options.period == options.period[option])
            & (options.mode == options.mode[option])
            & (options.area_m2 == options.area_m2[option])
        )
        land = options.takes(option)
        return [int(one) for one in alike if options.takes(int(one)) == land]

    def _change(self, later: int, twin: int) -> bool:
        """Let the project of ``twin`` have the place of ``later``, if nobody is worse off."""
        options, place = self.options, self.place[later]
        earlier = int(options.project[twin])
        leaves, enters = [place], [twin]
        if earlier in self.place:
            own = self.place[earlier]
            if options.period[own] <= options.period[place]:
                return False
            back = self._alike(own, options.project == later)
            leaves, enters = [place, own], [twin, *back]
        earned, lost = self.points[enters].sum(axis=0), self.points[leaves].sum(axis=0)
        is_equal = (np.abs(earned - lost) <= _RELATIVE * np.maximum(np.abs(lost), 1e-12)).all()
        if len(leaves) != len(enters) or not is_equal:
            return False
        self.slack = self.slack or Slack(self.program, self.x)
        if not self.slack.may_exchange(leaves, enters):
            return False
        for option in leaves:
            self.slack.change(option, -1.0)
            self.x[option] = 0.0
        del self.place[later]
        for option in enters:
            self.slack.change(option, 1.0)
            self.x[option] = 1.0
            self.place[int(options.project[option])] = option
        return True
