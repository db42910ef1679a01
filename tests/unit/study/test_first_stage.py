import threading
from dataclasses import replace

import numpy as np
import pytest

from landsim.allocation import rolling
from landsim.allocation.extensive import Risk
from landsim.allocation.fixed import follow_first
from landsim.allocation.stochastic import EXPECTED, KNOWN, STOCHASTIC, two_stage
from landsim.core.horizon import Horizon
from landsim.core.planning import PlannerChoice
from landsim.core.progress import Progress
from landsim.core.trajectory import MilestoneKind
from landsim.simulation import simulate
from landsim.study.first_stage import try_first_stages
from landsim.testing.builders import (
    START,
    every_day_calendar,
    generator,
    parcel,
    park,
    project,
    tiny_scenario,
)

EXACT = PlannerChoice(gap=0.0)
ORDER = {"n_first": 3, "n_futures": 2, "seed": 1, "choice": EXACT}
NAMES = ("projects_served", "occupied_share")


@pytest.fixture(scope="module")
def world():
    horizon = Horizon(start=START, n_periods=12)
    return tiny_scenario(
        horizon=horizon,
        calendar=every_day_calendar(horizon),
        park=park([parcel("P1"), parcel("P2", 6.0)]),
        projects=tuple(project(f"J{n}", filed_day=30.0 * n) for n in range(3)),
        generator=generator(3.0),
    )


@pytest.fixture(scope="module")
def tried(world):
    return try_first_stages(world, n_reps=2, names=NAMES, risk=Risk(weight=0.2), **ORDER)


def test_differences_are_those_of_the_replications(tried):
    assert set(tried.differences) == {EXPECTED, KNOWN}
    for other, entries in tried.differences.items():
        for place, entry in enumerate(entries):
            ours = [once.values[STOCHASTIC][place] for once in tried.replications]
            theirs = [once.values[other][place] for once in tried.replications]
            assert entry.metric == NAMES[place]
            assert entry.difference.mean == pytest.approx(np.subtract(ours, theirs).mean())


def test_each_replication_has_its_own_model(world, tried):
    for once in tried.replications:
        projects = world.demand(once.replication, 1)
        again = two_stage(
            world, projects, risk=Risk(weight=0.2), replication=once.replication, **ORDER
        )
        assert once.model == again
    assert tried.replications[0].model.perfect != tried.replications[1].model.perfect


def test_the_first_periods_follow_the_plan_and_nothing_else(world):
    model = two_stage(world, world.demand(0, 1), **ORDER)
    plan = next(stage.plan for stage in model.stages if stage.name == KNOWN)
    decide = follow_first(world, plan, model.n_first, rolling(world))
    trajectory = simulate(world, decide, seed=1, replication=0)
    planned = {(entry.project, "+".join(entry.parcels)) for entry in plan.assignments}
    given = trajectory.of(MilestoneKind.ASSIGNED)
    end = world.horizon.first_day(model.n_first)
    early = {(entry.project, entry.parcel) for entry in given if entry.day < end}
    assert early
    assert early <= planned


def test_after_the_first_periods_the_rest_is_decided_anew(world):
    model = two_stage(world, world.demand(0, 1), **ORDER)
    nothing = replace(model.stages[0].plan, assignments=())
    decide = follow_first(world, nothing, model.n_first, rolling(world))
    given = simulate(world, decide, seed=1, replication=0).of(MilestoneKind.ASSIGNED)
    assert given
    assert min(entry.day for entry in given) >= world.horizon.first_day(model.n_first)


def test_cancelled_it_keeps_what_is_done(world):
    cancel = threading.Event()

    def listen(event):
        if isinstance(event, Progress):
            cancel.set()

    found = try_first_stages(world, n_reps=5, names=NAMES, listener=listen, cancel=cancel, **ORDER)
    assert len(found.replications) == 1
