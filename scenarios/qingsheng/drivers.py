# ruff: noqa: INP001 - a script beside its scenario
"""Prints which lever and which assumption drives the differences between the policies.

    python scenarios/qingsheng/drivers.py [replications]     # the table of README.md; minutes

Each line changes one thing of the traditional or of the reform policy and leaves all luck as it is.
"""

import sys
from pathlib import Path
from statistics import mean

from landsim.allocation.rolling import rolling
from landsim.files.read import read_scenario
from landsim.metrics.metric import measure
from landsim.simulation.run import simulate

HERE = Path(__file__).parent
METRICS = {
    "filing_to_permit_workdays": ("filing to permit, wd", "{:.0f}"),
    "projects_served": ("served", "{:.1f}"),
    "land_supplied_mu": ("land, mu", "{:,.0f}"),
    "idle_share": ("idle", "{:.1%}"),
    "conversions": ("conversions", "{:.1f}"),
    "output_end_mcny_per_year": ("output in 2030, 亿元", "{:.0f}"),
}
"""Metrics with their heading and form."""
MODES = "policy.offered=[flexible_grant, lease_then_transfer, long_lease]"
KINDS = ("rd_hq", "chip_line", "test_base", "compute_centre", "robotics", "incubator")
CHANGES: dict[str, tuple[str, ...]] = {
    "reform": (),
    "traditional": (),
    "market_led": (),
    "planned": (),
    "public_partnership": (),
    "traditional, AI admission": ("policy.standard=ai",),
    "traditional, reform's tenure modes": (MODES,),
    "traditional, parallel approval": ("policy.approvals.ordinary_route=parallel",),
    "traditional, on demand": ("policy.supply.mode=on_demand", "policy.supply.committee_days=7"),
    "traditional, every firm would take a grant (A)": tuple(
        f"demand.archetypes.{kind}.acceptance.grant=1" for kind in KINDS
    ),
    "traditional, no hoarding (A)": ("policy.tenure.grant.start_delay_factor=1",),
    "traditional, admission staff 4 (A)": ("policy.approvals.desks.admission.staff=4",),
    "reform, manufacturing admission": ("policy.standard=manufacturing",),
    "reform, full grants only": ("policy.offered=[grant]",),
    "reform, no green channel": ("policy.approvals.green_channel=null",),
    "reform, serial approval": (
        "policy.approvals.ordinary_route=serial",
        "policy.approvals.green_channel=null",
    ),
    "reform, two rounds a year": (
        "policy.supply.mode=batch",
        "policy.supply.round_months=[3, 9]",
    ),
    "reform, every appraisal passes": ("policy.lifecycle.pass_ratio=0",),
    "reform, leases no faster to start (A)": (
        "policy.tenure.lease_then_transfer.start_delay_factor=1.2",
        "policy.tenure.long_lease.start_delay_factor=1.2",
    ),
}
"""What is changed; (A) marks an assumption, the others are levers."""


def main() -> None:
    """Print the table."""
    n_replications = int(sys.argv[1]) if len(sys.argv) > 1 else 4
    _print("policy", *(heading for heading, _ in METRICS.values()))
    _print("---", *("---:" for _ in METRICS))
    for name, overrides in CHANGES.items():
        values = _means(name.split(",")[0], overrides, n_replications)
        forms = (form for _, form in METRICS.values())
        _print(name, *(form.format(value) for form, value in zip(forms, values, strict=True)))


def _means(variant: str, overrides: tuple[str, ...], n_replications: int) -> list[float]:
    scenario = read_scenario(HERE, variant=variant, overrides=overrides)
    found: dict[str, list[float]] = {metric: [] for metric in METRICS}
    for replication in range(n_replications):
        decide = rolling(scenario)
        trajectory = simulate(scenario, decide, seed=scenario.seed, replication=replication)
        for value in measure(scenario, trajectory, list(METRICS)):
            found[value.metric].append(value.value)
    found["output_end_mcny_per_year"] = [v / 100 for v in found["output_end_mcny_per_year"]]
    return [mean(values) for values in found.values()]


def _print(*cells: str) -> None:
    sys.stdout.write(f"| {' | '.join(cells)} |\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
