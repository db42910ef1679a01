"""Classes C, D and E of the generalised assignment problem, drawn by their published recipes.

Everybody must be served and capacities are tight: what prices alone cannot settle. The gap is
the planner's own, so these instances need no list of optima.

References: Beasley and Chu (1997), A genetic algorithm for the generalised assignment problem;
Yagiura, Ibaraki and Glover (2004), An ejection chain approach for the same.
"""

import numpy as np
import pytest

from landsim.allocation import check_plan, make_plan
from landsim.core.plan import Termination
from landsim.core.planning import PlannerChoice
from landsim.testing.gap import gap_problem

AGENTS, ITEMS = 5, 20
GAP = 0.02


def drawn(kind: str, chance: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    """Return costs and weights of one instance."""
    shape = (AGENTS, ITEMS)
    if kind == "C":
        return chance.integers(10, 51, shape), chance.integers(5, 26, shape)
    if kind == "D":
        weights = chance.integers(1, 101, shape)
        return np.maximum(111 - weights + chance.integers(-10, 11, shape), 1), weights
    weights = np.rint(1 - 10 * np.log(1 - chance.random(shape))).astype(int)
    return np.maximum(np.rint(1000 / weights - 10 * chance.random(shape)).astype(int), 1), weights


@pytest.mark.parametrize("kind", ["C", "D", "E"])
def test_everybody_is_served_to_a_proven_gap(kind, tmp_path):
    costs, weights = drawn(kind, np.random.default_rng(1))
    capacities = (0.8 * weights.sum(axis=1) / AGENTS).astype(int)
    numbers = [AGENTS, ITEMS, *costs.ravel(), *weights.ravel(), *capacities]
    path = tmp_path / f"{kind}.txt"
    path.write_text(" ".join(map(str, numbers)), encoding="ascii")
    problem = gap_problem(path)
    plan = make_plan(problem, choice=PlannerChoice(name="priced", gap=GAP, max_nodes=500))
    assert plan.termination in (Termination.OPTIMAL, Termination.GAP)
    assert plan.report.planner == "priced"
    assert plan.report.gap <= GAP
    assert len(plan.assignments) == ITEMS
    assert check_plan(problem, plan) == ()
