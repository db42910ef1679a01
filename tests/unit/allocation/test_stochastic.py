"""Two stages: every first stage tried by hand, and the conditional value at risk computed."""

import itertools
from dataclasses import replace

import numpy as np
import pytest
from unit.allocation.worlds import rich

from landsim.allocation.check import check_plan
from landsim.allocation.extensive import (
    Risk,
    conditional_value,
    extensive_form,
    maximise,
    with_first_stage,
)
from landsim.allocation.stochastic import EXPECTED, STOCHASTIC, _Futures, two_stage
from landsim.core.horizon import Horizon
from landsim.core.landrules import Claim, LandRules
from landsim.core.planning import Criterion, PlannerChoice
from landsim.core.problem import foresight_problem
from landsim.errors import Infeasible, PlanError
from landsim.testing.builders import (
    START,
    generator,
    parcel,
    park,
    policy,
    tenure_terms,
    tiny_scenario,
)

EXACT = PlannerChoice(gap=0.0)
N_FIRST = 2
RISKS = (Risk(), Risk(weight=0.5, tail=0.5), Risk(weight=1.0, tail=0.7))
SEEDS = range(4)


def world(seed, **levers):
    """Return a park of two parcels, four projects that ask at once, and others to come."""
    chance = np.random.default_rng(seed)
    asks = tuple(
        rich(
            f"J{n}",
            output=chance.integers(50, 160) * 10,
            jobs=10,
            area_ha=2.0 + n % 2,
            filed_day=float(chance.integers(0, 60)),
        )
        for n in range(4)
    )
    return tiny_scenario(
        horizon=Horizon(start=START, n_periods=8),
        park=park([parcel("P1", 4.0), parcel("P2", 3.0)]),
        projects=asks,
        generator=generator(2.0),
        policy=policy(
            tenure=tenure_terms()[:1],
            objective=(Criterion(objective="output", reference=1000.0),),
            **levers,
        ),
    )


def futures_of(scenario, n=3, seed=1):
    futures = _Futures(scenario, scenario.projects, N_FIRST, seed, 0)
    programs = [futures.sampled(number)[0] for number in range(n)]
    return futures, programs, [futures.first(program) for program in programs]


def every_first_stage(program, first):
    """Yield every choice of at most one first-stage option for each project."""
    owner = program.options.project[first]
    choices = [[None, *np.flatnonzero(owner == row).tolist()] for row in np.unique(owner)]
    for chosen in itertools.product(*choices):
        x = np.zeros(len(first))
        x[[place for place in chosen if place is not None]] = 1.0
        yield x


def worth(programs, first, x):
    """Return the best that can come of a first stage in each future; None if it cannot be."""
    found = [
        maximise(with_first_stage(program, columns, x), EXACT)
        for program, columns in zip(programs, first, strict=True)
    ]
    return None if None in found else [solution.objective for solution in found]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_extensive_form_is_the_best_of_all_first_stages(seed):
    _, programs, first = futures_of(world(seed))
    tried = [worth(programs, first, x) for x in every_first_stage(programs[0], first[0])]
    feasible = [values for values in tried if values is not None]
    assert len(feasible) > 4
    for risk in RISKS:
        form = extensive_form(programs, first, risk)
        solution = maximise(form.matrix, EXACT)
        expected = max(risk.of(values) for values in feasible)
        assert form.points_of(solution) == pytest.approx(expected, rel=1e-6)


def test_some_first_stages_differ_between_futures_known_and_unknown():
    gains = [
        two_stage(world(seed), world(seed).projects, n_first=N_FIRST, n_futures=4, choice=EXACT)
        for seed in SEEDS
    ]
    assert any(found.perfect_gain.value > 1e-6 for found in gains)


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("risk", RISKS)
def test_more_foresight_is_worth_more_and_figures_are_those_of_the_model(seed, risk):
    scenario = world(seed)
    found = two_stage(
        scenario, scenario.projects, n_first=N_FIRST, n_futures=3, risk=risk, choice=EXACT
    )
    ours, expected, known = found.stages
    assert (ours.name, expected.name) == (STOCHASTIC, EXPECTED)
    best = risk.of(found.perfect)
    assert best >= ours.objective - 1e-6
    assert ours.objective >= max(expected.objective, known.objective) - 1e-6
    assert ours.bound == pytest.approx(ours.objective, rel=1e-6)
    assert found.perfect_gain.value == pytest.approx(best - ours.objective)
    assert found.stochastic_gain.value == pytest.approx(ours.objective - expected.objective)
    for gain in (found.perfect_gain, found.stochastic_gain):
        assert gain.low - 1e-6 <= gain.value <= gain.high + 1e-6
    for stage in found.stages:
        assert stage.mean == pytest.approx(np.mean(stage.values))
        assert stage.conditional == pytest.approx(conditional_value(stage.values, risk.tail))
        assert all(v <= p + 1e-6 for v, p in zip(stage.values, found.perfect, strict=True))


@pytest.mark.parametrize("seed", SEEDS)
def test_what_is_decided_first_is_the_same_in_all_futures(seed):
    futures, programs, first = futures_of(world(seed))
    form = extensive_form(programs, first, Risk(weight=0.5))
    x = maximise(form.matrix, EXACT).x
    ids = {project.id for project in futures.known}
    for program, place, columns in zip(programs, form.place, first, strict=True):
        own = x[place]
        assert own[columns].tolist() == x[: len(columns)].tolist()
        assert not (program.rows().excess(own) > 1e-6).any()
        assert {program.options[int(one)].project.id for one in columns} <= ids
    n_own = sum(len(place) for place in form.place) - 3 * len(first[0])
    assert form.matrix.points.size == len(first[0]) + n_own + 1 + len(programs)


def test_the_first_stage_is_a_sound_plan_of_known_projects_and_first_periods():
    scenario = world(1)
    found = two_stage(scenario, scenario.projects, n_first=N_FIRST, n_futures=3, choice=EXACT)
    problem = foresight_problem(scenario, scenario.projects)
    for stage in found.stages:
        assert check_plan(problem, stage.plan) == ()
        assert all(entry.period < N_FIRST for entry in stage.plan.assignments)
        assert {entry.project for entry in stage.plan.assignments} <= {"J0", "J1", "J2", "J3"}


def test_nothing_is_known_of_who_files_later():
    scenario = world(2)
    late = rich("J9", output=5000, jobs=10, area_ha=2.0, filed_day=500.0)
    plain, more = (
        two_stage(scenario, projects, n_first=N_FIRST, n_futures=2, choice=EXACT)
        for projects in (scenario.projects, (*scenario.projects, late))
    )
    assert plain == more


def test_the_same_twice_and_other_futures_with_another_seed():
    scenario = world(0)
    one, again, other = (
        two_stage(scenario, scenario.projects, n_first=2, n_futures=3, seed=seed, choice=EXACT)
        for seed in (1, 1, 2)
    )
    assert one == again
    assert one.perfect != other.perfect


@pytest.mark.parametrize("share", [0.25, 0.5, 0.75])
def test_conditional_value_is_the_mean_of_the_worst(share):
    values = np.random.default_rng(5).normal(size=20)
    worst = np.sort(values)[: round(20 * share)]
    assert conditional_value(values, 1 - share) == pytest.approx(worst.mean())


def test_conditional_value_counts_a_future_in_part():
    assert conditional_value([1.0, 2.0, 9.0], 0.5) == pytest.approx((1.0 + 0.5 * 2.0) / 1.5)
    assert conditional_value([3.0, -1.0], 0.9) == -1.0


def test_values_below_nothing_are_no_fault():
    scenario = replace(world(1), generator=None)
    scenario = replace(
        scenario,
        policy=replace(
            scenario.policy,
            objective=(Criterion(objective="waiting", reference=10.0),),
            land=LandRules(claims=(Claim(name="some", min_m2=30_000),)),
        ),
    )
    _, programs, first = futures_of(scenario, n=2)
    risk = Risk(weight=1.0, tail=0.5)
    form = extensive_form(programs, first, risk)
    tried = (worth(programs, first, x) for x in every_first_stage(programs[0], first[0]))
    expected = max(risk.of(values) for values in tried if values is not None)
    assert form.points_of(maximise(form.matrix, EXACT)) == pytest.approx(expected, abs=1e-6)


@pytest.mark.parametrize(("n_first", "n_futures"), [(0, 3), (8, 3), (2, 0)])
def test_nonsense_is_refused(n_first, n_futures):
    with pytest.raises(PlanError, match="two stages need"):
        two_stage(world(0), world(0).projects, n_first=n_first, n_futures=n_futures)


def test_rules_in_conflict_are_named():
    scenario = world(0, land=LandRules(claims=(Claim(name="all", min_m2=10_000_000),)))
    with pytest.raises(Infeasible):
        two_stage(scenario, scenario.projects, n_first=N_FIRST, n_futures=2)
