import threading

import numpy as np
import pytest
from unit.allocation.worlds import every_plan, tiny_problem

from landsim.allocation.check import check_plan
from landsim.allocation.no_regret import weigh
from landsim.allocation.weightings import policy_criteria, sampled_weightings
from landsim.core.landrules import Claim, LandRules
from landsim.core.planning import Criterion, PlannerChoice
from landsim.core.problem import foresight_problem
from landsim.core.progress import Progress
from landsim.errors import Infeasible, PlanError
from landsim.testing.builders import policy, tiny_scenario

EXACT = PlannerChoice(gap=0.0)
CRITERIA = (
    Criterion(objective="output", reference=1000.0),
    Criterion(objective="jobs", weight=0.5, reference=50.0),
    Criterion(objective="waiting", weight=0.1, reference=100.0),
)
SEEDS = range(5)


def problem(seed):
    return tiny_problem(seed, objective=CRITERIA)


def values(asked, found):
    """Return the value of every plan under every weighting, and the plans."""
    program, plans = every_plan(asked)
    amounts = policy_criteria(program).amounts
    extent = np.array([measure.extent for measure in found.measures])
    shares = np.array([weighting.shares for weighting in found.weightings])
    return (np.stack(plans) @ amounts.T / extent) @ shares.T, program, plans


@pytest.mark.parametrize("seed", SEEDS)
def test_best_under_each_weighting_and_least_regret_over_all_plans(seed):
    asked = problem(seed)
    found = weigh(asked, n_samples=6, choice=EXACT)
    table, _, _ = values(asked, found)
    assert found.values == pytest.approx(table.max(axis=0), rel=1e-6)
    assert found.bounds == pytest.approx(table.max(axis=0), rel=1e-6)
    least = (table.max(axis=0) - table).max(axis=1).min()
    assert found.candidates[0].regret_max == pytest.approx(least, abs=1e-6)
    assert found.least_regret_bound == pytest.approx(least, abs=1e-6)


@pytest.mark.parametrize("seed", SEEDS)
def test_regret_is_what_a_plan_falls_short(seed):
    asked = problem(seed)
    found = weigh(asked, n_samples=6, choice=EXACT)
    for candidate in found.candidates:
        assert check_plan(asked, candidate.plan) == ()
        worth = (
            np.array(candidate.amounts)
            / [measure.extent for measure in found.measures]
            @ np.array([weighting.shares for weighting in found.weightings]).T
        )
        short = np.array(found.values) - worth
        assert np.array(candidate.regret) == pytest.approx(short, abs=1e-6)
        assert candidate.regret_bound == pytest.approx(candidate.regret_max, abs=1e-6)
        for place, weighting in enumerate(found.weightings):
            if weighting.name in candidate.best_under:
                assert candidate.regret[place] == pytest.approx(0.0, abs=1e-6)
    named = [name for candidate in found.candidates for name in candidate.best_under]
    assert sorted(named) == sorted(weighting.name for weighting in found.weightings)


def test_shares_count_the_best_plans():
    found = weigh(problem(2), n_samples=6, choice=EXACT)
    n = len(found.weightings)
    for standing in found.projects:
        n_best = sum(
            len(candidate.best_under)
            for candidate in found.candidates
            if standing.project in {entry.project for entry in candidate.plan.assignments}
        )
        assert standing.share == pytest.approx(n_best / n)
        assert standing.is_no_regret == (n_best == n)
    for standing in found.pairings:
        n_best = sum(
            len(candidate.best_under)
            for candidate in found.candidates
            for entry in candidate.plan.assignments
            if (entry.project, standing.parcel) == (standing.project, entry.parcels[0])
        )
        assert standing.share == pytest.approx(n_best / n)
    assert [s.share for s in found.parcels] == sorted((s.share for s in found.parcels), reverse=1)


def test_what_is_only_a_cost_has_no_weighting_of_its_own():
    found = weigh(problem(0), n_samples=0, choice=EXACT)
    assert [weighting.name for weighting in found.weightings] == ["policy", "output", "jobs"]
    assert [sum(weighting.shares) for weighting in found.weightings] == pytest.approx([1.0] * 3)


def test_the_policy_weighting_finds_the_policy_optimum():
    asked = problem(3)
    found = weigh(asked, n_samples=0, choice=EXACT)
    program, plans = every_plan(asked)
    top = max(float(program.tiers[0] @ x) for x in plans)
    (mine,) = [entry for entry in found.candidates if "policy" in entry.best_under]
    assert mine.plan.report.objective == pytest.approx(top)


def test_weightings_near_the_policy():
    found = weigh(problem(1), n_samples=5, spread=0.1, choice=EXACT)
    own = np.array(found.weightings[0].shares)
    for weighting in found.weightings:
        assert (np.array(weighting.shares) >= 0.9 * own - 1e-12).all()


def test_draws_are_even_and_more_of_them_begin_with_the_same():
    shares = np.array([w.shares for w in sampled_weightings(np.ones(3) / 3, 4000, 7, spread=1.0)])
    assert shares.mean(axis=0) == pytest.approx([1 / 3] * 3, abs=0.02)
    assert (shares[:, 0] < 0.5).mean() == pytest.approx(0.75, abs=0.03)
    few = [w.shares for w in sampled_weightings(np.ones(3) / 3, 5, 7, spread=1.0)]
    assert few == [tuple(row) for row in shares[:5].tolist()]


def test_the_same_twice_and_another_seed():
    first, again, other = (
        weigh(problem(1), n_samples=4, seed=seed, choice=EXACT) for seed in (1, 1, 2)
    )
    assert first.weightings == again.weightings
    assert first.candidates[0].plan.assignments == again.candidates[0].plan.assignments
    assert first.weightings != other.weightings


def test_cancelled_it_says_so():
    cancel = threading.Event()

    def listen(event):
        if isinstance(event, Progress):
            cancel.set()

    found = weigh(problem(1), choice=EXACT, listener=listen, cancel=cancel)
    assert found.is_cancelled
    assert len(found.weightings) == 1
    assert found.least_regret_bound is None


@pytest.mark.parametrize("spread", [0.0, 1.5])
def test_nonsense_is_refused(spread):
    with pytest.raises(PlanError, match="a spread of 0 to 1"):
        weigh(problem(0), spread=spread)


def test_rules_in_conflict_are_named():
    land = LandRules(claims=(Claim(name="all", min_m2=10_000_000),))
    scenario = tiny_scenario(policy=policy(land=land))
    with pytest.raises(Infeasible):
        weigh(foresight_problem(scenario, scenario.projects))
