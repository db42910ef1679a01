"""Cliques, states, and a row for every period: one optimum, one relaxation."""

import itertools
import random
from dataclasses import replace

import numpy as np
import pulp
import pytest
from highspy import _core

from landsim.allocation.highs import hand_over
from landsim.allocation.matrix import Matrix
from landsim.allocation.occupancy import Form
from landsim.allocation.options import list_options
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.allocation.reference import reference_problem
from landsim.allocation.solver import solve
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.testing.drawn import drawn_problem
from landsim.testing.instances import synthetic_scenario


def park_where_land_comes_back(seed: int) -> AllocationProblem:
    """Return a synthetic park whose leases last one year of three."""
    scenario = synthetic_scenario(6, 9, 12, seed=seed, demand_ratio=2.0)
    tenure = tuple(
        replace(terms, lease_years=1.0) if terms.mode == "long_lease" else terms
        for terms in scenario.policy.tenure
    )
    policy = replace(scenario.policy, tenure=tenure)
    return foresight_problem(replace(scenario, policy=policy), scenario.projects)


def drawn_worth_solving(count: int) -> list[AllocationProblem]:
    """Return the first of the drawn problems in which there is something to choose."""
    drawn = (drawn_problem(random.Random(seed)) for seed in itertools.count())  # noqa: S311
    return list(itertools.islice((one for one in drawn if len(list_options(one)) > 1), count))


def without_twins(problem: AllocationProblem) -> AllocationProblem:
    """Return a problem without the rules that plain PuLP writes with a weaker relaxation."""
    land = replace(problem.policy.land, fairness=(), incompatibilities=())
    return replace(problem, policy=replace(problem.policy, land=land))


def whole(program: Program) -> float | None:
    solution = solve(program, PlannerChoice(), points=program.tiers[0])
    return None if solution is None else solution.objective


def relaxed(program: Program) -> float | None:
    highs = _core._Highs()
    highs.setOptionValue("output_flag", False)  # noqa: FBT003 - positional in highspy
    matrix = Matrix(
        points=program.tiers[0],
        upper=program.upper,
        is_integer=np.zeros(program.n_columns, dtype=bool),
        rows=program.rows(),
    )
    hand_over(highs, matrix, 1.0)
    highs.run()
    is_solved = highs.getModelStatus() == _core.HighsModelStatus.kOptimal
    return highs.getInfo().objective_function_value if is_solved else None


def relaxed_by_period(problem: AllocationProblem) -> float | None:
    model = reference_problem(problem)
    answer = model.solve(pulp.HiGHS(msg=False, mip=False))
    is_solved = getattr(answer, "status", answer) == 1  # PuLP 3 answers with the status alone
    return model.objective.value() if is_solved else None


@pytest.mark.parametrize("problem", drawn_worth_solving(30), ids=range(30))
def test_both_forms_have_one_optimum(problem):
    one, other = (whole(build_program(problem, form=form)) for form in Form)
    assert one == pytest.approx(other, abs=1e-6)


@pytest.mark.parametrize("seed", range(2))
def test_both_forms_have_one_optimum_where_land_comes_back(seed):
    problem = park_where_land_comes_back(seed)
    programs = [build_program(problem, form=form) for form in Form]
    assert whole(programs[0]) == pytest.approx(whole(programs[1]), rel=1e-6)
    ends = programs[0].options.end_period
    assert (ends < problem.horizon.n_periods).any()


@pytest.mark.parametrize("problem", drawn_worth_solving(12), ids=range(12))
def test_states_relax_like_a_row_for_every_period(problem):
    problem = without_twins(problem)
    state, clique = (
        relaxed(build_program(problem, form=form)) for form in (Form.STATE, Form.CLIQUE)
    )
    expected = relaxed_by_period(problem)
    assert (state is None) == (expected is None) == (clique is None)
    if expected is not None:
        assert state == pytest.approx(expected, rel=1e-7, abs=1e-7)
        assert clique == pytest.approx(expected, rel=1e-7, abs=1e-7)


@pytest.mark.parametrize("seed", range(2))
def test_states_relax_the_same_where_land_comes_back(seed):
    problem = park_where_land_comes_back(seed)
    state = relaxed(build_program(problem, form=Form.STATE))
    assert state == pytest.approx(relaxed_by_period(problem), rel=1e-7)


def test_states_have_fewer_entries_where_land_comes_back():
    problem = park_where_land_comes_back(1)
    sizes = {form: len(build_program(problem, form=form).rows().column) for form in Form}
    assert sizes[Form.STATE] < 0.7 * sizes[Form.CLIQUE]


def test_every_load_has_its_own_column_between_nothing_and_the_limit():
    problem = park_where_land_comes_back(2)
    program = build_program(problem, form=Form.STATE)
    loads = program.rows(["capacity"])
    assert (loads.lower == 0).all()
    assert (loads.upper == 0).all()
    upper = program.upper[len(program.options) :]
    assert len(upper) >= len(loads)
    assert not program.is_integer[len(program.options) :].any()
