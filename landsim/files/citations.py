"""Sourced values: ``{value, source, confidence, note}`` and ``_source`` become citations."""

import re
from dataclasses import replace

from landsim.files import messages
from landsim.files.faults import Faults
from landsim.files.located import Branch, Citation, Items, Leaf, Node

_WRAPPED = frozenset({"value", "source", "confidence", "note"})
_BELOW = "_source"
_CONFIDENCE = re.compile(r"(V|D|K|U|A|set)(/(V|D|K|U|A))*")


def cited(node: Node, faults: Faults, inherited: Citation | None = None) -> Node:
    """Return a tree without its wrappers, each value with the citation that covers it.

    Parameters
    ----------
    node
        Tree as written.
    faults
        Basket for incomplete wrappers.
    inherited
        Citation of a mapping above.
    """
    if isinstance(node, Leaf):
        return replace(node, citation=inherited)
    if isinstance(node, Items):
        items = tuple(cited(item, faults, inherited) for item in node.items)
        return replace(node, items=items, citation=inherited)
    if _is_wrapper(node):
        return cited(node.entries["value"], faults, _citation(node, faults))
    below = node.entries.get(_BELOW)
    if isinstance(below, Branch):
        inherited = _citation(below, faults)
    elif below is not None:
        faults.add(below.place, messages.SOURCE_INCOMPLETE, keys="source, confidence")
    entries = {
        key: cited(child, faults, inherited) for key, child in node.entries.items() if key != _BELOW
    }
    return replace(node, entries=entries, citation=inherited)


def _is_wrapper(node: Branch) -> bool:
    keys = node.entries.keys()
    return "value" in keys and len(keys) > 1 and keys <= _WRAPPED


def _citation(node: Branch, faults: Faults) -> Citation:
    known = {key: node.text_at(key) for key in ("source", "confidence", "note")}
    for key in node.entries:
        if key not in _WRAPPED:
            faults.unknown(node.key_place(key), messages.UNKNOWN_KEY, key, _WRAPPED, key=key)
    if not (known["source"] and known["confidence"]):
        faults.add(node.place, messages.SOURCE_INCOMPLETE, keys="source, confidence")
    elif not _CONFIDENCE.fullmatch(known["confidence"]):
        place = node.entries["confidence"].place
        faults.add(place, messages.UNKNOWN_CONFIDENCE, value=known["confidence"])
    return Citation(**known)
