"""Shadow prices against linear programs solved by hand, and against planning anew."""

import math
from dataclasses import replace

import numpy as np
import pytest

from landsim.allocation.duals import relaxed_duals, relaxed_points
from landsim.allocation.matrix import Matrix
from landsim.allocation.model import Effort
from landsim.allocation.planner import make_plan
from landsim.allocation.rows import Rows
from landsim.allocation.shadow import shadow_prices, zone_prices
from landsim.core.landrules import Claim, FairnessFloor, LandRules
from landsim.core.park import CapacityStep
from landsim.core.planning import Criterion
from landsim.core.problem import foresight_problem
from landsim.core.project import FirmClass
from landsim.core.supply import Supply, SupplyMode
from landsim.testing.builders import (
    START,
    parcel,
    park,
    policy,
    project,
    tenure_terms,
    tiny_scenario,
)

SERVED = (Criterion(objective="served", weight=6.0),)


def problem(lots, asks, **levers):
    world = park(lots) if isinstance(lots, list) else lots
    usual = {"tenure": tenure_terms()[:1], "objective": SERVED}
    scenario = tiny_scenario(park=world, projects=tuple(asks), policy=policy(**(usual | levers)))
    return foresight_problem(scenario, scenario.projects)


def quick(name, **changes):
    return project(name, patience_days=30.0, **changes)


def price_of(asked, subject, **options):
    found = shadow_prices(asked, make_plan(asked), **options)
    (price,) = [price for price in found.prices if str(price.subject) == subject]
    return price


class TestLinearProgram:
    """Maximise 3x + 2y with x + y ≤ 4, x + 3y ≤ 6, x ≤ 3: x = 3, y = 1; by hand."""

    ROWS = Rows(
        begin=np.array([0, 2, 4]),
        column=np.array([0, 1, 0, 1]),
        coefficient=np.array([1.0, 1.0, 1.0, 3.0]),
        lower=np.array([-np.inf, -np.inf]),
        upper=np.array([5.0, 6.0]),
    )
    MATRIX = Matrix(
        points=np.array([3.0, 2.0]),
        upper=np.array([3.0, 10.0]),
        is_integer=np.ones(2, dtype=bool),
        rows=ROWS,
    )

    def test_duals_and_ranges(self):
        found = relaxed_duals(self.MATRIX)
        assert found.objective == pytest.approx(11.0)
        assert found.row == pytest.approx([0.0, 2 / 3])
        assert (found.low[1], found.high[1]) == pytest.approx((3.0, 9.0))

    def test_points(self):
        assert relaxed_points(self.MATRIX) == pytest.approx(11.0)

    def test_rows_that_conflict_have_neither(self):
        rows = replace(self.ROWS, lower=np.array([99.0, -np.inf]), upper=np.array([99.0, 6.0]))
        assert relaxed_duals(replace(self.MATRIX, rows=rows)) is None
        assert relaxed_points(replace(self.MATRIX, rows=rows)) is None


class TestByHand:
    """Two projects of 4 ha each worth 6 points, one quota of 6 ha: half a project fits."""

    QUOTA = Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=60_000)
    LOTS = (parcel("P1"), parcel("P2"))

    def test_the_quota_in_the_relaxation(self):
        asked = problem(list(self.LOTS), [quick("J1"), quick("J2")], supply=self.QUOTA)
        price = price_of(asked, "quota of 2021")
        assert price.relaxed_points == pytest.approx(1.5)
        assert (price.relaxed_low, price.relaxed_high) == pytest.approx((4.0, 8.0))
        assert (price.limit, price.unit) == (6.0, "ha")

    def test_room_left_is_worth_nothing_to_fixed_winners(self):
        asked = problem(list(self.LOTS), [quick("J1"), quick("J2")], supply=self.QUOTA)
        price = price_of(asked, "quota of 2021")
        assert price.fixed_points == 0.0
        assert price.more_points == pytest.approx(0.0)

    def test_a_quota_that_is_used_up(self):
        supply = replace(self.QUOTA, quota_m2_per_year=80_000)
        lots, asks = [*self.LOTS, parcel("P3")], [quick("J1"), quick("J2"), quick("J3")]
        price = price_of(problem(lots, asks, supply=supply), "quota of 2021")
        assert price.relaxed_points == pytest.approx(1.5)
        assert price.fixed_points == pytest.approx(1.5)
        assert price.fixed_low <= 4.0
        assert price.more_points == pytest.approx(0.0)

    def test_one_unit_more_is_planned_anew(self):
        supply = replace(self.QUOTA, quota_m2_per_year=70_000)
        asked = problem(list(self.LOTS), [quick("J1"), quick("J2")], supply=supply)
        assert price_of(asked, "quota of 2021").more_points == pytest.approx(6.0)

    def test_power_over_all_periods(self):
        node = replace(park().nodes[0], steps=(CapacityStep(since=START, amount=3.0),))
        asked = problem(park(list(self.LOTS), nodes=(node,)), [quick("J1"), quick("J2")])
        price = price_of(asked, "node S1")
        assert price.relaxed_points == pytest.approx(3.0)
        assert price.more_points == pytest.approx(6.0)

    def test_a_hectare_of_a_parcel(self):
        asked = problem([parcel("P1")], [quick("J1"), quick("J2")])
        price = price_of(asked, "parcel P1")
        assert price.relaxed_points == pytest.approx(1.5)
        assert price.fixed_points == pytest.approx(1.5)
        assert price.fixed_low == pytest.approx(0.0, abs=2.1)
        assert math.isnan(price.more_points)

    def test_a_claim_that_costs(self):
        asks = [quick("J1"), quick("J2", firm_class=FirmClass.STARTUP)]
        rich = replace(asks[0].promises, output_mcny_per_year=900.0)
        poor = replace(asks[1].promises, output_mcny_per_year=300.0)
        asks = [replace(asks[0], promises=rich), replace(asks[1], promises=poor)]
        claim = Claim(name="young", firm_class=FirmClass.STARTUP, min_m2=40_000)
        asked = problem(
            [parcel("P1")],
            asks,
            land=LandRules(claims=(claim,)),
            objective=(Criterion(objective="output", reference=1000.0),),
        )
        best = make_plan(replace(asked, policy=replace(asked.policy, land=LandRules())))
        held = make_plan(asked)
        lost = best.report.objective - held.report.objective
        assert price_of(asked, "claim young: at least").relaxed_points == pytest.approx(lost / 4)

    def test_zones(self):
        asked = problem([parcel("P1"), parcel("P2", 12.0)], [quick("J1"), quick("J2")])
        found = shadow_prices(asked, make_plan(asked))
        assert zone_prices(asked, found) == {"M1": pytest.approx(1.5 * 4 / 16)}


class TestBounds:
    def test_no_plan_is_worth_more_than_the_relaxation(self):
        asked = problem([parcel("P1")], [quick("J1"), quick("J2")])
        found = shadow_prices(asked, make_plan(asked))
        assert found.plan_points == pytest.approx(6.0)
        assert found.relaxed_points >= found.plan_points - 1e-9
        assert found.is_proven

    def test_a_large_program_is_not_planned_anew(self):
        supply = Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=70_000)
        asked = problem([parcel("P1"), parcel("P2")], [quick("J1"), quick("J2")], supply=supply)
        price = price_of(asked, "quota of 2021", effort=Effort(exact_columns=-1))
        assert math.isnan(price.more_points)
        assert price.relaxed_points > 0

    def test_fixed_whole_numbers_do_not_disturb(self):
        land = LandRules(fairness=(FairnessFloor(firm_class=FirmClass.GROWTH, min_share=0.5),))
        asked = problem([parcel("P1")], [quick("J1"), quick("J2")], land=land)
        assert price_of(asked, "parcel P1").fixed_points >= 0
