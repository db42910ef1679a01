"""What a project yields: its delivery ratio, its ramp, and what a cure adds."""

from math import inf

from landsim.core.project import Project
from landsim.core.trajectory import Production
from landsim.simulation.recorder import Recorder


class Performance:
    """Achieved over promised, from 投产 on.

    Parameters
    ----------
    project
        Promises.
    ratio
        Achieved over promised, as drawn.

    Notes
    -----
    A cure raises the ratio from its end, or from 达产 if that comes later, so that the ramp is
    one straight line.
    """

    def __init__(self, project: Project, ratio: float) -> None:
        self._project = project
        self._first_ratio = ratio
        self._improved_day = inf
        self.ratio = ratio
        """Achieved over promised, now."""
        self.begin_day = inf
        """投产."""
        self.full_day = inf
        """达产, expected or reached."""

    def improve(self, gain: float, day: float) -> None:
        """Let a cure period raise the ratio."""
        self.ratio += gain
        self._improved_day = day

    def close(self, end: float, recorder: Recorder) -> None:
        """Write down what was produced until a day."""
        if self.begin_day >= end:
            return
        full = max(self.begin_day, self.full_day)
        turn = max(self._improved_day, full)
        first, share = self._first_ratio, self._first_ratio
        recorder.productions.append(
            self._produced(self.begin_day, full, min(turn, end), first, share)
        )
        if turn < end:
            share = self.ratio - first
            recorder.productions.append(self._produced(turn, turn, end, self.ratio, share))

    def _produced(
        self, begin: float, full: float, end: float, ratio: float, investment_share: float
    ) -> Production:
        promises = self._project.promises
        return Production(
            project=self._project.id,
            begin=begin,
            full=full,
            end=end,
            output_mcny_per_year=promises.output_mcny_per_year * ratio,
            tax_mcny_per_year=promises.tax_mcny_per_year * ratio,
            jobs=promises.jobs,
            firms=promises.firms,
            investment_mcny=promises.investment_mcny * investment_share,
            ratio=ratio,
        )
