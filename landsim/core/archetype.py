"""Kinds of project: the laws from which a project is drawn."""

from dataclasses import dataclass

from landsim.core.area import m2_from_mu, mu_from_m2
from landsim.core.distribution import Discrete, Distribution
from landsim.core.horizon import DAYS_PER_MONTH
from landsim.core.ids import ArchetypeId, ProjectId, ZoneId
from landsim.core.invariant import require
from landsim.core.label import Label
from landsim.core.project import (
    ChainRole,
    Conduct,
    FirmClass,
    ModeAcceptance,
    Needs,
    Project,
    Promises,
    Scorecard,
)
from landsim.core.space import SupplyKind
from landsim.core.streams import Streams

_MW_PER_W = 1e-6


@dataclass(frozen=True, slots=True, kw_only=True)
class FirmClassShare:
    """How many projects of an archetype come from a firm class."""

    firm_class: FirmClass
    """Firm class."""
    share: float
    """Relative frequency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ScorecardLaws:
    """Laws of the five marks."""

    registration: Distribution
    """工商登记."""
    technology: Distribution
    """技术先进性."""
    environment: Distribution
    """环保节能."""
    management: Distribution
    """经营管理."""
    finance: Distribution
    """财务."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Archetype:
    """A kind of AI project: laws for its needs and promises, and its conduct."""

    id: ArchetypeId
    """Identifier, such as ``rd_hq``."""
    name: Label
    """Name."""
    share: float
    """Relative frequency among generated projects."""
    chain_role: ChainRole
    """Place in the industry chain."""
    firm_classes: tuple[FirmClassShare, ...]
    """Which firms file such projects."""
    zones: tuple[ZoneId, ...]
    """Zones it can be built in."""
    area_mu: Distribution
    """Site area, in mu."""
    area_slack_share: float = 0.35
    """How much larger than needed a site may be, as a share of the need."""
    far: Distribution
    """Floor area ratio."""
    takes: tuple[SupplyKind, ...] = (SupplyKind.LAND,)
    """What it can use: land, floor space in a building, or either. As floor space it needs what
    it would build on its own land: site area times floor area ratio."""
    investment_wan_cny_per_mu: Distribution
    """Fixed investment, in 万元/亩."""
    output_wan_cny_per_mu: Distribution
    """Yearly output, in 万元/亩."""
    tax_wan_cny_per_mu: Distribution
    """Yearly tax, in 万元/亩."""
    jobs_per_mu: Distribution
    """Jobs per mu."""
    firms_per_mu: float = 0.0
    """Tenant firms per mu, for platform parks; at least one firm in any case."""
    rd_share: Distribution
    """Research and development in revenue."""
    power_w_per_m2_floor: Distribution
    """Power demand per floor area, in W/m²."""
    lead_months: Distribution
    """Filing to need-by date."""
    patience_months: Distribution
    """Wait beyond the need-by date."""
    ability_to_pay_share: Distribution
    """What it can pay for land in the first year, as a share of its investment."""
    scorecard: ScorecardLaws
    """Marks."""
    acceptance: tuple[ModeAcceptance, ...] = ()
    """Tenure modes it would take."""
    conduct: Conduct
    """How it turns out."""

    def __post_init__(self) -> None:
        shares = [entry.share for entry in self.firm_classes]
        require(
            f"archetype {self.id}",
            (self.share >= 0, "share", f"must be ≥ 0; got {self.share:g}"),
            (
                min(shares, default=0.0) >= 0 and sum(shares) > 0,
                "firm_classes",
                "needs at least one firm class, with shares ≥ 0 and not all 0",
            ),
            (len(self.takes) > 0, "takes", "needs land, floor, or both"),
            (
                self.area_slack_share >= 0,
                "area_slack_share",
                f"must be ≥ 0; got {self.area_slack_share:g}",
            ),
        )


def draw_project(
    archetype: Archetype, project_id: ProjectId, filed_day: float, streams: Streams
) -> Project:
    """Draw one project of a kind.

    Parameters
    ----------
    archetype
        Kind of project.
    project_id
        Identifier, which also keys its luck.
    filed_day
        Filing, in calendar days since the horizon's start.
    streams
        Keyed draws.
    """

    def draw(law: Distribution, purpose: str) -> float:
        return law.quantile(streams.uniform(f"project.{purpose}", project_id))

    area_m2 = m2_from_mu(draw(archetype.area_mu, "area"))
    area_mu = mu_from_m2(area_m2)
    far = draw(archetype.far, "far")
    classes = archetype.firm_classes
    pick = streams.uniform("project.firm_class", project_id)
    firm_class = classes[chosen(pick, [entry.share for entry in classes])].firm_class
    investment_mcny = draw(archetype.investment_wan_cny_per_mu, "investment") * area_mu / 100
    lead_days = draw(archetype.lead_months, "lead") * DAYS_PER_MONTH
    marks = archetype.scorecard
    return Project(
        id=project_id,
        name=f"{archetype.name.en} {project_id}",
        archetype=archetype.id,
        firm_class=firm_class,
        chain_role=archetype.chain_role,
        filed_day=filed_day,
        need_by_day=filed_day + lead_days,
        patience_days=draw(archetype.patience_months, "patience") * DAYS_PER_MONTH,
        needs=_needs(
            archetype,
            area_m2,
            far,
            draw(archetype.power_w_per_m2_floor, "power") * area_m2 * far * _MW_PER_W,
        ),
        promises=Promises(
            investment_mcny=investment_mcny,
            output_mcny_per_year=draw(archetype.output_wan_cny_per_mu, "output") * area_mu / 100,
            tax_mcny_per_year=draw(archetype.tax_wan_cny_per_mu, "tax") * area_mu / 100,
            jobs=round(draw(archetype.jobs_per_mu, "jobs") * area_mu),
            firms=max(1, round(archetype.firms_per_mu * area_mu)),
            rd_share=draw(archetype.rd_share, "rd_share"),
        ),
        scorecard=Scorecard(
            registration=draw(marks.registration, "registration"),
            technology=draw(marks.technology, "technology"),
            environment=draw(marks.environment, "environment"),
            management=draw(marks.management, "management"),
            finance=draw(marks.finance, "finance"),
        ),
        acceptance=archetype.acceptance,
        ability_to_pay_mcny=draw(archetype.ability_to_pay_share, "ability") * investment_mcny,
        conduct=archetype.conduct,
    )


def _needs(archetype: Archetype, area_m2: int, far: float, power_mw: float) -> Needs:
    """Return what a project of a kind needs, as land and as floor space."""
    land_m2 = area_m2 if SupplyKind.LAND in archetype.takes else 0
    floor_m2 = max(1, round(area_m2 * far)) if SupplyKind.FLOOR in archetype.takes else 0
    return Needs(
        area_min_m2=land_m2,
        area_max_m2=round(land_m2 * (1 + archetype.area_slack_share)),
        zones=archetype.zones,
        far=far,
        power_mw=power_mw,
        floor_min_m2=floor_m2,
        floor_max_m2=round(floor_m2 * (1 + archetype.area_slack_share)),
    )


def chosen(u: float, shares: list[float]) -> int:
    """Return the index that a uniform falls on, each as likely as its share."""
    indices = tuple(float(index) for index in range(len(shares)))
    return int(Discrete(values=indices, shares=tuple(shares)).quantile(u))
