import random
import threading
from dataclasses import replace

import numpy as np
import pytest

from landsim.allocation import check_plan
from landsim.allocation.draft import construct, draft
from landsim.allocation.dual import descend
from landsim.allocation.lagrangian import relaxation
from landsim.allocation.landprices import land_prices, program_prices
from landsim.allocation.planner import build_program, make_plan
from landsim.allocation.planners.auto import EXACT_COLUMNS
from landsim.allocation.program import Program
from landsim.allocation.reduce import undominated
from landsim.allocation.sifting import sift
from landsim.allocation.solver import solve
from landsim.core.landrules import Lock
from landsim.core.plan import Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.core.progress import Enough, Incumbent, Progress
from landsim.errors import Infeasible
from landsim.testing.builders import tiny_scenario
from landsim.testing.drawn import drawn_problem
from landsim.testing.instances import synthetic_scenario

PRICED = PlannerChoice(name="priced", max_nodes=5, budget=4)


def park(n_parcels: int = 20, n_projects: int = 40, *, seed: int = 1) -> AllocationProblem:
    """Return a park whose parcels can be divided: knapsacks, which prices alone do not solve."""
    scenario = synthetic_scenario(n_parcels, n_projects, 8, seed=seed)
    parcels = tuple(replace(lot, smallest_lot_m2=5_000) for lot in scenario.park.parcels)
    scenario = replace(scenario, park=replace(scenario.park, parcels=parcels))
    return foresight_problem(scenario, scenario.projects)


def relaxed_program(program: Program):
    points = program.tiers[0]
    return relaxation(program, points, undominated(program, [points]))


def ignore_bound(bound: float) -> None:
    del bound


class TestBound:
    @pytest.mark.parametrize("seed", range(30))
    def test_any_prices_bound_the_optimum(self, seed):
        problem = drawn_problem(random.Random(seed))  # noqa: S311 - no secret
        program = build_program(problem)
        if program.priority.any() or program.n_columns == 0:
            return
        try:
            best = make_plan(problem, choice=PlannerChoice()).report.objective
        except Infeasible:
            return
        relaxed = relaxed_program(program)
        chance = np.random.default_rng(seed)
        for spread in (0.0, 0.01, 1.0, 100.0):
            prices = relaxed.lawful(spread * chance.normal(size=len(relaxed.coupling)))
            assert relaxed.value(prices).bound >= best - 1e-6

    def test_a_price_on_a_bound_that_is_not_there_proves_nothing(self):
        relaxed = relaxed_program(build_program(park(8, 12)))
        unlawful = np.full(len(relaxed.coupling), -1.0)
        assert relaxed.value(unlawful).bound == np.inf
        assert (relaxed.lawful(unlawful) == 0).all()

    @pytest.mark.parametrize("seed", range(8))
    def test_no_plan_with_a_column_beats_the_bound_less_its_loss(self, seed):
        program = build_program(park(3, 5, seed=seed))
        points = program.tiers[0]
        columns = undominated(program, [points])
        relaxed = relaxed_program(program)
        values = relaxed.value(descend(relaxed, ignore_bound))
        assert (values.loss <= 1e-9).all()
        for place in range(0, len(relaxed), 7):
            column = columns[relaxed.order][place]
            if column >= len(program.options):
                continue
            program.add_rows("forced", np.zeros(1, dtype=int), np.array([column]), lower=[1.0])
            found = solve(program, PlannerChoice(), points=points)
            del program.families["forced"]
            if found is not None:
                assert found.objective <= values.bound + values.loss[place] + 1e-6

    def test_sifting_reaches_the_linear_optimum(self):
        program = build_program(park())
        relaxed = relaxed_program(program)
        linear = sift(relaxed, np.zeros(len(relaxed.coupling)), ignore_bound)
        value = float(relaxed.matrix.points @ linear.x)
        assert linear.valuation.bound == pytest.approx(value, rel=1e-6)
        assert (relaxed.whole @ linear.x <= relaxed.matrix.rows.upper + 1e-5).all()

    def test_the_blurred_bound_is_never_below_the_bound(self):
        relaxed = relaxed_program(build_program(park()))
        chance = np.random.default_rng(3)
        for width in (10.0, 1.0, 0.1):
            prices = relaxed.lawful(chance.random(len(relaxed.coupling)))
            value, slope = relaxed.smoothed(prices, width)
            assert value >= relaxed.value(prices).bound - 1e-9
            step = 1e-6 * chance.random(len(prices))
            ahead, _ = relaxed.smoothed(prices + step, width)
            behind, _ = relaxed.smoothed(prices - step, width)
            assert ahead - behind == pytest.approx(2 * slope @ step, rel=1e-3)


class TestDraft:
    def test_nothing_is_chosen_beyond_a_row(self):
        relaxed = relaxed_program(build_program(park()))
        found = construct(relaxed, np.arange(len(relaxed)))
        assert found.is_plan
        assert found.x.sum() > 5
        assert draft(relaxed, np.ones(len(relaxed))) is None

    def test_a_locked_project_is_missed_until_it_is_chosen(self):
        scenario = tiny_scenario()
        land = replace(scenario.policy.land, locks=(Lock(project=scenario.projects[0].id),))
        scenario = replace(scenario, policy=replace(scenario.policy, land=land))
        problem = foresight_problem(scenario, scenario.projects)
        relaxed = relaxed_program(build_program(problem))
        assert relaxed.is_asked.sum() == 1
        nothing = construct(relaxed, np.zeros(0, dtype=np.int64))
        assert nothing.shortfall == 1
        assert construct(relaxed, np.arange(len(relaxed))).beats(nothing)


class TestPlan:
    def test_the_gap_is_proven(self):
        problem = park(5, 8)
        plan = make_plan(problem, choice=PlannerChoice(name="priced", gap=0.03))
        exact = make_plan(problem, choice=PlannerChoice())
        assert plan.termination in (Termination.OPTIMAL, Termination.GAP)
        assert plan.report.gap <= 0.03
        assert plan.report.bound >= exact.report.objective - 1e-6
        assert plan.report.planner == "priced"
        assert check_plan(problem, plan) == ()

    def test_stages_tell_how_it_got_there(self):
        stages = make_plan(park(8, 12), choice=replace(PRICED, budget=2)).report.stages
        assert [note.stage for note in stages] == [
            "prices",
            "construct",
            "close",
            "improve",
            "close",
        ]
        assert stages[0].objective is None
        bounds = [note.bound for note in stages]
        values = [note.objective for note in stages[1:]]
        assert bounds == sorted(bounds, reverse=True)
        assert values == sorted(values)

    def test_the_number_of_workers_does_not_matter(self):
        problem = park(9, 16)
        choice = replace(PRICED, budget=2, max_nodes=0)
        plans = [make_plan(problem, choice=replace(choice, workers=n)) for n in (1, 2, 3)]
        assert len({plan.assignments for plan in plans}) == 1
        assert len({plan.report.stages for plan in plans}) == 1

    def test_the_seed_decides_and_nothing_else_does(self):
        problem = park(9, 16)
        choice = replace(PRICED, budget=1, max_nodes=0)
        one, again = (make_plan(problem, choice=choice) for _ in range(2))
        others = [make_plan(problem, choice=replace(choice, seed=seed)) for seed in (1, 2, 3)]
        assert one.assignments == again.assignments
        assert any(other.report.objective != one.report.objective for other in others)

    def test_a_larger_budget_is_never_worse(self):
        problem = park(9, 16)
        values = [
            make_plan(problem, choice=replace(PRICED, budget=n, max_nodes=0)).report.objective
            for n in (0, 1, 2)
        ]
        assert values[0] < values[-1]
        assert values == sorted(values)

    def test_rules_in_conflict_are_named(self):
        scenario = tiny_scenario()
        land = replace(
            scenario.policy.land, locks=tuple(Lock(project=p.id) for p in scenario.projects)
        )
        scenario = replace(scenario, policy=replace(scenario.policy, land=land))
        problem = foresight_problem(scenario, scenario.projects)
        with pytest.raises(Infeasible) as priced:
            make_plan(problem, choice=PRICED)
        with pytest.raises(Infeasible) as exact:
            make_plan(problem, choice=PlannerChoice())
        assert priced.value.rules == exact.value.rules

    def test_auto_is_exact_for_small_programs_alone(self):
        small, large = park(4, 6), park(60, 80)
        program = build_program(large)
        assert len(undominated(program, program.tiers)) > EXACT_COLUMNS
        auto = PlannerChoice(name="auto", gap=0.05, budget=0)
        assert make_plan(small, choice=auto).report.planner == "optimal"
        assert make_plan(large, choice=auto).report.planner == "priced"


class TestStopping:
    @pytest.mark.parametrize("n_heard", [1, 3, 6, 8])
    def test_whoever_has_enough_gets_the_best_plan_so_far(self, n_heard):
        problem, heard = park(12, 24), []

        def listener(event):
            if isinstance(event, Progress | Incumbent):
                heard.append(event)
                if len(heard) >= n_heard:
                    raise Enough

        plan = make_plan(problem, choice=PRICED, listener=listener)
        assert plan.termination is Termination.LIMIT
        assert plan.assignments
        assert plan.report.bound >= plan.report.objective
        assert check_plan(problem, plan) == ()

    def test_enough_while_closing_ends_the_search(self):
        def listener(event):
            if isinstance(event, Incumbent) and event.stage == "close":
                raise Enough

        plan = make_plan(park(12, 24), choice=PRICED, listener=listener)
        assert [note.stage for note in plan.report.stages] == ["prices", "construct", "close"]
        assert plan.termination is Termination.LIMIT

    def test_a_time_limit_ends_in_a_plan(self):
        problem = park(30, 60)
        plan = make_plan(problem, choice=replace(PRICED, time_limit_seconds=1e-3))
        assert plan.termination is Termination.LIMIT
        assert plan.assignments
        assert check_plan(problem, plan) == ()

    def test_the_exact_planner_keeps_its_best_plan_too(self):
        problem = park(12, 24)

        def listener(event):
            if isinstance(event, Incumbent):
                raise Enough

        plan = make_plan(problem, choice=PlannerChoice(), listener=listener)
        assert plan.termination is Termination.LIMIT
        assert plan.report.gap > 0

    def test_other_exceptions_pass(self):
        def listener(event):
            if isinstance(event, Incumbent):
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            make_plan(park(30, 60), choice=PRICED, listener=listener)
        assert threading.active_count() < 10


class TestLandPrices:
    def test_they_predict_what_more_power_is_worth(self):
        problem = park()
        prices = [price for price in land_prices(problem) if price.rule == "power"]
        assert prices
        assert all(price.about.unit == "MW" for price in prices)
        dearest = max(prices, key=lambda price: price.price)
        node = dict(dearest.about.values)["node"]
        row = [n.id for n in problem.park.nodes].index(node)
        capacity = problem.capacity.copy()
        capacity[row] += 0.01

        def bound(case):
            relaxed = relaxed_program(build_program(case))
            return sift(relaxed, np.zeros(len(relaxed.coupling)), ignore_bound).valuation.bound

        gain = bound(replace(problem, capacity=capacity)) - bound(problem)
        total = sum(p.price for p in prices if dict(p.about.values)["node"] == node)
        assert gain == pytest.approx(0.01 * total, rel=0.05)

    def test_where_nothing_is_scarce_nothing_has_a_price(self):
        scenario = tiny_scenario()
        problem = foresight_problem(scenario, ())
        assert land_prices(problem) == ()
        assert program_prices(build_program(problem)) == ()
