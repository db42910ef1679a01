"""Faults between the parts of a scenario, brought back to the lines and cells that cause them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from landsim.errors import Problem
from landsim.files.faults import Faults
from landsim.files.located import Place
from landsim.files.spots import Spots

_SECTIONS: tuple[tuple[str, str], ...] = (
    (r"route (?P<a>.+), step (?P<b>.+)", "policy.approvals.routes.{a}.steps.{b}.rework"),
    (r"route (?P<a>.+)", "policy.approvals.routes.{a}.steps"),
    (r"stage (?P<a>.+)", "policy.approvals.stages.{a}"),
    (r"desk (?P<a>.+)", "policy.approvals.desks.{a}"),
    (r"standard (?P<a>.+)", "policy.standards.{a}.thresholds"),
    (r"claim (?P<a>.+)", "policy.land.claims.{a}"),
    (r"archetype (?P<a>.+)", "demand.archetypes.{a}"),
    (r"parcel (?P<a>.+)", "park.parcels.{a}"),
    (r"project (?P<a>.+)", "demand.projects.{a}"),
    (r"fit (?P<a>.+)", "demand.fits"),
    (r"zone (?P<a>.+)", "park.zones.{a}"),
    (r"node (?P<a>.+)", "park.nodes.{a}"),
    (r"station (?P<a>.+)", "park.stations.{a}"),
    (r"lock (?P<a>.+)", "policy.land.locks"),
    (r"forbid", "policy.land.forbids"),
    (r"generator", "demand.generator"),
    (r"tenure shares", "policy.land.tenure_shares"),
    (r"green channel", "policy.approvals.green_channel"),
    (r"approvals", "policy.approvals"),
    (r"policy (?P<a>.+)", "policy.{a}"),
    (r"adjacency", "park.adjacency"),
    (r"calendar", "calendar"),
    (r"horizon", "horizon"),
)
_ROW_KEYS = {"zone": "zone", "zones": "zones", "nodes": "nodes"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Index:
    """Where the parts of a scenario were written."""

    spots: Spots
    file: Place
    """The scenario file, for what is nowhere else."""
    rows: Mapping[str, Place]
    """Row of ``parcel QS-01`` or ``project P7``."""
    cells: Mapping[tuple[str, str], Place]
    """Cell of the same and a column."""
    fits: Mapping[tuple[str, str], Place]
    """Cell of ``fit P7 QS-01`` and a column."""


def file_problems(problems: Iterable[Problem], index: Index, faults: Faults) -> None:
    """File problems of the core at the places that cause them.

    Parameters
    ----------
    problems
        As `Scenario.problems` gives them.
    index
        Where the parts were written.
    faults
        Basket.
    """
    for problem in problems:
        place, path = _place(problem, index)
        text = place.text
        faults.file(
            place,
            replace(
                problem,
                where=place.where,
                path=path,
                source=text,
                column=place.column if text else 0,
            ),
        )


def _place(problem: Problem, index: Index) -> tuple[Place, str]:
    key = problem.where, problem.path
    row = index.cells.get(key) or index.fits.get(key) or index.rows.get(problem.where)
    if row is not None:
        return row, problem.path
    for pattern, template in _SECTIONS:
        found = re.fullmatch(pattern, problem.where)
        if found:
            return _section(problem, template.format(**found.groupdict()), index)
    return index.file, problem.where


def _section(problem: Problem, section: str, index: Index) -> tuple[Place, str]:
    """Return the place of a section, or of the value below it that the problem quotes."""
    quoted = index.spots.quoting(problem.what, section)
    if quoted is not None:
        is_value = quoted.shown in problem.what
        return (quoted.place if is_value else quoted.key_place), quoted.path
    path = f"{section}.{problem.path}" if problem.path else section
    spot = index.spots.at(path, "") or index.spots.at(section, "")
    return (spot.key_place if spot else index.file), path
