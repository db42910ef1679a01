import numpy as np
import pytest

from landsim.allocation.options import list_options
from landsim.allocation.program import Program
from landsim.core.problem import foresight_problem
from landsim.testing.builders import tiny_scenario


@pytest.fixture
def program():
    scenario = tiny_scenario()
    return Program(list_options(foresight_problem(scenario, scenario.projects)))


def test_entries_are_sorted_and_added_up(program):
    program.add_rows(
        "mine",
        np.array([1, 0, 1, 1]),
        np.array([3, 2, 3, 1]),
        np.array([1.0, 5.0, 2.0, 7.0]),
        upper=[1.0, 2.0],
    )
    rows = program.rows()
    assert rows.row.tolist() == [0, 1, 1]
    assert rows.column.tolist() == [2, 1, 3]
    assert rows.coefficient.tolist() == [5.0, 7.0, 3.0]
    assert rows.begin.tolist() == [0, 1, 3]


def test_activity_excess_and_size(program):
    program.add_rows(
        "mine", np.array([0, 0, 1]), np.array([0, 1, 1]), [2.0, 3.0, -4.0], lower=[6, -2]
    )
    rows = program.rows()
    x = np.ones(program.n_columns)
    assert rows.activity(x).tolist() == [5.0, -4.0]
    assert rows.excess(x).tolist() == [1.0, 2.0]
    assert rows.size().tolist() == [3.0, 4.0]


def test_rows_over_some_columns(program):
    program.add_rows(
        "mine", np.array([0, 0, 1]), np.array([0, 5, 7]), [2.0, 3.0, 4.0], upper=[1, 1]
    )
    some = program.rows().of(np.array([5, 7]), program.n_columns)
    assert some.column.tolist() == [0, 1]
    assert some.coefficient.tolist() == [3.0, 4.0]
    assert some.begin.tolist() == [0, 1, 2]


def test_families_are_stacked_by_name(program):
    program.add_rows("b", np.array([0]), np.array([0]), upper=[1.0])
    program.add_rows("a", np.array([0]), np.array([1]), upper=[1.0])
    program.add_rows("b", np.array([0]), np.array([2]), upper=[1.0])
    assert program.rows().column.tolist() == [1, 0, 2]
    assert program.rows(["b"]).column.tolist() == [0, 2]
    assert len(program.rows([])) == 0


def test_a_sentence_becomes_a_row(program):
    early = program.total(o for o in program.options if o.period == 0)
    assert len(early.column) > 0
    program.add_row("late", early <= 1)
    program.add_row("late", early >= 0)
    program.add_row("late", program.total((2.0, o) for o in ()).equals(0))
    rows = program.rows()
    assert rows.lower.tolist() == [-np.inf, 0.0, 0.0]
    assert rows.upper.tolist() == [1.0, np.inf, 0.0]


def test_no_rows_no_family(program):
    none = np.zeros(0, dtype=np.int64)
    program.add_rows("mine", none, none, upper=np.zeros(0), n_rows=0)
    assert program.families == {}
    assert program.n_rows == 0
