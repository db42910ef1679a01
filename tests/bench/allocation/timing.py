"""CPU time of a piece of work, so that a machine with other work to do measures the same."""

import resource
import statistics
from collections.abc import Callable

_LEAST_SECONDS = 0.2
Work = Callable[[], object]


def cpu_seconds() -> float:
    """Return the CPU time this process and those it called have spent in their own code so far.

    Time in the kernel is left out: on a virtual machine, touching memory that the process has not
    had before can cost more than the work that is measured.
    """
    parts = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return sum(resource.getrusage(part).ru_utime for part in parts)


def best_of(work: Work, repeats: int) -> float:
    """Return the least CPU time of several repetitions, in seconds; short work is looped."""
    once = _timed(work, 1)
    n_loops = max(1, round(_LEAST_SECONDS / max(once, 1e-4)))
    return min(_timed(work, n_loops) for _ in range(repeats))


def ratio_of(work: Work, yardstick: Work, repeats: int) -> float:
    """Return how many times longer a piece of work takes than another, median of pairs."""
    return statistics.median(best_of(work, 1) / best_of(yardstick, 1) for _ in range(repeats))


def peak_gib() -> float:
    """Return the most memory this process has held so far, in GiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2


def _timed(work: Work, n_loops: int) -> float:
    begin = cpu_seconds()
    for _ in range(n_loops):
        work()
    return (cpu_seconds() - begin) / n_loops
