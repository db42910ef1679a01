"""Why a project got nothing."""

import numpy as np

from landsim.allocation.options import STAGES
from landsim.allocation.program import Program
from landsim.core.plan import Plan, Refusal, RefusalCause
from landsim.core.problem import AllocationProblem


def explain_refusals(problem: AllocationProblem, plan: Plan) -> tuple[Refusal, ...]:
    """Return why each project that asked and got nothing was passed over.

    Parameters
    ----------
    problem
        What was decided.
    plan
        Plan to explain.
    """
    from landsim.allocation.planner import build_program  # noqa: PLC0415

    return refusals(build_program(problem), plan)


def refusals(program: Program, plan: Plan) -> tuple[Refusal, ...]:
    askers = program.options.askers
    served = {a.project for a in plan.assignments}
    out = []
    for row, asking in enumerate(askers.asking):
        if asking.project.id in served:
            continue
        left = program.options.n_left[row]
        missing = np.flatnonzero(left == 0)
        cause = STAGES[missing[0]] if len(missing) else RefusalCause.OUTCOMPETED
        out.append(Refusal(project=asking.project.id, cause=cause))
    return tuple(out)
