"""The clock: SimPy's environment with one rule for what happens first at one instant."""

from collections.abc import Callable
from enum import IntEnum
from heapq import heappush

from simpy import Environment, Event
from simpy.events import EventPriority

Action = Callable[[Event], None]
"""What an event does; SimPy hands it the event."""
_NUMBERS = 1 << 32
"""More case numbers than there will ever be."""


class Rank(IntEnum):
    """Order of the things that happen at one instant.

    Whatever ends, ends first; then projects file, time limits run out, desks choose among all
    who wait by then, the committee meets, and only then does patience end.
    """

    END = 1 * _NUMBERS
    FILE = 2 * _NUMBERS
    LAPSE = 3 * _NUMBERS
    DESK = 4 * _NUMBERS
    MEET = 5 * _NUMBERS
    LEAVE = 6 * _NUMBERS


class Moment(Event):
    """An event that is certain to happen and has one action."""

    _ok = True
    _value = None

    def __init__(self, clock: "Clock", action: Action) -> None:
        self.env = clock
        self.callbacks = [action]


class Clock(Environment):
    """Calendar days since the horizon's start.

    Parameters
    ----------
    end_day
        End of the horizon; what would happen then or later is not scheduled.

    Notes
    -----
    Events at the same instant are ordered by rank, then by number (the case number of the
    project concerned), never by the order in which they were scheduled: filings on different
    days of one holiday share their statutory deadline, and results must not depend on how the
    heap happens to be arranged.
    """

    def __init__(self, end_day: float) -> None:
        super().__init__(0.0)
        self.end_day = end_day

    @property
    def day(self) -> float:
        """Today."""
        return self._now

    def at(self, day: float, rank: Rank, number: int, action: Action) -> None:
        """Let something happen on a day, at once if the day is past.

        Parameters
        ----------
        day
            When; nothing is scheduled from the horizon's end on.
        rank
            Order among the events of one instant.
        number
            Case number, which orders events of one rank.
        action
            What happens.
        """
        if day < self.end_day:
            when = max(self._now, day)
            priority = EventPriority(rank + number)
            heappush(self._queue, (when, priority, next(self._eid), Moment(self, action)))
