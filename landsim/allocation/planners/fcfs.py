"""First come, first served 先到先得."""

import numpy as np

from landsim.allocation.answer import read_plan
from landsim.allocation.committee import serve_in_order
from landsim.allocation.planner import planners
from landsim.allocation.program import Program
from landsim.core.plan import Plan, Termination
from landsim.core.planning import PlannerChoice
from landsim.core.progress import Listener


@planners.register("fcfs")
def fcfs(program: Program, choice: PlannerChoice, listener: Listener) -> Plan:  # noqa: ARG001
    """Serve projects in order of filing, each at once with the best that is left.

    Parameters
    ----------
    program
        Options and rows.
    choice, listener
        Not used: nothing here takes long.
    """
    options, points = program.options, program.tiers[0]
    order = np.arange(len(options.askers.asking))
    x = serve_in_order(program, order, (points[: len(options)], -options.period))
    return read_plan(program, x, planner="fcfs", termination=Termination.HEURISTIC)
