from dataclasses import replace

import highspy
import numpy as np
import pulp
import pytest

from landsim.allocation.planner import build_program, make_plan
from landsim.core.landrules import Cluster, LandRules, TenureShare
from landsim.core.planning import Criterion
from landsim.core.problem import foresight_problem
from landsim.core.project import ChainRole
from landsim.core.supply import Supply, SupplyMode
from landsim.testing.builders import GRANT, parcel, park, policy, project, tiny_scenario


@pytest.fixture
def problem():
    land = LandRules(
        tenure_shares=(TenureShare(mode=GRANT, min_share=0.2, max_share=0.5),),
        clusters=(Cluster(block="A", roles=(ChainRole.BASE, ChainRole.APPLICATION), bonus=3.0),),
    )
    supply = Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=100_000)
    projects = (
        project("P-1", chain_role=ChainRole.BASE),
        project("P_1"),
        project("P 1", filed_day=100.0),
    )
    scenario = tiny_scenario(
        park=park([parcel(f"L{n}", block="A") for n in range(3)]),
        projects=projects,
        policy=policy(land=land, supply=supply),
    )
    return foresight_problem(scenario, scenario.projects)


def highs(path):
    solver = highspy.Highs()
    solver.silent()
    solver.readModel(str(path))
    solver.run()
    return solver.getInfo().objective_function_value


def test_names_never_collide(problem):
    model = build_program(problem).to_pulp()
    names = [column.name for column in model.variables()]
    assert len(set(names)) == len(names) == build_program(problem).n_columns


@pytest.mark.parametrize(
    ("write", "suffix", "sign"), [("write_lp", "lp", 1), ("write_mps", "mps", -1)]
)
def test_the_exported_text_has_the_same_optimum(problem, tmp_path, write, suffix, sign):
    path = tmp_path / f"program.{suffix}"
    getattr(build_program(problem), write)(path)
    assert highs(path) == pytest.approx(sign * make_plan(problem).report.objective)


def test_rows_of_the_text_carry_their_family(problem, tmp_path):
    path = tmp_path / "program.lp"
    build_program(problem).write_lp(path)
    text = path.read_text()
    for family in ("capacity_0", "matching_0", "quota_0", "tenure_mix_0", "cluster_0"):
        assert f"{family}:" in text


def test_pulp_has_the_same_rows(problem):
    program = build_program(problem)
    model = program.to_pulp()
    rows = program.rows()
    both = (rows.lower > -np.inf) & (rows.upper < np.inf) & (rows.lower != rows.upper)
    assert model.numConstraints() == len(rows) + both.sum()
    assert model.numVariables() == program.n_columns


def test_two_bounds_become_two_rows_and_one_value_one(problem):
    program = build_program(problem)
    program.families.clear()
    columns = np.arange(3)
    program.add_rows("mine", columns * 0, columns, lower=[1.0], upper=[2.0])
    program.add_rows("mine", columns * 0, columns, lower=[1.0], upper=[1.0])
    assert program.to_pulp().numConstraints() == 3


def test_bonuses_count_in_the_first_tier(problem):
    program = build_program(problem)
    program.points = [np.zeros(len(program.options))] * 2
    first, second = program.tiers
    assert first[-1] == 3.0
    assert second[-1] == 0.0
    assert first.shape == second.shape == (program.n_columns,)


def test_the_points_of_another_tier_may_be_exported(problem):
    program = build_program(problem)
    points = np.zeros(program.n_columns)
    points[0] = 7.0
    model = program.to_pulp(points)
    model.solve(pulp.HiGHS(msg=False))
    assert pulp.value(model.objective) == pytest.approx(7.0)


def test_auxiliary_columns_follow_the_options(problem):
    program = build_program(problem)
    n_options = len(program.options)
    assert program.n_columns == n_options + 1
    assert program.is_integer[:n_options].all()
    assert not program.is_integer[-1]
    assert program.upper.tolist() == [1.0] * program.n_columns


def test_the_cluster_bonus_is_earned(problem):
    plan = make_plan(problem)
    earned = sum(assignment.value for assignment in plan.assignments)
    assert plan.report.objective == pytest.approx(earned + 3.0)


def test_criteria_of_a_later_tier_do_not_touch_the_first(problem):
    tiers = (Criterion(objective="served"), Criterion(objective="waiting", tier=1))
    changed = replace(problem, policy=replace(problem.policy, objective=tiers))
    plan = make_plan(changed)
    assert plan.report.objective == pytest.approx(3.0 + 3.0)
    # the quota of 2021 is for two parcels, so one project waits from day 130 to new year
    assert plan.report.tiers[1] == pytest.approx(130.0 - 365.0)
