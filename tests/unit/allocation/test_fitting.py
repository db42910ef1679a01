"""What is remembered between epochs is what would be worked out anew."""

from dataclasses import fields, replace

import numpy as np

from landsim.allocation import rolling
from landsim.allocation.land import LandTable, land_table
from landsim.allocation.options import Options, list_options
from landsim.core.problem import epoch_problem
from landsim.core.state import Waiting
from landsim.simulation import simulate
from landsim.testing.builders import tiny_scenario
from landsim.testing.instances import synthetic_scenario, synthetic_state


def arrays(options: Options) -> dict[str, list[float]]:
    values = {field.name: getattr(options, field.name) for field in fields(options)}
    return {name: value.tolist() for name, value in values.items() if isinstance(value, np.ndarray)}


def fresh(scenario) -> LandTable:
    return LandTable(scenario.park, scenario.policy, scenario.horizon)


def test_every_epoch_of_a_history_lists_what_a_fresh_table_would():
    scenario = tiny_scenario()
    decide, seen = rolling(scenario), []

    def watch(state):
        problem = epoch_problem(scenario, state)
        remembered = arrays(list_options(problem))
        assert remembered == arrays(list_options(problem, fresh(scenario)))
        seen.append(len(remembered["project"]))
        return decide(state)

    for replication in range(3):
        simulate(scenario, watch, seed=7, replication=replication)
    assert len(seen) > 3
    assert max(seen) > 0


def test_projects_that_come_and_go_are_not_mixed_up():
    scenario = synthetic_scenario(60, 80, 12)
    land = fresh(scenario)
    for n_waiting, n_free in ((3, 10), (10, 12), (2, 30), (10, 12)):
        state = synthetic_state(scenario, n_waiting=n_waiting, n_free=n_free)
        state = replace(state, waiting=state.waiting[::-1])
        problem = epoch_problem(scenario, state)
        assert arrays(list_options(problem, land)) == arrays(list_options(problem, fresh(scenario)))


def test_a_project_that_declined_is_looked_at_again():
    scenario = synthetic_scenario(60, 80, 12)
    land = fresh(scenario)
    state = synthetic_state(scenario, n_waiting=4, n_free=30)
    before = list_options(epoch_problem(scenario, state), land)
    refused = scenario.park.parcels[before.take_parcel[0]].id
    waiting = tuple(
        Waiting(project=w.project, since_day=w.since_day, declined_parcels=(refused,))
        for w in state.waiting
    )
    problem = epoch_problem(scenario, replace(state, waiting=waiting))
    after = list_options(problem, land)
    assert before.take_parcel[0] in before.take_parcel
    assert before.take_parcel[0] not in after.take_parcel
    assert arrays(after) == arrays(list_options(problem, fresh(scenario)))


def test_another_project_of_the_same_name_is_another_project():
    scenario = synthetic_scenario(60, 80, 12)
    land = fresh(scenario)
    state = synthetic_state(scenario, n_waiting=3, n_free=30)
    list_options(epoch_problem(scenario, state), land)
    needs = replace(state.waiting[0].project.needs, area_min_m2=1, area_max_m2=2)
    smaller = replace(state.waiting[0].project, needs=needs)
    others = (replace(state.waiting[0], project=smaller), *state.waiting[1:])
    problem = epoch_problem(scenario, replace(state, waiting=others))
    assert arrays(list_options(problem, land)) == arrays(list_options(problem, fresh(scenario)))


def test_replications_of_a_scenario_share_a_table():
    scenario = tiny_scenario()
    table = land_table(scenario.park, scenario.policy, scenario.horizon)
    assert land_table(scenario.park, scenario.policy, scenario.horizon) is table
    other = replace(scenario.policy, planner=replace(scenario.policy.planner, gap=0.5))
    assert land_table(scenario.park, other, scenario.horizon).policy is other
