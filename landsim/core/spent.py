"""Processor time by kind of work: reported beside results, never used in one."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum


class Work(StrEnum):
    """Kinds of work in a replication."""

    SIMULATING = "simulating"
    """Everything between the decisions."""
    BUILDING = "building"
    """Options, points and rows of decisions."""
    SOLVING = "solving"
    """Choosing among the options."""
    EXPLAINING = "explaining"
    """Reasons of refusals."""
    MEASURING = "measuring"
    """Ledgers, metrics and tables."""


_of_thread = threading.local()


@contextmanager
def spending(work: Work) -> Iterator[None]:
    """Count the processor time of a block as one kind of work, less what blocks within count.

    Parameters
    ----------
    work
        Kind of work.
    """
    begin, before = time.process_time(), sum(_totals().values())
    try:
        yield
    finally:
        within = sum(_totals().values()) - before
        _totals()[work] += time.process_time() - begin - within


def seconds_spent() -> dict[Work, float]:
    """Return the processor time of this thread's blocks so far, in seconds, by kind of work."""
    return dict(_totals())


def _totals() -> dict[Work, float]:
    if not hasattr(_of_thread, "totals"):
        _of_thread.totals = dict.fromkeys(Work, 0.0)
    totals: dict[Work, float] = _of_thread.totals
    return totals
