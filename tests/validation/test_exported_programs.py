"""Programs written as text, solved by another solver: the same optimum.

HiGHS reads the text with its own reader; CBC, where PuLP has it, reads and solves it by itself.
"""

import csv
import random
import re
import subprocess
import warnings
from functools import cache
from itertools import count, islice
from pathlib import Path

import highspy
import numpy as np
import pulp
import pytest
from e2e.calls import QUICKSTART, call

from landsim.allocation import make_plan
from landsim.allocation.planner import build_program
from landsim.allocation.programtext import write_program
from landsim.core.planning import PlannerChoice, Sense
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.errors import Infeasible
from landsim.files.gap.instance import GapInstance
from landsim.files.gap.texts import gap_scenario
from landsim.files.read import read_scenario
from landsim.testing.builders import tiny_scenario
from landsim.testing.drawn import drawn_scenario

FORMS = ("lp", "mps")


def assignment_problem(sense: Sense) -> AllocationProblem:
    chance = np.random.default_rng(7)
    instance = GapInstance(
        name="drawn",
        sense=sense,
        values=chance.integers(10, 50, (4, 12)).astype(float),
        weights=chance.integers(5, 25, (4, 12)),
        capacities=np.full(4, 55),
    )
    scenario = gap_scenario(instance)
    return foresight_problem(scenario, scenario.projects)


def known(scenario) -> AllocationProblem:
    return foresight_problem(scenario, scenario.projects)


@cache
def drawn(place: int) -> AllocationProblem:
    """Return one of the drawn problems that have a plan."""
    found = (known(drawn_scenario(random.Random(seed))) for seed in count())  # noqa: S311 - a workload
    return next(islice((problem for problem in found if has_plan(problem)), place, None))


def has_plan(problem: AllocationProblem) -> bool:
    try:
        return len(make_plan(problem).assignments) > 1
    except Infeasible:
        return False


PROBLEMS = {
    "tiny": lambda: known(tiny_scenario()),
    "quickstart": lambda: known(read_scenario(QUICKSTART)),
    "traditional": lambda: known(read_scenario(QUICKSTART, variant="traditional")),
    "least cost": lambda: assignment_problem(Sense.MINIMISE),
    "most profit": lambda: assignment_problem(Sense.MAXIMISE),
    "drawn": lambda: drawn(0),
    "drawn again": lambda: drawn(1),
    "drawn once more": lambda: drawn(2),
}


def cbc() -> str | None:
    """Return the CBC that PuLP brings along, if it does."""
    if "PULP_CBC_CMD" not in pulp.listSolvers(onlyAvailable=True):
        return None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return str(pulp.PULP_CBC_CMD().path)


def solved_by_highs(path: Path) -> float:
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)  # noqa: FBT003 - positional in highspy
    highs.setOptionValue("mip_rel_gap", 0.0)
    assert highs.readModel(str(path)) == highspy.HighsStatus.kOk
    highs.run()
    assert highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return highs.getInfo().objective_function_value


def solved_by_cbc(path: Path) -> float:
    answer = path.with_suffix(".sol")
    done = subprocess.run(
        [cbc(), str(path), "ratio", "0", "solve", "solution", str(answer)],
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    first = answer.read_text().splitlines()[0]
    assert first.startswith("Optimal"), done.stdout
    said = float(re.search(r"objective value\s+(\S+)", first).group(1))
    is_turned = path.suffix == ".lp" and "Maximize" in path.read_text()
    return abs(said) if is_turned and said < 0 else said


@cache
def optimum(name: str) -> float:
    problem = PROBLEMS[name]()
    return make_plan(problem, choice=PlannerChoice(gap=0.0)).report.objective


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("solver", [solved_by_highs, solved_by_cbc])
@pytest.mark.parametrize("name", PROBLEMS)
def test_another_reader_finds_the_same_optimum(name, solver, form, tmp_path):
    if solver is solved_by_cbc and cbc() is None:
        pytest.skip("this PuLP brings no CBC along")
    program = build_program(PROBLEMS[name]())
    path = tmp_path / f"program.{form}"
    write_program(program, path)
    sense = program.problem.policy.sense
    expected = sense.own(optimum(name)) if form == "lp" else -optimum(name)
    assert solver(path) == pytest.approx(expected, rel=1e-6, abs=1e-6)


@pytest.mark.parametrize("form", FORMS)
def test_every_name_in_the_text_is_explained(form, tmp_path):
    program = build_program(PROBLEMS["quickstart"]())
    text, columns, rows = write_program(program, tmp_path / f"program.{form}")
    in_columns, in_rows = names_in(text)
    assert in_columns == [row["column"] for row in table(columns)]
    assert sorted(in_rows) == sorted(row["row"] for row in table(rows))
    assert {row["rule"] for row in table(rows)} == set(program.families)


def names_in(path: Path) -> tuple[list[str], list[str]]:
    """Return the names of the columns, in the order of their numbers, and of the rows."""
    highs = highspy.Highs()
    highs.setOptionValue("output_flag", False)  # noqa: FBT003 - positional in highspy
    highs.readModel(str(path))
    model = highs.getLp()
    columns = sorted(model.col_names_, key=lambda name: int(name[1:]))
    return columns, list(model.row_names_)


def table(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_columns_name_the_plan(tmp_path):
    problem = PROBLEMS["quickstart"]()
    program = build_program(problem)
    _, columns, _ = write_program(program, tmp_path / "program.lp")
    said = {
        (row["project"], row["period"], row["mode"], row["parcels"]): row for row in table(columns)
    }
    plan = make_plan(problem)
    for entry in plan.assignments:
        land = "+".join(f"{take.parcel}:{take.area_m2}" for take in entry.bundle)
        period = problem.horizon.period_label(entry.period)
        row = said[entry.project, period, entry.mode, land]
        assert float(row["points"]) == pytest.approx(entry.value)


def test_by_command(tmp_path):
    path = tmp_path / "out" / "program.mps"
    outcome = call("plan", QUICKSTART, "--gap", "0", "--write-program", path, "--json")
    assert outcome.exit_code == 0, outcome.err
    assert solved_by_highs(path) == pytest.approx(-outcome.document["objective"], rel=1e-6)
    assert sorted(entry.name for entry in path.parent.iterdir()) == [
        "program.columns.csv",
        "program.mps",
        "program.rows.csv",
    ]


def test_another_ending_is_refused(tmp_path):
    outcome = call("plan", QUICKSTART, "--write-program", tmp_path / "program.txt")
    assert outcome.exit_code == 2
    assert "A program is written as .lp or .mps; got program.txt." in outcome.err
