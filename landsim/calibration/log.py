"""An event log as arrays: who did what in which case, and when."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import numpy as np
import numpy.typing as npt

IntArray = npt.NDArray[np.int64]
FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

WEEK_HOURS = 168.0
"""Hours of a week."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventLog:
    """Events in order of case, time and place in the file; times are local wall-clock hours."""

    origin: datetime
    """A Monday midnight not after the first event; hours count from it."""
    activities: tuple[str, ...]
    """Names of activities."""
    resources: tuple[str, ...]
    """Names of resources."""
    case: IntArray
    """Case of each event; cases are numbered in order of their first event."""
    activity: IntArray
    """Activity of each event."""
    resource: IntArray
    """Resource of each event; −1 where nobody is named."""
    end: FloatArray
    """Completion of each event, in hours."""
    start: FloatArray
    """Stated begin of each event, in hours; NaN where the log tells none."""

    def __len__(self) -> int:
        return len(self.case)

    @property
    def n_cases(self) -> int:
        """Number of cases."""
        return int(self.case[-1]) + 1 if len(self) else 0

    @property
    def begin(self) -> IntArray:
        """Where the events of each case begin, shape (n_cases + 1,)."""
        return np.searchsorted(self.case, np.arange(self.n_cases + 1))

    @property
    def case_start(self) -> FloatArray:
        """First time of each case, in hours."""
        return np.minimum.reduceat(self.first_known, self.begin[:-1])

    @property
    def case_end(self) -> FloatArray:
        """Last completion of each case, in hours."""
        return np.maximum.reduceat(self.end, self.begin[:-1])

    @property
    def first_known(self) -> FloatArray:
        """Stated begin of each event, or its completion where none is stated, in hours."""
        return np.where(np.isnan(self.start), self.end, self.start)

    def of(self, cases: BoolArray) -> "EventLog":
        """Return the log of some cases, numbered anew in their order."""
        number = np.cumsum(cases) - 1
        keep = cases[self.case]
        return replace(
            self,
            case=number[self.case[keep]],
            activity=self.activity[keep],
            resource=self.resource[keep],
            end=self.end[keep],
            start=self.start[keep],
        )

    def when(self, hours: float) -> datetime:
        """Return the wall-clock time of an instant."""
        return self.origin + timedelta(hours=float(hours))


def monday_before(when: datetime) -> datetime:
    """Return the last Monday midnight not after an instant.

    Examples
    --------
    >>> monday_before(datetime(2011, 5, 13, 9, 30))
    datetime.datetime(2011, 5, 9, 0, 0)
    """
    midnight = when.replace(hour=0, minute=0, second=0, microsecond=0)
    return midnight - timedelta(days=midnight.weekday())


def make_log(
    *,
    case: Sequence[str],
    activity: Sequence[str],
    end: FloatArray,
    origin: datetime,
    resource: Sequence[str] | None = None,
    start: FloatArray | None = None,
) -> EventLog:
    """Return a log of events given in any order.

    Parameters
    ----------
    case, activity
        Names, one for each event.
    end
        Completions, in hours since ``origin``.
    origin
        A Monday midnight.
    resource
        Names, empty where nobody is named; None for a log that names nobody.
    start
        Begins, in hours; None or NaN where the log tells none.
    """
    names = np.asarray(case, dtype=np.str_)
    begun = np.full(len(names), np.nan) if start is None else np.asarray(start, dtype=np.float64)
    known = np.where(np.isnan(begun), end, begun)
    labels, number = np.unique(names, return_inverse=True)
    first = np.full(len(labels), np.inf)
    np.minimum.at(first, number, known)
    rank = np.empty(len(labels), dtype=np.int64)
    rank[np.lexsort((labels, first))] = np.arange(len(labels))
    ordinal = rank[number]
    order = np.lexsort((np.arange(len(names)), end, known, ordinal))
    activities, which = np.unique(np.asarray(activity, dtype=np.str_), return_inverse=True)
    who, resources = _numbered(resource, len(names))
    return EventLog(
        origin=origin,
        activities=tuple(activities.tolist()),
        resources=resources,
        case=ordinal[order],
        activity=which[order].astype(np.int64),
        resource=who[order],
        end=np.asarray(end, dtype=np.float64)[order],
        start=begun[order],
    )


def _numbered(names: Sequence[str] | None, n_events: int) -> tuple[IntArray, tuple[str, ...]]:
    if names is None:
        return np.full(n_events, -1, dtype=np.int64), ()
    labels, number = np.unique(np.asarray(names, dtype=np.str_), return_inverse=True)
    known = tuple(label for label in labels.tolist() if label)
    shift = len(labels) - len(known)
    return number.astype(np.int64) - shift, known
