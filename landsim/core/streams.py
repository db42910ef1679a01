"""Keyed randomness: common random numbers by construction.

A draw depends on (seed, replication, purpose, entity, ordinal) and on nothing else: not on
the order of asking, not on what another policy asked before. So a policy change never
reshuffles another entity's luck, and results do not depend on the number of workers.
"""

import struct
from hashlib import blake2b

_PER_DIGEST = 8
_UNPACK = struct.Struct("<8Q").unpack
_SCALE = 2.0**-53


class Streams:
    """Uniform draws of one replication.

    Parameters
    ----------
    seed
        Root seed of the study.
    replication
        Index of the replication, from 0.

    Notes
    -----
    The numbers are BLAKE2b digests of the key, eight 53-bit uniforms to a digest: stateless,
    and as even as any counter-based generator.
    """

    __slots__ = ("_root", "replication", "seed")

    def __init__(self, seed: int, replication: int) -> None:
        self.seed = seed
        self.replication = replication
        self._root = f"{seed}/{replication}/"

    def under(self, prefix: str) -> "Streams":
        """Return streams in which every purpose begins with a prefix and a point.

        Parameters
        ----------
        prefix
            Such as ``"forecast"``: whoever imagines a project must not draw the luck of a
            real one.
        """
        streams = Streams(self.seed, self.replication)
        streams._root = f"{self._root}{prefix}."
        return streams

    def uniforms(self, purpose: str, entity: str, block: int = 0) -> tuple[float, ...]:
        """Return eight uniforms in [0, 1) for a purpose of an entity.

        Parameters
        ----------
        purpose
            What the luck is about, such as ``"stage"``; one purpose never disturbs another.
        entity
            Whose luck it is, such as a project identifier.
        block
            Which eight: 0 gives draws 0–7, 1 gives 8–15, …
        """
        return tuple([(word >> 11) * _SCALE for word in self._words(purpose, entity, block)])

    def uniform(self, purpose: str, entity: str, ordinal: int = 0) -> float:
        """Return one uniform in [0, 1)."""
        block, place = divmod(ordinal, _PER_DIGEST)
        return (self._words(purpose, entity, block)[place] >> 11) * _SCALE

    def _words(self, purpose: str, entity: str, block: int) -> tuple[int, ...]:
        key = f"{self._root}{purpose}/{entity}/{block}".encode()
        return _UNPACK(blake2b(key).digest())
