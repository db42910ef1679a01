"""What does not stop a run but should be known before it: too much demand, too little power."""

from collections.abc import Iterator
from typing import Any

from landsim.core.area import M2_PER_HA, MU_PER_HA, mu_from_m2
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
from landsim.files import messages
from landsim.files.crosscheck import Index
from landsim.files.faults import Faults
from landsim.files.located import Place

_MW_PER_W = 1e-6
_DEMAND_RATIO = 2.0
"""Demand over supply from which a warning is due."""


def warn(scenario: Scenario, index: Index, faults: Faults) -> None:
    """File warnings about a scenario that is otherwise sound.

    Parameters
    ----------
    scenario
        Scenario without faults.
    index
        Where its parts were written.
    faults
        Basket.
    """
    _warn_of_projects(scenario, index, faults)
    _warn_of_parcels(scenario, index, faults)
    _warn_of_totals(scenario, index, faults)


def _warn_of_projects(scenario: Scenario, index: Index, faults: Faults) -> None:
    horizon, admission = scenario.horizon, scenario.policy.admission
    zones = {(parcel.supply, parcel.zone) for parcel in scenario.park.parcels}
    for project in scenario.projects:
        row = index.rows.get(f"project {project.id}", index.file)

        def place(column: str, name: str = f"project {project.id}", row: Place = row) -> Place:
            return index.cells.get((name, column), row)

        path = f"project {project.id}"
        named = ", ".join(project.needs.zones)
        if not 0 <= project.filed_day < horizon.n_days:
            faults.add(
                place("filed"),
                messages.FILES_OUTSIDE,
                path=path,
                is_warning=True,
                date=horizon.date_of(project.filed_day),
                start=horizon.start,
                end=horizon.end,
            )
        usable = {zone for kind, zone in zones if project.needs.takes(kind)}
        if not usable & set(project.needs.zones):
            faults.add(
                place("zones"),
                messages.NO_PARCEL_IN_ZONE,
                path=path,
                is_warning=True,
                zones=named,
            )
        elif not admission.zones(project):
            faults.add(row, messages.NO_ADMISSIBLE_ZONE, path=path, is_warning=True, zones=named)


def _warn_of_parcels(scenario: Scenario, index: Index, faults: Faults) -> None:
    park, horizon = scenario.park, scenario.horizon
    power = {node.id for node in park.nodes if node.service == "power"}
    for parcel in park.parcels:
        name = f"parcel {parcel.id}"
        row = index.rows.get(name, index.file)
        if parcel.ready >= horizon.end:
            faults.add(
                index.cells.get((name, "ready"), row),
                messages.READY_AFTER_END,
                path=name,
                is_warning=True,
                date=parcel.ready,
                end=horizon.end,
            )
        if power and not power & set(parcel.nodes):
            faults.add(
                index.cells.get((name, "nodes"), row),
                messages.PARCEL_WITHOUT_POWER,
                path=name,
                is_warning=True,
            )


def _warn_of_totals(scenario: Scenario, index: Index, faults: Faults) -> None:
    if not scenario.projects and scenario.generator is None:
        faults.add(index.file, messages.NO_DEMAND, path="demand", is_warning=True)
    for message, path, values in _excesses(scenario):
        faults.add(index.file, message, path=path, is_warning=True, **values)


def _excesses(scenario: Scenario) -> Iterator[tuple[str, str, dict[str, Any]]]:
    park = scenario.park
    asked_mu, asked_mw = _asked(scenario)
    supplied = mu_from_m2(park.area_m2)
    if asked_mu > _DEMAND_RATIO * supplied > 0:
        yield messages.DEMAND_EXCEEDS_SUPPLY, "demand", _compared(asked_mu, supplied)
    nodes = [node for node in park.nodes if node.service == "power"]
    power = sum(node.capacity(scenario.horizon.end) for node in nodes)
    if nodes and asked_mw > _DEMAND_RATIO * power:
        yield messages.POWER_EXCEEDS_SUPPLY, "park.nodes", _compared(asked_mw, power)


def _compared(asked: float, supplied: float) -> dict[str, Any]:
    ratio = f"{asked / supplied:.1f}" if supplied else "∞"
    return {"asked": f"{asked:.0f}", "supplied": f"{supplied:.0f}", "ratio": ratio}


def _asked(scenario: Scenario) -> tuple[float, float]:
    """Return the mu and the MW that projects ask for; of generated ones those to be expected."""
    needs = [project.needs for project in scenario.projects]
    mu = mu_from_m2(sum(need.area_min_m2 for need in needs))
    megawatts = sum(need.power_mw for need in needs)
    generator = scenario.generator
    if generator is None:
        return mu, megawatts
    days = range(scenario.horizon.n_days)
    expected = sum(generator.rate_per_day(scenario.horizon.date_of(day)) for day in days)
    weights = sum(kind.share for kind in generator.archetypes)
    for kind in generator.archetypes:
        kind_mu = expected * kind.share / weights * kind.area_mu.mean
        mu += kind_mu if SupplyKind.LAND in kind.takes else 0.0
        floor_m2 = kind_mu * M2_PER_HA / MU_PER_HA * kind.far.mean
        megawatts += floor_m2 * kind.power_w_per_m2_floor.mean * _MW_PER_W
    return mu, megawatts
