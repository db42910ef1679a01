from dataclasses import replace

import pytest
from hypothesis import given

from landsim.core.approval import GreenChannel
from landsim.core.ids import (
    DeskId,
    NodeId,
    ParcelId,
    ProjectId,
    RouteId,
    StageId,
    StationId,
    TenureModeId,
    ZoneId,
)
from landsim.core.landrules import Claim, Forbid, LandRules, Lock, TenureShare
from landsim.core.park import Station
from landsim.core.project import Fit, Needs
from landsim.core.scenario import Scenario
from landsim.core.streams import Streams
from landsim.testing import strategies
from landsim.testing.builders import (
    approvals,
    archetype,
    generator,
    label,
    park,
    policy,
    project,
    tiny_scenario,
)


def told(scenario: Scenario) -> list[str]:
    return [str(problem) for problem in scenario.problems()]


def land(**changes) -> Scenario:
    return tiny_scenario(policy=policy(land=LandRules(**changes)))


def test_the_tiny_scenario_has_no_problems():
    assert told(tiny_scenario()) == []


@given(strategies.scenarios())
def test_drawn_scenarios_have_no_problems(scenario):
    assert told(scenario) == []


def zones(*names: str) -> Needs:
    return Needs(area_min_m2=1, area_max_m2=1, zones=tuple(map(ZoneId, names)))


def with_route(**changes) -> Scenario:
    system = approvals()
    first = system.routes[0]
    steps = (replace(first.steps[0], **changes), *first.steps[1:])
    routes = (replace(first, steps=steps), *system.routes[1:])
    return tiny_scenario(policy=policy(approvals=replace(system, routes=routes)))


def with_approvals(**changes) -> Scenario:
    return tiny_scenario(policy=policy(approvals=replace(approvals(), **changes)))


CASES = {
    "parcel zone": (
        tiny_scenario(park=replace(park(), zones=park().zones[:1])),
        'parcel P1 zone: no such zone "M1" (known: M0)',
    ),
    "parcel node": (
        tiny_scenario(park=replace(park(), nodes=())),
        'parcel P1 nodes: no such node "S1" (known: )',
    ),
    "project zone": (
        tiny_scenario(projects=(project("J", needs=zones("M11")),)),
        'project J zones: no such zone "M11" (did you mean "M1"?)',
    ),
    "adjacency": (
        tiny_scenario(park=park(adjacency=((ParcelId("P1"), ParcelId("Q1")),))),
        'adjacency parcels: no such parcel "Q1"',
    ),
    "fit project": (
        tiny_scenario(fits=(Fit(project=ProjectId("J00"), parcel=ParcelId("P1")),)),
        'fit J00 P1 project: no such project "J00" (did you mean "J0"?)',
    ),
    "fit parcel": (
        tiny_scenario(fits=(Fit(project=ProjectId("J0"), parcel=ParcelId("X")),)),
        'fit J0 X parcel: no such parcel "X" (known: P1, P2, P3, P4)',
    ),
    "lock parcel": (
        land(locks=(Lock(project=ProjectId("J0"), parcel=ParcelId("P9")),)),
        'lock J0 parcel: no such parcel "P9"',
    ),
    "lock mode": (
        land(locks=(Lock(project=ProjectId("J0"), mode=TenureModeId("grnt")),)),
        'lock J0 mode: no such mode "grnt" (did you mean "grant"?)',
    ),
    "lock project": (
        land(locks=(Lock(project=ProjectId("JX")),)),
        'lock JX project: no such project "JX"',
    ),
    "forbid": (
        land(forbids=(Forbid(project=ProjectId("J0"), parcel=ParcelId("P9")),)),
        'forbid parcel: no such parcel "P9"',
    ),
    "tenure share": (
        land(tenure_shares=(TenureShare(mode=TenureModeId("lease")),)),
        'tenure shares mode: no such mode "lease"',
    ),
    "claim zone": (
        land(claims=(Claim(name="c", zone=ZoneId("M2")),)),
        'claim c zone: no such zone "M2"',
    ),
    "archetype zone": (
        tiny_scenario(generator=generator(archetypes=(archetype(zones=(ZoneId("M9"),)),))),
        'archetype robotics zones: no such zone "M9"',
    ),
    "threshold zone": (
        tiny_scenario(
            park=replace(
                park(),
                zones=park().zones[:1],
                parcels=tuple(replace(p, zone=ZoneId("M0")) for p in park().parcels),
            ),
            projects=(),
        ),
        'standard tiny zone: no such zone "M1"',
    ),
    "stage desk": (
        with_approvals(desks=()),
        'stage N01 desk: no such desk "planning"',
    ),
    "route stage": (
        with_approvals(stages=approvals().stages[1:]),
        'route ordinary stage: no such stage "N01"',
    ),
    "ordinary route": (
        with_approvals(ordinary_route=RouteId("ordinry")),
        'approvals ordinary_route: no such route "ordinry" (did you mean "ordinary"?)',
    ),
    "green route": (
        with_approvals(
            green_channel=GreenChannel(
                route=RouteId("green"), standard_land_route=RouteId("standard")
            )
        ),
        'green channel route: no such route "standard"',
    ),
    "back to a later stage": (
        with_route(rework=replace(approvals().routes[0].steps[0].rework, back_to=StageId("N04"))),
        'route ordinary, step N01 back_to: no such stage "N04"',
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_what_does_not_fit_together_is_told(case):
    scenario, message = CASES[case]
    assert any(line.startswith(message) for line in told(scenario)), told(scenario)


def test_a_route_may_go_back_to_the_step_itself():
    rework = replace(approvals().routes[0].steps[0].rework, back_to=StageId("N01"))
    assert told(with_route(rework=rework)) == []


def test_a_scenario_without_a_green_channel_is_whole():
    assert told(with_approvals(green_channel=None)) == []


def doubled() -> dict[str, Scenario]:
    system, ground = approvals(), park()
    station = Station(id=StationId("Q"), name=label("Q"), x=0, y=0)
    return {
        "parcel P1": tiny_scenario(
            park=replace(ground, parcels=(*ground.parcels, ground.parcels[0]))
        ),
        "project J": tiny_scenario(projects=(project("J"), project("J"))),
        "zone M0": tiny_scenario(park=replace(ground, zones=(*ground.zones, ground.zones[0]))),
        "node S1": tiny_scenario(park=replace(ground, nodes=ground.nodes * 2)),
        "station Q": tiny_scenario(park=replace(ground, stations=(station, station))),
        "stage N01": with_approvals(stages=(*system.stages, system.stages[0])),
        "desk planning": with_approvals(desks=system.desks * 2),
        "route ordinary": with_approvals(routes=(*system.routes, system.routes[0])),
    }


@pytest.mark.parametrize("name", doubled())
def test_identifiers_are_unique(name):
    assert told(doubled()[name]) == [f"{name}: occurs twice; identifiers are unique"]


def test_demand_joins_the_list_and_the_generator_in_order_of_filing():
    scenario = tiny_scenario(generator=generator(20.0))
    demand = scenario.demand(0)
    drawn = scenario.generator.projects(scenario.horizon, Streams(scenario.seed, 0))
    assert set(demand) == set(scenario.projects) | set(drawn)
    assert list(demand) == sorted(demand, key=lambda firm: (firm.filed_day, firm.id))


def test_demand_depends_on_seed_and_replication():
    scenario = tiny_scenario(generator=generator(20.0))
    assert scenario.demand(0) == scenario.demand(0, scenario.seed)
    assert scenario.demand(0) != scenario.demand(1)
    assert scenario.demand(0, 5) != scenario.demand(0, 6)


def test_listed_projects_are_the_same_in_every_replication():
    assert tiny_scenario().demand(0) == tiny_scenario().demand(7, seed=99)


def test_identifiers_are_plain_text():
    assert (NodeId("S"), DeskId("d")) == ("S", "d")
