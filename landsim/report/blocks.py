"""What sections are made of: blocks that the page knows how to draw."""

from collections.abc import Sequence
from dataclasses import dataclass

from landsim.report.text import Json, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One card of a section."""

    kind: str
    """How it is drawn: ``verdict``, ``cards``, ``map``, ``gantt``, ``funnel``, ``figure``,
    ``table``, ``facts`` or ``prose``."""
    title: Text | None = None
    """Heading."""
    note: Text | None = None
    """What the reader must know to read it."""
    width: int = 12
    """Columns of twelve on a wide screen."""
    rows: int = 1
    """Rows of cards it spans on a wide screen."""
    data: tuple[object, ...] = ({},)
    """What is drawn: one entry, or one for each run; None where there is nothing to show."""
    is_per_run: bool = False
    """Whether ``data`` has an entry for each run, of which the chosen one is shown."""
    prints_marked_only: bool = False
    """Whether paper shows only the highlighted rows of its table."""
    is_notice: bool = False
    """Whether it must catch the eye."""

    def as_json(self) -> Json:
        """Return the block as the page reads it."""
        return {
            "kind": self.kind,
            "title": self.title,
            "note": self.note,
            "width": self.width,
            "rows": self.rows,
            "data": list(self.data),
            "is_per_run": self.is_per_run,
            "is_notice": self.is_notice,
            "prints_marked_only": self.prints_marked_only,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One part of the page, with a heading and an entry in the contents."""

    id: str
    """Anchor."""
    title: Text
    """Heading."""
    lead: Text | None = None
    """A remark beside the heading."""
    has_run_key: bool = False
    """Whether its charts show all runs, which the reader may hide one by one."""
    blocks: Sequence[Block]
    """Cards, in reading order."""

    def as_json(self) -> Json:
        """Return the chapter as the page reads it."""
        return {
            "id": self.id,
            "title": self.title,
            "lead": self.lead,
            "has_run_key": self.has_run_key,
            "blocks": [block.as_json() for block in self.blocks],
        }
