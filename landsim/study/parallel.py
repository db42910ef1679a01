"""Work in chunks, here or in other processes; the same results either way."""

import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

R = TypeVar("R")

_CHUNKS_PER_JOB = 4
_CHUNK_MAX = 16


def chunks(replications: Sequence[int], jobs: int) -> list[tuple[int, ...]]:
    """Cut replications into chunks: enough to keep every job busy, none too small to be worth it.

    Parameters
    ----------
    replications
        What there is to do.
    jobs
        Number of processes; 1 gives chunks of one.
    """
    size = 1
    if jobs > 1:
        size = max(1, min(_CHUNK_MAX, len(replications) // (_CHUNKS_PER_JOB * jobs)))
    return [
        tuple(replications[first : first + size]) for first in range(0, len(replications), size)
    ]


def spread(
    work: Callable[[tuple[int, ...]], R],
    pieces: Sequence[tuple[int, ...]],
    jobs: int,
    cancel: threading.Event | None = None,
) -> Iterator[R]:
    """Yield what ``work`` makes of each chunk, as they are done.

    Parameters
    ----------
    work
        Must not depend on the order or the process in which chunks are done.
    pieces
        Chunks of replications.
    jobs
        Number of processes; 1 works here, without joblib.
    cancel
        Stops between chunks when set.
    """
    results = map(work, pieces) if jobs == 1 or len(pieces) < 2 else _elsewhere(work, pieces, jobs)
    for result in results:
        yield result
        if cancel is not None and cancel.is_set():
            return


def _elsewhere(
    work: Callable[[tuple[int, ...]], R], pieces: Sequence[tuple[int, ...]], jobs: int
) -> Iterator[R]:
    from joblib import Parallel, delayed  # noqa: PLC0415 - only for several processes

    pool = Parallel(n_jobs=jobs, return_as="generator_unordered", pre_dispatch="2*n_jobs")
    results: Iterator[R] = pool(delayed(work)(piece) for piece in pieces)
    return results
