"""Statutory limits: when one runs out, when it stands still, for how long it was broken."""

from math import nan

from landsim.core.workdays import WorkCalendar

_ROUNDING = 1e-9


class StageClock:
    """The statutory clock of one stage for one project, and how often it was passed.

    Notes
    -----
    The clock counts working days from the day the review may begin. It stands still while the
    applicant corrects its documents, and starts anew with every new submission.
    """

    __slots__ = ("deadline", "is_resumed", "n_corrections", "n_passes", "used_workdays")

    def __init__(self) -> None:
        self.n_passes = 0
        """Passes begun."""
        self.n_corrections = 0
        """Requests for corrections."""
        self.used_workdays = 0.0
        """Working days of the limit used before the corrections."""
        self.deadline = nan
        """Day on which the limit runs out."""
        self.is_resumed = False
        """Whether the present pass goes on after corrections."""

    def left_workdays(self, limit_workdays: float) -> float | None:
        """Return how much of a limit is left, or None if it ran out before the corrections."""
        left = limit_workdays - self.used_workdays
        return None if self.is_resumed and left < -_ROUNDING else left

    def suspend(self, calendar: WorkCalendar, enabled: float, day: float) -> None:
        """Let the clock stand still: the documents go back for corrections."""
        self.n_corrections += 1
        self.used_workdays += calendar.between(enabled, day)

    def restart(self) -> None:
        """Let the next pass be a new submission with a new clock."""
        self.used_workdays = 0.0
        self.is_resumed = False


def union_days(spans: list[tuple[float, float]], since: float) -> float:
    """Return the days since a day that lie in at least one of some spans.

    Parameters
    ----------
    spans
        Begin and end of each.
    since
        Days before it do not count.
    """
    total, reached = 0.0, since
    for begin, end in sorted(spans):
        total += max(0.0, end - max(begin, reached))
        reached = max(reached, end)
    return total
