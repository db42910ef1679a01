"""What may be expected of projects that have not filed yet: rates, and sampled futures.

A forecast knows the demand generator of the scenario and the projects that filed so far. It
never looks at a project before it files, and its luck is its own: draws of purpose
``forecast.…``, never those by which the demand of a replication is drawn.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import numpy.typing as npt

from landsim.core.archetype import Archetype, chosen, draw_project
from landsim.core.demand import Generator
from landsim.core.horizon import DAYS_PER_YEAR, Horizon
from landsim.core.ids import ProjectId
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.streams import Streams

FloatArray = npt.NDArray[np.float64]

MEMORY_DAYS = 3 * DAYS_PER_YEAR
"""Filings of a list count for its rate as long as they are no older than this."""
PRIOR_DAYS = DAYS_PER_YEAR
"""Days over which a list's filings are spread at least, so that two early ones are no rush."""
PRIOR_PROJECTS = 10
"""Filed projects that weigh as much as the archetypes in what a list's next project is like."""
_PURPOSE = "forecast"


@dataclass(frozen=True, slots=True, kw_only=True)
class Likeness:
    """A project that stands for a share of those to come."""

    project: Project
    """What such a project is like; it files on day 0."""
    share: float
    """Share of the projects to come; all shares sum to 1."""


class Source(Protocol):
    """A stream of projects to come."""

    def expected_by(self, day: float) -> float:
        """Return the expected filings from the day of the forecast to a later day."""

    def draw(self, name: str, streams: Streams) -> Project:
        """Return a project to come, as if it filed on day 0."""

    def likenesses(self, n: int, streams: Streams) -> tuple[Likeness, ...]:
        """Return about ``n`` projects that stand for all to come."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """Projects to come, as seen from one day.

    Notes
    -----
    Filings are Poisson. In a sampled future the *n*-th project to come is the same whatever
    the day of the forecast, so that successive decisions are compared on the same luck.
    """

    day: float
    """Day of the forecast, in calendar days since the horizon's start."""
    n_days: int
    """Length of the horizon, in calendar days; nobody files later."""
    sources: tuple[Source, ...]
    """Where projects come from; none if nothing is known."""
    streams: Streams
    """Luck of the sampled futures."""

    def expected(self, begin: float, end: float) -> float:
        """Return the expected filings between two days, those before today left out.

        Parameters
        ----------
        begin, end
            In calendar days since the horizon's start.
        """
        return sum(
            source.expected_by(self._clipped(end)) - source.expected_by(self._clipped(begin))
            for source in self.sources
        )

    def likenesses(self, n: int) -> tuple[Likeness, ...]:
        """Return projects that stand for all to come, with their shares.

        Parameters
        ----------
        n
            About how many; an archetype that ever occurs has at least one.
        """
        rates = [source.expected_by(self.n_days) for source in self.sources]
        total = sum(rates)
        return tuple(
            replace(entry, share=entry.share * rate / total)
            for source, rate in zip(self.sources, rates, strict=True)
            if rate > 0
            for entry in source.likenesses(n, self.streams)
        )

    def sample(self, number: int, *, until_day: float | None = None) -> tuple[Project, ...]:
        """Return the projects of one sampled future, in order of filing.

        Parameters
        ----------
        number
            Which future, from 0.
        until_day
            Last day of filing; None for the horizon's end.
        """
        end = self.n_days if until_day is None else self._clipped(until_day)
        found: list[Project] = []
        for place, source in enumerate(self.sources):
            found.extend(self._sample_source(source, f"F{number}-{place}", end))
        return tuple(sorted(found, key=lambda project: (project.filed_day, project.id)))

    def _sample_source(self, source: Source, name: str, end: float) -> Iterable[Project]:
        """Yield filings whose expected counts are a Poisson process of rate 1."""
        most, count, ordinal = source.expected_by(end), 0.0, 0
        while True:
            entity = f"{name}-{ordinal}"
            count -= math.log1p(-self.streams.uniform("gap", entity))
            if count >= most:
                return
            template = source.draw(entity, self.streams)
            yield _filed(template, self._day_of(source, count))
            ordinal += 1

    def _day_of(self, source: Source, count: float) -> float:
        """Return the day by which a number of filings is expected."""
        low, high = self.day, float(self.n_days)
        while high - low > 1e-3:
            middle = (low + high) / 2
            low, high = (middle, high) if source.expected_by(middle) < count else (low, middle)
        return high

    def _clipped(self, day: float) -> float:
        return min(max(day, self.day), self.n_days)


class Forecaster:
    """Makes the forecast of any day of a scenario; keeps what does not change between days.

    Parameters
    ----------
    scenario
        Demand generator, known archetypes and horizon; its listed projects are told apart
        from generated ones by name, and never looked at otherwise.
    """

    def __init__(self, scenario: Scenario) -> None:
        self._horizon = scenario.horizon
        self._generator = scenario.generator
        self._archetypes = scenario.archetypes
        self._is_listed = {project.id for project in scenario.projects}
        self._expected: FloatArray | None = None

    def forecast(
        self, day: float, filed: Sequence[Project], *, seed: int, replication: int = 0
    ) -> Forecast:
        """Return the forecast of a day.

        Parameters
        ----------
        day
            Today, in calendar days since the horizon's start.
        filed
            Projects that filed so far.
        seed, replication
            Root seed and replication: sampled futures differ between replications.
        """
        sources: list[Source] = []
        if self._generator is not None:
            expected = self._expected_filings(self._generator)
            sources.append(_Generated(self._generator, expected, day))
        listed = tuple(project for project in filed if project.id in self._is_listed)
        if listed:
            sources.append(_Listed(listed, self._archetypes, day))
        return Forecast(
            day=day,
            n_days=self._horizon.n_days,
            sources=tuple(sources),
            streams=Streams(seed, replication).under(_PURPOSE),
        )

    def _expected_filings(self, generator: Generator) -> FloatArray:
        """Return the expected filings before each day of the horizon."""
        if self._expected is None:
            self._expected = expected_filings(generator, self._horizon)
        return self._expected


def expected_filings(generator: Generator, horizon: Horizon) -> FloatArray:
    """Return the expected filings before each day, shape (n_days + 1,).

    Parameters
    ----------
    generator
        Rates, seasons and responses by date.
    horizon
        Days.
    """
    daily = [generator.rate_per_day(horizon.date_of(day)) for day in range(horizon.n_days)]
    return np.concatenate([[0.0], np.cumsum(daily)])


class _Generated:
    """Projects of the demand generator: its rates are known, its draws are not."""

    def __init__(self, generator: Generator, expected: FloatArray, day: float) -> None:
        self._generator = generator
        self._expected = expected
        self._before = self._cumulative(day)

    def expected_by(self, day: float) -> float:
        return self._cumulative(day) - self._before

    def draw(self, name: str, streams: Streams) -> Project:
        return _drawn(self._generator.archetypes, name, streams)

    def likenesses(self, n: int, streams: Streams) -> tuple[Likeness, ...]:
        return _stratified(self._generator.archetypes, n, streams)

    def _cumulative(self, day: float) -> float:
        whole = min(int(day), len(self._expected) - 2)
        before, after = self._expected[whole], self._expected[whole + 1]
        return float(before + (day - whole) * (after - before))


class _Listed:
    """Projects of a list, of which only those that filed are known.

    The rate is what the last years have shown. What the next project is like: one of those
    that filed, or a draw from the archetypes, which weigh as much as `PRIOR_PROJECTS`.
    """

    def __init__(
        self, filed: tuple[Project, ...], archetypes: tuple[Archetype, ...], day: float
    ) -> None:
        self._day = day
        self._recent = tuple(p for p in filed if p.filed_day > day - MEMORY_DAYS)
        self._rate_per_day = len(self._recent) / min(max(day, PRIOR_DAYS), MEMORY_DAYS)
        self._archetypes = tuple(kind for kind in archetypes if kind.share > 0)
        prior = PRIOR_PROJECTS if self._archetypes else 0
        self._prior_share = prior / (prior + len(self._recent)) if self._recent else 1.0

    def expected_by(self, day: float) -> float:
        return self._rate_per_day * (day - self._day)

    def draw(self, name: str, streams: Streams) -> Project:
        kind, which = streams.uniforms("nature", name)[:2]
        if kind < self._prior_share and self._archetypes:
            return _drawn(self._archetypes, name, streams)
        return _filed(self._recent[int(which * len(self._recent))], 0.0, ProjectId(name))

    def likenesses(self, n: int, streams: Streams) -> tuple[Likeness, ...]:
        of_kinds = _stratified(self._archetypes, n, streams) if self._archetypes else ()
        recent = self._recent[-n:]
        share = (1 - self._prior_share) / len(recent)
        return tuple(
            [replace(entry, share=entry.share * self._prior_share) for entry in of_kinds]
            + [Likeness(project=_filed(project, 0.0), share=share) for project in recent]
        )


def _filed(project: Project, day: float, name: ProjectId | None = None) -> Project:
    """Return a project as if it filed on another day, perhaps under another name."""
    lead_days = project.need_by_day - project.filed_day
    return replace(project, id=name or project.id, filed_day=day, need_by_day=day + lead_days)


def _drawn(archetypes: tuple[Archetype, ...], name: str, streams: Streams) -> Project:
    pick = streams.uniform("archetype", name)
    archetype = archetypes[chosen(pick, [kind.share for kind in archetypes])]
    return draw_project(archetype, ProjectId(name), 0.0, streams)


def _stratified(
    archetypes: tuple[Archetype, ...], n: int, streams: Streams
) -> tuple[Likeness, ...]:
    """Return draws of each archetype, about in proportion to its share, at least one of each."""
    total = sum(kind.share for kind in archetypes)
    found = []
    for kind in archetypes:
        share = kind.share / total
        n_kind = max(1, round(n * share)) if share > 0 else 0
        for ordinal in range(n_kind):
            name = ProjectId(f"L-{kind.id}-{ordinal}")
            project = draw_project(kind, name, 0.0, streams)
            found.append(Likeness(project=project, share=share / n_kind))
    return tuple(found)
