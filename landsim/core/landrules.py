"""Limits a policy sets on the allocation as a whole."""

from dataclasses import dataclass
from enum import StrEnum

from landsim.core.ids import ArchetypeId, ParcelId, ProjectId, TenureModeId, ZoneId
from landsim.core.invariant import require
from landsim.core.project import ChainRole, FirmClass
from landsim.core.space import SupplyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class TenureShare:
    """Bounds on the share of supplied land under one mode."""

    mode: TenureModeId
    """Tenure mode."""
    min_share: float = 0.0
    """Smallest share of all supplied land."""
    max_share: float = 1.0
    """Largest share of all supplied land."""

    def __post_init__(self) -> None:
        require(
            f"tenure share {self.mode}",
            (
                0 <= self.min_share <= self.max_share <= 1,
                "min_share",
                f"must have 0 ≤ min ≤ max ≤ 1; got {self.min_share:g} and {self.max_share:g}",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Bounds on the area supplied to those who match every field that is set."""

    name: str
    """Name, for messages."""
    supply: SupplyKind = SupplyKind.LAND
    """Whether it counts land, or floor space in buildings."""
    zone: ZoneId | None = None
    """Zone of the parcel."""
    chain_role: ChainRole | None = None
    """Place in the industry chain."""
    firm_class: FirmClass | None = None
    """Firm class."""
    min_m2: int = 0
    """Smallest area, in m²."""
    max_m2: int | None = None
    """Largest area, in m²; None for no bound."""

    def __post_init__(self) -> None:
        most = self.max_m2
        require(
            f"claim {self.name}",
            (self.min_m2 >= 0, "min_m2", f"must be ≥ 0 m²; got {self.min_m2}"),
            (
                most is None or most >= self.min_m2,
                "max_m2",
                f"must be ≥ min_m2 ({self.min_m2}); got {most}",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FairnessFloor:
    """A firm class gets at least a share of the projects served, where enough of it asks."""

    firm_class: FirmClass
    """Firm class protected."""
    min_share: float
    """Smallest share of all projects served."""

    def __post_init__(self) -> None:
        require(
            f"fairness {self.firm_class}",
            (0 <= self.min_share <= 1, "min_share", f"must be 0 to 1; got {self.min_share:g}"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Incompatibility:
    """Two kinds of project that must not hold adjacent parcels at the same time."""

    first: ArchetypeId
    """One kind."""
    second: ArchetypeId
    """The other kind."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster:
    """A bonus when a block holds projects of every listed chain role."""

    block: str
    """Street block."""
    roles: tuple[ChainRole, ...]
    """Roles that must be present."""
    bonus: float
    """Points added to the objective."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A project that must be served, perhaps on a given parcel, mode or period."""

    project: ProjectId
    """Project."""
    parcel: ParcelId | None = None
    """Parcel it must get; None for any."""
    mode: TenureModeId | None = None
    """Mode it must get; None for any."""
    period: int | None = None
    """Supply period it must get; None for any."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forbid:
    """A pairing that must not happen; a field left out matches everything."""

    project: ProjectId | None = None
    """Project."""
    parcel: ParcelId | None = None
    """Parcel."""
    mode: TenureModeId | None = None
    """Mode."""


class AssemblyBasis(StrEnum):
    """When adjacent parcels may be assembled for a project."""

    NO_PARCEL_FITS = "no_parcel_fits"
    """No single parcel of the whole park fits it, be it free or held."""
    NO_FREE_PARCEL_FITS = "no_free_parcel_fits"
    """No single parcel that fits it is free in the supply period."""


class OccupancyBasis(StrEnum):
    """How long an option with a lease before a grant is taken to hold its land."""

    COMMITTED_TERM = "committed_term"
    """Lease and grant."""
    LEASE_ONLY = "lease_only"
    """The lease alone: land may come back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LandRules:
    """Limits on the allocation as a whole."""

    tenure_shares: tuple[TenureShare, ...] = ()
    """Mix of tenure modes."""
    claims: tuple[Claim, ...] = ()
    """Area bounds by zone, sector and firm class."""
    m0_max_share: float | None = None
    """Largest share of M0 land in all industrial land supplied; None for no cap."""
    m0_zones: tuple[ZoneId, ...] = (ZoneId("M0"),)
    """Zones that count as M0."""
    early_budget_mcny_per_year: float = 0.0
    """Yearly budget for readying parcels early, in million CNY."""
    early_works_days: float | None = None
    """How long early servicing takes at least from the decision that orders it, in calendar days;
    None where decisions order none and only plans made beforehand ready land early."""
    fairness: tuple[FairnessFloor, ...] = ()
    """Fairness floors."""
    incompatibilities: tuple[Incompatibility, ...] = ()
    """Kinds that must not be neighbours."""
    clusters: tuple[Cluster, ...] = ()
    """Cluster bonuses."""
    locks: tuple[Lock, ...] = ()
    """Projects locked in."""
    forbids: tuple[Forbid, ...] = ()
    """Pairings locked out."""
    occupancy: OccupancyBasis = OccupancyBasis.COMMITTED_TERM
    """How long leases before a grant count as holding land."""
    start_lead_days: float = 90.0
    """How long before its need-by date a project may be given land, in calendar days."""
    max_assembly: int = 1
    """Most adjacent parcels that may be assembled for a project that no single one suits."""
    assembly: AssemblyBasis = AssemblyBasis.NO_PARCEL_FITS
    """When parcels may be assembled for a project."""
    assemblies_max: int = 5000
    """Most assemblies considered in the park; a plan says when there are more."""

    def __post_init__(self) -> None:
        cap, budget = self.m0_max_share, self.early_budget_mcny_per_year
        works = self.early_works_days
        require(
            "land",
            (cap is None or 0 <= cap <= 1, "m0_max_share", f"must be 0 to 1; got {cap}"),
            (budget >= 0, "early_budget_mcny_per_year", f"must be ≥ 0; got {budget:g}"),
            (
                works is None or works > 0,
                "early_works_days",
                f"must be > 0 days; got {works}",
            ),
            (
                self.start_lead_days >= 0,
                "start_lead_days",
                f"must be ≥ 0 days; got {self.start_lead_days:g}",
            ),
            (self.max_assembly >= 1, "max_assembly", f"must be ≥ 1; got {self.max_assembly}"),
            (self.assemblies_max >= 0, "assemblies_max", f"must be ≥ 0; got {self.assemblies_max}"),
        )
