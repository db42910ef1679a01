"""Every row of every rule can say what it is about."""

import random

import pytest

from landsim.allocation.about import About
from landsim.allocation.planner import build_program
from landsim.core.problem import epoch_problem, foresight_problem
from landsim.testing.drawn import drawn_scenario, drawn_state


@pytest.mark.parametrize("seed", range(12))
def test_every_row_has_a_subject(seed):
    chance = random.Random(seed)  # noqa: S311 - no secret
    scenario = drawn_scenario(chance)
    problem = foresight_problem(scenario, scenario.projects)
    if seed % 2:
        problem = epoch_problem(scenario, drawn_state(chance, scenario))
    program = build_program(problem)
    labels = program.labels()
    assert len(labels) == len(program.rows())
    assert [rule for rule, subject in labels if not str(subject)] == []


def test_rows_of_some_rules_alone():
    chance = random.Random(5)  # noqa: S311 - no secret
    scenario = drawn_scenario(chance)
    program = build_program(foresight_problem(scenario, scenario.projects))
    labels = program.labels(["matching"])
    assert {rule for rule, _ in labels} == {"matching"}
    assert len({str(subject) for _, subject in labels}) == len(labels)


def test_a_row_without_a_label_is_known_by_its_rule_alone():
    chance = random.Random(5)  # noqa: S311 - no secret
    scenario = drawn_scenario(chance)
    program = build_program(foresight_problem(scenario, scenario.projects))
    program.add_row("own", program.total(program.options) <= 3)
    assert program.labels(["own"]) == [("own", About(message=""))]
