"""The world of one study: park, demand, policy and horizon."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from landsim.core.approval import Approvals, StageRole
from landsim.core.archetype import Archetype
from landsim.core.demand import Generator
from landsim.core.expansion import phase_id
from landsim.core.horizon import Horizon
from landsim.core.ids import RouteId
from landsim.core.label import Label
from landsim.core.landrules import Forbid, Lock
from landsim.core.park import Park
from landsim.core.policy import Policy, Sourced
from landsim.core.project import Fit, Project
from landsim.core.space import SupplyKind
from landsim.core.streams import Streams
from landsim.core.workdays import WorkCalendar
from landsim.errors import Problem, listed, nearest_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A figure the authority wants to reach by a date, such as 300 firms."""

    metric: str
    """What is counted: ``firms``, ``output_mcny_per_year``, ``jobs``, ``tax_mcny_per_year``."""
    amount: float
    """How much of it."""
    by: date
    """By when."""
    base: float = 0.0
    """What was there before the horizon began."""
    source: str = ""
    """Where the target comes from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """Everything a run needs."""

    name: str
    """Identifier of the scenario: the folder's name."""
    title: Label
    """Title."""
    variant: str = ""
    """Variant in force; empty for the baseline policy."""
    seed: int = 1
    """Root seed unless the caller gives another."""
    horizon: Horizon
    """Span of time."""
    calendar: WorkCalendar
    """Working days."""
    park: Park
    """Land."""
    projects: tuple[Project, ...] = ()
    """Listed projects, in the order of the file."""
    fits: tuple[Fit, ...] = ()
    """Assessed fits of projects to parcels."""
    archetypes: tuple[Archetype, ...] = ()
    """Kinds of project that are known, for their names; the generator has its own."""
    generator: Generator | None = None
    """Generated projects, in addition to the listed ones."""
    policy: Policy
    """Levers in force."""
    targets: tuple[Target, ...] = ()
    """Figures to reach."""
    sources: tuple[Sourced, ...] = ()
    """Where each policy value comes from."""
    notice: Label = Label(zh="", en="")
    """What a reader must know about the data, such as that parcels are illustrative."""

    def demand(self, replication: int, seed: int | None = None) -> tuple[Project, ...]:
        """Return all projects of a replication, in order of filing.

        Parameters
        ----------
        replication
            Index of the replication.
        seed
            Root seed; None for the scenario's own.
        """
        generated: tuple[Project, ...] = ()
        if self.generator is not None:
            streams = Streams(self.seed if seed is None else seed, replication)
            generated = self.generator.projects(self.horizon, streams)
        return tuple(sorted(self.projects + generated, key=lambda p: (p.filed_day, p.id)))

    def problems(self) -> tuple[Problem, ...]:
        """Return what does not fit together between the parts; empty if all does."""
        return (
            *_zone_references(self),
            *_land_references(self),
            *_approval_references(self),
            *_floor_references(self),
            *_duplicates(self),
        )


def _zone_references(scenario: Scenario) -> Iterator[Problem]:
    policy = scenario.policy
    zones = [zone.id for zone in scenario.park.zones]
    for parcel in scenario.park.parcels:
        yield from _unknown(f"parcel {parcel.id}", "zone", [parcel.zone], zones)
    for project in scenario.projects:
        yield from _unknown(f"project {project.id}", "zones", project.needs.zones, zones)
    for archetype in scenario.generator.archetypes if scenario.generator else ():
        yield from _unknown(f"archetype {archetype.id}", "zones", archetype.zones, zones)
    for thresholds in policy.admission.thresholds:
        yield from _unknown(f"standard {policy.standard}", "zone", [thresholds.zone], zones)
    for claim in policy.land.claims:
        yield from _unknown(f"claim {claim.name}", "zone", _stated(claim.zone), zones)


def _land_references(scenario: Scenario) -> Iterator[Problem]:
    park, land = scenario.park, scenario.policy.land
    nodes = [node.id for node in park.nodes]
    parcels = [parcel.id for parcel in park.parcels]
    projects = [project.id for project in scenario.projects]
    modes = [terms.mode for terms in scenario.policy.tenure]
    for parcel in park.parcels:
        yield from _unknown(f"parcel {parcel.id}", "nodes", parcel.nodes, nodes)
    for pair in park.adjacency:
        yield from _unknown("adjacency", "parcels", pair, parcels)
    fitted, sites = set(projects), set(parcels)
    for fit in scenario.fits:
        if fit.project in fitted and fit.parcel in sites:
            continue
        where = f"fit {fit.project} {fit.parcel}"
        yield from _unknown(where, "project", [fit.project], projects)
        yield from _unknown(where, "parcel", [fit.parcel], parcels)
    pairings: list[tuple[str, Lock | Forbid]] = [
        *((f"lock {lock.project}", lock) for lock in land.locks),
        *(("forbid", forbid) for forbid in land.forbids),
    ]
    for where, pairing in pairings:
        yield from _unknown(where, "project", _stated(pairing.project), projects)
        yield from _unknown(where, "parcel", _stated(pairing.parcel), parcels)
        yield from _unknown(where, "mode", _stated(pairing.mode), modes)
    for share in land.tenure_shares:
        yield from _unknown("tenure shares", "mode", [share.mode], modes)


def _approval_references(scenario: Scenario) -> Iterator[Problem]:
    approvals = scenario.policy.approvals
    stages = [stage.id for stage in approvals.stages]
    desks = [desk.id for desk in approvals.desks]
    routes = [route.id for route in approvals.routes]
    for stage in approvals.stages:
        yield from _unknown(f"stage {stage.id}", "desk", _stated(stage.desk), desks)
    for route in approvals.routes:
        names = [step.stage for step in route.steps]
        yield from _unknown(f"route {route.id}", "stage", names, stages)
        for place, step in enumerate(route.steps):
            where = f"route {route.id}, step {step.stage}"
            back_to = _stated(step.rework.back_to)
            yield from _unknown(where, "back_to", back_to, names[: place + 1], kind="stage")
    ordinary = (approvals.ordinary_route,)
    yield from _unknown("approvals", "ordinary_route", ordinary, routes, kind="route")
    yield from _floor_route(approvals, routes)
    green = approvals.green_channel
    if green is not None:
        named = (green.route, *_stated(green.standard_land_route))
        yield from _unknown("green channel", "route", named, routes)


def _floor_route(approvals: Approvals, routes: list[RouteId]) -> Iterator[Problem]:
    name = approvals.floor_route
    yield from _unknown("approvals", "floor_route", _stated(name), routes, kind="route")
    if name not in routes or name is None:
        return
    stages = {stage.id: stage for stage in approvals.stages}
    for step in approvals.route(name).steps:
        stage = stages.get(step.stage)
        if stage is not None and stage.role is StageRole.CONSTRUCTION:
            yield Problem(
                where=f"route {name}, step {step.stage}",
                path="",
                what=f"stage {step.stage} is construction; a route for floor space has none",
            )


def _floor_references(scenario: Scenario) -> Iterator[Problem]:
    """Yield buildings that nobody could be given: no mode, or a mode of the wrong kind."""
    policy, park = scenario.policy, scenario.park
    floors = park.floors
    if floors and not policy.modes_for(frozenset({SupplyKind.FLOOR})):
        yield Problem(
            where="policy tenure",
            path="",
            what="the park has buildings, but no tenure mode applies to floor space "
            "(supply: floor)",
        )
    kinds = {terms.mode: terms.supply for terms in policy.tenure}
    for name, kind in (("offered", SupplyKind.LAND), ("offered_floor", SupplyKind.FLOOR)):
        for mode in getattr(policy, name):
            if kinds.get(mode, kind) is not kind:
                yield Problem(
                    where=f"policy {name}",
                    path="",
                    what=f'mode "{mode}" applies to {kinds[mode]}, not to {kind}',
                )
    for share in policy.land.tenure_shares:
        if kinds.get(share.mode) is SupplyKind.FLOOR:
            yield Problem(
                where="tenure shares",
                path="mode",
                what=f'mode "{share.mode}" applies to floor space; shares are of land',
            )


def _duplicates(scenario: Scenario) -> Iterator[Problem]:
    kinds: tuple[tuple[str, Iterable[str]], ...] = (
        ("parcel", (parcel.id for parcel in scenario.park.parcels)),
        ("project", (project.id for project in scenario.projects)),
        ("project", _phase_names(scenario)),
        ("zone", (zone.id for zone in scenario.park.zones)),
        ("node", (node.id for node in scenario.park.nodes)),
        ("station", (station.id for station in scenario.park.stations)),
        ("stage", (stage.id for stage in scenario.policy.approvals.stages)),
        ("desk", (desk.id for desk in scenario.policy.approvals.desks)),
        ("route", (route.id for route in scenario.policy.approvals.routes)),
    )
    for kind, ids in kinds:
        seen: set[str] = set()
        for name in ids:
            if name in seen:
                yield Problem(where=f"{kind} {name}", what="occurs twice; identifiers are unique")
            seen.add(name)


def _phase_names(scenario: Scenario) -> Iterator[str]:
    """Yield names of projects that a phase 2 may need, and the names of phases."""
    phases = [phase_id(project.id) for project in scenario.projects if project.later_phase]
    yield from phases
    yield from (project.id for project in scenario.projects if project.id in phases)


def _stated(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)


def _unknown(
    where: str, path: str, names: Iterable[str], known: Sequence[str], *, kind: str = ""
) -> Iterator[Problem]:
    for name in names:
        if name not in known:
            nearest = nearest_name(name, known)
            yield Problem(
                where=where,
                path=path,
                what=f'no such {kind or path.rstrip("s")} "{name}"',
                hint=f'did you mean "{nearest}"?' if nearest else f"known: {listed(known)}",
            )
