"""Where projects come from: a list, a seeded generator, or both."""

import math
from dataclasses import dataclass
from datetime import date

from landsim.core.archetype import Archetype, chosen, draw_project
from landsim.core.horizon import DAYS_PER_YEAR, Horizon
from landsim.core.ids import ProjectId
from landsim.core.invariant import require
from landsim.core.project import Project
from landsim.core.streams import Streams


@dataclass(frozen=True, slots=True, kw_only=True)
class RateStep:
    """Arrival rate from a date on."""

    since: date
    """First day of this rate."""
    projects_per_year: float
    """Expected filings a year."""

    def __post_init__(self) -> None:
        require(
            "rate",
            (
                self.projects_per_year >= 0,
                "projects_per_year",
                f"must be ≥ 0; got {self.projects_per_year:g}",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """How a dated lever, such as rail service or an incentive, lifts arrivals."""

    lever: str
    """Name of the lever, for the report."""
    since: date
    """First day of the new level."""
    level_ratio: float
    """New level over old level of the lever."""
    elasticity: float = 1.0
    """Relative growth of arrivals per relative growth of the lever; an assumption."""

    def __post_init__(self) -> None:
        require(
            f"response {self.lever}",
            (self.level_ratio > 0, "level_ratio", f"must be > 0; got {self.level_ratio:g}"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Generator:
    """A seeded stream of projects: a Poisson process, thinned over archetypes.

    Notes
    -----
    The rate on a day is the current step, times the season's weight, times
    ``level_ratio ** elasticity`` of every response in force.
    """

    rates: tuple[RateStep, ...]
    """Arrival rates by date, in order; none before the first."""
    archetypes: tuple[Archetype, ...]
    """Kinds of project; shares are scaled to sum to 1."""
    month_weights: tuple[float, ...] = (1.0,) * 12
    """Weight of each month, January first."""
    responses: tuple[Response, ...] = ()
    """Dated levers that lift arrivals."""

    def __post_init__(self) -> None:
        dates = [step.since for step in self.rates]
        require(
            "generator",
            (len(self.archetypes) > 0, "archetypes", "needs at least one archetype"),
            (
                sum(archetype.share for archetype in self.archetypes) > 0,
                "archetypes",
                "shares must not all be 0",
            ),
            (
                len(self.month_weights) == 12 and min(self.month_weights) >= 0,
                "month_weights",
                "needs twelve weights ≥ 0",
            ),
            (
                dates == sorted(set(dates)),
                "rates",
                "dates must increase and not repeat",
            ),
        )

    def rate_per_day(self, when: date) -> float:
        """Return the expected filings a day on a date."""
        steps = [step.projects_per_year for step in self.rates if step.since <= when]
        rate = steps[-1] if steps else 0.0
        for response in self.responses:
            if response.since <= when:
                rate *= response.level_ratio**response.elasticity
        return rate * self.month_weights[when.month - 1] / DAYS_PER_YEAR

    def projects(self, horizon: Horizon, streams: Streams) -> tuple[Project, ...]:
        """Return the projects of one replication, in order of filing.

        Parameters
        ----------
        horizon
            Span over which projects file.
        streams
            Keyed draws of the replication; policies that share them see the same projects.
        """
        found: list[Project] = []
        for filed_day in self._filing_days(horizon, streams):
            project_id = ProjectId(f"G{len(found) + 1:05d}")
            found.append(self._draw(project_id, filed_day, streams))
        return tuple(found)

    def _filing_days(self, horizon: Horizon, streams: Streams) -> list[float]:
        peak = max(map(self.rate_per_day, self._changes(horizon)))
        days: list[float] = []
        if peak <= 0:
            return days
        day, ordinal = 0.0, 0
        while True:
            gap, keep = streams.uniforms("arrival", str(ordinal))[:2]
            ordinal += 1
            day -= math.log1p(-gap) / peak
            if day >= horizon.n_days:
                return days
            if keep * peak <= self.rate_per_day(horizon.date_of(day)):
                days.append(day)

    def _changes(self, horizon: Horizon) -> list[date]:
        """Return every day of the horizon on which the rate may change: it is level between."""
        months = range(1, 13)
        firsts = (date(year, month, 1) for year in horizon.years for month in months)
        steps = (step.since for step in self.rates)
        levers = (response.since for response in self.responses)
        return [when for when in (*firsts, *steps, *levers) if horizon.start <= when < horizon.end]

    def _draw(self, project_id: ProjectId, filed_day: float, streams: Streams) -> Project:
        pick = streams.uniform("archetype", project_id)
        archetype = self.archetypes[chosen(pick, [kind.share for kind in self.archetypes])]
        return draw_project(archetype, project_id, filed_day, streams)
