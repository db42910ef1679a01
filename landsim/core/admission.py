"""Admission 准入: hard thresholds per zone and a scorecard on five axes."""

from dataclasses import dataclass

from landsim.core.ids import ZoneId
from landsim.core.invariant import require
from landsim.core.project import Project, Scorecard


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """What a project must promise to be admitted to a zone."""

    zone: ZoneId
    """Zone the thresholds apply to."""
    investment_wan_cny_per_mu: float = 0.0
    """Smallest fixed investment, in 万元/亩."""
    output_wan_cny_per_mu: float = 0.0
    """Smallest yearly output, in 万元/亩."""
    tax_wan_cny_per_mu: float = 0.0
    """Smallest yearly tax, in 万元/亩."""
    rd_share: float = 0.0
    """Smallest share of research and development in revenue."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardWeights:
    """Weights of the five axes; they are scaled to sum to 1."""

    registration: float = 0.10
    """工商登记."""
    technology: float = 0.35
    """技术先进性."""
    environment: float = 0.15
    """环保节能."""
    management: float = 0.15
    """经营管理."""
    finance: float = 0.25
    """财务."""

    def __post_init__(self) -> None:
        axes = ("registration", "technology", "environment", "management", "finance")
        weights = {axis: getattr(self, axis) for axis in axes}
        require(
            "scorecard weights",
            *(
                (weight >= 0, axis, f"must be ≥ 0; got {weight:g}")
                for axis, weight in weights.items()
            ),
            (sum(weights.values()) > 0, "", "must not all be 0"),
        )

    def score(self, marks: Scorecard) -> float:
        """Return the weighted mark, 0 to 100."""
        pairs = (
            (self.registration, marks.registration),
            (self.technology, marks.technology),
            (self.environment, marks.environment),
            (self.management, marks.management),
            (self.finance, marks.finance),
        )
        return sum(weight * mark for weight, mark in pairs) / sum(weight for weight, _ in pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortfall:
    """One threshold a project misses."""

    criterion: str
    """Field of `Thresholds` missed, or ``score``."""
    zone: str
    """Zone of the threshold; empty for the score."""
    promised: float
    """What the project shows."""
    required: float
    """What the standard asks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """An admission standard: manufacturing, AI-specific, or a planner's own."""

    standard: str
    """Name of the standard, such as ``ai``."""
    thresholds: tuple[Thresholds, ...] = ()
    """Thresholds by zone; a zone without an entry has none."""
    weights: ScorecardWeights = ScorecardWeights()
    """Weights of the scorecard."""
    pass_score: float = 0.0
    """Smallest weighted mark, 0 to 100."""

    def __post_init__(self) -> None:
        require(
            f"admission {self.standard}",
            (
                0 <= self.pass_score <= 100,
                "pass_score",
                f"must be 0 to 100; got {self.pass_score:g}",
            ),
        )

    def score(self, project: Project) -> float:
        """Return the weighted mark of a project, 0 to 100."""
        return self.weights.score(project.scorecard)

    def shortfalls(self, project: Project, zone: ZoneId) -> tuple[Shortfall, ...]:
        """Return what a project misses in a zone; empty if it is admitted there."""
        missed = []
        score = self.score(project)
        if score < self.pass_score:
            missed.append(
                Shortfall(criterion="score", zone="", promised=score, required=self.pass_score)
            )
        for limits in self.thresholds:
            if limits.zone != zone:
                continue
            shown = {
                "investment_wan_cny_per_mu": project.investment_wan_cny_per_mu(),
                "output_wan_cny_per_mu": project.output_wan_cny_per_mu(),
                "tax_wan_cny_per_mu": project.tax_wan_cny_per_mu(),
                "rd_share": project.promises.rd_share,
            }
            missed += [
                Shortfall(
                    criterion=criterion,
                    zone=zone,
                    promised=promised,
                    required=getattr(limits, criterion),
                )
                for criterion, promised in shown.items()
                if promised < getattr(limits, criterion)
            ]
        return tuple(missed)

    def admits(self, project: Project, zone: ZoneId) -> bool:
        """Whether a project is admitted to a zone."""
        return not self.shortfalls(project, zone)

    def zones(self, project: Project) -> tuple[ZoneId, ...]:
        """Return the zones a project can use and is admitted to."""
        return tuple(zone for zone in project.needs.zones if self.admits(project, zone))
