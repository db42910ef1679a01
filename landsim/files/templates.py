"""Scenario folders to start from: an empty one with Excel tables, or a copy of a shipped one."""

import json
import shutil
from collections.abc import Iterable
from pathlib import Path

from landsim.errors import ScenarioError
from landsim.files import messages
from landsim.files.atomic import write_text
from landsim.files.blanktables import write_blank_table
from landsim.files.faults import Faults, whole
from landsim.files.located import Branch
from landsim.files.packs import read_pack
from landsim.files.reader import Reader
from landsim.files.schema import scenario_schema

_PACKAGE = Path(__file__).resolve().parent
_SHIPPED = (_PACKAGE.parent / "templates", _PACKAGE.parent.parent / "scenarios")
"""Where shipped scenarios are: in the installed package, or at the top of the repository."""
_BLANK = "blank"
_PACK = "gz2020"
_NOT_COPIED = (".py", ".pyc")
_MODELINE = "# yaml-language-server: $schema=schema.json\n"


def template_names() -> tuple[str, ...]:
    """Return the names of all templates."""
    shipped = {entry.parent.name for folder in _SHIPPED for entry in folder.glob("*/scenario.yaml")}
    return (_BLANK, *sorted(shipped))


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


def write_template(folder: Path, template: str) -> tuple[Path, ...]:
    """Write a scenario folder to start from.

    Parameters
    ----------
    folder
        Folder to make; may exist if it is empty.
    template
        ``blank``, or the name of a shipped scenario such as ``qingsheng``.

    Returns
    -------
    tuple of Path
        Files written.

    Raises
    ------
    ScenarioError
        If the folder is not empty or there is no such template.
    """
    source = _PACKAGE / _BLANK if template == _BLANK else shipped_scenario(template)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        faults = Faults()
        faults.add(whole(str(folder)), messages.NOT_EMPTY)
        raise ScenarioError(faults.errors)
    folder.mkdir(parents=True, exist_ok=True)
    written = [_copy(file, folder / file.relative_to(source)) for file in _files(source)]
    if template == _BLANK:
        choices = _pack_choices()
        for table in ("parcels", "projects"):
            written.append(folder / f"{table}.xlsx")
            write_blank_table(written[-1], table, choices)
    schema = folder / "schema.json"
    write_text(schema, json.dumps(scenario_schema(), ensure_ascii=False, indent=1) + "\n")
    return (*written, schema)


def _files(source: Path) -> list[Path]:
    return sorted(
        file
        for file in source.rglob("*")
        if file.is_file() and file.suffix not in _NOT_COPIED and "__pycache__" not in file.parts
    )


def _copy(file: Path, target: Path) -> Path:
    target.parent.mkdir(parents=True, exist_ok=True)
    if file.name == "scenario.yaml":
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
