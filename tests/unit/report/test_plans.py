from dataclasses import replace

import pytest

from landsim.allocation.frontier import pareto_front
from landsim.allocation.planner import make_plan
from landsim.core.area import mu_from_m2
from landsim.core.problem import foresight_problem
from landsim.errors import ResultsError
from landsim.report.plans import plan_history, plan_table
from landsim.report.states import STATES
from landsim.report.tradeoff import write_tradeoff
from landsim.testing.builders import parcel, park, tiny_scenario


@pytest.fixture(scope="module")
def world():
    lots = [parcel("P1"), parcel("P2", ready=tiny_scenario().horizon.date_of(400)), parcel("P3")]
    return tiny_scenario(park=park(lots))


@pytest.fixture(scope="module")
def plan(world):
    return make_plan(foresight_problem(world, world.projects))


def test_every_parcel_is_accounted_for_every_day(world, plan):
    history = plan_history(world, plan)
    for place, lot in enumerate(world.park.parcels):
        for day in range(0, world.horizon.n_days, 17):
            areas = [s[5] for s in history["spans"] if s[0] == place and s[3] <= day < s[4]]
            assert sum(areas) == lot.area_m2


def test_land_is_held_as_the_plan_says(world, plan):
    history = plan_history(world, plan)
    states = [state.value for state in STATES]
    for holder, entry in enumerate(plan.assignments):
        mine = [span for span in history["spans"] if span[1] == holder]
        assert min(span[3] for span in mine) == world.horizon.first_day(entry.period)
        terms = world.policy.terms(entry.mode)
        kinds = {states[span[2]] for span in mine}
        assert ("leased" in kinds) == (terms.lease_years > 0)
        assert history["projects"][holder]["id"] == entry.project


def test_land_is_unserviced_before_it_is_ready(world, plan):
    history = plan_history(world, plan)
    states = [state.value for state in STATES]
    begun = [span for span in history["spans"] if span[0] == 1 and span[3] == 0]
    assert [states[span[2]] for span in begun] == ["unserviced"]


def test_the_share_held_is_what_the_spans_say(world, plan):
    history = plan_history(world, plan)
    for place, shares in enumerate(history["occupied"]):
        held = [s for s in history["spans"] if s[0] == place and s[1] >= 0]
        for step, day in enumerate(history["steps"][:-1]):
            is_held = any(span[3] <= day < span[4] for span in held)
            assert (shares[step] > 0) == is_held


def test_the_table_has_every_project_once(world, plan):
    shown = plan_table(world, world.projects, plan)
    assert [line["cells"][0] for line in shown["rows"]] == [p.id for p in world.projects]
    given = {entry.project: entry for entry in plan.assignments}
    for line in shown["rows"]:
        entry = given.get(line["cells"][0])
        assert (line["cells"][6] is not None) == (entry is not None)
        if entry is not None:
            assert line["cells"][6] == pytest.approx(mu_from_m2(entry.area_m2))
            assert line["cells"][5] == list(entry.parcels)


def test_nothing_to_show_is_said(world, tmp_path):
    problem = foresight_problem(world, world.projects)
    front = pareto_front(problem, ("output", "jobs"), n_points=2)
    with pytest.raises(ResultsError, match="at least one plan"):
        write_tradeoff(world, world.projects, replace(front, points=()), tmp_path / "page.html")
