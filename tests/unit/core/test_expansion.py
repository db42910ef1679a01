"""Phase 2 as planners expect it and as firms build it."""

from dataclasses import replace

import pytest

from landsim.core.expansion import (
    exercised_phase,
    expected_phase,
    first_phase_id,
    hold_days,
    phase_id,
)
from landsim.core.horizon import DAYS_PER_MONTH
from landsim.core.phase import LaterPhase
from landsim.core.problem import foresight_problem
from landsim.core.project import ModeAcceptance, Needs
from landsim.errors import ScenarioError
from landsim.testing.builders import GRANT, LONG_LEASE, M1, project, tiny_scenario

PHASE = LaterPhase(area_m2=10_000, after_months=12.0, expiry_months=30.0, probability=0.25)
FIRM = project(
    "J1",
    area_ha=4.0,
    later_phase=PHASE,
    acceptance=(ModeAcceptance(mode=GRANT, probability=0.8),),
    ability_to_pay_mcny=3.0,
)


def test_phase_2_asks_for_its_share_with_its_chance():
    seen = expected_phase(FIRM, PHASE, (GRANT, LONG_LEASE))
    assert (seen.id, first_phase_id(seen.id)) == ("J1/2", "J1")
    assert seen.needs.area_min_m2 == 10_000
    assert seen.needs.area_max_m2 == 10_000 * FIRM.needs.area_max_m2 // 40_000
    assert seen.needs.power_mw == FIRM.needs.power_mw / 4
    assert seen.promises.output_mcny_per_year == FIRM.promises.output_mcny_per_year / 4
    assert (seen.accepts(GRANT), seen.accepts(LONG_LEASE)) == (0.2, 0.25)
    assert seen.output_wan_cny_per_mu() == pytest.approx(FIRM.output_wan_cny_per_mu())
    later = seen.conduct.start_delay_months.mean - FIRM.conduct.start_delay_months.mean
    assert later == 12.0
    assert (seen.later_phase, seen.ability_to_pay_mcny) == (None, None)


def test_phase_2_files_for_the_land_that_was_reserved():
    built = exercised_phase(FIRM, PHASE, area_m2=12_000, filed_day=400.0, expiry_day=900.0)
    assert (built.filed_day, built.need_by_day, built.deadline_day) == (400.0, 400.0, 900.0)
    assert (built.needs.area_min_m2, built.needs.area_max_m2) == (12_000, 12_000)
    assert built.promises.jobs == pytest.approx(FIRM.promises.jobs * 0.3)
    assert built.acceptance == ()
    assert built.conduct == FIRM.conduct


def test_phase_2_asks_beside_phase_1():
    scenario = tiny_scenario(projects=(FIRM, project("J2")))
    problem = foresight_problem(scenario, scenario.projects)
    assert [entry.project.id for entry in problem.asking] == ["J1", "J1/2", "J2"]
    assert [entry.phase_of for entry in problem.asking] == [None, FIRM, None]


def test_names_and_days():
    assert first_phase_id(phase_id(FIRM.id)) == first_phase_id(FIRM.id) == "J1"
    assert hold_days(PHASE) == 30 * DAYS_PER_MONTH
    assert PHASE.chance == 0.25
    assert replace(PHASE, true_probability=0.0).chance == 0.0


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"area_m2": 0}, "area_m2"),
        ({"after_months": -1.0}, "after_months"),
        ({"after_months": 31.0}, "after_months"),
        ({"after_months": 0.0, "expiry_months": 0.0}, "expiry_months"),
        ({"probability": 1.1}, "probability"),
        ({"true_probability": -0.1}, "true_probability"),
    ],
)
def test_what_cannot_be_stated(change, path):
    with pytest.raises(ScenarioError, match=path):
        replace(PHASE, **change)


def test_only_projects_that_need_land_have_phases():
    needs = Needs(area_min_m2=0, area_max_m2=0, floor_min_m2=500, floor_max_m2=900, zones=(M1,))
    with pytest.raises(ScenarioError, match="later_phase"):
        replace(FIRM, needs=needs)


def test_nobody_else_may_go_under_the_name_of_a_phase():
    scenario = tiny_scenario(projects=(FIRM, project("J1/2")))
    (problem,) = scenario.problems()
    assert (problem.where, problem.what) == (
        "project J1/2",
        "occurs twice; identifiers are unique",
    )
    assert tiny_scenario(projects=(FIRM,)).problems() == ()
