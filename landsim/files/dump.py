"""`Scenario` → the form of a scenario file: complete, readable, and exactly itself again."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from pathlib import Path
from typing import Any

import yaml

from landsim.core.demand import Generator
from landsim.core.distribution import Constant
from landsim.core.park import Park
from landsim.core.project import Conduct
from landsim.core.scenario import Scenario
from landsim.files.atomic import write_text
from landsim.files.forms import DemandForm, GeneratorForm, ParkForm, ScenarioForm
from landsim.files.loaded import Loaded
from landsim.files.located import Place
from landsim.files.shape import (
    EitherShape,
    KeyedShape,
    LawShape,
    ListShape,
    PairShape,
    Shape,
    StructShape,
    members_of,
)
from landsim.files.spots import Spots

Plain = dict[str, Any]
_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_DEFAULT = "default"


def plain_scenario(scenario: Scenario) -> Plain:
    """Return a scenario in the form of a scenario file that needs no other file.

    Parameters
    ----------
    scenario
        Any scenario, from files or built in memory; its calendar must be one that files can name.

    Returns
    -------
    dict
        Mappings, lists, numbers and texts; parcels and projects are in it, packs are not needed.
    """
    writer = _Writer()
    plain = {
        name: writer.plain(getattr(scenario, name), member.shape)
        for name, member in members_of(ScenarioForm).items()
        if hasattr(scenario, name) and name not in ("calendar", "demand", "park")
    }
    plain["calendar"] = scenario.calendar.name
    plain["park"] = _plain_park(scenario.park, writer)
    plain["demand"] = _plain_demand(scenario, writer)
    plain["resolved"] = True
    return {name: plain[name] for name in members_of(ScenarioForm)}


def plain_form(form: ScenarioForm) -> Plain:
    """Return a scenario as its file would say it in full: every default, tables by name.

    Parameters
    ----------
    form
        The scenario file with everything below and above it.
    """
    plain: Plain = _Writer().plain(form, StructShape(cls=ScenarioForm))
    return {name: value for name, value in plain.items() if name not in ("sources", "resolved")}


def origins_of(plain: Mapping[str, Any], spots: Spots) -> dict[str, str]:
    """Return where each value of a resolved scenario was set, by dotted key.

    Parameters
    ----------
    plain
        As `plain_form` gives it.
    spots
        Where each value was written.
    """
    return {path: _origin(path, spots) for path in _leaves(plain, "")}


def write_resolved(loaded: Loaded, path: Path) -> None:
    """Write a scenario as one file that needs no pack, no table and no other file.

    Reading it gives the same scenario to the last digit, sources included.

    Parameters
    ----------
    loaded
        A scenario as read.
    path
        YAML file to write.
    """
    write_yaml(plain_scenario(loaded.scenario), path)


def write_yaml(plain: Mapping[str, Any], path: Path) -> None:
    """Write plain values as YAML, in their order.

    Parameters
    ----------
    plain
        Mappings, lists, texts, numbers and dates.
    path
        File to write.
    """
    text = yaml.dump(
        plain,
        Dumper=_DUMPER,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=None,
        width=100,
    )
    write_text(path, text)


def plain_default(value: Any, shape: Shape) -> Any:  # noqa: ANN401 - plain values
    """Return a default as a scenario file would write it."""
    return _Writer().plain(value, shape)


def named_origin(place: Place) -> str:
    """Return the name of a place as an origin: the pack, or file, line and column."""
    return place.source.pack or place.short


class _Writer:
    """Turns values of the core into plain ones, by the shape of their types."""

    def __init__(self) -> None:
        self._conducts: dict[Conduct, Any] = {}

    def plain(self, value: Any, shape: Shape) -> Any:  # noqa: ANN401, PLR0911 - by kind
        """Return a value as a scenario file writes it."""
        if value is None:
            return None
        if isinstance(shape, EitherShape):
            return value if isinstance(value, str) else self.plain(value, shape.inline)
        if isinstance(shape, LawShape):
            if isinstance(value, Constant):
                return value.value
            return {entry.name: self._scalar(getattr(value, entry.name)) for entry in fields(value)}
        if isinstance(shape, StructShape):
            return self._struct(value, shape)
        if isinstance(shape, KeyedShape):
            return {str(getattr(item, shape.key)): self.plain(item, shape.item) for item in value}
        if isinstance(shape, PairShape):
            return {
                str(getattr(item, shape.key)): self.plain(
                    getattr(item, shape.value), shape.value_shape
                )
                for item in value
            }
        if isinstance(shape, ListShape):
            return [self.plain(item, shape.item) for item in value]
        return self._scalar(value)

    def _struct(self, value: Any, shape: StructShape) -> Any:  # noqa: ANN401
        if isinstance(value, Conduct) and value in self._conducts:
            return self._conducts[value]
        found = {
            name: self.plain(getattr(value, name), member.shape)
            for name, member in shape.fields.items()
        }
        if isinstance(value, Conduct):
            self._conducts[value] = found
        return found

    def _scalar(self, value: Any) -> Any:  # noqa: ANN401
        if isinstance(value, Enum):
            return value.value
        if isinstance(value, date):
            return value.isoformat()
        return list(value) if isinstance(value, tuple) else value


def _plain_park(park: Park, writer: _Writer) -> Plain:
    members = members_of(ParkForm)
    return {
        name: writer.plain(getattr(park, name), member.shape)
        for name, member in members.items()
        if hasattr(park, name)
    }


def _plain_demand(scenario: Scenario, writer: _Writer) -> Plain:
    members = members_of(DemandForm)
    generator = scenario.generator
    values = {
        "archetypes": scenario.archetypes or (generator.archetypes if generator else ()),
        "projects": scenario.projects,
        "fits": scenario.fits,
    }
    plain = {name: writer.plain(value, members[name].shape) for name, value in values.items()}
    plain["generator"] = _plain_generator(generator, writer) if generator else None
    return plain


def _plain_generator(generator: Generator, writer: _Writer) -> Plain:
    return {
        name: writer.plain(getattr(generator, name), member.shape)
        for name, member in members_of(GeneratorForm).items()
    }


def _leaves(node: Any, path: str) -> Iterator[str]:  # noqa: ANN401
    if isinstance(node, Mapping) and node:
        for key, child in node.items():
            yield from _leaves(child, f"{path}.{key}" if path else str(key))
    elif isinstance(node, list) and any(isinstance(child, Mapping | list) for child in node):
        for place, child in enumerate(node):
            yield from _leaves(child, f"{path}.{place}")
    else:
        yield path


def _origin(path: str, spots: Spots) -> str:
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        loc = spots.by_path.get(".".join(parts[:end]))
        if loc is not None:
            spot = spots.by_loc[loc]
            is_whole = end == len(parts) or spot.shown.startswith('"')
            return named_origin(spot.place) if is_whole else _DEFAULT
    return _DEFAULT
