"""The exact planner where it wins, the priced one elsewhere."""

from landsim.allocation.planner import planners
from landsim.allocation.planners.optimal import optimal
from landsim.allocation.planners.priced import priced
from landsim.allocation.program import Program
from landsim.allocation.reduce import undominated
from landsim.core.plan import Plan
from landsim.core.planning import PlannerChoice
from landsim.core.progress import Listener

EXACT_COLUMNS = 2_000
"""Columns, after those that others dominate are left out, up to which the exact planner wins."""


@planners.register("auto")
def auto(program: Program, choice: PlannerChoice, listener: Listener) -> Plan:
    """Take planner ``optimal`` for small programs, ``priced`` for large ones.

    Parameters
    ----------
    program
        Columns and rows.
    choice
        Gap, limits, rounds of improvement, seed and workers.
    listener
        Told of incumbents and bounds.

    Raises
    ------
    Infeasible
        If no choice satisfies the rules.
    SolverFailed
        If no plan was found within the limits.
    """
    is_small = program.n_columns <= EXACT_COLUMNS
    if not is_small:
        is_small = len(undominated(program, program.tiers)) <= EXACT_COLUMNS
    return (optimal if is_small else priced)(program, choice, listener)
