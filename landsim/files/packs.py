"""Policy packs and presets: data inside the package, or in folders of one's own."""

from collections.abc import Iterable
from pathlib import Path

from landsim.files import messages
from landsim.files.documents import Reader
from landsim.files.located import Branch, Place

POLICIES = Path(__file__).resolve().parent.parent / "policies"
"""Where the shipped packs are: a folder each, and ``presets``."""
_PRESETS = "presets"


def pack_names(folders: Iterable[Path] = ()) -> tuple[str, ...]:
    """Return the names of all policy packs."""
    found = {
        entry.name
        for folder in _search(folders)
        if folder.is_dir()
        for entry in folder.iterdir()
        if entry.name != _PRESETS and any(entry.glob("*.yaml"))
    }
    return tuple(sorted(found))


def preset_names(folders: Iterable[Path] = ()) -> tuple[str, ...]:
    """Return the names of all presets."""
    found = {
        path.stem for folder in _search(folders) for path in (folder / _PRESETS).glob("*.yaml")
    }
    return tuple(sorted(found))


def read_pack(
    name: str, asked_by: Place, reader: Reader, folders: Iterable[Path] = ()
) -> tuple[Branch, ...]:
    """Return the files of a pack, in the order of their names; none, with a fault, if unknown.

    Parameters
    ----------
    name
        Name of the pack's folder.
    asked_by
        Where the scenario names it.
    reader
        Reads files and keeps faults.
    folders
        Folders to search before the package's own.
    """
    for folder in _search(folders):
        files = sorted((folder / name).glob("*.yaml"))
        if files and name != _PRESETS:
            return tuple(reader.yaml_of(file, asked_by, pack=f"pack {name}") for file in files)
    known = pack_names(folders)
    reader.faults.unknown(
        asked_by, messages.NO_SUCH_PACK, name, known, path="policy.pack", name=name
    )
    return ()


def read_preset(
    name: str, asked_by: Place, reader: Reader, folders: Iterable[Path] = ()
) -> tuple[Branch, ...]:
    """Return the file of a preset; none, with a fault, if unknown.

    Parameters
    ----------
    name, asked_by, reader, folders
        As for `read_pack`.
    """
    for folder in _search(folders):
        file = folder / _PRESETS / f"{name}.yaml"
        if file.is_file():
            return (reader.yaml_of(file, asked_by, pack=f"preset {name}"),)
    known = preset_names(folders)
    reader.faults.unknown(
        asked_by, messages.NO_SUCH_PRESET, name, known, path="policy.preset", name=name
    )
    return ()


def _search(folders: Iterable[Path]) -> tuple[Path, ...]:
    return (*folders, POLICIES)
