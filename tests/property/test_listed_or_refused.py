"""What the options table leaves out, the independent check refuses, and the other way round."""

import random
from collections import Counter

from hypothesis import given

from landsim.allocation.check import check_plan
from landsim.allocation.planner import build_program
from landsim.allocation.rule import rules
from landsim.core.plan import Assignment, Plan, SolveReport, Take, Termination
from landsim.core.problem import AllocationProblem
from landsim.testing.conformance import some_problems
from landsim.testing.strategies import problems

N_PROBLEMS = 200


def alone(assignment: Assignment) -> Plan:
    return Plan(
        assignments=(assignment,),
        termination=Termination.HEURISTIC,
        report=SolveReport(planner="drawn", objective=0.0),
    )


def drawn_assignment(problem: AllocationProblem, shuffler: random.Random) -> Assignment:
    """Return an assignment of whole or divided parcels, sensible or not."""
    project = shuffler.choice(problem.asking).project
    lots = shuffler.sample(problem.park.parcels, shuffler.choice((1, 1, 1, 2)))
    needs = project.needs
    bundle = tuple(
        Take(
            parcel=lot.id,
            area_m2=shuffler.choice(
                (lot.area_m2, lot.area_m2, needs.area_min_m2, needs.area_max_m2, lot.area_m2 // 2)
            ),
        )
        for lot in lots
    )
    period = shuffler.randrange(problem.horizon.n_periods)
    return Assignment(
        project=project.id,
        bundle=bundle,
        period=period,
        mode=shuffler.choice(problem.policy.tenure).mode,
        end_period=problem.horizon.n_periods,
    )


@given(problems())
def test_serving_nobody_falls_short_of_minima_alone(problem):
    nobody = Plan(
        assignments=(),
        termination=Termination.HEURISTIC,
        report=SolveReport(planner="drawn", objective=0.0),
    )
    assert {breach.rule for breach in check_plan(problem, nobody)} <= {"claims", "locks"}


def place(assignment: Assignment) -> tuple[object, ...]:
    """Return all of an assignment but the area: the table takes the least that will do."""
    return (
        assignment.project,
        frozenset(assignment.parcels),
        assignment.period,
        assignment.mode,
    )


def test_an_assignment_is_listed_or_refused():
    told = Counter()
    shuffler = random.Random(1)  # noqa: S311 - no secret
    programs = [build_program(problem) for problem in some_problems(N_PROBLEMS)]
    table = set(rules.names()).difference(*(program.families for program in programs))
    for program in programs:
        problem, options = program.problem, program.options
        listed = [options.assignment(index) for index in range(len(options))]
        for assignment in listed:
            breaches = {breach.rule for breach in check_plan(problem, alone(assignment))}
            assert not breaches & table, (assignment, breaches)
        places = set(map(place, listed))
        for assignment in (drawn_assignment(problem, shuffler) for _ in range(30)):
            breaches = {breach.rule for breach in check_plan(problem, alone(assignment))}
            assert breaches or place(assignment) in places, assignment
            told.update(breaches)
    assert table <= set(told), f"never broken: {sorted(table - set(told))}"
