# ruff: noqa: INP001 - a script beside its scenario
"""Sets the totals of the Qingsheng scenario beside the facts they are calibrated to."""

from collections.abc import Iterable
from dataclasses import dataclass

from layout import gross_area_m2

from landsim.core.area import ha_from_m2, mu_from_m2
from landsim.core.label import Label, Language
from landsim.core.scenario import Scenario

AI_PARK_M2 = 5e6
"""AI park of the 2017 plan (policy.md 9, V/U)."""
FIRMS_IN_2020 = 130
HEADS = {
    Language.EN: ("fact", "fact sheet", "scenario", "source"),
    Language.ZH: ("事实", "事实表", "情景", "来源"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """One line of the table."""

    fact: Label
    """What is compared, with its unit."""
    stated: str
    """The fact sheet's value, as written there; a dash where it has none."""
    low: float
    """Smallest value that counts as calibrated."""
    high: float
    """Largest value that counts as calibrated."""
    value: float
    """The scenario's value."""
    source: str
    """Row of the fact sheet, or ``assumption``."""


def calibration(scenario: Scenario) -> list[Calibration]:
    """Return the table."""
    return [*_land(scenario), *_prices(scenario), *_demand(scenario), *_targets(scenario)]


def markdown(table: Iterable[Calibration], language: Language) -> str:
    """Return the table as the README files show it."""
    lines = [HEADS[language], ("---", "---:", "---:", "---")]
    lines += [(row.fact.text(language), row.stated, _shown(row.value), row.source) for row in table]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _shown(value: float) -> str:
    return f"{value:,.2f}" if value < 20 else f"{value:,.0f}"


def _land(scenario: Scenario) -> list[Calibration]:
    park, quota_m2 = scenario.park, scenario.policy.supply.quota_m2_per_year or 0
    quota_mu = mu_from_m2(quota_m2)
    m9_ha = ha_from_m2(sum(parcel.area_m2 for parcel in park.parcels if parcel.zone == "M9"))
    power_mw = sum(node.capacity(scenario.horizon.end) for node in park.nodes)
    share = park.area_m2 / AI_PARK_M2
    n_parcels = len(park.parcels)
    return [
        _row("hub block, km²|枢纽区块，km²", "7.98", (7.6, 8.4), gross_area_m2() / 1e6, "9"),
        _row("zone M9, ha|M9 用地，公顷", "12.47", (10, 15), m9_ha, "9, DC0302"),
        _row("parcels over AI park of 5 km²|地块占园区 5 km²", "-", (0.25, 0.5), share, "9, 12.10"),
        _row("parcels|地块数", "-", (100, 150), n_parcels),
        _row("quota, mu a year|年度指标，亩", "70-200", (70, 200), quota_mu, "8.9"),
        _row("firm power at the end, MW|期末可靠供电，MW", "240", (230, 252), power_mw, "9"),
    ]


def _prices(scenario: Scenario) -> list[Calibration]:
    def mean(zone: str) -> float:
        parcels = [parcel for parcel in scenario.park.parcels if parcel.zone == zone]
        paid = sum(parcel.area_m2 * parcel.price_cny_per_m2 for parcel in parcels)
        return paid / sum(parcel.area_m2 for parcel in parcels)

    return [
        _row("M1 price, CNY/m²|M1 地价，元/m²", "1,200", (1080, 1320), mean("M1"), "9"),
        _row("M0 price, CNY/m²|M0 地价，元/m²", "3,000", (2700, 3300), mean("M0"), "9"),
        _row("M9 price, CNY/m²|M9 地价，元/m²", "8,000", (7200, 8800), mean("M9"), "9"),
    ]


def _demand(scenario: Scenario) -> list[Calibration]:
    projects, park = scenario.projects, scenario.park
    lots = [project for project in projects if project.archetype != "test_base"]
    asked_m2 = sum(project.needs.area_min_m2 for project in lots)
    land_m2 = sum(parcel.area_m2 for parcel in park.parcels if parcel.zone != "TB")
    quota_m2 = (scenario.policy.supply.quota_m2_per_year or 0) * scenario.horizon.n_years
    asked_mw = sum(project.needs.power_mw for project in projects)
    power_mw = sum(node.capacity(scenario.horizon.end) for node in park.nodes)
    filings = len(projects) / scenario.horizon.n_years
    return [
        _row("land projects a year|每年用地项目", "6-15", (6, 15), filings, "10"),
        _row("area asked over land|需求面积/地块面积", "-", (1.1, 1.4), asked_m2 / land_m2),
        _row("area asked over quota|需求面积/指标", "-", (1.1, 1.4), asked_m2 / quota_m2),
        _row("power asked over power|需求功率/供电", "-", (1.2, 2.2), asked_mw / power_mw),
    ]


def _targets(scenario: Scenario) -> list[Calibration]:
    promised = [project.promises for project in scenario.projects]
    firms = FIRMS_IN_2020 + sum(promise.firms for promise in promised)
    output = sum(promise.output_mcny_per_year for promise in promised) / 100
    row = "9, AI firms"
    return [
        _row("firms: 130 and all promised|企业：130 与全部承诺", "300", (300, 700), firms, row),
        _row("output promised, 亿元 a year|承诺年产值，亿元", "300", (300, 700), output, row),
    ]


def _row(
    fact: str, stated: str, band: tuple[float, float], value: float, row: str = ""
) -> Calibration:
    en, zh = fact.split("|")
    return Calibration(
        fact=Label(zh=zh, en=en),
        stated=stated,
        low=band[0],
        high=band[1],
        value=value,
        source=f"policy.md {row}" if row else "assumption",
    )
