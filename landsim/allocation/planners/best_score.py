"""Best score first 择优."""

import numpy as np

from landsim.allocation.answer import read_plan
from landsim.allocation.committee import serve_in_order
from landsim.allocation.planner import planners
from landsim.allocation.program import Program
from landsim.core.plan import Plan, Termination
from landsim.core.planning import PlannerChoice
from landsim.core.progress import Listener


@planners.register("best_score")
def best_score(program: Program, choice: PlannerChoice, listener: Listener) -> Plan:  # noqa: ARG001
    """Serve projects in order of their admission mark, each with the best that is left.

    Parameters
    ----------
    program
        Options and rows.
    choice, listener
        Not used: nothing here takes long.
    """
    options, points = program.options, program.tiers[0]
    admission = program.problem.policy.admission
    marks = options.askers.values(admission.score(a.project) for a in options.askers.asking)
    order = np.argsort(-marks, kind="stable")
    x = serve_in_order(program, order, (points[: len(options)],))
    return read_plan(program, x, planner="best_score", termination=Termination.HEURISTIC)
