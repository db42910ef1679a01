"""What may be expected of projects that have not filed yet: rates, and sampled futures.

A forecast knows the demand generator of the scenario and the projects that filed so far. It
never looks at a project before it files, and its luck is its own: draws of purpose
``forecast.…``, never those by which the demand of a replication is drawn.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from landsim.core.archetype import Archetype
from landsim.core.demand import Generator
from landsim.core.horizon import Horizon
from landsim.core.ids import ProjectId
from landsim.core.likeness import Generated, Kinds, Likeness, Listed, Source, filed_on
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.streams import Streams

FloatArray = npt.NDArray[np.float64]
_PURPOSE = "forecast"
_GOLDEN = (5**0.5 - 1) / 2
"""Multiples of it, taken modulo 1, fill the unit interval evenly in any order of counting."""


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
        before, after = self.expected_by(np.array([begin, end]))
        return float(after - before)

    def expected_by(self, days: FloatArray) -> FloatArray:
        """Return the expected filings from today to each of some days, of the same shape.

        Parameters
        ----------
        days
            In calendar days since the horizon's start; 0 is expected by those before today.
        """
        clipped = np.clip(days, self.day, self.n_days)
        total = np.zeros(np.shape(days))
        for source in self.sources:
            total = total + source.expected_by(clipped)
        return total

    def likenesses(self, n: int) -> tuple[Likeness, ...]:
        """Return projects that stand for all to come, with their shares.

        Parameters
        ----------
        n
            About how many; an archetype that ever occurs has at least one.
        """
        end = np.array([float(self.n_days)])
        rates = [float(source.expected_by(end)[0]) for source in self.sources]
        total = sum(rates)
        return tuple(
            replace(entry, share=entry.share * rate / total)
            for source, rate in zip(self.sources, rates, strict=True)
            if rate > 0
            for entry in source.likenesses(n, self.streams)
        )

    def average(self, n_likenesses: int = 24) -> tuple[Project, ...]:
        """Return one future in which as many projects file as are expected, evenly spread.

        Parameters
        ----------
        n_likenesses
            About how many different projects stand for all to come.

        Notes
        -----
        The *k*-th project files on the day by which :math:`k - 1/2` filings are expected; what
        it is like is taken from the likenesses in proportion to their shares, mixed over time.
        """
        n_projects = round(self.expected(self.day, self.n_days))
        likenesses = self.likenesses(n_likenesses) if n_projects else ()
        cumulative = np.cumsum([entry.share for entry in likenesses])
        found = []
        for ordinal in range(n_projects):
            place = (ordinal + 0.5) * _GOLDEN % 1.0 * float(cumulative[-1])
            kind = likenesses[int(np.searchsorted(cumulative, place, side="right"))].project
            day = self._day_of_total(ordinal + 0.5)
            found.append(filed_on(kind, day, ProjectId(f"A-{ordinal}")))
        return tuple(found)

    def _day_of_total(self, count: float) -> float:
        """Return the day by which a number of filings is expected from all sources."""
        low, high = self.day, float(self.n_days)
        while high - low > 1e-3:
            middle = (low + high) / 2
            is_early = self.expected(self.day, middle) < count
            low, high = (middle, high) if is_early else (low, middle)
        return high

    def sample(self, number: int, *, until_day: float | None = None) -> tuple[Project, ...]:
        """Return the projects of one sampled future, in order of filing.

        Parameters
        ----------
        number
            Which future, from 0.
        until_day
            Last day of filing; None for the horizon's end.
        """
        end = self.n_days if until_day is None else min(until_day, self.n_days)
        found: list[Project] = []
        for place, source in enumerate(self.sources):
            found.extend(self._sample_source(source, f"F{number}-{place}", end))
        return tuple(sorted(found, key=lambda project: (project.filed_day, project.id)))

    def _sample_source(self, source: Source, name: str, end: float) -> Iterable[Project]:
        """Yield filings whose expected counts are a Poisson process of rate 1."""
        most = float(source.expected_by(np.array([max(end, self.day)]))[0])
        count, ordinal = 0.0, 0
        while True:
            entity = f"{name}-{ordinal}"
            count -= math.log1p(-self.streams.uniform("gap", entity))
            if count >= most:
                return
            yield filed_on(source.draw(entity, self.streams), source.day_of(count))
            ordinal += 1


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
        self._generated = Kinds(() if self._generator is None else self._generator.archetypes)
        self._listed = Kinds(_at_home(scenario))
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
            sources.append(Generated(self._generated, expected, day))
        listed = tuple(project for project in filed if project.id in self._is_listed)
        if listed:
            sources.append(Listed(self._listed, listed, day))
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


def _at_home(scenario: Scenario) -> tuple[Archetype, ...]:
    """Return the known archetypes that can be built in the park, in its zones alone."""
    zones = {zone.id for zone in scenario.park.zones}
    kinds = (
        replace(kind, zones=tuple(zone for zone in kind.zones if zone in zones))
        for kind in scenario.archetypes
    )
    return tuple(kind for kind in kinds if kind.zones)
