"""Generalised assignment problems of the OR-Library as allocation problems."""

from dataclasses import replace
from pathlib import Path

import numpy as np

from landsim.core.ids import ParcelId, ProjectId
from landsim.core.landrules import Criterion, LandRules, Lock, PlannerChoice
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.core.project import Fit, Needs
from landsim.testing import builders


def gap_problem(path: Path) -> AllocationProblem:
    """Return the allocation problem that is a published instance.

    Parameters
    ----------
    path
        Text file: numbers of agents and items, costs, weights, capacities.

    Returns
    -------
    AllocationProblem
        Agents are divisible parcels of their capacity in m², items are projects that must all
        be served, and objective ``assessed_fit`` is the negative cost. One supply period, one
        tenure mode; nothing else limits anybody.

    References
    ----------
    Cattrysse, Salomon & Van Wassenhove (1994), A set partitioning heuristic for the
    generalized assignment problem.
    """
    numbers = [int(word) for word in path.read_text(encoding="ascii").split()]
    n_agents, n_items = numbers[:2]
    table = np.array(numbers[2 : 2 + 2 * n_agents * n_items]).reshape(2, n_agents, n_items)
    costs, weights = table
    capacities = numbers[2 + 2 * n_agents * n_items :]
    items = [ProjectId(f"I{item:04d}") for item in range(n_items)]
    agents = [ParcelId(f"A{agent:04d}") for agent in range(n_agents)]
    scenario = builders.tiny_scenario(
        name=path.stem,
        horizon=replace(builders.tiny_scenario().horizon, n_periods=1),
        park=builders.park(
            builders.parcel(name, area_m2=capacity, smallest_lot_m2=1)
            for name, capacity in zip(agents, capacities, strict=True)
        ),
        projects=tuple(
            builders.project(
                name,
                needs=Needs(area_min_m2=1, area_max_m2=max(capacities), zones=(builders.M1,)),
            )
            for name in items
        ),
        fits=tuple(
            Fit(
                project=items[item],
                parcel=agents[agent],
                area_m2=int(weights[agent, item]),
                value=-float(costs[agent, item]),
            )
            for agent in range(n_agents)
            for item in range(n_items)
        ),
        policy=builders.policy(
            tenure=builders.tenure_terms()[:1],
            standards=(replace(builders.policy().standards[0], thresholds=()),),
            objective=(Criterion(objective="assessed_fit"),),
            land=LandRules(locks=tuple(Lock(project=name) for name in items)),
            planner=PlannerChoice(name="optimal"),
        ),
    )
    return foresight_problem(scenario, scenario.projects)
