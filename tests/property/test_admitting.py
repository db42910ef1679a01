"""Every change that is claimed admits the project, and a little less of it does not."""

import math
from dataclasses import replace

import pytest
from property.test_optimum import drawn

from landsim.allocation.admitting import explain_refusal
from landsim.allocation.counterfactual import if_served
from landsim.allocation.levers import Lever, Part
from landsim.allocation.limits import limit_levers
from landsim.allocation.model import Effort
from landsim.allocation.needs import own_levers
from landsim.allocation.planner import make_plan
from landsim.allocation.reason import Change, Reason
from landsim.core.admission import Admission
from landsim.core.planning import Criterion
from landsim.core.problem import AllocationProblem, Asking
from landsim.errors import Infeasible

SEEDS = range(600, 624)
EXACT = 1e-5
LESS = 0.98
REFUSED_MOST = 2


def reasons(seed: int) -> tuple[AllocationProblem, list[Reason]]:
    """Return a foresight problem and why some of its projects got nothing."""
    problem = drawn(seed)
    return problem, explained(problem)


def explained(problem: AllocationProblem) -> list[Reason]:
    """Return why some projects of a foresight problem got nothing."""
    if problem.is_epoch:
        return []
    try:
        plan = make_plan(problem)
    except Infeasible:
        return []
    refused = [refusal.project for refusal in plan.refusals][:REFUSED_MOST]
    return [explain_refusal(problem, plan, project) for project in refused]


def lever_of(problem: AllocationProblem, reason: Reason, part: Part) -> Lever | None:
    """Return the lever that a part of a change has moved."""
    levers = (*own_levers(problem, reason.project), *limit_levers(problem))
    return next(
        (
            lever
            for lever in levers
            if lever.message == part.message and set(lever.values) <= set(part.values)
        ),
        None,
    )


def loss(problem: AllocationProblem, reason: Reason) -> float:
    """Return what serving the project costs, planned by the optimiser itself."""
    found = if_served(problem, reason.project)
    return math.inf if math.isnan(found.loss_points) else found.loss_points


def eased(problem: AllocationProblem, reason: Reason, change: Change, share: float):
    (part,) = change.parts
    lever = lever_of(problem, reason, part)
    if lever is None:
        return None
    steps = part.amount / lever.step
    amount = part.amount if share == 1 else math.floor(min(share * steps, steps - 1)) * lever.step
    return lever.apply(problem, max(0.0, amount))


@pytest.mark.parametrize("seed", SEEDS)
def test_each_change_serves_the_project_and_less_does_not(seed):
    problem, found = reasons(seed)
    for reason in found:
        assert reason.is_exact
        assert reason.is_proven
        for change in reason.changes:
            if len(change.parts) > 1 or (to := eased(problem, reason, change, 1.0)) is None:
                continue
            assert loss(to, reason) <= EXACT, change.parts
            if change.is_least:
                less = eased(problem, reason, change, LESS)
                assert loss(less, reason) > 1e-9, change.parts


def test_the_drawn_worlds_show_changes_of_many_kinds():
    rules = {
        part.rule
        for seed in SEEDS
        for reason in reasons(seed)[1]
        for change in reason.changes
        for part in change.parts
    }
    assert rules >= {"objective", "site"}
    assert len(rules) >= 4


@pytest.mark.parametrize("seed", SEEDS)
def test_a_rise_in_value_serves_the_project_and_less_does_not(seed):
    """Where output alone counts, all points of a project rise with its promised output."""
    problem = drawn(seed)
    only = (Criterion(objective="output"),)
    problem = replace(
        problem, policy=replace(problem.policy, objective=only, standards=open_to_all(problem))
    )
    for reason in explained(problem):
        for change in reason.changes:
            if [part.rule for part in change.parts] == ["objective"]:
                share = change.parts[0].amount / 100
                assert loss(richer(problem, reason, share), reason) <= EXACT
                less = min(LESS * share, share - 1e-4)
                assert loss(richer(problem, reason, less), reason) > 1e-9


def open_to_all(problem: AllocationProblem) -> tuple[Admission, ...]:
    """Return standards that everybody meets, so that a promise moves points alone."""
    return tuple(Admission(standard=entry.standard) for entry in problem.policy.standards)


def richer(problem: AllocationProblem, reason: Reason, share: float) -> AllocationProblem:
    """Return the problem in which a project promises more output."""

    def changed(entry: Asking) -> Asking:
        if entry.project.id != reason.project:
            return entry
        promises = entry.project.promises
        more = promises.output_mcny_per_year * (1 + share)
        promised = replace(promises, output_mcny_per_year=more)
        return replace(entry, project=replace(entry.project, promises=promised))

    return replace(problem, asking=tuple(map(changed, problem.asking)))


@pytest.mark.parametrize("seed", SEEDS[:6])
def test_a_neighbourhood_is_enough_but_claims_no_more(seed):
    problem, found = reasons(seed)
    if not found:
        return
    plan = make_plan(problem)
    effort = Effort(exact_columns=-1, near=2)
    for exact in found:
        reason = explain_refusal(problem, plan, exact.project, effort=effort)
        assert not reason.is_exact
        by_message = {c.parts: c for c in reason.changes}
        assert all(
            not c.is_least or c.parts[0].rule in {"admission", "matching"}
            for c in by_message.values()
        )
