"""All 60 instances of Cattrysse, Salomon & Van Wassenhove (1994), solved to their optima.

The park has an agent for each parcel and an item for each project; see `landsim.testing.gap`.
Each goes through the library and through the command line, from the file to the JSON document.
"""

import csv
import os
from pathlib import Path

import pytest
from e2e.calls import call

from landsim.allocation import check_plan, make_plan
from landsim.core.plan import Termination
from landsim.testing.gap import gap_problem

_BESIDE = Path(__file__).resolve().parents[3] / "shared" / "data"
DATA = Path(os.environ.get("LANDSIM_REFERENCE_DATA", _BESIDE)) / "gap"


def published() -> list[tuple[str, int]]:
    if not (DATA / "best_known.csv").exists():
        return []
    with (DATA / "best_known.csv").open(encoding="utf-8", newline="") as stream:
        return [(row["Path"], int(row["Optimum"])) for row in csv.DictReader(stream)]


INSTANCES = published()
FEW, MANY = INSTANCES[:5], INSTANCES[5:]


def solve(path: str, optimum: int) -> None:
    problem = gap_problem(DATA / path)
    plan = make_plan(problem)
    assert plan.report.objective == -optimum
    assert plan.termination is Termination.OPTIMAL
    assert plan.report.gap == pytest.approx(0.0, abs=1e-9)
    assert check_plan(problem, plan) == ()


def solve_by_command(path: str, optimum: int, folder: Path) -> None:
    made = call("import", "gap", DATA / path, "-o", folder / "park")
    assert made.exit_code == 0, made.err
    assert call("validate", folder / "park").exit_code == 0
    outcome = call("plan", folder / "park", "--json")
    assert outcome.exit_code == 0, outcome.err
    plan = outcome.document
    assert (plan["sense"], plan["objective"]) == ("minimise", optimum)
    assert optimum - 1e-6 <= plan["bound"] <= optimum
    assert plan["gap"] == pytest.approx(0.0, abs=1e-9)
    assert plan["termination"] == "optimal"
    n_items = len((folder / "park" / "projects.csv").read_text(encoding="utf-8").split()) - 1
    assert len(plan["assignments"]) == n_items
    assert sum(entry["value"] for entry in plan["assignments"]) == optimum


def test_the_instances_are_there():
    if not INSTANCES:
        pytest.skip(f"no reference data at {DATA}; set LANDSIM_REFERENCE_DATA")
    assert len(INSTANCES) == 60


@pytest.mark.parametrize(("path", "optimum"), FEW)
def test_a_few_are_solved_to_their_optimum(path, optimum):
    solve(path, optimum)


@pytest.mark.parametrize(("path", "optimum"), FEW[:2])
def test_a_few_by_command(path, optimum, tmp_path):
    solve_by_command(path, optimum, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("path", "optimum"), INSTANCES[2:])
def test_the_others_by_command(path, optimum, tmp_path):
    solve_by_command(path, optimum, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(("path", "optimum"), MANY)
def test_the_others_are_solved_to_their_optimum(path, optimum):
    solve(path, optimum)
