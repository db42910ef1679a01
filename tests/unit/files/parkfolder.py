"""A small valid scenario folder with a policy pack of its own, for tests to change one thing."""

import json
from collections.abc import Sequence
from pathlib import Path

from landsim.errors import Problem, ScenarioError
from landsim.files.loaded import Loaded
from landsim.files.read import load_scenario

SCENARIO = """\
title: {zh: 测试园区, en: Test park}
horizon: {start: 2021-01-01, n_periods: 8}
calendar: every_day
park:
  name: Test park
  crs: EPSG:4547
  parcels: parcels.geojson
  nodes:
    S1:
      name: first
      steps: {2023-01-01: 60, 2021-01-01: 30}
  stations:
    metro: {name: metro, x: 449100, y: 2530100, services: {2021-01-01: 100}}
demand:
  projects: projects.csv
  generator: null
policy:
  pack: tiny
  supply: {quota_m2_per_year: 80000}
variants:
  batch: {policy: {preset: slow}}
  leases:
    policy:
      offered: [lease]
"""
PARCELS = (("P1", "M1", 0), ("P2", "M1", 200), ("P3", "M0", 500))
PROJECTS = """\
id,name,archetype,filed,need_by,patience_months,area_min_m2,zones,investment_mcny,power_mw
J1,First,robotics,2021-02-01,2021-06-01,12,20000,M1,300,2
J2,Second,robotics,2021-03-01,2021-06-01,12,30000,M1;M0,300,2
"""
PACK = """\
_source: {source: "policy.md 0", confidence: A}
park:
  zones:
    M0: {name: M0, far_min: 1, far_max: 5}
    M1: {name: M1, far_min: 1, far_max: 4}
demand:
  archetypes:
    robotics:
      name: {zh: 机器人, en: robotics}
      share: 1
      chain_role: application
      firm_classes: {growth: 1}
      zones: [M1]
      area_mu: {law: triangular, low: 20, mode: 45, high: 90}
      far: 2
      investment_wan_cny_per_mu: 800
      output_wan_cny_per_mu: 1500
      tax_wan_cny_per_mu: 80
      jobs_per_mu: 20
      rd_share: 0.05
      power_w_per_m2_floor: 100
      lead_months: 6
      patience_months: 12
      ability_to_pay_share: 0.1
      scorecard: {registration: 60, technology: 60, environment: 60, management: 60, finance: 60}
      acceptance: {grant: 0.8}
      conduct: {build_months: {law: uniform, low: 10, high: 20}}
policy:
  name: {zh: 小型, en: tiny}
  standard: {value: open, source: "policy.md 2", confidence: V, note: no thresholds}
  standards:
    open: {}
  tenure:
    grant: {name: grant, grant_years: 50}
    lease: {name: lease, lease_years: 10}
  price: {}
  supply: {mode: on_demand}
  lifecycle: {}
  approvals:
    ordinary_route: ordinary
    stages:
      N01: {name: admission, kind: government, role: admission, desk: panel, limit_workdays: 20}
      N05: {name: contract, kind: market, role: contract}
    desks:
      panel: {name: panel, staff: 2}
    routes:
      ordinary:
        name: ordinary
        steps:
          N01: {after: [filed], workdays: {law: triangular, low: 5, mode: 10, high: 20}}
          N05: {after: [N01, assigned], workdays: 3}
"""
SLOW = """\
_source: {source: "policy.md 8.7", confidence: A, note: assumed}
policy:
  supply: {mode: batch, round_months: [3, 9]}
"""


def square(x: float, side: float = 200.0, *, y: float = 0.0) -> list[list[float]]:
    """Return the corners of a square parcel, in EPSG:4547."""
    west, south = 449_000.0 + x, 2_530_000.0 + y
    east, north = west + side, south + side
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def geojson(rings: Sequence[tuple[str, str, list[list[float]]]], crs: str = "") -> str:
    """Return parcels as GeoJSON; without a label it leaves the system to the scenario."""
    features = [
        {
            "type": "Feature",
            "properties": {
                "id": name,
                "zone": zone,
                "ready": "2021-01-01",
                "price_cny_per_m2": 1200,
                "nodes": "S1",
            },
            "geometry": {"type": "Polygon", "coordinates": [ring]},
        }
        for name, zone, ring in rings
    ]
    content: dict[str, object] = {"type": "FeatureCollection", "features": features}
    if crs:
        content["crs"] = {"type": "name", "properties": {"name": crs}}
    return json.dumps(content)


class ParkFolder:
    """A scenario folder in a temporary place."""

    def __init__(self, root: Path) -> None:
        self.path = root / "park"
        self.packs = root / "packs"
        self.write("scenario.yaml", SCENARIO)
        self.write("projects.csv", PROJECTS)
        self.write("parcels.geojson", geojson([(n, z, square(x)) for n, z, x in PARCELS]))
        self.write("../packs/tiny/pack.yaml", PACK)
        self.write("../packs/presets/slow.yaml", SLOW)

    def write(self, name: str, text: str | bytes) -> None:
        """Write a file of the folder."""
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode())

    def text(self, name: str = "scenario.yaml") -> str:
        """Return the text of a file."""
        return (self.path / name).read_text(encoding="utf-8")

    def change(self, old: str, new: str, name: str = "scenario.yaml") -> "ParkFolder":
        """Replace a text that stands in a file exactly once."""
        text = self.text(name)
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        self.write(name, text.replace(old, new))
        return self

    def load(self, variant: str = "", *overrides: str) -> Loaded:
        """Read the folder."""
        return load_scenario(self.path, variant=variant, overrides=overrides, packs=[self.packs])

    def problems(self, variant: str = "", *overrides: str) -> tuple[Problem, ...]:
        """Return the faults of the folder; empty if it can be read."""
        try:
            self.load(variant, *overrides)
        except ScenarioError as error:
            return error.problems
        return ()

    def problem(self, variant: str = "", *overrides: str) -> Problem:
        """Return the only fault of the folder."""
        (problem,) = self.problems(variant, *overrides)
        return problem

    def place(self, problem: Problem) -> str:
        """Return where a fault is, seen from the folder."""
        return problem.where.removeprefix(f"{self.path}/").removeprefix(f"{self.packs}/")
