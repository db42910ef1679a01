import inspect
import pickle

import pytest

from landsim import errors
from landsim.errors import Problem, ScenarioError, UnknownNameError, nearest_name

CLASSES = [
    entry
    for _, entry in inspect.getmembers(errors, inspect.isclass)
    if issubclass(entry, Exception)
]


@pytest.mark.parametrize("entry", CLASSES, ids=lambda entry: entry.__name__)
def test_every_error_is_landsims_own_and_has_an_exit_code(entry):
    assert issubclass(entry, errors.LandsimError)
    assert entry.exit_code in (1, 2, 3)
    assert entry.__name__ in errors.__doc__


def test_a_problem_reads_where_what_hint():
    fault = Problem(where="scenario.yaml:3:5", path="seed", what="must be whole", hint="try 1")
    assert str(fault) == "scenario.yaml:3:5 seed: must be whole (try 1)"
    assert str(Problem(where="", what="odd")) == "odd"


def test_a_scenario_error_tells_every_problem():
    faults = [Problem(where=f"row {n}", what="is wrong") for n in range(3)]
    caught = ScenarioError(iter(faults))
    assert caught.problems == tuple(faults)
    assert str(caught).count("\n") == 2


def test_an_unknown_name_comes_with_the_nearest_and_the_known():
    caught = UnknownNameError("metric", "mean_wiat", ["occupancy", "mean_wait"])
    assert caught.known == ("mean_wait", "occupancy")
    assert 'unknown metric "mean_wiat"' in str(caught)
    assert "mean_wait" in str(caught)


def test_nothing_near_is_nothing():
    assert nearest_name("quota", ["tenure", "price"]) is None


def test_an_infeasible_problem_names_its_rules():
    assert errors.Infeasible("rules conflict", ["quota", "locks"]).rules == ("quota", "locks")


def test_a_long_list_of_names_is_left_out_where_one_is_near():
    known = [f"metric_number_{n}" for n in range(200)]
    near = str(UnknownNameError("metric", "metric_nmber_7", known))
    assert 'did you mean "metric_number_7"?' in near
    assert "metric_number_150" not in near
    assert "metric_number_150" in str(UnknownNameError("metric", "zzz", known))


def test_problems_cross_from_one_process_to_another():
    caught = ScenarioError([Problem(where="row 1", what="is wrong")])
    again = pickle.loads(pickle.dumps(caught))  # noqa: S301 - our own bytes
    assert again.problems == caught.problems
    assert str(again) == str(caught)
