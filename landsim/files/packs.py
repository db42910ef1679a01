"""Policy packs and presets: data inside the package, or in folders of one's own."""

from collections.abc import Iterable
from pathlib import Path

from landsim.files import messages
from landsim.files.located import Branch, Leaf, Place
from landsim.files.reader import Reader

POLICIES = Path(__file__).resolve().parent.parent / "policies"
"""Where the shipped packs are: a folder each, and ``presets``."""
_PRESETS = "presets"
_BASE = "extends_pack"


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

    Notes
    -----
    A pack may take over another and change it: ``extends_pack`` at the top level of one of its
    files. The files of the other pack then come first.
    """
    return _with_bases(name, asked_by, reader, tuple(folders), ())


def _with_bases(
    name: str, asked_by: Place, reader: Reader, folders: tuple[Path, ...], above: tuple[str, ...]
) -> tuple[Branch, ...]:
    files = _pack_files(name, folders)
    if not files:
        known = pack_names(folders)
        message = messages.NO_SUCH_PACK
        reader.faults.unknown(asked_by, message, name, known, path="policy.pack", name=name)
        reader.is_blind = True
        return ()
    trees = tuple(reader.yaml_of(file, asked_by, pack=f"pack {name}") for file in files)
    own = tuple(tree.without(_BASE) for tree in trees)
    node = next((node for tree in trees if isinstance(node := tree.get(_BASE), Leaf)), None)
    if node is None:
        return own
    trail = (*above, name)
    if node.text in trail:
        chain = " → ".join((*trail, node.text))
        reader.faults.add(node.place, messages.EXTENDS_ITSELF, path=_BASE, chain=chain)
        return own
    return (*_with_bases(node.text, node.place, reader, folders, trail), *own)


def _pack_files(name: str, folders: Iterable[Path]) -> list[Path]:
    found = (sorted((folder / name).glob("*.yaml")) for folder in _search(folders))
    return [] if name == _PRESETS else next((files for files in found if files), [])


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
