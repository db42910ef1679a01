"""Who is served at a desk: waiters first, priority, reserved staff, ties, own disciplines."""

from dataclasses import replace

import pytest

from landsim.core.approval import (
    FILED,
    Approvals,
    Desk,
    GreenChannel,
    Route,
    Stage,
    StageKind,
    StageRole,
    Step,
)
from landsim.core.distribution import Constant
from landsim.core.ids import ArchetypeId, DeskId, RouteId, StageId
from landsim.core.project import Project
from landsim.core.trajectory import Trajectory
from landsim.errors import LandsimError, UnknownNameError
from landsim.simulation import simulate
from landsim.simulation.discipline import disciplines
from landsim.testing import builders
from landsim.testing.deciders import serve_nobody

GREEN = ArchetypeId("ai")


def desk_system(
    *, desk: Desk, lengths: tuple[float, ...] = (5.0,), limit_workdays: float | None = None
) -> Approvals:
    """Return stages in a row at one desk; archetype ``ai`` takes the green channel."""
    names = [StageId(f"S{n}") for n in range(len(lengths))]
    stages = tuple(
        Stage(
            id=name,
            name=builders.label(name),
            kind=StageKind.GOVERNMENT,
            role=StageRole.ADMISSION if name == names[-1] else StageRole.NONE,
            desk=desk.id,
            limit_workdays=limit_workdays,
        )
        for name in names
    )

    def route(name: str) -> Route:
        return Route(
            id=RouteId(name),
            name=builders.label(name),
            steps=tuple(
                Step(
                    stage=stage,
                    after=(before,),
                    workdays=Constant(value=length),
                )
                for stage, before, length in zip(names, [FILED, *names], lengths, strict=False)
            ),
        )

    return Approvals(
        stages=stages,
        routes=(route("ordinary"), route("green")),
        desks=(desk,),
        ordinary_route=RouteId("ordinary"),
        green_channel=GreenChannel(route=RouteId("green"), archetypes=(GREEN,)),
    )


def desk(**changes: object) -> Desk:
    values = {"id": DeskId("desk"), "name": builders.label("desk"), "staff": 1}
    return Desk(**(values | changes))


def run(system: Approvals, *projects: Project) -> Trajectory:
    scenario = builders.tiny_scenario(projects=projects, policy=builders.policy(approvals=system))
    return simulate(scenario, serve_nobody, seed=1, replication=0)


def started(trajectory: Trajectory) -> list[tuple[str, str, float]]:
    """Return project, stage and start of every pass, in order of starting."""
    found = [(p.project, p.stage, p.started) for p in trajectory.stage_passes]
    return sorted(found, key=lambda entry: entry[2])


def ordinary(name: str, day: float) -> Project:
    return builders.project(name, day)


def green(name: str, day: float) -> Project:
    return builders.project(name, day, archetype=GREEN)


def test_who_asks_again_at_once_does_not_overtake_who_waits() -> None:
    trajectory = run(
        desk_system(desk=desk(), lengths=(5.0, 5.0)), ordinary("J0", 0.0), ordinary("J1", 1.0)
    )
    assert started(trajectory)[:3] == [
        ("J0", "S0", 0.0),
        ("J1", "S0", 5.0),
        ("J0", "S1", 10.0),
    ]


def test_green_cases_are_served_before_ordinary_ones_that_came_earlier() -> None:
    trajectory = run(
        desk_system(desk=desk()), ordinary("J0", 0.0), ordinary("J1", 1.0), green("J2", 2.0)
    )
    assert [name for name, *_ in started(trajectory)] == ["J0", "J2", "J1"]


def test_without_priority_the_green_channel_waits_its_turn() -> None:
    system = desk_system(desk=desk())
    assert system.green_channel is not None
    fair = replace(system, green_channel=replace(system.green_channel, has_priority=False))
    trajectory = run(fair, ordinary("J0", 0.0), ordinary("J1", 1.0), green("J2", 2.0))
    assert [name for name, *_ in started(trajectory)] == ["J0", "J1", "J2"]


def test_reserved_staff_leaves_ordinary_cases_waiting() -> None:
    system = desk_system(desk=desk(staff=2, green_staff=1))
    trajectory = run(system, ordinary("J0", 0.0), ordinary("J1", 0.0), green("J2", 1.0))
    assert started(trajectory) == [("J0", "S0", 0.0), ("J2", "S0", 1.0), ("J1", "S0", 5.0)]


def test_green_cases_use_shared_staff_when_the_reserved_are_busy() -> None:
    system = desk_system(desk=desk(staff=2, green_staff=1))
    trajectory = run(system, green("J0", 0.0), green("J1", 0.0), ordinary("J2", 1.0))
    assert [start for *_, start in started(trajectory)] == [0.0, 0.0, 5.0]


def test_a_green_case_moves_to_reserved_staff_so_that_shared_staff_is_free() -> None:
    system = desk_system(desk=desk(staff=2, green_staff=1))
    trajectory = run(system, green("J0", 0.0), green("J1", 1.0), ordinary("J2", 2.0))
    assert ("J2", "S0", 5.0) in started(trajectory)


def test_ties_go_to_the_lower_case_number() -> None:
    trajectory = run(
        desk_system(desk=desk()), ordinary("J2", 0.0), ordinary("J1", 0.0), ordinary("J0", 0.0)
    )
    assert [name for name, *_ in started(trajectory)] == ["J0", "J1", "J2"]


def test_first_come_ignores_the_channel() -> None:
    system = desk_system(desk=desk(discipline="first_come"))
    trajectory = run(system, ordinary("J0", 0.0), ordinary("J1", 1.0), green("J2", 2.0))
    assert [name for name, *_ in started(trajectory)] == ["J0", "J1", "J2"]


def test_earliest_deadline_serves_the_case_nearest_to_its_limit() -> None:
    system = desk_system(
        desk=desk(discipline="earliest_deadline"), lengths=(5.0, 5.0), limit_workdays=30.0
    )
    tight = replace(system.stages[0], limit_workdays=2.0)
    loose = replace(system.stages[1])
    system = replace(system, stages=(tight, loose))
    trajectory = run(system, ordinary("J0", 0.0), ordinary("J1", 9.0))
    assert [(name, stage) for name, stage, _ in started(trajectory)][:3] == [
        ("J0", "S0"),
        ("J0", "S1"),
        ("J1", "S0"),
    ]
    crowded = run(system, ordinary("J0", 0.0), ordinary("J1", 4.0), ordinary("J2", 5.0))
    assert [(name, stage) for name, stage, _ in started(crowded)][:3] == [
        ("J0", "S0"),
        ("J1", "S0"),
        ("J2", "S0"),
    ]


def test_cases_without_a_limit_come_last() -> None:
    system = desk_system(desk=desk(discipline="earliest_deadline"), lengths=(5.0, 5.0))
    limited = replace(system.stages[0], limit_workdays=9.0)
    system = replace(system, stages=(limited, system.stages[1]))
    trajectory = run(system, ordinary("J0", 0.0), ordinary("J1", 1.0), ordinary("J2", 2.0))
    assert [stage for _, stage, _ in started(trajectory)[:3]] == ["S0", "S0", "S0"]


def test_an_unknown_discipline_is_named() -> None:
    with pytest.raises(UnknownNameError, match='did you mean "priority"'):
        run(desk_system(desk=desk(discipline="priorty")))


def test_a_discipline_of_ones_own_is_three_lines() -> None:
    @disciplines.register("largest_first")
    def largest_first(waiting, now):
        return max(range(len(waiting)), key=lambda n: waiting[n].project.needs.area_min_m2)

    system = desk_system(desk=desk(discipline="largest_first"))
    small, large = builders.project("J1", 1.0, 1.0), builders.project("J2", 2.0, 3.0)
    trajectory = run(system, ordinary("J0", 0.0), small, large)
    assert [name for name, *_ in started(trajectory)] == ["J0", "J2", "J1"]


def test_a_discipline_that_chooses_nobody_is_refused() -> None:
    disciplines.register("absent")(lambda waiting, now: len(waiting))
    with pytest.raises(LandsimError, match='discipline "absent" of desk desk chose position 1'):
        run(desk_system(desk=desk(discipline="absent")), ordinary("J0", 0.0))
