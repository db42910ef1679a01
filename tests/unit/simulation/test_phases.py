"""Land for phase 2: reserved with that of phase 1 on day 8, decided on a year later, held two.

P1 is divisible: 2 ha for phase 1 and 1 ha for phase 2 leave 1 ha. P2 touches it, P3 does not.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from unit.simulation.lives import MONTH, one_project

from landsim.core.decisionlog import ReservationEnd
from landsim.core.distribution import Constant
from landsim.core.expansion import phase_id
from landsim.core.ids import ParcelId, ProjectId
from landsim.core.ledger import area_balances, area_problems
from landsim.core.phase import LaterPhase
from landsim.core.plan import Assignment, Take
from landsim.core.project import Conduct
from landsim.core.scenario import Scenario
from landsim.core.state import Decision, LandState
from landsim.core.supply import Supply, SupplyMode
from landsim.core.trajectory import AreaAccount, MilestoneKind, ParcelState, Trajectory
from landsim.errors import LandsimError
from landsim.metrics.metric import metrics
from landsim.simulation import simulate
from landsim.testing import builders

P1, P2, P3 = ParcelId("P1"), ParcelId("P2"), ParcelId("P3")
J1 = ProjectId("J1")
PHASE = LaterPhase(area_m2=10_000, after_months=12.0, expiry_months=24.0, probability=1.0)
TAKEN, CHOSEN, EXPIRY = 8.0, 8.0 + 12 * MONTH, 8.0 + 24 * MONTH
NEVER = replace(PHASE, true_probability=0.0)


def world(phase: LaterPhase | None = PHASE, **changes: Any) -> Scenario:
    firm = builders.project(
        "J1", area_ha=2.0, later_phase=phase, conduct=changes.pop("conduct", Conduct())
    )
    lots = [
        builders.parcel("P1", smallest_lot_m2=5_000),
        builders.parcel("P2", area_ha=1.0),
        builders.parcel("P3", area_ha=1.0),
    ]
    ground = replace(builders.park(lots), adjacency=((P1, P2),))
    return one_project(park=ground, projects=(firm,), **changes)


def given(state: LandState, project: ProjectId, name: ParcelId, area_m2: int) -> Assignment:
    return Assignment(
        project=project,
        bundle=(Take(parcel=name, area_m2=area_m2),),
        period=state.period,
        mode=builders.GRANT,
        end_period=32,
    )


def phased(name: ParcelId = P1, area_m2: int = 10_000) -> Callable[[LandState], Decision]:
    """Return a decider that gives J1 half of P1 and reserves some land."""

    def decide(state: LandState) -> Decision:
        if state.waiting[0].project.id != J1:
            return Decision(assignments=())
        later = given(state, phase_id(J1), name, area_m2)
        return Decision(assignments=(given(state, J1, P1, 20_000), later))

    return decide


def lived(scenario: Scenario, decide: Callable[[LandState], Decision] | None = None) -> Trajectory:
    return simulate(scenario, decide or phased(), seed=1, replication=0)


def ends(trajectory: Trajectory) -> list[tuple[float, ReservationEnd]]:
    return [(round(row.end_day, 6), row.outcome) for row in trajectory.reservations]


def reserved_m2(scenario: Scenario, trajectory: Trajectory, day: float) -> int:
    return int(area_balances(scenario, trajectory)[AreaAccount.RESERVED][int(day)])


@pytest.mark.parametrize("name", [P1, P2])
def test_land_beside_phase_1_is_held_and_then_supplied_to_phase_2(name: ParcelId) -> None:
    scenario = world()
    trajectory = lived(scenario, phased(name))
    assert [reserved_m2(scenario, trajectory, day) for day in (7, 8, 372)] == [0, 10_000, 10_000]
    # files on the day of the choice, is admitted a day later, served when the committee meets
    assert ends(trajectory) == [(round(CHOSEN + 8, 6), ReservationEnd.EXERCISED)]
    assert reserved_m2(scenario, trajectory, CHOSEN + 8) == 0
    kinds = {m.kind for m in trajectory.milestones if m.project == "J1/2"}
    assert kinds >= {
        MilestoneKind.FILED,
        MilestoneKind.ADMITTED,
        MilestoneKind.ASSIGNED,
        MilestoneKind.CONTRACTED,
        MilestoneKind.PRODUCING,
    }
    built = trajectory.projects[-1]
    assert (built.id, built.promises.jobs) == ("J1/2", trajectory.projects[0].promises.jobs / 2)


def test_land_that_is_not_used_is_released_and_a_decision_follows() -> None:
    scenario, days = world(NEVER), []
    late = builders.project("J9", 400.0, patience_days=2000.0)
    decide = phased()

    def watch(state: LandState) -> Decision:
        days.append((state.day, sum(part.area_m2 for part in state.free)))
        return decide(state)

    trajectory = lived(replace(scenario, projects=(*scenario.projects, late)), watch)
    assert ends(trajectory) == [(round(EXPIRY, 6), ReservationEnd.RELEASED)]
    assert (pytest.approx(EXPIRY + 7), 40_000) in days
    assert days[1][1] == 30_000
    assert [p.id for p in trajectory.projects] == ["J1", "J9"]


def test_the_decider_does_not_decide_on_phase_2() -> None:
    seen: list[list[str]] = []
    decide = phased()

    def watch(state: LandState) -> Decision:
        seen.append([entry.project.id for entry in state.waiting])
        return decide(state)

    lived(world(), watch)
    assert seen == [["J1"]]


def test_the_quota_counts_phase_2_when_it_is_supplied() -> None:
    scenario = world(policy={"supply": Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=20_000)})
    assert ends(lived(scenario))[0][1] is ReservationEnd.EXERCISED
    tight = world(
        replace(PHASE, after_months=1.0),
        policy={"supply": Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=20_000)},
    )
    # 2 ha of this year's 2 ha are gone: phase 2 waits for the next year, 365 days on
    assert ends(lived(tight)) == [(372.0, ReservationEnd.EXERCISED)]


def test_phase_2_that_no_quota_reaches_before_the_option_ends_goes_without() -> None:
    scenario = world(
        replace(PHASE, after_months=1.0, expiry_months=6.0),
        policy={"supply": Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=20_000)},
    )
    trajectory = lived(scenario)
    assert ends(trajectory) == [(round(8 + 6 * MONTH, 6), ReservationEnd.RELEASED)]
    assert [m.project for m in trajectory.of(MilestoneKind.WITHDRAWN)] == ["J1/2"]


def test_when_phase_1_ends_its_option_ends() -> None:
    scenario = world(conduct=Conduct(stay_years=Constant(value=0.5)))
    trajectory = lived(scenario)
    (gone,) = trajectory.of(MilestoneKind.EXITED)
    assert ends(trajectory) == [(round(gone.day, 6), ReservationEnd.ABANDONED)]


def test_an_option_that_outlasts_the_horizon_stays_open() -> None:
    scenario = world(replace(NEVER, expiry_months=900.0))
    trajectory = lived(scenario)
    assert ends(trajectory) == [(trajectory.n_days, ReservationEnd.OPEN)]
    assert trajectory.spans[-1].end == trajectory.n_days


def test_who_declines_phase_1_gets_no_option() -> None:
    scenario = world()
    poor = replace(scenario.projects[0], ability_to_pay_mcny=0.001)
    trajectory = lived(replace(scenario, projects=(poor,)))
    assert trajectory.reservations == ()
    assert trajectory.of(MilestoneKind.DECLINED)


def test_without_an_option_nothing_is_reserved() -> None:
    alone = lived(world(), lambda s: Decision(assignments=(given(s, J1, P1, 20_000),)))
    assert alone.reservations == ()


def test_the_chance_is_one_draw_of_the_project() -> None:
    even = replace(PHASE, probability=0.5)
    outcomes = {
        seed: simulate(world(even), phased(), seed=seed, replication=0).reservations[0].outcome
        for seed in range(12)
    }
    assert set(outcomes.values()) == {ReservationEnd.EXERCISED, ReservationEnd.RELEASED}
    luckier = replace(even, probability=0.8)
    for seed, outcome in outcomes.items():
        again = simulate(world(luckier), phased(), seed=seed, replication=0).reservations[0]
        assert outcome is ReservationEnd.RELEASED or again.outcome is outcome


@pytest.mark.parametrize(
    ("name", "area_m2", "message"),
    [
        (P3, 10_000, "does not touch the land of phase 1"),
        (P1, 9_000, "9000 m² are too few for phase 2"),
        (P1, 30_000, "40000 m² of P1 are free, not 50000 m²"),
        (P2, 20_000, "10000 m² of P2 are free"),
    ],
)
def test_land_that_cannot_be_reserved(name: ParcelId, area_m2: int, message: str) -> None:
    with pytest.raises(LandsimError, match=message):
        lived(world(), phased(name, area_m2))


def test_land_is_reserved_under_the_mode_of_phase_1() -> None:
    def mixed(state: LandState) -> Decision:
        first, later = phased()(state).assignments
        return Decision(assignments=(first, replace(later, mode=builders.LONG_LEASE)))

    with pytest.raises(LandsimError, match="supplied like phase 1, under grant"):
        lived(world(), mixed)


def test_a_project_without_phases_reserves_nothing() -> None:
    with pytest.raises(LandsimError, match="J1/2: the project does not wait"):
        lived(world(None))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"day": 9.0}, "no option begins then"),
        ({"project": "J7"}, "no option begins then"),
        ({"area_m2": 9_000}, "9000 m² for a phase that needs 10000 m²"),
        ({"area_m2": 11_000}, "10000 m² reserved without an option"),
        ({"expiry_day": 100.0}, "not when the option ends"),
        ({"end_day": EXPIRY + 1}, "beyond its end"),
        ({"outcome": ReservationEnd.RELEASED}, "0 m² of 10000 m² are released"),
        ({"end_day": 300.0}, "0 m² of 10000 m² are supplied to phase 2"),
        ({"parcel": "P3"}, "P3 does not touch P1"),
    ],
)
def test_the_ledger_finds_a_reservation_that_was_tampered_with(
    change: dict[str, Any], message: str
) -> None:
    scenario = world()
    trajectory = lived(scenario)
    assert area_problems(scenario, trajectory) == ()
    forged = replace(trajectory, reservations=(trajectory.reservations[0]._replace(**change),))
    assert message in "\n".join(area_problems(scenario, forged))


def test_the_ledger_finds_a_reservation_nobody_wrote_down() -> None:
    scenario = world()
    silent = replace(lived(scenario), reservations=())
    assert "reserved without an option" in "\n".join(area_problems(scenario, silent))


def test_what_options_came_to() -> None:
    used, idle = lived(world()), lived(world(NEVER))
    figures = {
        name: (metrics.get(name).compute(world(), used), metrics.get(name).compute(world(), idle))
        for name in ("phase_options", "phase_reserved_ha", "phase_exercised_share")
    }
    assert figures == {
        "phase_options": (1.0, 1.0),
        "phase_reserved_ha": (1.0, 1.0),
        "phase_exercised_share": (1.0, 0.0),
    }
    wasted = [metrics.get("phase_idle_ha_days").compute(world(), t) for t in (used, idle)]
    assert wasted == [0.0, pytest.approx(24 * MONTH)]
    years = metrics.get("reserved_ha_years").compute(world(), idle)
    assert years == pytest.approx(2.0)
    assert {s.state for s in idle.spans} >= {ParcelState.RESERVED}
