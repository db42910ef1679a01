"""The form of a scenario file, where it differs from the core's own `Scenario`.

Everything below ``policy``, ``horizon``, ``park.zones`` … is written exactly as the dataclasses
of `landsim.core` name it; these few classes only say where tables take the place of lists, and
which lists are written as mappings.
"""

from dataclasses import dataclass
from typing import NewType

from landsim.core.admission import Admission, Thresholds
from landsim.core.approval import Desk, Route, Stage, Step
from landsim.core.archetype import Archetype, FirmClassShare
from landsim.core.demand import RateStep, Response
from landsim.core.horizon import Horizon
from landsim.core.ids import ParcelId
from landsim.core.label import Label
from landsim.core.landrules import Claim, TenureShare
from landsim.core.park import (
    AccessModel,
    CapacityNode,
    CapacityStep,
    Parcel,
    ServiceLevel,
    Station,
    Zone,
)
from landsim.core.planning import Criterion
from landsim.core.policy import Policy, Sourced
from landsim.core.project import Fit, ModeAcceptance, Project
from landsim.core.scenario import Target
from landsim.core.tenure import TenureTerms

FileName = NewType("FileName", str)
"""Name of a table, seen from the file that names it."""

KEYS: dict[type, str] = {
    Admission: "standard",
    Archetype: "id",
    CapacityNode: "id",
    Claim: "name",
    Criterion: "objective",
    Desk: "id",
    Parcel: "id",
    Project: "id",
    Route: "id",
    Stage: "id",
    Station: "id",
    Step: "stage",
    TenureShare: "mode",
    TenureTerms: "mode",
    Thresholds: "zone",
    Zone: "id",
}
"""Collections of these are written as mappings, keyed by this field."""

PAIRS: dict[type, tuple[str, str]] = {
    CapacityStep: ("since", "amount"),
    FirmClassShare: ("firm_class", "share"),
    ModeAcceptance: ("mode", "probability"),
    RateStep: ("since", "projects_per_year"),
    ServiceLevel: ("since", "departures_per_day"),
}
"""Collections of these are written as mappings from the first field to the second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GeneratorForm:
    """A seeded stream of projects, in addition to the listed ones."""

    rates: tuple[RateStep, ...]
    """Expected filings a year, by the first day of the rate."""
    month_weights: tuple[float, ...] = (1.0,) * 12
    """Weight of each month, January first."""
    responses: tuple[Response, ...] = ()
    """Dated levers that lift arrivals."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DemandForm:
    """Who asks for land."""

    archetypes: tuple[Archetype, ...] = ()
    """Kinds of project; listed projects name one, the generator draws from all."""
    projects: FileName | tuple[Project, ...] = ()
    """Listed projects: a CSV or Excel table, or the projects themselves."""
    fits: FileName | tuple[Fit, ...] = ()
    """Assessed fits of projects to parcels: a CSV or Excel table, or the fits themselves."""
    generator: GeneratorForm | None = None
    """Generated projects; none without it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ParkForm:
    """All land of the scenario and what serves it."""

    name: Label
    """Name of the park."""
    parcels: FileName | tuple[Parcel, ...]
    """Parcels: a GeoJSON, GeoPackage, Shapefile, CSV or Excel file, or the parcels themselves."""
    buildings: FileName | tuple[Parcel, ...] = ()
    """Buildings whose floor space is supplied: a CSV or Excel table, or buildings themselves."""
    zones: tuple[Zone, ...]
    """Zones that parcels may name."""
    nodes: tuple[CapacityNode, ...] = ()
    """Capacity nodes."""
    stations: tuple[Station, ...] = ()
    """Stations."""
    access: AccessModel = AccessModel()
    """How access is computed."""
    crs: str = ""
    """Coordinate system, such as ``EPSG:4547``; empty takes that of the file."""
    adjacency_buffer_m: float = 1.0
    """Parcels whose boundaries run along each other within this distance are adjacent, in m."""
    adjacency: tuple[tuple[ParcelId, ParcelId], ...] | None = None
    """Adjacent pairs, where no polygons show them; None computes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScenarioForm:
    """A scenario file."""

    title: Label
    """Title."""
    notice: Label = Label(zh="", en="")
    """What a reader must know about the data, such as that parcels are illustrative."""
    name: str = ""
    """Identifier; empty takes the name of the folder."""
    seed: int = 1
    """Root seed unless the caller gives another."""
    horizon: Horizon
    """Span of time."""
    calendar: str = "china"
    """Working days: ``china``, ``monday_friday`` or ``every_day``."""
    park: ParkForm
    """Land."""
    demand: DemandForm = DemandForm()
    """Who asks for land."""
    policy: Policy
    """Levers in force, on top of a policy pack and perhaps a preset."""
    targets: tuple[Target, ...] = ()
    """Figures to reach."""
    variant: str = ""
    """Variant in force; written by landsim into resolved scenarios only."""
    sources: tuple[Sourced, ...] = ()
    """Where values come from; written by landsim into resolved scenarios only."""
    resolved: bool = False
    """Whether pack, preset and variant are already in it; written by landsim only."""
