"""Scenario folders to start from: an empty one, a copy of a shipped one, or a synthetic park."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from landsim.errors import ScenarioError
from landsim.files import messages
from landsim.files.atomic import write_text, write_texts
from landsim.files.blanktables import write_blank_table
from landsim.files.faults import Faults, whole
from landsim.files.located import Branch
from landsim.files.packs import read_pack
from landsim.files.read import FILE_NAME
from landsim.files.reader import Reader
from landsim.files.schema import scenario_schema
from landsim.files.synthetic.order import SIZES, ParkOrder
from landsim.files.synthetic.texts import synthetic_texts

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = (_PACKAGE.parent / "templates", _PACKAGE.parent.parent / "scenarios")
"""Where shipped scenarios are: in the installed package, or at the top of the repository."""
SYNTHETIC = "synthetic"
"""Template of a park that is drawn to order."""
_BLANK = "blank"
_PACK = "gz2020"
_NOT_COPIED = (".py", ".pyc")
_MODELINE = "# yaml-language-server: $schema=schema.json\n"


def template_names() -> tuple[str, ...]:
    """Return the names of all templates."""
    shipped = {entry.parent.name for folder in _SHIPPED for entry in folder.glob("*/scenario.yaml")}
    return (_BLANK, SYNTHETIC, *sorted(shipped))


def shipped_scenario(name: str) -> Path:
    """Return the folder of a shipped scenario.

    Raises
    ------
    ScenarioError
        If there is none of that name.
    """
    for folder in _SHIPPED:
        if (folder / name / "scenario.yaml").is_file():
            return folder / name
    faults = Faults()
    place, known = whole("--template"), template_names()
    faults.unknown(place, messages.NO_SUCH_TEMPLATE, name, known, name=name)
    raise ScenarioError(faults.errors)


def write_template(folder: Path, template: str, order: ParkOrder | None = None) -> tuple[Path, ...]:
    """Write a scenario folder to start from.

    Parameters
    ----------
    folder
        Folder to make; may exist if it is empty.
    template
        ``blank``, ``synthetic``, or the name of a shipped scenario such as ``qingsheng``.
    order
        What a synthetic park is to be like; None for size S. Other templates take no order.

    Returns
    -------
    tuple of Path
        Files written.

    Raises
    ------
    ScenarioError
        If the folder is not empty, there is no such template, or it takes no order.
    """
    faults = Faults()
    if order is not None and template != SYNTHETIC:
        faults.add(whole("--template"), messages.NOT_SYNTHETIC)
    copied = () if template == SYNTHETIC else _copied(template)
    faults.require_new(folder)
    faults.raise_any()
    texts = synthetic_texts(order or SIZES["S"]) if template == SYNTHETIC else {}
    folder.mkdir(parents=True, exist_ok=True)
    written = [_copy(file, folder / name) for name, file in copied]
    written += write_texts(folder, texts)
    if template == _BLANK:
        choices = _pack_choices()
        for table in ("parcels", "buildings", "projects"):
            written.append(folder / f"{table}.xlsx")
            write_blank_table(written[-1], table, choices)
    schema = folder / "schema.json"
    write_text(schema, json.dumps(scenario_schema(), ensure_ascii=False, indent=1) + "\n")
    return (*written, schema)


def _copied(template: str) -> list[tuple[Path, Path]]:
    """Return the files of a template: where each goes, and where it is."""
    source = _PACKAGE / _BLANK if template == _BLANK else shipped_scenario(template)
    return [
        (file.relative_to(source), file)
        for file in sorted(source.rglob("*"))
        if file.is_file() and file.suffix not in _NOT_COPIED and "__pycache__" not in file.parts
    ]


def _copy(file: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.name == FILE_NAME:
        write_text(target, _MODELINE + file.read_text(encoding="utf-8"))
    else:
        shutil.copyfile(file, target)
    return target


def _pack_choices() -> dict[str, list[str]]:
    """Return the zones and kinds of project of the pack, for the drop-downs."""
    trees = read_pack(_PACK, whole(_PACK), Reader(_PACKAGE, Faults()))
    zones = _keys(trees, "park", "zones")
    return {"zone": zones, "zones": zones, "archetype": _keys(trees, "demand", "archetypes")}


def _keys(trees: Iterable[Branch], *path: str) -> list[str]:
    found = [node for tree in trees if isinstance(node := tree.get(*path), Branch)]
    return [key for node in found for key in node.entries if not key.startswith("_")]
