"""Writes the parcels and projects of the Qingsheng scenario, and prints how they are calibrated.

    python scenarios/qingsheng/make_data.py                  # writes parcels.geojson, projects.csv
    python scenarios/qingsheng/make_data.py --calibration    # prints the table of README.md

Projects are drawn once, with a seed, from the archetypes of `scenario.yaml`; the same call to
`landsim.core.demand.draw_project` makes the projects of the variant `generated`.
"""

import csv
import itertools
import json
import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from layout import Lot, gross_area_m2, lots

from landsim.core.area import ha_from_m2, m2_from_mu, mu_from_m2
from landsim.core.demand import Generator, draw_project
from landsim.core.horizon import DAYS_PER_MONTH
from landsim.core.ids import ProjectId
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.streams import Streams
from landsim.files.read import load_scenario

HERE = Path(__file__).parent
SEED = 20200804
"""Publication date of the proposal."""
COUNTS = {
    "rd_hq": 24,
    "chip_line": 20,
    "test_base": 2,
    "compute_centre": 6,
    "robotics": 25,
    "incubator": 21,
}
"""Projects of each kind, near the mix of policy.md 10."""
LAST_FILING = date(2030, 3, 31)
KINDS = {
    "rd_hq": ("视觉研发总部", "语音研发总部", "决策智能总部", "医疗影像总部", "大模型研发总部"),
    "chip_line": ("边缘芯片中试线", "传感器中试线", "智能硬件中试线", "激光雷达中试线"),
    "test_base": ("自动驾驶测试基地",),
    "compute_centre": ("智算中心",),
    "robotics": ("工业机器人工厂", "服务机器人工厂", "协作臂工厂", "无人机工厂", "智能装备工厂"),
    "incubator": ("人工智能孵化园", "初创加速器", "共享中试平台", "产业社区"),
}
FIRST, SECOND = "云澄栖岚溪漱澹霁昭朔衡璟", "岫屿桐汀野舟弦石禾砚"
"""Invented firm names are pairs of these."""


def main() -> None:
    """Write the data, or print the calibration."""
    drawn = lots(Streams(SEED, 0))
    if "--calibration" not in sys.argv:
        _write_parcels(drawn)
        _write_projects(projects(load_scenario(HERE, variant="generated").scenario))
        return
    table = calibration(load_scenario(HERE).scenario)
    width = max(len(row.fact) for row in table)
    for row in table:
        sys.stdout.write(f"{row.fact:{width}}  {row.sheet:>16}  {row.value:>10,.2f}  {row.source}\n")


def projects(scenario: Scenario) -> list[Project]:
    """Return the projects: one draw for each place in a mixed order of kinds."""
    generator, horizon, streams = scenario.generator, scenario.horizon, Streams(SEED, 0)
    if generator is None:
        raise ValueError("variant generated has no generator")
    kinds = [kind for kind, count in COUNTS.items() for _ in range(count)]
    order = sorted(range(len(kinds)), key=lambda n: streams.uniform("order", str(n)))
    archetypes = {archetype.id: archetype for archetype in generator.archetypes}
    days = _filing_days(generator, scenario, len(kinds), streams)
    return [
        draw_project(archetypes[kinds[place]], ProjectId(f"QP-{n:03d}"), float(day), streams)
        for n, (place, day) in enumerate(zip(order, days, strict=True), start=1)
        if day < horizon.n_days
    ]


def _filing_days(generator: Generator, scenario: Scenario, n: int, streams: Streams) -> list[int]:
    """Return filing days that follow the generator's rates, one in each n-th of them."""
    horizon = scenario.horizon
    days = range(horizon.day_of(LAST_FILING))
    rates = [generator.rate_per_day(horizon.date_of(day)) for day in days]
    reached = list(itertools.accumulate(rates))
    goals = [(k + streams.uniform("filing", str(k))) / n * reached[-1] for k in range(n)]
    return [next(day for day in days if reached[day] >= goal) for goal in goals]


def _write_parcels(drawn: list[Lot]) -> None:
    head = {
        "type": "FeatureCollection",
        "name": "parcels",
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::4547"}},
    }
    rows = ",\n".join(json.dumps(_feature(lot), ensure_ascii=False) for lot in drawn)
    text = f'{json.dumps(head)[:-1]}, "features": [\n{rows}\n]}}\n'
    (HERE / "parcels.geojson").write_text(text, encoding="utf-8", newline="\n")


def _feature(lot: Lot) -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {
            "id": lot.id,
            "zone": lot.zone,
            "area_m2": lot.area_m2,
            "ready": lot.ready.isoformat(),
            "price_cny_per_m2": lot.price_cny_per_m2,
            "block": lot.block,
            "nodes": lot.node,
            "smallest_lot_m2": lot.smallest_lot_m2,
            "early_months_max": lot.early_months_max,
            "early_cost_mcny_per_month": lot.early_cost_mcny_per_month,
            "is_standard_land": lot.is_standard_land,
        },
        "geometry": {"type": "Polygon", "coordinates": [[*lot.ring, lot.ring[0]]]},
    }


def _write_projects(drawn: list[Project]) -> None:
    streams = Streams(SEED, 0)
    pairs = [first + second for first in FIRST for second in SECOND]
    pairs.sort(key=lambda pair: streams.uniform("name", pair))
    start = load_scenario(HERE, variant="generated").scenario.horizon.start
    rows = [_row(project, pair, start) for project, pair in zip(drawn, pairs, strict=False)]
    with (HERE / "projects.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        table.writerows(rows)


def _row(project: Project, pair: str, start: date) -> dict[str, object]:
    needs, promises, marks = project.needs, project.promises, project.scorecard
    kinds = KINDS[project.archetype]
    return {
        "id": project.id,
        "name": pair + kinds[int(project.id[3:]) % len(kinds)],
        "archetype": project.archetype,
        "firm_class": project.firm_class,
        "chain_role": project.chain_role,
        "filed": start + timedelta(days=int(project.filed_day)),
        "need_by": start + timedelta(days=int(project.need_by_day)),
        "patience_months": round(project.patience_days / DAYS_PER_MONTH, 1),
        "area_min_m2": needs.area_min_m2,
        "area_max_m2": needs.area_max_m2,
        "zones": ";".join(needs.zones),
        "far": round(needs.far, 2),
        "power_mw": round(needs.power_mw, 1),
        "investment_mcny": round(promises.investment_mcny),
        "output_mcny_per_year": round(promises.output_mcny_per_year),
        "tax_mcny_per_year": round(promises.tax_mcny_per_year, 1),
        "jobs": round(promises.jobs),
        "firms": round(promises.firms),
        "rd_share": round(promises.rd_share, 3),
        "registration": round(marks.registration),
        "technology": round(marks.technology),
        "environment": round(marks.environment),
        "management": round(marks.management),
        "finance": round(marks.finance),
        "ability_to_pay_mcny": round(project.ability_to_pay_mcny or 0.0, 1),
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class Calibration:
    """One line of the calibration table."""

    fact: str
    """What is compared."""
    low: float
    """Smallest value the fact sheet supports."""
    high: float
    """Largest value the fact sheet supports."""
    sheet: str
    """The fact sheet's value, as written there."""
    value: float
    """The scenario's value."""
    source: str
    """Row of the fact sheet."""


def calibration(scenario: Scenario) -> list[Calibration]:
    """Return the scenario's totals beside the facts they are calibrated to."""
    asked = [p for p in scenario.projects if p.archetype != "test_base"]
    offered = [p for p in scenario.park.parcels if p.zone != "TB"]
    asked_m2 = sum(project.needs.area_min_m2 for project in asked)
    quota_m2 = scenario.policy.supply.quota_m2_per_year or 0
    power_mw = sum(node.capacity(scenario.horizon.end) for node in scenario.park.nodes)
    asked_mw = sum(project.needs.power_mw for project in scenario.projects)
    parcels = scenario.park.parcels
    promised = [project.promises for project in scenario.projects]
    filings = len(scenario.projects) / scenario.horizon.n_years
    net_share = scenario.park.area_m2 / 5e6
    rows: list[tuple[str, float, float, str, float, str]] = [
        ("hub block, km²", 7.6, 8.4, "7.98", gross_area_m2() / 1e6, "policy.md 9"),
        ("industrial land over AI park of 5 km²", 0.3, 0.5, "-", net_share, "policy.md 9, 12.10"),
        ("zone M9, ha", 10, 15, "12.47", _zone_ha(scenario, "M9"), "policy.md 9, DC0302"),
        ("parcels", 100, 150, "-", len(parcels), "illustrative"),
        ("quota, mu a year", 70, 200, "70-200", mu_from_m2(quota_m2), "policy.md 8.9"),
        ("M1 price, CNY/m²", 1000, 1400, "1,200", _price(scenario, "M1"), "policy.md 9"),
        ("M0 price, CNY/m²", 2500, 3500, "3,000", _price(scenario, "M0"), "policy.md 9"),
        ("M9 price, CNY/m²", 7500, 8500, "8,000", _price(scenario, "M9"), "policy.md 9"),
        ("firm power at the end, MW", 230, 252, "240", power_mw, "policy.md 9"),
        ("land projects a year", 6, 15, "6-15", filings, "policy.md 10"),
        ("area asked over land", 1.1, 1.4, "-", asked_m2 / sum(p.area_m2 for p in offered), "set"),
        ("area asked over quota", 1.1, 1.4, "-", asked_m2 / (10 * quota_m2), "set"),
        ("power asked over power", 1.2, 2.2, "-", asked_mw / power_mw, "set"),
        ("firms: 130 and promised", 300, 700, "300", 130 + sum(p.firms for p in promised), "proposal"),
        (
            "output promised, 100 million CNY",
            300,
            700,
            "300",
            sum(p.output_mcny_per_year for p in promised) / 100,
            "proposal 2020",
        ),
    ]
    keys = ("fact", "low", "high", "sheet", "value", "source")
    return [Calibration(**dict(zip(keys, row, strict=True))) for row in rows]


def _zone_ha(scenario: Scenario, zone: str) -> float:
    return ha_from_m2(sum(p.area_m2 for p in scenario.park.parcels if p.zone == zone))


def _price(scenario: Scenario, zone: str) -> float:
    parcels = [parcel for parcel in scenario.park.parcels if parcel.zone == zone]
    total = sum(parcel.area_m2 * parcel.price_cny_per_m2 for parcel in parcels)
    return total / sum(parcel.area_m2 for parcel in parcels)


if __name__ == "__main__":
    main()
