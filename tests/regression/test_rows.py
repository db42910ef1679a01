"""The rows of every rule on one small, tight scenario, as text that a person can check.

Renew them with ``pytest tests/regression --regenerate`` and read the difference.
"""

import math
from dataclasses import replace
from datetime import date

import pytest

from landsim.allocation.options import Options, list_options
from landsim.allocation.program import Program
from landsim.allocation.rule import rules
from landsim.core.horizon import Horizon
from landsim.core.ids import ArchetypeId, ParcelId, ProjectId
from landsim.core.landrules import (
    Claim,
    Cluster,
    FairnessFloor,
    Forbid,
    Incompatibility,
    LandRules,
    Lock,
    TenureShare,
)
from landsim.core.park import CapacityNode, CapacityStep
from landsim.core.phase import LaterPhase
from landsim.core.problem import AllocationProblem, epoch_problem, foresight_problem
from landsim.core.project import ChainRole, FirmClass, Needs, Promises
from landsim.core.scenario import Scenario
from landsim.core.state import FreeLand, Holding, LandState, Waiting
from landsim.core.supply import Supply, SupplyMode
from landsim.testing.builders import (
    GRANT,
    LEASE_THEN_TRANSFER,
    M0,
    M1,
    START,
    every_day_calendar,
    parcel,
    park,
    policy,
    project,
    tiny_scenario,
)

ROBOTICS, COMPUTE = ArchetypeId("robotics"), ArchetypeId("compute")


def firm(name: str, area_m2: int, **changes):
    values = {
        "needs": Needs(area_min_m2=area_m2, area_max_m2=2 * area_m2, zones=(M0, M1), power_mw=30.0),
        "promises": Promises(investment_mcny=100, output_mcny_per_year=300, jobs=400),
        "need_by_day": 60.0,
    }
    return project(name, 0.0, **(values | changes))


def tight() -> Scenario:
    """Return two parcels and three firms that get into each other's way in every respect."""
    horizon = Horizon(start=START, n_periods=3, months_per_period=6)
    lots = (
        parcel("A", area_m2=20_000, smallest_lot_m2=10_000, block="X"),
        parcel(
            "B",
            area_m2=15_000,
            zone=M0,
            block="X",
            ready=date(2022, 1, 1),
            early_months_max=6,
            early_cost_mcny_per_month=0.5,
        ),
    )
    ground = park(lots)
    node = CapacityNode(
        id=ground.nodes[0].id,
        name=ground.nodes[0].name,
        steps=(CapacityStep(since=START, amount=70.0),),
    )
    return tiny_scenario(
        horizon=horizon,
        calendar=every_day_calendar(horizon),
        park=replace(ground, nodes=(node,)),
        projects=(
            firm("J0", 10_000, chain_role=ChainRole.BASE, firm_class=FirmClass.STARTUP),
            firm("J1", 10_000, chain_role=ChainRole.SUPPORT, archetype=COMPUTE),
            firm(
                "J2",
                15_000,
                later_phase=LaterPhase(area_m2=5_000, after_months=3.0, expiry_months=5.0),
            ),
        ),
        policy=policy(
            offered=(GRANT, LEASE_THEN_TRANSFER),
            supply=Supply(
                mode=SupplyMode.ON_DEMAND,
                quota_m2_per_year=25_000,
                has_carry_over=True,
                reserve_share=0.25,
            ),
            land=LandRules(
                tenure_shares=(TenureShare(mode=GRANT, max_share=0.5),),
                claims=(Claim(name="startups", firm_class=FirmClass.STARTUP, min_m2=10_000),),
                m0_max_share=0.6,
                early_budget_mcny_per_year=3.0,
                early_works_days=30.0,
                fairness=(FairnessFloor(firm_class=FirmClass.STARTUP, min_share=0.5),),
                incompatibilities=(Incompatibility(first=ROBOTICS, second=COMPUTE),),
                clusters=(
                    Cluster(block="X", roles=(ChainRole.BASE, ChainRole.SUPPORT), bonus=5.0),
                ),
                locks=(Lock(project=ProjectId("J0")),),
                forbids=(Forbid(project=ProjectId("J1"), parcel=ParcelId("B")),),
            ),
        ),
    )


def foresight() -> AllocationProblem:
    scenario = tight()
    return foresight_problem(scenario, scenario.projects)


def epoch() -> AllocationProblem:
    """Return the same at a decision epoch: somebody holds half of the divisible parcel."""
    scenario = tight()
    holder = firm("H", 10_000, archetype=COMPUTE)
    half = ParcelId("A")
    state = LandState(
        day=20.0,
        period=0,
        free=(
            FreeLand(parcel=half, area_m2=10_000, from_day=0.0),
            FreeLand(parcel=ParcelId("B"), area_m2=15_000, from_day=365.0),
        ),
        waiting=tuple(Waiting(project=entry, since_day=10.0) for entry in scenario.projects),
        holdings=(Holding(project=holder, parcel=half, area_m2=10_000, mode=GRANT, from_day=5.0),),
        quota_left_m2=(15_000, 40_000),
    )
    return epoch_problem(scenario, state)


PROBLEMS = {"perfect foresight": foresight, "decision epoch": epoch}


def named(options: Options, index: int) -> str:
    """Return an option as ``J0.A.t0.grant``; a part of a parcel shows its area."""
    option = options[index]
    whole = {lot.id: lot.area_m2 for lot in options.problem.park.parcels}
    land = "+".join(
        take.parcel if take.area_m2 == whole[take.parcel] else f"{take.parcel}/{take.area_m2}"
        for take in option.bundle
    )
    return f"{option.project.id}.{land}.t{option.period}.{option.mode}"


def rows_as_text(rule: str, problem: AllocationProblem) -> str:
    program = Program(list_options(problem))
    rules.get(rule)().add_rows(program)
    block, lines = program.rows(), []
    n_options = len(program.options)
    for row in range(len(block)):
        places = range(block.begin[row], block.begin[row + 1])
        terms = []
        for place in places:
            column = int(block.column[place])
            name = (
                named(program.options, column)
                if column < n_options
                else f"auxiliary{column - n_options}"
            )
            terms.append(f"{block.coefficient[place]:+.10g} {name}")
        low, high = block.lower[row], block.upper[row]
        bounds = f"= {high:.10g}" if low == high else ""
        bounds = bounds or " ".join(
            text
            for text, bound in ((f"≥ {low:.10g}", low), (f"≤ {high:.10g}", high))
            if math.isfinite(bound)
        )
        lines.append("\n    ".join((f"{rule} {bounds}", *terms)))
    return "\n".join(lines) or "no rows"


@pytest.mark.parametrize("rule", rules.names())
def test_rows(rule, golden):
    shown = (f"== {name}\n{rows_as_text(rule, make())}\n" for name, make in PROBLEMS.items())
    golden(f"rows/{rule}.txt", "\n".join(shown))


def test_options(golden):
    lines = []
    for name, make in PROBLEMS.items():
        options = list_options(make())
        lines.append(f"== {name}")
        lines += [
            f"{named(options, index)} until t{options[index].end_period}"
            f" {options[index].area_m2} ㎡, early {options[index].early_cost_mcny:g} million CNY"
            for index in range(len(options))
        ]
    golden("options.txt", "\n".join(lines) + "\n")


def test_every_golden_file_is_in_use(request):
    kept = {path.stem for path in (request.path.parent / "golden" / "rows").glob("*.txt")}
    assert kept == set(rules.names())


def test_rules_without_rows_are_those_that_the_options_table_ensures():
    silent = {
        name
        for name in rules.names()
        if all(rows_as_text(name, make()) == "no rows" for make in PROBLEMS.values())
    }
    assert silent == {"admission", "forbids", "readiness", "site", "tenure_eligibility", "window"}
