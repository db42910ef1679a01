"""Work in chunks, here or in other processes; the same results either way."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
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


@contextmanager
def spread(
    work: Callable[[tuple[int, ...]], R],
    pieces: Sequence[tuple[int, ...]],
    jobs: int,
    stop: Path,
) -> Iterator[Iterator[R]]:
    """Give what ``work`` makes of each chunk, as they are done; leaving early stops the rest.

    Parameters
    ----------
    work
        Must not depend on the order or the process in which chunks are done, and must return
        soon once ``stop`` exists.
    pieces
        Chunks of replications.
    jobs
        Number of processes; 1 works here, chunk by chunk as asked for. More begin at once in
        processes of their own, so that the caller can do something else meanwhile.
    stop
        File made to tell other processes that the caller has left.
    """
    stop.unlink(missing_ok=True)
    if jobs == 1 or len(pieces) < 2:
        yield map(work, pieces)
        return
    results = _elsewhere(work, pieces, jobs)
    try:
        yield results
    finally:
        # Asked to stop they end by themselves; killing them would print their last words.
        stop.parent.mkdir(parents=True, exist_ok=True)
        stop.touch()
        for _ in results:
            pass
        stop.unlink(missing_ok=True)


def _elsewhere(
    work: Callable[[tuple[int, ...]], R], pieces: Sequence[tuple[int, ...]], jobs: int
) -> Iterator[R]:
    from joblib import Parallel, delayed  # noqa: PLC0415 - only for several processes

    pool = Parallel(n_jobs=jobs, return_as="generator_unordered", pre_dispatch="all")
    results: Iterator[R] = pool(delayed(work)(piece) for piece in pieces)
    return results
