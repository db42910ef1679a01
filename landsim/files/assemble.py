"""Layers and tables → `Loaded`: the scenario itself, its warnings and its origins."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from landsim.core.archetype import Archetype
from landsim.core.demand import Generator
from landsim.core.horizon import Horizon
from landsim.core.park import Park
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
from landsim.errors import ScenarioError
from landsim.files import messages
from landsim.files.buildings import read_buildings
from landsim.files.calendars import CALENDARS, work_calendar
from landsim.files.compose import SHAPE, Composed
from landsim.files.convert import At, Converter
from landsim.files.crosscheck import Index, file_problems
from landsim.files.dump import origins_of, plain_form
from landsim.files.faults import Faults
from landsim.files.forms import DemandForm, ParkForm, ScenarioForm
from landsim.files.loaded import Loaded
from landsim.files.located import Branch, Leaf, Place
from landsim.files.parcels import NO_LAND, Land, neighbours, read_parcels
from landsim.files.projects import NOTHING_LISTED, Listed, read_fits, read_projects
from landsim.files.reader import Reader, neat
from landsim.files.sanity import warn
from landsim.files.sources import sources_of
from landsim.files.stations import placed
from landsim.files.validate import built, validated

_STAND_IN = Horizon(start=date(2020, 1, 1), n_periods=1)
"""Horizon with which tables are checked when the scenario's own is faulty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tables:
    land: Land
    buildings: Land
    projects: Listed
    fits: Listed


def assembled(composed: Composed, reader: Reader, variant: str) -> Loaded:
    """Return the scenario that layers and tables make.

    Parameters
    ----------
    composed
        Layers, laid over one another.
    reader
        Reads files and keeps faults.
    variant
        Variant in force.

    Raises
    ------
    ScenarioError
        With every fault found.
    """
    faults, tree = reader.faults, composed.tree
    converter = Converter(faults)
    plain = converter.convert(tree, SHAPE, At((), "", composed.file)) or {}
    form: ScenarioForm | None = validated(ScenarioForm, plain, converter.spots, faults)
    _check_calendar(tree, reader)
    tables = _tables(tree, plain, reader)
    index = _index(converter, composed.file, tables)
    if form is not None:
        form = _settled(form, tables, index, tree=tree, variant=variant, reader=reader)
    faults.raise_any()
    if form is None:  # pragma: no cover - a fault without a place is a defect of the reader
        raise ScenarioError(())
    scenario = _checked(form, tables, index, faults)
    warn(scenario, index, faults)
    resolved = plain_form(form)
    return Loaded(
        scenario=scenario,
        warnings=faults.warnings,
        resolved=resolved,
        origins=origins_of(resolved, converter.spots),
        inputs=reader.inputs,
        variants=composed.variants,
    )


def _settled(
    form: ScenarioForm,
    tables: _Tables,
    index: Index,
    *,
    tree: Branch,
    variant: str,
    reader: Reader,
) -> ScenarioForm:
    """Return the form with what only its surroundings can say: name, variant, sources, places."""
    park = form.park
    stations = placed(park.stations, park.crs, tables.land, index, reader.faults)
    return replace(
        form,
        name=form.name or reader.folder.resolve().name,
        variant=variant or form.variant,
        park=replace(park, stations=stations, crs=tables.land.crs or park.crs),
        sources=sources_of(tree, form.sources),
    )


def _checked(form: ScenarioForm, tables: _Tables, index: Index, faults: Faults) -> Scenario:
    try:
        scenario = _scenario(form, tables)
        problems = scenario.problems()
    except ScenarioError as error:
        file_problems(error.problems, index, faults)
        faults.raise_any()
        raise
    file_problems(problems, index, faults)
    faults.raise_any()
    return scenario


def _check_calendar(tree: Branch, reader: Reader) -> None:
    node = tree.get("calendar")
    if isinstance(node, Leaf) and node.text not in CALENDARS:
        reader.faults.unknown(
            node.place,
            messages.UNKNOWN_CHOICE,
            node.text,
            CALENDARS,
            path="calendar",
            value=node.text,
        )


def _tables(tree: Branch, plain: Mapping[str, Any], reader: Reader) -> _Tables:
    demand = plain.get("demand") or {}
    kinds = {
        str(entry["id"]): built(Archetype, entry)
        for entry in demand.get("archetypes") or ()
        if entry
    }
    horizon = built(Horizon, plain.get("horizon")) or _STAND_IN
    buildings = _table(tree, "park", "buildings")
    projects, fits = _table(tree, "demand", "projects"), _table(tree, "demand", "fits")
    return _Tables(
        land=_land(tree, reader),
        buildings=read_buildings(*buildings, reader) if buildings else NO_LAND,
        projects=read_projects(*projects, reader, horizon, kinds) if projects else NOTHING_LISTED,
        fits=read_fits(*fits, reader) if fits else NOTHING_LISTED,
    )


def _table(tree: Branch, *path: str) -> tuple[Path, Place] | None:
    """Return the file a key names, seen from the file that names it."""
    node = tree.get(*path)
    if not isinstance(node, Leaf) or not node.text or node.value is None:
        return None
    return neat(node.place.source.folder / node.text), node.place


def _land(tree: Branch, reader: Reader) -> Land:
    table = _table(tree, "park", "parcels")
    if table is None:
        return NO_LAND
    crs = tree.get("park", "crs")
    place = crs.place if crs else table[1]
    return read_parcels(*table, reader, crs=tree.text_at("park", "crs"), crs_place=place)


def _index(converter: Converter, file: Place, tables: _Tables) -> Index:
    rows = {f"parcel {name}": place for name, place in tables.buildings.places.items()}
    rows |= {f"parcel {name}": place for name, place in tables.land.places.items()}
    rows |= {f"project {name}": place for name, place in tables.projects.places.items()}
    cells = {
        (f"{kind} {name}", column): place
        for kind, listed in (
            ("parcel", tables.buildings.cells),
            ("parcel", tables.land.cells),
            ("project", tables.projects.cells),
        )
        for (name, column), place in listed.items()
    }
    return Index(spots=converter.spots, file=file, rows=rows, cells=cells, fits=tables.fits.cells)


def _scenario(form: ScenarioForm, tables: _Tables) -> Scenario:
    horizon, demand = form.horizon, form.demand
    return Scenario(
        name=form.name,
        title=form.title,
        variant=form.variant,
        seed=form.seed,
        horizon=horizon,
        calendar=work_calendar(form.calendar, horizon.start, horizon.end),
        park=_park(form.park, tables),
        projects=_rows(demand.projects, tables.projects),
        fits=_rows(demand.fits, tables.fits),
        archetypes=demand.archetypes,
        generator=_generator(demand),
        policy=form.policy,
        targets=form.targets,
        sources=form.sources,
        notice=form.notice,
    )


def _rows(inline: str | tuple[Any, ...], listed: Listed) -> tuple[Any, ...]:
    return inline if isinstance(inline, tuple) else listed.rows


def _generator(demand: DemandForm) -> Generator | None:
    generator = demand.generator
    if generator is None:
        return None
    return Generator(
        rates=generator.rates,
        archetypes=demand.archetypes,
        month_weights=generator.month_weights,
        responses=generator.responses,
    )


def _park(park: ParkForm, tables: _Tables) -> Park:
    land = park.parcels if isinstance(park.parcels, tuple) else tables.land.parcels
    inline = isinstance(park.buildings, tuple) and park.buildings
    buildings = inline or tables.buildings.parcels
    parcels = (*land, *(replace(entry, supply=SupplyKind.FLOOR) for entry in buildings))
    adjacency = park.adjacency
    return Park(
        name=park.name,
        parcels=parcels,
        zones=park.zones,
        nodes=park.nodes,
        stations=park.stations,
        access=park.access,
        crs=park.crs if any(parcel.boundary for parcel in parcels) else "",
        adjacency=neighbours(parcels, park.adjacency_buffer_m) if adjacency is None else adjacency,
    )
