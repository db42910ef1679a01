"""What many weightings of the criteria say of plans, projects and parcels."""

from dataclasses import dataclass

from landsim.allocation.weightings import Weighting
from landsim.core.ids import ParcelId, ProjectId
from landsim.core.label import Label
from landsim.core.plan import Plan


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One criterion, and how far plans differ in it."""

    objective: str
    """Registered objective."""
    label: Label
    """Name for people."""
    unit: str
    """Unit."""
    extent: float
    """Range of its amounts over the plans that are best in one criterion; counts as 1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A plan, under every weighting."""

    plan: Plan
    """The plan, valued by the policy's points."""
    best_under: tuple[str, ...]
    """Weightings that found it best."""
    amounts: tuple[float, ...]
    """Amount of each criterion."""
    regret: tuple[float, ...]
    """What it falls short of the best plan known, by weighting; 1 is the range of a criterion."""
    regret_max: float
    """Largest of these."""
    regret_bound: float | None
    """Proven bound on what it falls short of any plan; None where a bound is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How often something is part of the best plan."""

    project: ProjectId | None
    """Project; None for a parcel as such."""
    parcel: ParcelId | None
    """Parcel; None for a project as such."""
    share: float
    """Share of the weightings in whose best plan it is."""

    @property
    def is_no_regret(self) -> bool:
        """Whether it is in all of them."""
        return self.share == 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Weighed:
    """What many weightings say."""

    measures: tuple[Measure, ...]
    """Criteria."""
    weightings: tuple[Weighting, ...]
    """Weightings, the policy's first."""
    values: tuple[float, ...]
    """Value of the best plan known under each."""
    bounds: tuple[float | None, ...]
    """Proven bound on the value of any plan under each; None where there is none."""
    candidates: tuple[Candidate, ...]
    """Distinct plans, the least regretted first."""
    least_regret_bound: float | None
    """Proven: no plan has a smaller largest regret; None where it was not sought or proven."""
    projects: tuple[Standing, ...]
    """Projects, those served most often first."""
    parcels: tuple[Standing, ...]
    """Parcels, those used most often first."""
    pairings: tuple[Standing, ...]
    """Projects with their parcels, the most frequent first."""
    is_cancelled: bool = False
    """Whether it was stopped before its end."""
