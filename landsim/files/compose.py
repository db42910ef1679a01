"""The layers of a scenario: pack < preset < extends < scenario < variant < overrides."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from landsim.files import messages
from landsim.files.citations import cited
from landsim.files.faults import whole
from landsim.files.forms import ScenarioForm
from landsim.files.located import Branch, Leaf, Node, Place, empty_branch, shown
from landsim.files.overlay import Overlay, is_null, known_keys_only, override
from landsim.files.packs import pack_names, read_pack, read_preset
from landsim.files.reader import Reader, neat
from landsim.files.shape import StructShape

SHAPE = StructShape(cls=ScenarioForm)
"""What a scenario file looks like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composed:
    """All layers laid over one another."""

    tree: Branch
    file: Place
    """The scenario file as a whole."""
    variants: tuple[str, ...]
    """Variants that the scenario offers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Written:
    """One scenario file, taken apart."""

    tree: Branch
    variants: dict[str, Branch]


def compose(
    file: Path,
    variant: str,
    overrides: Sequence[str],
    reader: Reader,
    packs: Iterable[Path] = (),
) -> Composed:
    """Return a scenario file with everything below and above it.

    Parameters
    ----------
    file
        Scenario file.
    variant
        Variant to apply; empty for none.
    overrides
        Overrides such as ``policy.supply.mode=batch``, weakest first.
    reader
        Reads files and keeps faults.
    packs
        Folders to search for policy packs before the package's own.

    Raises
    ------
    ScenarioError
        If a layer cannot be read: what it holds would only seem to be missing.
    """
    files = _chain(file, whole(str(file), file.parent), reader, ())
    if reader.is_blind:
        reader.faults.raise_any()
    own = [written.tree for written in files]
    varied = _variant(variant, files, reader)
    options = _options(overrides, file.parent, reader)
    tree = empty_branch(own[-1].place)
    for layer in (*_with_data(own, varied + options, reader, packs), *varied):
        tree = _over(tree, layer, Overlay(faults=reader.faults))
    for layer in options:
        tree = _over(tree, layer, Overlay(faults=reader.faults, is_strict=True))
    if reader.is_blind:
        reader.faults.raise_any()
    names = dict.fromkeys(name for written in files for name in written.variants)
    place = own[-1].place
    return Composed(tree=replace(tree, place=place), file=place, variants=tuple(names))


def _over(tree: Branch, layer: Branch, overlay: Overlay) -> Branch:
    laid = overlay.laid(tree, layer, SHAPE)
    return laid if isinstance(laid, Branch) else tree


def _options(overrides: Sequence[str], folder: Path, reader: Reader) -> list[Branch]:
    trees = (
        override(text, ordinal, folder, reader.faults)
        for ordinal, text in enumerate(overrides, start=1)
    )
    return [_known(tree, reader) for tree in trees if tree is not None]


def _with_data(
    own: list[Branch], later: list[Branch], reader: Reader, packs: Iterable[Path]
) -> list[Branch]:
    """Return the scenario files with pack and preset among them.

    A resolved scenario has its pack and preset in it, so those come in above it, if at all. A
    preset that a variant or an override names replaces that of the scenario and stands above
    it, so that what a variant means does not depend on the preset it replaces.
    """
    n_settled = next((n for n in range(len(own), 0, -1) if own[n - 1].entries.get("resolved")), 0)
    pack = [] if n_settled else _pack(own + later, own[-1].place, reader, packs)
    late = _preset(later, reader, packs)
    early = [] if late else _preset(own, reader, packs)
    return [*pack, *own[:n_settled], *early, *own[n_settled:], *late]


def _chain(file: Path, asked_by: Place, reader: Reader, seen: tuple[Path, ...]) -> list[_Written]:
    """Return a scenario file and those it extends, the outermost base first."""
    tree = reader.yaml_of(file, asked_by, is_base=bool(seen))
    written = _taken_apart(tree, reader)
    base = tree.text_at("extends")
    if not base:
        return [written]
    target = (file.parent / base).resolve()
    place = tree.entries["extends"].place
    trail = (*seen, file.resolve())
    if target in trail:
        names = " → ".join(path.name for path in (*trail, target))
        reader.faults.add(place, messages.EXTENDS_ITSELF, path="extends", chain=names)
        return [written]
    return [*_chain(neat(file.parent / base), place, reader, trail), written]


def _taken_apart(tree: Branch, reader: Reader) -> _Written:
    stripped = cited(tree, reader.faults)
    if not isinstance(stripped, Branch):
        return _Written(tree=tree, variants={})
    listed = stripped.entries.get("variants")
    variants: dict[str, Branch] = {}
    if isinstance(listed, Branch):
        for name, body in listed.entries.items():
            if isinstance(body, Branch):
                variants[name] = _known(body, reader, f"variants.{name}")
            elif is_null(body):
                variants[name] = empty_branch(body.place)
            else:
                _must_be_mapping(body, f"variants.{name}", reader)
    elif listed is not None and not is_null(listed):
        _must_be_mapping(listed, "variants", reader)
    return _Written(tree=_known(stripped.without("variants"), reader), variants=variants)


def _must_be_mapping(node: Node, path: str, reader: Reader) -> None:
    reader.faults.add(node.place, messages.MUST_BE_MAPPING, path=path, value=shown(node))


def _known(tree: Branch, reader: Reader, path: str = "") -> Branch:
    known = known_keys_only(tree, SHAPE, reader.faults, path)
    return known if isinstance(known, Branch) else tree


def _variant(name: str, files: Sequence[_Written], reader: Reader) -> list[Branch]:
    found = [written.variants[name] for written in files if name in written.variants]
    if name and not found:
        known = [known for written in files for known in written.variants]
        reader.faults.unknown(whole("--variant"), messages.NO_SUCH_VARIANT, name, known, name=name)
    return found


def _pack(
    trees: Sequence[Branch], file: Place, reader: Reader, packs: Iterable[Path]
) -> list[Branch]:
    node = _last(trees, "pack")
    if node is None:
        known = ", ".join(pack_names(packs))
        reader.faults.add(
            file, messages.NO_PACK, path="policy.pack", hint=messages.NAME_PACK,
            hint_values={"known": known},
        )  # fmt: skip
        reader.is_blind = True
        return []
    return [_data(tree, reader) for tree in read_pack(node.text, node.place, reader, packs)]


def _preset(trees: Sequence[Branch], reader: Reader, packs: Iterable[Path]) -> list[Branch]:
    node = _last(trees, "preset")
    if node is None:
        return []
    return [_data(tree, reader) for tree in read_preset(node.text, node.place, reader, packs)]


def _data(tree: Branch, reader: Reader) -> Branch:
    stripped = cited(tree, reader.faults)
    return _known(stripped, reader) if isinstance(stripped, Branch) else tree


def _last(trees: Sequence[Branch], key: str) -> Leaf | None:
    """Return the last word on ``policy.<key>``."""
    for tree in reversed(trees):
        node = tree.get("policy", key)
        if isinstance(node, Leaf) and node.value is not None:
            return node
    return None
