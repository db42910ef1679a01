"""AI projects that ask for land: needs, promises, and how they turn out."""

from dataclasses import dataclass, fields
from enum import StrEnum

from landsim.core.area import ha_from_m2, mu_from_m2
from landsim.core.distribution import Constant, Distribution
from landsim.core.ids import ArchetypeId, ParcelId, ProjectId, TenureModeId, ZoneId
from landsim.core.invariant import require
from landsim.core.phase import LaterPhase
from landsim.core.space import SupplyKind


class FirmClass(StrEnum):
    """How established the firm is; fairness is reported and floored by it."""

    STARTUP = "startup"
    GROWTH = "growth"
    MATURE = "mature"


class ChainRole(StrEnum):
    """Place in the AI industry chain 产业链."""

    BASE = "base"
    """基础层: chips, sensors, computing."""
    TECHNOLOGY = "technology"
    """技术层: algorithms, platforms."""
    APPLICATION = "application"
    """应用层: robots, vehicles, services."""
    SUPPORT = "support"
    """Incubators and shared services."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What a project needs: land, floor space, or either."""

    area_min_m2: int = 0
    """Smallest site it can use, in m²; 0 where it takes no land."""
    area_max_m2: int = 0
    """Largest site it may be given, in m²; bounds waste of land 集约用地."""
    zones: tuple[ZoneId, ...]
    """Zones it can be built in."""
    far: float = 1.0
    """Floor area ratio it is designed for."""
    power_mw: float = 0.0
    """Power demand at full production, in MW."""
    floor_min_m2: int = 0
    """Smallest floor area of a building it can use instead, in m²; 0 where it takes none."""
    floor_max_m2: int = 0
    """Largest floor area it may be given, in m²."""

    def __post_init__(self) -> None:
        takes_land, takes_floor = self.takes(SupplyKind.LAND), self.takes(SupplyKind.FLOOR)
        require(
            "needs",
            (
                0 < self.area_min_m2 <= self.area_max_m2 or (takes_floor and not takes_land),
                "area_min_m2",
                f"must be > 0 and ≤ area_max_m2; got {self.area_min_m2} and {self.area_max_m2}",
            ),
            (
                0 < self.floor_min_m2 <= self.floor_max_m2 or not takes_floor,
                "floor_min_m2",
                f"must be > 0 and ≤ floor_max_m2; got {self.floor_min_m2} and {self.floor_max_m2}",
            ),
            (len(self.zones) > 0, "zones", "needs at least one zone"),
            (self.far >= 0, "far", f"must be ≥ 0; got {self.far:g}"),
            (self.power_mw >= 0, "power_mw", f"must be ≥ 0 MW; got {self.power_mw:g}"),
        )

    def takes(self, kind: SupplyKind) -> bool:
        """Whether it can use land, or floor space."""
        return self.bounds_m2(kind) != (0, 0)

    def bounds_m2(self, kind: SupplyKind) -> tuple[int, int]:
        """Return the smallest and largest area it can use of a kind of supply, in m²."""
        if kind is SupplyKind.FLOOR:
            return self.floor_min_m2, self.floor_max_m2
        return self.area_min_m2, self.area_max_m2

    @property
    def site_m2(self) -> float:
        """Smallest site it can use, in m²; for floor space alone, the land that floor stands on.

        Notes
        -----
        Floor area over the floor area ratio: what admission compares with standards per mu.
        """
        if self.takes(SupplyKind.LAND):
            return float(self.area_min_m2)
        return self.floor_min_m2 / self.far if self.far > 0 else float(self.floor_min_m2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Promises:
    """What the firm promises in its supervision contract 投入产出监管协议."""

    investment_mcny: float = 0.0
    """Fixed investment, in million CNY."""
    output_mcny_per_year: float = 0.0
    """Yearly output at full production, in million CNY."""
    tax_mcny_per_year: float = 0.0
    """Yearly tax at full production, in million CNY."""
    jobs: float = 0.0
    """Jobs at full production."""
    firms: float = 1.0
    """Firms that settle with the project: 1, or the tenants of a platform park."""
    rd_share: float = 0.0
    """Share of research and development in revenue."""

    def __post_init__(self) -> None:
        stated = ((amount.name, getattr(self, amount.name)) for amount in fields(self))
        require(
            "promises",
            *((value >= 0, amount, f"must be ≥ 0; got {value:g}") for amount, value in stated),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Scorecard:
    """Marks from 0 to 100 on the five axes of the 2020 proposal, part 三(四)."""

    registration: float = 50.0
    """工商登记: standing of the firm."""
    technology: float = 50.0
    """技术先进性: how advanced the technology is."""
    environment: float = 50.0
    """环保节能: environment and energy."""
    management: float = 50.0
    """经营管理: quality of management."""
    finance: float = 50.0
    """财务: financial strength."""

    def __post_init__(self) -> None:
        marks = ((axis.name, getattr(self, axis.name)) for axis in fields(self))
        require(
            "scorecard",
            *((0 <= mark <= 100, axis, f"must be 0 to 100; got {mark:g}") for axis, mark in marks),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeAcceptance:
    """How likely the firm takes an offer under a tenure mode."""

    mode: TenureModeId
    """Tenure mode."""
    probability: float
    """Chance in [0, 1] that an offer it can afford is taken."""

    def __post_init__(self) -> None:
        require(
            "acceptance",
            (
                0 <= self.probability <= 1,
                "probability",
                f"must be 0 to 1; got {self.probability:g}",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Conduct:
    """How projects of a kind turn out: laws, from which each replication draws."""

    start_delay_months: Distribution = Constant(value=0.0)
    """Wait of the firm between its permit and 开工, by its own choice."""
    build_months: Distribution = Constant(value=12.0)
    """开工 to 竣工."""
    fit_out_months: Distribution = Constant(value=3.0)
    """Accepted building to 投产."""
    ramp_months: Distribution = Constant(value=24.0)
    """投产 to 达产."""
    delivery_ratio: Distribution = Constant(value=1.0)
    """Achieved over promised output, tax and investment at full production."""
    cure_gain: Distribution = Constant(value=0.1)
    """What a cure period 整改 adds to the delivery ratio."""
    exit_hazard_per_year: float = 0.0
    """Yearly hazard that the firm fails or leaves, from contract on."""
    stay_years: Distribution | None = None
    """How long the firm means to stay after delivery; None as long as it may."""
    clearing_months: Distribution | None = None
    """Time to clear its site afterwards; None takes the policy's law."""
    ability_to_pay_factor: Distribution = Constant(value=1.0)
    """True over stated ability to pay; the planner sees only the stated one."""
    renewal_probability: float = 1.0
    """Chance that it asks to renew a term that expires."""

    def __post_init__(self) -> None:
        require(
            "conduct",
            (
                self.exit_hazard_per_year >= 0,
                "exit_hazard_per_year",
                f"must be ≥ 0; got {self.exit_hazard_per_year:g}",
            ),
            (
                0 <= self.renewal_probability <= 1,
                "renewal_probability",
                f"must be 0 to 1; got {self.renewal_probability:g}",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Project:
    """One AI project that asks for land."""

    id: ProjectId
    """Identifier, unique in the scenario."""
    name: str
    """Name as people know it."""
    archetype: ArchetypeId
    """Kind of project."""
    firm_class: FirmClass
    """How established the firm is."""
    chain_role: ChainRole
    """Place in the industry chain."""
    filed_day: float
    """When it files 立项, in calendar days since the horizon's start."""
    need_by_day: float
    """When it needs the land, in calendar days since the horizon's start."""
    patience_days: float
    """How long after ``need_by_day`` it goes on waiting, in calendar days."""
    needs: Needs
    """What it needs of a parcel."""
    promises: Promises = Promises()
    """What it promises."""
    scorecard: Scorecard = Scorecard()
    """Its marks."""
    acceptance: tuple[ModeAcceptance, ...] = ()
    """Tenure modes it would take; an unlisted mode is always taken."""
    ability_to_pay_mcny: float | None = None
    """Most it states it can pay for land in the first year, in million CNY; None for no limit."""
    conduct: Conduct = Conduct()
    """How it turns out."""
    later_phase: LaterPhase | None = None
    """Phase 2, for which land beside phase 1 is reserved; None for a project built at once."""

    def __post_init__(self) -> None:
        require(
            f"project {self.id}",
            (
                self.need_by_day >= self.filed_day,
                "need_by_day",
                f"must not precede filing on day {self.filed_day:g}; got day {self.need_by_day:g}",
            ),
            (
                self.patience_days >= 0,
                "patience_days",
                f"must be ≥ 0 days; got {self.patience_days:g}",
            ),
            (
                self.later_phase is None or self.needs.takes(SupplyKind.LAND),
                "later_phase",
                "is about land, and the project needs none",
            ),
        )

    @property
    def deadline_day(self) -> float:
        """Last day on which it still takes land."""
        return self.need_by_day + self.patience_days

    def accepts(self, mode: TenureModeId) -> float:
        """Return the chance that it takes an affordable offer under a mode."""
        return next((entry.probability for entry in self.acceptance if entry.mode == mode), 1.0)

    def investment_wan_cny_per_mu(self) -> float:
        """Promised investment on its smallest usable site, in 万元/亩."""
        return 100 * self.promises.investment_mcny / mu_from_m2(self.needs.site_m2)

    def output_wan_cny_per_mu(self) -> float:
        """Promised yearly output on its smallest usable site, in 万元/亩."""
        return 100 * self.promises.output_mcny_per_year / mu_from_m2(self.needs.site_m2)

    def tax_wan_cny_per_mu(self) -> float:
        """Promised yearly tax on its smallest usable site, in 万元/亩."""
        return 100 * self.promises.tax_mcny_per_year / mu_from_m2(self.needs.site_m2)

    def power_mw_per_ha(self) -> float:
        """Power demand per hectare of its smallest usable site, in MW/ha."""
        return self.needs.power_mw / ha_from_m2(self.needs.site_m2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """An assessed fit of a project to a parcel; a project with any fit uses only its fits."""

    project: ProjectId
    """Project."""
    parcel: ParcelId
    """Parcel."""
    area_m2: int | None = None
    """Area it would use there, in m²; None for the rule of its needs."""
    value: float = 0.0
    """Assessed value in points, for objective ``assessed_fit``."""
