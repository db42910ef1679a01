import threading
import time
from dataclasses import replace

import highspy
import numpy as np
import pulp
import pytest

from landsim.allocation import highs, solver
from landsim.allocation.highs import solve_with_highs
from landsim.allocation.matrix import Matrix, checked_solution
from landsim.allocation.planner import build_program, make_plan
from landsim.allocation.rows import Rows
from landsim.allocation.solver import solve
from landsim.core.plan import Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import foresight_problem
from landsim.core.progress import Finished, Incumbent, Note, Started
from landsim.errors import SolverFailed, UnknownNameError
from landsim.testing.builders import tiny_scenario

CHOICE = PlannerChoice()


def tiny_program():
    scenario = tiny_scenario()
    return build_program(foresight_problem(scenario, scenario.projects))


def hard():
    """A problem of one class that takes HiGHS thousands of nodes: near-equal weights."""
    chance = np.random.default_rng(5)
    n_columns, n_rows = 60, 8
    weights = chance.integers(400, 600, (n_rows, n_columns)).astype(float)
    rows = Rows(
        begin=np.arange(n_rows + 1) * n_columns,
        column=np.tile(np.arange(n_columns), n_rows),
        coefficient=weights.ravel(),
        lower=np.full(n_rows, -np.inf),
        upper=np.floor(weights.sum(axis=1) / 2),
    )
    points = weights.mean(axis=0) + chance.integers(0, 9, n_columns)
    return Matrix(
        points=points, upper=np.ones(n_columns), is_integer=np.ones(n_columns) > 0, rows=rows
    )


def knapsack(points, weights, limit):
    """maximise points · x, weights · x ≤ limit, x binary."""
    n = len(points)
    rows = Rows(
        begin=np.array([0, n]),
        column=np.arange(n),
        coefficient=np.array(weights, dtype=float),
        lower=np.array([-np.inf]),
        upper=np.array([float(limit)]),
    )
    ones = np.ones(n)
    return Matrix(points=np.array(points, dtype=float), upper=ones, is_integer=ones > 0, rows=rows)


def with_rows(matrix, *, lower, upper):
    rows = replace(matrix.rows, lower=np.array([lower]), upper=np.array([upper]))
    return replace(matrix, rows=rows)


class TestHighs:
    def test_a_knapsack(self):
        found = solve_with_highs(knapsack([10, 7, 6], [5, 4, 3], 7), CHOICE)
        assert found.x.tolist() == [0.0, 1.0, 1.0]
        assert found.objective == 13.0
        assert found.bound == pytest.approx(13.0)
        assert found.termination is Termination.OPTIMAL
        assert found.solver.startswith("HiGHS ")

    def test_a_whole_relaxation_needs_no_branching(self):
        found = highs.relax(knapsack([10, 7], [5, 4], 9))
        assert (found.x.tolist(), found.bound) == ([1.0, 1.0], 17.0)
        assert found.termination is Termination.OPTIMAL

    def test_a_fractional_relaxation_is_no_answer(self):
        assert highs.relax(knapsack([10, 7, 6], [5, 4, 3], 7)) is None

    def test_a_solver_that_is_kept_forgets_the_program_before(self):
        one, other = knapsack([10, 7, 6], [5, 4, 3], 7), knapsack([3, 1, 2, 9], [2, 1, 4, 7], 8)
        whole = knapsack([10, 7], [5, 4], 9)

        def answers(matrix):
            found, relaxed = solve_with_highs(matrix, CHOICE), highs.relax(matrix)
            return found.x.tolist(), found.bound, None if relaxed is None else relaxed.x.tolist()

        first = [answers(matrix) for matrix in (one, other, whole)]
        again = [answers(matrix) for matrix in (whole, other, one)]
        assert first == again[::-1]

    def test_the_clock_of_a_kept_solver_does_not_run_out(self, monkeypatch):
        solve_with_highs(hard(), PlannerChoice(gap=0.05))
        monkeypatch.setattr(highs, "HANG_SECONDS", 5.0)
        for _ in range(3):
            assert solve_with_highs(knapsack([10, 7, 6], [5, 4, 3], 7), CHOICE) is not None

    def test_large_programs_are_not_relaxed_first(self, monkeypatch):
        monkeypatch.setattr(highs, "SMALL", 1)
        assert highs.relax(knapsack([10, 7], [5, 4], 9)) is None

    def test_steps_end_a_search_at_the_same_place_every_time(self):
        few, again, more = (
            solve_with_highs(hard(), PlannerChoice(max_nodes=200), most_steps=n) for n in (3, 3, 30)
        )
        assert few.termination is Termination.LIMIT
        assert (few.bound, few.x.tolist()) == (again.bound, again.x.tolist())
        assert more.bound < few.bound

    def test_infeasible(self):
        matrix = with_rows(knapsack([1, 1], [2, 2], 0), lower=3.0, upper=3.5)
        assert solve_with_highs(matrix, CHOICE) is None

    @pytest.mark.parametrize("scale", [1e-9, 1e9])
    def test_points_of_any_size(self, scale):
        found = solve_with_highs(knapsack([10 * scale, 7 * scale, 6 * scale], [5, 4, 3], 7), CHOICE)
        assert found.x.tolist() == [0.0, 1.0, 1.0]
        assert found.bound == pytest.approx(13 * scale)

    def test_nothing_to_choose(self):
        empty = knapsack([], [], 3)
        assert solve_with_highs(empty, CHOICE).termination is Termination.OPTIMAL
        assert solve_with_highs(with_rows(empty, lower=1.0, upper=3.0), CHOICE) is None

    def test_a_node_limit_is_told_with_the_gap(self):
        found = solve_with_highs(hard(), PlannerChoice(max_nodes=5))
        assert found.termination is Termination.LIMIT
        assert found.bound > found.objective

    def test_a_time_limit_is_never_called_optimal(self):
        found = solve_with_highs(hard(), PlannerChoice(time_limit_seconds=0.5, max_nodes=10**9))
        assert found.termination is Termination.LIMIT
        assert found.bound > found.objective

    def test_a_solve_that_hangs_fails_instead_of_making_a_plan(self, monkeypatch):
        monkeypatch.setattr(highs, "HANG_SECONDS", 0.3)
        with pytest.raises(SolverFailed, match="stopped without a plan: Time limit"):
            solve_with_highs(hard(), PlannerChoice(max_nodes=10**9))

    def test_a_gap_that_was_asked_for_is_optimal(self):
        found = solve_with_highs(hard(), PlannerChoice(gap=0.05))
        assert found.termination is Termination.OPTIMAL
        assert found.objective < found.bound <= found.objective * 1.05

    def test_the_same_answer_twice(self):
        one, two = (solve_with_highs(hard(), PlannerChoice(max_nodes=20)) for _ in range(2))
        assert one.x.tolist() == two.x.tolist()
        assert one.bound == two.bound

    def test_the_listener_hears_of_incumbents_and_bounds(self):
        heard = []
        found = solve_with_highs(hard(), PlannerChoice(max_nodes=5), heard.append)
        assert all(isinstance(event, Incumbent) for event in heard)
        assert [event.value for event in heard] == sorted(event.value for event in heard)
        assert heard[-1].bound >= heard[-1].value > 0
        assert heard[-1].value <= found.objective + 1e-6

    @pytest.mark.parametrize("stop", [KeyboardInterrupt, ZeroDivisionError])
    def test_whatever_a_listener_raises_stops_the_solve(self, stop):
        def listen(event):
            raise stop

        with pytest.raises(stop):
            solve_with_highs(hard(), PlannerChoice(max_nodes=10**9), listen)

    def test_others_may_have_used_more_threads_before(self):
        highspy.Highs.resetGlobalScheduler(True)  # noqa: FBT003 - positional in highspy
        other = highspy.Highs()
        other.silent()
        other.setOptionValue("threads", 2)
        other.addVariable(0, 1)
        other.run()
        assert solve_with_highs(hard(), PlannerChoice(max_nodes=1)).objective > 0


def test_a_plan_tells_its_listener_what_it_does():
    heard = []
    scenario = tiny_scenario()
    make_plan(foresight_problem(scenario, scenario.projects), listener=heard.append)
    assert [type(event) for event in heard] == [Started, Note, Finished]
    assert heard[1].message == "{n_options} options, {n_rows} rows"


def test_an_answer_that_breaks_a_row_is_refused():
    matrix = knapsack([10, 7, 6], [5, 4, 3], 7)
    with pytest.raises(SolverFailed, match="breaks its own rows"):
        checked_solution(
            matrix, np.ones(3), bound=None, termination=Termination.OPTIMAL, solver="mine"
        )


def test_answers_are_rounded_to_whole_numbers():
    found = checked_solution(
        knapsack([10, 7, 6], [5, 4, 3], 7),
        np.array([1e-7, 1 - 1e-7, 1.0]),
        bound=12.0,
        termination=Termination.LIMIT,
        solver="mine",
    )
    assert found.x.tolist() == [0.0, 1.0, 1.0]
    assert found.bound == found.objective == 13.0


class TestPulp:
    def solve(self, name, **limits):
        program = tiny_program()
        choice = PlannerChoice(solver=name, **limits)
        return solve(program, choice, points=program.tiers[0])

    @pytest.mark.parametrize("name", ["COIN_CMD", "PULP_CBC_CMD", "GLPK_CMD", "SCIP_PY"])
    def test_other_solvers_find_the_same_optimum(self, name):
        if name not in pulp.listSolvers(onlyAvailable=True):
            pytest.skip(f"{name} is not installed")
        found, expected = self.solve(name), self.solve("HiGHS")
        assert found.objective == pytest.approx(expected.objective)
        assert found.termination is Termination.OPTIMAL
        assert found.bound == pytest.approx(expected.bound)
        assert name in found.solver

    def test_an_unknown_solver_is_named_with_the_nearest(self):
        with pytest.raises(UnknownNameError, match='did you mean "HiGHS"'):
            self.solve("HIGHS")

    def test_a_solver_that_is_not_there(self):
        with pytest.raises(SolverFailed, match=r"CHOCO_CMD is not installed.*HiGHS"):
            self.solve("CHOCO_CMD")

    def test_a_solver_that_crashes(self, monkeypatch):
        self.put(monkeypatch, lambda model: 1 / 0)
        with pytest.raises(SolverFailed, match="PYGLPK failed: division by zero"):
            self.solve("PYGLPK")

    def test_a_solver_that_hangs(self, monkeypatch):
        stop = threading.Event()
        self.put(monkeypatch, lambda model: stop.wait(20))
        monkeypatch.setattr(solver, "_GRACE_SECONDS", 0.1)
        begin = time.monotonic()
        with pytest.raises(SolverFailed, match="did not answer within"):
            self.solve("PYGLPK", time_limit_seconds=0.1)
        stop.set()
        assert time.monotonic() - begin < 10

    def test_a_solver_without_an_answer(self, monkeypatch):
        self.put(monkeypatch, self.answer(status=0, found=0))
        with pytest.raises(SolverFailed, match="PYGLPK stopped without a plan"):
            self.solve("PYGLPK")

    def test_a_solver_that_says_infeasible(self, monkeypatch):
        self.put(monkeypatch, self.answer(status=-1, found=-1))
        assert self.solve("PYGLPK") is None

    def test_what_a_time_limit_calls_optimal_is_not(self, monkeypatch):
        """PuLP 3 says *Optimal* of a plan found at the limit; the second field knows better."""
        self.put(monkeypatch, self.answer(status=1, found=2, old=True))
        found = self.solve("PYGLPK")
        assert found.termination is Termination.LIMIT
        assert found.bound is None

    def test_the_record_of_pulp_4_is_read(self, monkeypatch):
        self.put(monkeypatch, self.answer(status=-4, found=2, bound=500.0, old=False))
        found = self.solve("PYGLPK")
        assert found.termination is Termination.LIMIT
        assert found.bound == 500.0

    def test_a_bound_below_the_plan_is_no_bound(self, monkeypatch):
        self.put(monkeypatch, self.answer(status=-4, found=2, bound=-500.0, old=False))
        assert self.solve("PYGLPK").bound is None

    def put(self, monkeypatch, behave):
        """Put a solver of our own in the place of one that PuLP knows."""

        class Fake:
            def __init__(self, *, msg=True):
                self.msg = msg

            def available(self):
                return True

        def tampered(program, points):
            model = honest(program, points)
            monkeypatch.setattr(type(model), "solve", lambda model, _: behave(model))
            return model

        honest = solver.Program.to_pulp
        monkeypatch.setattr(pulp, "PYGLPK", Fake)
        monkeypatch.setattr(pulp, "getSolver", lambda name, **settings: Fake(**settings))
        monkeypatch.setattr(solver.Program, "to_pulp", tampered)

    def answer(self, *, status, found, bound=None, old=None):
        """Answer as PuLP 3 does (``old``) or as PuLP 4; None for as the version at hand."""
        is_old = pulp.__version__ < "4" if old is None else old

        class Words:
            def __init__(self, status, found):
                self.status = self.State(status)
                self.has_solution = found > 0
                self.best_bound = bound

            class State(int):
                name = "Stopped"

        def solve(model):
            if not is_old:
                return Words(status, found)
            model.__dict__.update(status=status, sol_status=found)
            return status

        return solve


def test_columns_left_out_are_zero(monkeypatch):
    monkeypatch.setattr(highs, "SMALL", 0)
    program = tiny_program()
    columns = np.flatnonzero(program.options.project != 0)
    found = solve(program, CHOICE, points=program.tiers[0], columns=lambda: columns)
    assert len(found.x) == program.n_columns
    assert not found.x[program.options.project == 0].any()
    assert found.seconds > 0
