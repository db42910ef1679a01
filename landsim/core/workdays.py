"""Working-day arithmetic for statutory time limits and staffed desks."""

import math
from bisect import bisect_left
from dataclasses import dataclass, field
from datetime import date

from landsim.errors import LandsimError


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class WorkCalendar:
    """Which days are worked, as one cumulative table.

    Time is the simulation clock (calendar days since ``start``); work accrues evenly over
    each working day and not at all over the others.
    """

    name: str
    """Name of the calendar, such as ``china``."""
    start: date
    """Date of day 0."""
    working: tuple[bool, ...]
    """Whether each day is worked; must reach beyond every day that is asked for."""
    last_published_year: int | None = None
    """Last year with an official calendar; later days follow the pack's stated rule."""
    _worked: list[float] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        worked = [0.0]
        for is_worked in self.working:
            worked.append(worked[-1] + is_worked)
        object.__setattr__(self, "_worked", worked)

    def is_working(self, day: float) -> bool:
        """Whether the day that contains an instant is worked."""
        if not 0 <= day < len(self.working):
            raise self._beyond(day)
        return self.working[math.floor(day)]

    def worked(self, day: float) -> float:
        """Return the working days elapsed from the start to an instant."""
        if day < 0:
            raise self._beyond(day)
        whole = math.floor(day)
        try:
            elapsed = self._worked[whole]
            return elapsed + (day - whole) if day > whole and self.working[whole] else elapsed
        except IndexError:
            raise self._beyond(day) from None

    def add(self, day: float, workdays: float) -> float:
        """Return the instant at which ``workdays`` of work begun at ``day`` are done.

        The earliest such instant: work that ends with a Friday ends at that Friday's midnight,
        not on Monday. Zero working days end at once, whatever the day.
        """
        if workdays <= 0.0:
            return day
        goal = self.worked(day) + workdays
        after = bisect_left(self._worked, goal)
        if after >= len(self._worked):
            raise self._beyond(day)
        return max(day, after - (self._worked[after] - goal))

    def between(self, begin: float, end: float) -> float:
        """Return the working days from ``begin`` to ``end``."""
        return self.worked(end) - self.worked(begin)

    def _beyond(self, day: float) -> LandsimError:
        return LandsimError(
            f"calendar {self.name} covers days 0 to {len(self.working)}; asked for day {day:g}"
        )
