# ruff: noqa: INP001 - a script beside its scenario
"""Writes the parcels and projects of the Qingsheng scenario, and prints how they are calibrated.

    python scenarios/qingsheng/make_data.py                  # writes parcels.geojson, projects.csv
    python scenarios/qingsheng/make_data.py --calibration    # prints the table of README.md
    python scenarios/qingsheng/make_data.py --calibration --zh

Projects are drawn once, with a seed, from the archetypes of `scenario.yaml`; the same call to
`landsim.core.archetype.draw_project` makes the projects of the variant `generated`.
"""

import csv
import itertools
import json
import sys
from datetime import date, timedelta
from pathlib import Path

from calibrate import calibration, markdown
from layout import Lot, lots

from landsim.core.archetype import draw_project
from landsim.core.demand import Generator
from landsim.core.horizon import DAYS_PER_MONTH
from landsim.core.ids import ProjectId
from landsim.core.label import Language
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
    if "--calibration" in sys.argv:
        language = Language.ZH if "--zh" in sys.argv else Language.EN
        table = calibration(load_scenario(HERE).scenario)
        sys.stdout.write(markdown(table, language) + "\n")
        return
    _write_parcels(lots(Streams(SEED, 0)))
    scenario = load_scenario(HERE, variant="generated").scenario
    _write_projects(projects(scenario), scenario.horizon.start)


def projects(scenario: Scenario) -> list[Project]:
    """Return the projects: one draw for each place in a mixed order of kinds."""
    generator, horizon, streams = scenario.generator, scenario.horizon, Streams(SEED, 0)
    if generator is None:
        raise ValueError("variant generated has no generator")
    kinds = [kind for kind, count in COUNTS.items() for _ in range(count)]
    order = sorted(range(len(kinds)), key=lambda n: streams.uniform("order", str(n)))
    archetypes = {str(archetype.id): archetype for archetype in generator.archetypes}
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


def _write_projects(drawn: list[Project], start: date) -> None:
    streams = Streams(SEED, 0)
    pairs = [first + second for first in FIRST for second in SECOND]
    pairs.sort(key=lambda pair: streams.uniform("name", pair))
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


if __name__ == "__main__":
    main()
