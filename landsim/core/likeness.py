"""Where projects to come may come from: a demand generator, or what a list has shown so far."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from landsim.core.archetype import Archetype, chosen, draw_project
from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.ids import ProjectId
from landsim.core.project import Project
from landsim.core.streams import Streams

FloatArray = npt.NDArray[np.float64]

MEMORY_DAYS = 3 * DAYS_PER_YEAR
"""Filings of a list count for its rate as long as they are no older than this."""
PRIOR_DAYS = DAYS_PER_YEAR
"""Days over which a list's filings are spread at least, so that two early ones are no rush."""
PRIOR_PROJECTS = 10
"""Filed projects that weigh as much as the archetypes in what a list's next project is like."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A project that stands for a share of those to come."""

    project: Project
    """What such a project is like; it files on day 0."""
    share: float
    """Share of the projects to come; all shares sum to 1."""


class Source(Protocol):
    """A stream of projects to come."""

    def expected_by(self, days: FloatArray) -> FloatArray:
        """Return the expected filings from the day of the forecast to later days."""

    def day_of(self, count: float) -> float:
        """Return the day by which a number of filings is expected."""

    def draw(self, name: str, streams: Streams) -> Project:
        """Return a project to come, as if it filed on day 0."""

    def likenesses(self, n: int, streams: Streams) -> tuple[Likeness, ...]:
        """Return about ``n`` projects that stand for all to come."""


class Kinds:
    """Archetypes that a project to come may be of; draws that stand for them are made once."""

    def __init__(self, archetypes: tuple[Archetype, ...]) -> None:
        self._archetypes = tuple(kind for kind in archetypes if kind.share > 0)
        self._shares = [kind.share for kind in self._archetypes]
        self._drawn: dict[tuple[int, int, int], tuple[Likeness, ...]] = {}

    def __bool__(self) -> bool:
        return len(self._archetypes) > 0

    def draw(self, name: str, streams: Streams) -> Project:
        """Return a project of any kind."""
        archetype = self._archetypes[chosen(streams.uniform("archetype", name), self._shares)]
        return draw_project(archetype, ProjectId(name), 0.0, streams)

    def likenesses(self, n: int, streams: Streams) -> tuple[Likeness, ...]:
        """Return draws of each kind, about in proportion to its share, at least one of each."""
        key = n, streams.seed, streams.replication
        if key not in self._drawn:
            self._drawn[key] = tuple(self._stratified(n, streams))
        return self._drawn[key]

    def _stratified(self, n: int, streams: Streams) -> Iterable[Likeness]:
        for kind in self._archetypes:
            share = kind.share / sum(self._shares)
            n_kind = max(1, round(n * share))
            for ordinal in range(n_kind):
                name = ProjectId(f"L-{kind.id}-{ordinal}")
                project = draw_project(kind, name, 0.0, streams)
                yield Likeness(project=project, share=share / n_kind)


class Generated:
    """Projects of the demand generator: its rates are known, its draws are not."""

    def __init__(self, kinds: Kinds, expected: FloatArray, day: float) -> None:
        self.draw, self.likenesses = kinds.draw, kinds.likenesses
        self._expected = expected
        self._days = np.arange(len(expected), dtype=np.float64)
        self._before = float(np.interp(day, self._days, expected))

    def expected_by(self, days: FloatArray) -> FloatArray:
        """Return the expected filings from the day of the forecast to later days."""
        return np.asarray(np.interp(days, self._days, self._expected) - self._before)

    def day_of(self, count: float) -> float:
        """Return the day by which a number of filings is expected."""
        return float(np.interp(self._before + count, self._expected, self._days))


class Listed:
    """Projects of a list, of which only those that filed are known.

    The rate is what the last years have shown. What the next project is like: one of those
    that filed, or a draw from the archetypes, which weigh as much as `PRIOR_PROJECTS`.
    """

    def __init__(self, kinds: Kinds, filed: tuple[Project, ...], day: float) -> None:
        self._kinds = kinds
        self._day = day
        self._recent = tuple(p for p in filed if p.filed_day > day - MEMORY_DAYS)
        self._rate_per_day = len(self._recent) / min(max(day, PRIOR_DAYS), MEMORY_DAYS)
        prior = PRIOR_PROJECTS if kinds else 0
        self._prior_share = prior / max(prior + len(self._recent), 1)

    def expected_by(self, days: FloatArray) -> FloatArray:
        """Return the expected filings from the day of the forecast to later days."""
        return self._rate_per_day * (days - self._day)

    def day_of(self, count: float) -> float:
        """Return the day by which a number of filings is expected."""
        return self._day + count / self._rate_per_day

    def draw(self, name: str, streams: Streams) -> Project:
        """Return a project to come, as if it filed on day 0."""
        kind, which = streams.uniforms("nature", name)[:2]
        if kind < self._prior_share:
            return self._kinds.draw(name, streams)
        return filed_on(self._recent[int(which * len(self._recent))], 0.0, ProjectId(name))

    def likenesses(self, n: int, streams: Streams) -> tuple[Likeness, ...]:
        """Return the kinds and the latest filed projects, about ``n`` of each."""
        kinds = self._kinds.likenesses(n, streams)
        recent = self._recent[-n:]
        share = (1 - self._prior_share) / max(len(recent), 1)
        return (
            *(replace(entry, share=entry.share * self._prior_share) for entry in kinds),
            *(Likeness(project=filed_on(project, 0.0), share=share) for project in recent),
        )


def filed_on(project: Project, day: float, name: ProjectId | None = None) -> Project:
    """Return a project as if it filed on another day, perhaps under another name."""
    lead_days = project.need_by_day - project.filed_day
    return replace(project, id=name or project.id, filed_day=day, need_by_day=day + lead_days)
