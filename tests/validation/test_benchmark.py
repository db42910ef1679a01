"""What the benchmark compares is one program: each way to build it has the same optimum."""

import importlib.util
import sys
from pathlib import Path

import pulp
import pytest

from landsim.allocation.planner import build_program
from landsim.allocation.solver import solve
from landsim.core.planning import PlannerChoice
from landsim.core.problem import foresight_problem
from landsim.testing.instances import synthetic_scenario

BENCH = Path(__file__).resolve().parents[1] / "bench" / "allocation"


@pytest.fixture(scope="module")
def ways():
    """Return the benchmark's module of other ways to build a program."""
    spec = importlib.util.spec_from_file_location("ways", BENCH / "ways.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules["ways"] = module
    spec.loader.exec_module(module)
    yield module
    del sys.modules["ways"]


@pytest.fixture(scope="module")
def problem():
    scenario = synthetic_scenario(10, 12, 8, demand_ratio=1.5)
    return foresight_problem(scenario, scenario.projects)


@pytest.fixture(scope="module")
def optimum(problem):
    program = build_program(problem)
    return program, solve(program, PlannerChoice(), points=program.tiers[0]).objective


def test_pulp_as_people_write_it_has_the_same_optimum(ways, problem, optimum):
    program, expected = optimum
    rows = ways.plain_rows(program.options)
    model = ways.people_write(problem, rows, program.tiers[0].tolist())
    model.solve(pulp.HiGHS(msg=False))
    assert model.objective.value() == pytest.approx(expected)


def test_linopy_has_the_same_optimum(ways, optimum):
    pytest.importorskip("linopy")
    program, expected = optimum
    model = ways.linopy_model(program)
    model.solve(solver_name="highs", output_flag=False)
    assert model.objective.value == pytest.approx(expected)


def test_raw_arrays_have_the_same_optimum(ways, optimum):
    program, expected = optimum
    highs = ways.quiet_highs()
    highs.passModel(*ways.raw_arrays(ways.matrix_of(program)))
    highs.run()
    assert highs.getInfo().objective_function_value == pytest.approx(expected)
