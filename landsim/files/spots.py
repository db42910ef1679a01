"""Which place each plain value came from, so that pydantic's errors find their way back."""

import re
from dataclasses import dataclass

from landsim.files.located import Place
from landsim.files.shape import Shape

_QUOTED = re.compile(r'"([^"]+)"')

Loc = tuple[str | int, ...]
"""Place in plain values, as pydantic names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spot:
    """Where a plain value came from."""

    path: str
    """Dotted key in the scenario file, or the header of its column."""
    key_place: Place
    """Where its key is written: faults of a section point here."""
    place: Place
    """Where it is written."""
    shape: Shape
    """What it should look like."""
    shown: str
    """How a fault quotes it."""
    law: str = ""
    """Class of the law, for the value of a law."""


class Spots:
    """The spots of one conversion."""

    def __init__(self) -> None:
        self.by_loc: dict[Loc, Spot] = {}
        self.by_path: dict[str, Loc] = {}
        """By the dotted path that the core would give."""
        self.faulty: set[Loc] = set()
        """Values with a fault that is already filed."""

    def note(self, loc: Loc, path: str, spot: Spot) -> None:
        """Remember a spot; the first one noted for a path answers for it."""
        self.by_loc[loc] = spot
        self.by_path.setdefault(path, loc)

    def nearest(self, loc: Loc) -> Spot:
        """Return the spot of a value, or of the innermost section around it."""
        ends = range(len(loc), -1, -1)
        return next(self.by_loc[loc[:end]] for end in ends if loc[:end] in self.by_loc)

    def at(self, path: str, within: str) -> Spot | None:
        """Return the spot of the longest known part of a dotted path, below another path."""
        parts = path.split(".")
        for end in range(len(parts), within.count(".") + bool(within), -1):
            loc = self.by_path.get(".".join(parts[:end]))
            if loc is not None:
                return self.by_loc[loc]
        return None

    def quoting(self, what: str, section: str) -> Spot | None:
        """Return the value below a section that a sentence quotes, or whose key it quotes."""
        found = _QUOTED.search(what)
        if found is None:
            return None
        for path, loc in self.by_path.items():
            spot = self.by_loc[loc]
            if path == f"{section}.{found[1]}" or (
                path.startswith(f"{section}.") and spot.shown == found[0]
            ):
                return spot
        return None

    def is_known_faulty(self, loc: Loc) -> bool:
        """Whether a fault of the value, or of what surrounds it, is already filed."""
        return any(loc[:end] in self.faulty for end in range(len(loc) + 1))
