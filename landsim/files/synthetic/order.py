"""What a synthetic park is to be like: size, seed, tightness, mix of tenure modes."""

from dataclasses import dataclass, replace

from landsim.core.ids import TenureModeId
from landsim.core.invariant import require
from landsim.core.landrules import TenureShare
from landsim.errors import ScenarioError
from landsim.files import messages
from landsim.files.faults import Faults, whole

MODES = ("grant", "flexible_grant", "long_lease", "lease_then_transfer")
"""Tenure modes on offer in every synthetic park."""
TENURE_MIXES = {
    "capped": "grant=0-0.4",
    "free": "",
    "lease_first": "grant=0-0.1,flexible_grant=0-0.3",
}
"""Named mixes: bounds on the share of each mode in the area supplied."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkOrder:
    """A synthetic park to be drawn."""

    n_parcels: int
    """Number of parcels."""
    n_projects: int
    """Number of projects, filed over the first four fifths of the horizon."""
    n_periods: int
    """Number of quarters."""
    seed: int = 1
    """Seed of all draws."""
    tightness: float = 1.4
    """Smallest usable sites of all projects over the area of all parcels."""
    tenure_mix: str = "capped"
    """Name of a mix, or bounds such as ``grant=0-0.4,long_lease=0.1-1``."""
    size: str = ""
    """Name of the size, for titles; empty for a size of one's own."""

    def __post_init__(self) -> None:
        require(
            "synthetic park",
            (self.n_parcels >= 2, "n_parcels", f"must be at least 2; got {self.n_parcels}"),
            (self.n_projects >= 1, "n_projects", f"must be ≥ 1; got {self.n_projects}"),
            (self.n_periods >= 1, "n_periods", f"must be ≥ 1; got {self.n_periods}"),
            (self.tightness > 0, "tightness", f"must be > 0; got {self.tightness:g}"),
        )

    @property
    def name(self) -> str:
        """Identifier of the scenario."""
        size = self.size or f"{self.n_parcels}x{self.n_projects}x{self.n_periods}"
        return f"synthetic-{size}-{self.seed}"

    @property
    def shares(self) -> tuple[TenureShare, ...]:
        """Bounds on the shares of the tenure modes.

        Raises
        ------
        ScenarioError
            If the mix is neither a name nor bounds.
        """
        text = TENURE_MIXES.get(self.tenure_mix, self.tenure_mix)
        return tuple(self._share(part) for part in text.split(",") if part.strip())

    def _share(self, part: str) -> TenureShare:
        mode, _, bounds = part.partition("=")
        low, _, high = bounds.partition("-")
        faults, place = Faults(), whole("--tenure-mix")
        if not bounds:
            faults.unknown(place, messages.NO_SUCH_MIX, part, TENURE_MIXES, name=part)
        elif mode.strip() not in MODES:
            faults.unknown(place, messages.NO_SUCH_NAME, mode, MODES, kind="mode", name=mode)
        elif not (_is_number(low) and _is_number(high)):
            faults.add(place, messages.MIX_FORM, text=part)
        faults.raise_any()
        mode_id = TenureModeId(mode.strip())
        return TenureShare(mode=mode_id, min_share=float(low), max_share=float(high))


SIZES: dict[str, ParkOrder] = {
    "S": ParkOrder(size="S", n_parcels=60, n_projects=80, n_periods=12),
    "M": ParkOrder(size="M", n_parcels=200, n_projects=400, n_periods=20),
    "L": ParkOrder(size="L", n_parcels=600, n_projects=2_000, n_periods=40),
    "XL": ParkOrder(size="XL", n_parcels=2_000, n_projects=10_000, n_periods=40),
}
"""The sizes that have a name."""


def park_order(
    size: str = "S", *, seed: int = 1, tightness: float = 1.4, tenure_mix: str = "capped"
) -> ParkOrder:
    """Return the order of a park of a named size.

    Parameters
    ----------
    size
        ``S``, ``M``, ``L`` or ``XL``.
    seed
        Seed of all draws.
    tightness
        Smallest usable sites of all projects over the area of all parcels.
    tenure_mix
        Name of a mix, or bounds such as ``grant=0-0.4,long_lease=0.1-1``.

    Raises
    ------
    ScenarioError
        If there is no such size or mix.
    """
    if size not in SIZES:
        faults = Faults()
        faults.unknown(whole("--size"), messages.NO_SUCH_NAME, size, SIZES, kind="size", name=size)
        raise ScenarioError(faults.errors)
    order = replace(SIZES[size], seed=seed, tightness=tightness, tenure_mix=tenure_mix)
    _ = order.shares
    return order


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
