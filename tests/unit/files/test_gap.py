"""Published assignment problems: layouts, faults, and the folder they become."""

import numpy as np
import pytest

from landsim.core.planning import Sense
from landsim.errors import ScenarioError
from landsim.files.gap.instance import read_gap
from landsim.files.gap.texts import gap_scenario, write_gap
from landsim.files.read import read_scenario

ONE = "2 3\n 1 2 3\n 4 5 6\n 7 8 9\n 10 11 12\n 20 30\n"
COSTS, WEIGHTS, CAPACITIES = [[1, 2, 3], [4, 5, 6]], [[7, 8, 9], [10, 11, 12]], [20, 30]
OTHER = "1 1\n5\n6\n7\n"


@pytest.fixture
def file(tmp_path):
    def write(text, name="gap1.txt"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def fault(path, **chosen):
    with pytest.raises(ScenarioError) as caught:
        read_gap(path, **chosen)
    (problem,) = caught.value.problems
    return problem.where.removeprefix(str(path)), problem.what


def test_one_instance(file):
    instance = read_gap(file(ONE))
    assert (instance.name, instance.sense) == ("gap1", Sense.MINIMISE)
    assert instance.values.tolist() == COSTS
    assert instance.weights.tolist() == WEIGHTS
    assert instance.capacities.tolist() == CAPACITIES


def test_line_breaks_do_not_matter(file):
    assert read_gap(file(" ".join(ONE.split()))).values.tolist() == COSTS


def test_profits(file):
    assert read_gap(file(ONE), is_maximised=True).sense is Sense.MAXIMISE


def test_several_problems(file):
    path = file(f"2\n{ONE}{OTHER}")
    first, second = read_gap(path, problem=1), read_gap(path, problem=2)
    assert (first.name, first.values.tolist()) == ("gap1-1", COSTS)
    assert (second.name, second.values.tolist()) == ("gap1-2", [[5.0]])


def test_one_problem_in_the_layout_of_several(file):
    assert read_gap(file(f"1\n{ONE}")).values.tolist() == COSTS


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", "", "is empty"),
        ("2 x\n", ":1:3", "must be a number; got x"),
        ("2 0\n", ":1:3", "must be a whole number above 0; got 0"),
        (ONE.replace(" 5 ", " five "), ":3:4", "must be a number; got five"),
        (ONE.replace(" 11 ", " 0 "), ":5:5", "must be a whole number above 0; got 0"),
        (ONE.replace(" 30", " 3.5"), ":6:5", "must be a whole number above 0; got 3.5"),
        (ONE.replace("20 30", "20"), ":6:4", "take 16 numbers; the file ends after 15"),
        (ONE + "99\n", ":7:1", "goes on after the last number that belongs to it"),
        (f"2\n{ONE}{OTHER}", ":1:1", "holds 2 problems; choose one with --problem"),
        (f"2\n{ONE}", ":7:7", "ends where the numbers of agents and items should stand"),
        (f"1\n{ONE}{OTHER}", ":8:1", "goes on after the last number that belongs to it"),
    ],
)
def test_faults_are_located(file, text, where, what):
    found = fault(file(text))
    assert found[0] == where or not where
    assert what in found[1]


def test_a_problem_that_is_not_there(file):
    where, what = fault(file(f"2\n{ONE}{OTHER}"), problem=3)
    assert (where, what) == ("--problem", "the file holds problems 1 to 2; got 3")


def test_a_missing_file(tmp_path):
    assert fault(tmp_path / "none")[1].startswith("no such file")


def test_the_folder_reads_back_to_the_instance(file, tmp_path):
    instance = read_gap(file(ONE))
    written = write_gap(instance, tmp_path / "folder")
    assert [path.name for path in written] == [
        "scenario.yaml",
        "parcels.csv",
        "projects.csv",
        "fits.csv",
    ]
    scenario = read_scenario(tmp_path / "folder")
    assert scenario == gap_scenario(instance)
    assert [parcel.area_m2 for parcel in scenario.park.parcels] == CAPACITIES
    assert len(scenario.policy.land.locks) == len(scenario.projects) == 3
    assert [criterion.objective for criterion in scenario.policy.objective] == ["assessed_fit"]
    weights = np.array([fit.area_m2 for fit in scenario.fits]).reshape(3, 2).T
    values = np.array([fit.value for fit in scenario.fits]).reshape(3, 2).T
    assert (weights.tolist(), values.tolist()) == (WEIGHTS, COSTS)


def test_nothing_is_overwritten(file, tmp_path):
    path = file(ONE)
    with pytest.raises(ScenarioError, match="is not empty"):
        write_gap(read_gap(path), tmp_path)
