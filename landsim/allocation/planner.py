"""Planners: anything that answers an allocation problem with a plan."""

from dataclasses import replace
from typing import Protocol

from landsim.allocation.explain import refusals
from landsim.allocation.land import LandTable
from landsim.allocation.objective import set_points
from landsim.allocation.occupancy import Form
from landsim.allocation.options import list_options
from landsim.allocation.presolve import listing_notes, presolve_notes
from landsim.allocation.program import Program
from landsim.allocation.rule import build_rows
from landsim.core.plan import Plan
from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem
from landsim.core.progress import Finished, Listener, Note, Started, ignore
from landsim.core.spent import Work, spending
from landsim.registry import Registry

_REGRET = "regret_greedy"
BASELINES = ("fcfs", "best_score", _REGRET)
"""Planners that stand beside the optimum: what a committee would do by hand."""
MOST_REGRETS = 50_000_000
"""Options times projects beyond which the baselines do without the greatest regret."""


class Planner(Protocol):
    """A way to choose options; ``program.problem`` says what is asked."""

    def __call__(self, program: Program, choice: PlannerChoice, listener: Listener) -> Plan:
        """Return a plan.

        Raises
        ------
        PlanError
            If there is none.
        """


planners: Registry[Planner] = Registry("planner", "landsim.allocation.planners")
"""Planners by name."""


def build_program(
    problem: AllocationProblem, land: LandTable | None = None, *, form: Form = Form.CLIQUE
) -> Program:
    """Return the program of a problem: options, points, and the rows of every rule.

    Parameters
    ----------
    problem
        What is decided.
    land
        Arrays of the park and policy; None computes them anew.
    form
        How rows about what is shared over time are written: cliques for branch and bound and for
        every planner, states for bounds and exports.
    """
    program = Program(list_options(problem, land), form)
    set_points(program)
    build_rows(program)
    return program


def make_plan(
    problem: AllocationProblem,
    *,
    choice: PlannerChoice | None = None,
    listener: Listener = ignore,
    land: LandTable | None = None,
) -> Plan:
    """Decide who gets which land, when and under which tenure.

    Parameters
    ----------
    problem
        What is decided.
    choice
        Planner and its limits; None takes the policy's.
    listener
        Told of progress.
    land
        Arrays of the park and policy, for callers that plan often; None computes them anew.

    Returns
    -------
    Plan
        Assignments, proof, and the reason for each project that got nothing.

    Raises
    ------
    Infeasible
        If the rules conflict; the error names them.
    SolverFailed
        If the solver stops without a plan.
    UnknownNameError
        If nobody registered the planner, objective or solver.

    Examples
    --------
    >>> from landsim.core.problem import foresight_problem
    >>> from landsim.testing.builders import tiny_scenario
    >>> scenario = tiny_scenario()
    >>> plan = make_plan(foresight_problem(scenario, scenario.projects))
    >>> plan.termination.value, len(plan.assignments), len(plan.refusals)
    ('optimal', 4, 2)
    """
    choice = choice or problem.policy.planner
    listener(Started(task="plan"))
    planners.get(choice.name)
    program = build_program(problem, land)
    listener(
        Note(
            message="{n_options} options, {n_rows} rows",
            values=(("n_options", str(len(program.options))), ("n_rows", str(program.n_rows))),
        )
    )
    if listener is not ignore:
        for note in presolve_notes(program):
            listener(note)
    plan = plan_program(program, choice, listener)
    listener(Finished(task="plan"))
    return plan


def plan_program(program: Program, choice: PlannerChoice, listener: Listener = ignore) -> Plan:
    """Let a planner choose among the options of a program, and explain what it left.

    Parameters
    ----------
    program
        Options, points and rows.
    choice
        Planner and its limits.
    listener
        Told of incumbents and bounds.
    """
    with spending(Work.SOLVING):
        plan = planners.get(choice.name)(program, choice, listener)
    with spending(Work.EXPLAINING):
        passed_over = refusals(program, plan, only_now=program.problem.is_epoch)
    return replace(
        plan,
        refusals=passed_over,
        report=replace(plan.report, notes=listing_notes(program.options)),
    )


def baselines(problem: AllocationProblem) -> dict[str, Plan]:
    """Return the plans a committee would make by hand, by planner.

    Parameters
    ----------
    problem
        What is decided.

    Notes
    -----
    ``regret_greedy`` looks at every option after every assignment; it is left out of problems
    for which that would take longer than the plan itself.
    """
    choice, program = problem.policy.planner, build_program(problem)
    is_long = len(program.options) * len(problem.asking) > MOST_REGRETS
    return {
        name: plan_program(program, replace(choice, name=name))
        for name in BASELINES
        if not (is_long and name == _REGRET)
    }
