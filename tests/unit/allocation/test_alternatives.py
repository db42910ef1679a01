import numpy as np
import pytest
from unit.allocation.worlds import every_plan, tiny_problem

from landsim.allocation.alternatives import Difference, Spread, alternatives
from landsim.core.landrules import Claim, LandRules
from landsim.core.planning import PlannerChoice
from landsim.core.problem import foresight_problem
from landsim.errors import Infeasible, PlanError
from landsim.testing.builders import policy, tiny_scenario

EXACT = PlannerChoice(gap=0.0)
SEEDS = range(6)
LOSS = 0.25


def marks(problem, plan, difference):
    """Return what counts of a plan, as a set."""
    if difference is Difference.WINNERS:
        return {assignment.project for assignment in plan.assignments}
    return {(entry.project, place) for entry in plan.assignments for place in entry.parcels}


def listed(problem, difference):
    """Return points and marks of every plan."""
    program, plans = every_plan(problem)
    options, points = program.options, program.tiers[0]
    found = []
    for x in plans:
        given = [options.assignment(int(one)) for one in np.flatnonzero(x[: len(options)])]
        keys = {entry.project for entry in given}
        if difference is Difference.PAIRINGS:
            keys = {(entry.project, place) for entry in given for place in entry.parcels}
        found.append((float(points @ x), keys))
    return found


@pytest.mark.parametrize("difference", list(Difference))
@pytest.mark.parametrize("seed", SEEDS)
def test_each_is_as_far_as_any_plan_within_the_loss(seed, difference):
    problem = tiny_problem(seed)
    found = alternatives(problem, 3, loss_share=LOSS, difference=difference, choice=EXACT)
    everything = listed(problem, difference)
    top = max(value for value, _ in everything)
    assert found.best.report.objective == pytest.approx(top)
    known = [marks(problem, found.best, difference)]
    for other in found.alternatives:
        most = max(
            min(len(keys ^ one) for one in known)
            for value, keys in everything
            if value >= (1 - LOSS) * top - 1e-9
        )
        mine = marks(problem, other.plan, difference)
        assert min(len(mine ^ one) for one in known) == other.differences == most
        assert other.differences_max == pytest.approx(most)
        assert other.loss_share <= LOSS + 1e-6
        assert other.loss_share_max == pytest.approx(1 - other.plan.report.objective / top)
        assert other.violations == ()
        known.append(mine)


@pytest.mark.parametrize("seed", SEEDS)
def test_together_they_are_as_far_as_any(seed):
    problem = tiny_problem(seed)
    found = alternatives(problem, 3, loss_share=LOSS, spread=Spread.TOTAL, choice=EXACT)
    everything = listed(problem, Difference.WINNERS)
    top = max(value for value, _ in everything)
    known = [marks(problem, found.best, Difference.WINNERS)]
    for other in found.alternatives:
        most = max(
            np.mean([len(keys ^ one) for one in known])
            for value, keys in everything
            if value >= (1 - LOSS) * top - 1e-9 and keys not in known
        )
        assert other.mean_differences == pytest.approx(most)
        assert other.differences >= 1
        known.append(marks(problem, other.plan, Difference.WINNERS))


@pytest.mark.parametrize("seed", SEEDS)
def test_of_equally_different_plans_the_best_is_taken(seed):
    problem = tiny_problem(seed)
    found = alternatives(problem, 1, loss_share=LOSS, choice=EXACT)
    served = marks(problem, found.best, Difference.WINNERS)
    for other in found.alternatives:
        as_far = [
            value
            for value, keys in listed(problem, Difference.WINNERS)
            if len(keys ^ served) == other.differences
        ]
        assert other.plan.report.objective == pytest.approx(max(as_far))


def test_winners_in_and_out():
    problem = tiny_problem(2)
    found = alternatives(problem, 1, loss_share=LOSS, choice=EXACT)
    (other,) = found.alternatives
    before, after = (marks(problem, plan, Difference.WINNERS) for plan in (found.best, other.plan))
    assert set(other.winners_in) == after - before
    assert set(other.winners_out) == before - after
    assert set(other.moved) <= after & before


def test_no_more_plans_is_proven():
    problem = tiny_problem(0)
    n_sets = len(
        {
            frozenset(keys)
            for value, keys in listed(problem, Difference.WINNERS)
            if value >= max(v for v, _ in listed(problem, Difference.WINNERS)) * (1 - LOSS)
        }
    )
    found = alternatives(problem, n_sets + 5, loss_share=LOSS, choice=EXACT)
    assert found.is_exhausted
    assert len(found.alternatives) == n_sets - 1
    assert not alternatives(problem, n_sets - 1, loss_share=LOSS, choice=EXACT).is_exhausted


@pytest.mark.parametrize(("n", "loss"), [(-1, 0.1), (1, -0.1)])
def test_nonsense_is_refused(n, loss):
    with pytest.raises(PlanError, match="n ≥ 0 and a loss ≥ 0"):
        alternatives(tiny_problem(0), n, loss_share=loss)


def test_rules_in_conflict_are_named():
    claim = Claim(name="all", min_m2=10_000_000)
    scenario = tiny_scenario(policy=policy(land=LandRules(claims=(claim,))))
    with pytest.raises(Infeasible):
        alternatives(foresight_problem(scenario, scenario.projects))


def test_another_planner_of_the_policy_does_not_matter():
    problem = tiny_problem(2)
    found, same = (
        alternatives(problem, 1, loss_share=LOSS, choice=choice)
        for choice in (EXACT, PlannerChoice(name="fcfs", gap=0.0))
    )
    assert [one.plan.assignments for one in found.alternatives] == [
        one.plan.assignments for one in same.alternatives
    ]
