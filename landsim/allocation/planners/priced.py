"""A good plan with a proven gap, at any size."""

import time

import numpy as np

from landsim.allocation.answer import read_plan
from landsim.allocation.highs import solver_version
from landsim.allocation.lagrangian import relaxation
from landsim.allocation.planner import planners
from landsim.allocation.planners.optimal import optimal
from landsim.allocation.program import Program
from landsim.allocation.reduce import undominated
from landsim.allocation.search import Search
from landsim.allocation.ties import first_filed_first
from landsim.core.plan import Plan
from landsim.core.planning import PlannerChoice
from landsim.core.progress import Listener


@planners.register("priced")
def priced(program: Program, choice: PlannerChoice, listener: Listener) -> Plan:
    """Price what is scarce, choose by the prices, improve part by part, and close the gap.

    Parameters
    ----------
    program
        Columns and rows.
    choice
        Gap, rounds of improvement, seed, workers and limits.
    listener
        Told of incumbents and bounds; may raise `landsim.core.progress.Enough`.

    Raises
    ------
    Infeasible
        If no choice satisfies the rules.
    SolverFailed
        If no plan was found within the limits.

    Notes
    -----
    Programs with several tiers, or with projects to be served before all points, go to planner
    ``optimal``: what an earlier tier has settled leaves little to price.
    """
    is_plain = len(program.tiers) == 1 and not program.priority.any()
    if not is_plain or program.n_columns == 0 or np.isinf(program.upper).any():
        return optimal(program, choice, listener)
    begin = time.perf_counter()
    points = program.tiers[0]
    columns = undominated(program, [points])
    relaxed = relaxation(program, points, columns)
    found = Search(relaxed, choice, listener).run()
    if not found.draft.is_plan:
        return optimal(program, choice, listener)
    x = np.zeros(program.n_columns)
    x[columns[relaxed.order]] = found.draft.x
    return read_plan(
        program,
        first_filed_first(program, x),
        planner="priced",
        termination=found.termination,
        bound=found.bound,
        bounds=(found.bound,),
        solver=f"HiGHS {solver_version('highspy')}",
        n_nodes=found.n_nodes,
        seconds=time.perf_counter() - begin,
        stages=found.stages,
    )
