"""Published generalised assignment problems as allocation problems."""

from pathlib import Path

from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.files.gap.instance import read_gap
from landsim.files.gap.texts import gap_scenario


def gap_problem(path: Path, *, problem: int | None = None) -> AllocationProblem:
    """Return the allocation problem that is a published instance.

    Parameters
    ----------
    path
        Text file: numbers of agents and items, costs, weights, capacities.
    problem
        Which problem of a file that holds several, from 1.

    Returns
    -------
    AllocationProblem
        As ``landsim import gap`` writes it: agents are divisible parcels of their capacity in
        m², items are projects that must all be served, and objective ``assessed_fit`` is a cost
        to be minimised, so that points are negative costs. One supply period, one tenure mode;
        nothing else limits anybody.

    References
    ----------
    Cattrysse, Salomon & Van Wassenhove (1994), A set partitioning heuristic for the
    generalized assignment problem.
    """
    scenario = gap_scenario(read_gap(path, problem=problem))
    return foresight_problem(scenario, scenario.projects)
