"""What a page about a trade-off is made of."""

from dataclasses import dataclass

from landsim.report.blocks import Block
from landsim.report.plans import NamedPlan
from landsim.report.text import Json, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighing:
    """What a trade-off has to show."""

    plans: tuple[NamedPlan, ...]
    """Plans that can be opened."""
    title: Text
    """What the page is about."""
    blocks: tuple[Block, ...]
    """Cards of its first chapter."""
    method: tuple[Text, ...]
    """How to read it, and what is proven."""


def figure_card(title: Text, chart: Json, note: Text, *, height: int) -> Block:
    """Return a card with a figure."""
    data: Json = {"label": title, "height": height, "figure": chart}
    return Block(kind="figure", title=title, note=note, data=(data,))
