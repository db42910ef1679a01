"""A generalised assignment problem as the files of a scenario folder, on disk or in memory."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from string import Template

from landsim.core.planning import Sense
from landsim.core.scenario import Scenario
from landsim.files.atomic import write_texts
from landsim.files.faults import Faults, whole
from landsim.files.gap.instance import GapInstance
from landsim.files.located import Branch
from landsim.files.packs import read_pack
from landsim.files.read import FILE_NAME, scenario_of_texts
from landsim.files.reader import Reader

_SKELETON = Path(__file__).with_name("skeleton.yaml")
_OBJECTIVE, _PACK = "assessed_fit", "gz2020"
_START = "2021-01-01"
_COUNTS = {Sense.MINIMISE: "costs", Sense.MAXIMISE: "earns"}


def gap_scenario(instance: GapInstance) -> Scenario:
    """Return an instance as a scenario, without touching the disk.

    Parameters
    ----------
    instance
        As read.

    Returns
    -------
    Scenario
        The same scenario that its folder would give: both are read from the same texts.
    """
    return scenario_of_texts(gap_texts(instance)).scenario


def write_gap(instance: GapInstance, folder: Path) -> tuple[Path, ...]:
    """Write an instance as a scenario folder.

    Parameters
    ----------
    instance
        As read.
    folder
        Folder to make; may exist if it is empty.

    Returns
    -------
    tuple of Path
        Files written.

    Raises
    ------
    ScenarioError
        If the folder is not empty.
    """
    faults = Faults()
    faults.require_new(folder)
    faults.raise_any()
    return write_texts(folder, gap_texts(instance))


def gap_texts(instance: GapInstance) -> Mapping[str, str]:
    """Return the files of an instance's scenario by name.

    Parameters
    ----------
    instance
        As read.
    """
    n_agents, n_items = instance.values.shape
    agents = _names("A", n_agents)
    items = _names("I", n_items)
    most = int(instance.capacities.max())
    return {
        FILE_NAME: _scenario_text(instance, items),
        "parcels.csv": _table(
            ("id", "zone", "area_m2", "ready", "price_cny_per_m2", "smallest_lot_m2"),
            (
                (agent, "ANY", capacity, _START, 1, 1)
                for agent, capacity in zip(agents, instance.capacities.tolist(), strict=True)
            ),
        ),
        "projects.csv": _table(
            (
                "id",
                "archetype",
                "filed",
                "need_by",
                "patience_months",
                "area_min_m2",
                "area_max_m2",
            ),
            ((item, "item", _START, _START, 3, 1, most) for item in items),
        ),
        "fits.csv": _table(("project", "parcel", "area_m2", "value"), _fits(instance)),
    }


def _fits(instance: GapInstance) -> Iterable[Sequence[object]]:
    """Yield the fits, item by item; a weight beyond the capacity makes a pair that cannot be."""
    agents = _names("A", instance.values.shape[0])
    items = _names("I", instance.values.shape[1])
    weights, values = instance.weights.T.tolist(), instance.values.T.tolist()
    for item, taken, worth in zip(items, weights, values, strict=True):
        for agent, weight, value in zip(agents, taken, worth, strict=True):
            yield item, agent, weight, _number(value)


def _scenario_text(instance: GapInstance, items: Sequence[str]) -> str:
    n_agents, n_items = instance.values.shape
    others = ", ".join(f"{name}: null" for name in _pack_objectives() if name != _OBJECTIVE)
    return Template(_SKELETON.read_text(encoding="utf-8")).substitute(
        name=instance.name,
        n_agents=n_agents,
        n_items=n_items,
        counts=_COUNTS[instance.sense],
        objective=f"{_OBJECTIVE}: {{weight: 1, reference: 1}}, {others}",
        sense=instance.sense,
        planner="auto",
        locks="\n".join(f"      - {{project: {item}}}" for item in items),
    )


def _pack_objectives() -> list[str]:
    """Return the criteria of the pack, which the instance does without."""
    reader = Reader(_SKELETON.parent, Faults())
    trees = read_pack(_PACK, whole(_PACK), reader)
    found = [node for tree in trees if isinstance(node := tree.get("policy", "objective"), Branch)]
    return [key for node in found for key in node.entries if not key.startswith("_")]


def _names(letter: str, n: int) -> list[str]:
    return [f"{letter}{number:04d}" for number in range(n)]


def _number(value: float) -> float | int:
    return int(value) if value.is_integer() else value


def _table(header: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return stream.getvalue()
