"""When the committee meets: after something changed, or at the rounds."""

from collections.abc import Callable

from simpy import Event

from landsim.core.supply import Supply, SupplyMode
from landsim.simulation.clock import Clock, Rank


class Agenda:
    """Dates of the decision epochs.

    Parameters
    ----------
    clock
        The clock.
    supply
        On demand or in rounds.

    Notes
    -----
    On demand, the first change that matters puts a meeting on the agenda ``committee_days``
    later; changes until then are gathered into it. In batch supply changes wait for the round.
    """

    def __init__(self, clock: Clock, supply: Supply) -> None:
        self._clock = clock
        self._is_on_demand = supply.mode is SupplyMode.ON_DEMAND
        self._committee_days = supply.committee_days
        self._is_called = False
        self.meet: Callable[[], None] = _nothing
        """What a meeting does."""

    def changed(self) -> None:
        """Take note that something changed that may allow an assignment."""
        if self._is_on_demand and not self._is_called:
            self._is_called = True
            self._clock.at(self._clock.day + self._committee_days, Rank.MEET, 0, self._hold)

    def look_again(self, day: float) -> None:
        """Count a day in the future as a change, such as the day a project can take land."""
        if self._is_on_demand:
            self._clock.at(day, Rank.END, 0, self._note)

    def hold_rounds(self, days: tuple[int, ...]) -> None:
        """Put the batch rounds on the agenda."""
        for day in days:
            self._clock.at(float(day), Rank.MEET, 0, self._hold)

    def _note(self, _: Event) -> None:
        self.changed()

    def _hold(self, _: Event) -> None:
        self._is_called = False
        self.meet()


def _nothing() -> None:
    """Hold no meeting."""
