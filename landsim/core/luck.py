"""Long rows of random numbers, keyed like `landsim.core.streams`: the one home of generators."""

from hashlib import blake2b

import numpy as np

Generator = np.random.Generator
"""A source of random numbers that somebody seeded by name."""


def generator(seed: int, purpose: str, *entities: object) -> Generator:
    """Return a generator whose numbers depend on its key and on nothing else.

    Parameters
    ----------
    seed
        Root seed.
    purpose
        What the luck is about; one purpose never disturbs another.
    entities
        Whose luck it is, such as a replication and a round of a search.

    Notes
    -----
    For rows of numbers, where `landsim.core.streams.Streams` would digest a key for every
    eight of them. PCG64 is seeded with the BLAKE2b digest of the key.

    Examples
    --------
    >>> float(generator(1, "doc").random()) == float(generator(1, "doc").random())
    True
    >>> float(generator(1, "doc", 0).random()) == float(generator(1, "doc", 1).random())
    False
    """
    key = "/".join(str(part) for part in (seed, purpose, *entities))
    digest = blake2b(key.encode(), digest_size=32).digest()
    return np.random.Generator(np.random.PCG64(int.from_bytes(digest, "little")))
