"""The chapters of a report, in the order in which a planning meeting asks."""

from typing import Protocol

from landsim.report import (
    allocation,
    approvals,
    comparison,
    land,
    method,
    quality,
    record,
    trends,
    verdict,
)
from landsim.report.blocks import Chapter
from landsim.report.view import StudyView


class Section(Protocol):
    """Makes one chapter; any function of this shape is one."""

    def __call__(self, study: StudyView) -> Chapter | None:
        """Return the chapter, or None where the runs have nothing for it."""


SECTIONS: tuple[Section, ...] = (
    verdict.chapter,
    land.map_chapter,
    land.gantt_chapter,
    approvals.chapter,
    trends.chapter,
    comparison.chapter,
    allocation.chapter,
    quality.chapter,
    method.chapter,
    record.chapter,
)
"""Built-in chapters, in order."""


def chapters(study: StudyView, sections: tuple[Section, ...] = SECTIONS) -> tuple[Chapter, ...]:
    """Return the chapters of a report.

    Parameters
    ----------
    study
        Runs.
    sections
        What makes them; one's own sections are added by handing in a longer tuple.
    """
    made = (section(study) for section in sections)
    return tuple(chapter for chapter in made if chapter is not None)
