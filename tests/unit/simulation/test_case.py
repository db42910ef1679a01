"""Admission, the green channel, offers declined, and patience."""

from dataclasses import replace

import pytest
from unit.simulation.lives import approvals, days, details, live, one_project, with_step

from landsim.core.admission import Admission, Thresholds
from landsim.core.approval import Approvals, GreenChannel, Rework, Route, StageRole
from landsim.core.distribution import Constant
from landsim.core.ids import ArchetypeId, RouteId, StageId
from landsim.core.lifecycle import Lifecycle
from landsim.core.plan import Assignment, Take
from landsim.core.project import Conduct, ModeAcceptance, Project
from landsim.core.scenario import Scenario
from landsim.core.state import Decision, LandState
from landsim.core.trajectory import MilestoneKind, Outcome, Trajectory
from landsim.simulation import simulate
from landsim.testing import builders
from landsim.testing.builders import GRANT, LONG_LEASE, M0, M1


def standard(**changes: object) -> dict[str, object]:
    """Return policy changes that put another admission standard in force."""
    return {"standards": (Admission(standard="tiny", **changes),)}


def test_a_project_below_the_standard_is_refused_with_the_reasons() -> None:
    limits = (
        Thresholds(zone=M1, output_wan_cny_per_mu=5000.0),
        Thresholds(zone=M0, output_wan_cny_per_mu=5000.0, rd_share=0.5),
    )
    trajectory = live(one_project(policy=standard(thresholds=limits)))
    assert details(trajectory, MilestoneKind.REFUSED) == ["output_wan_cny_per_mu+rd_share"]
    assert [entry.outcome for entry in trajectory.stage_passes] == [Outcome.REFUSED]
    assert trajectory.epochs == ()


def test_one_zone_that_admits_is_enough() -> None:
    limits = (Thresholds(zone=M1, output_wan_cny_per_mu=5000.0),)
    trajectory = live(one_project(policy=standard(thresholds=limits)))
    assert days(trajectory, MilestoneKind.ADMITTED) == [1.0]


def test_without_an_admission_stage_the_standard_decides_at_the_filing() -> None:
    route = Route(id=RouteId("r"), name=builders.label("r"), steps=())
    system = Approvals(stages=(), routes=(route,), ordinary_route=route.id)
    trajectory = live(one_project(policy={"approvals": system, **standard(pass_score=90.0)}))
    assert [(m.kind, m.day) for m in trajectory.milestones] == [
        (MilestoneKind.FILED, 0.0),
        (MilestoneKind.REFUSED, 0.0),
    ]


def test_an_admission_that_is_repeated_admits_once() -> None:
    """The listing sends back to the admission review; the project keeps its land."""
    rework = Rework(probability=1.0, back_to=StageId("N01"), max_rounds=1)
    system = with_step(approvals(), StageRole.LISTING, rework=rework)
    trajectory = live(one_project(policy={"approvals": system}))
    assert [p.stage for p in trajectory.stage_passes[:4]] == ["N01", "N04", "N01", "N04"]
    assert days(trajectory, MilestoneKind.ADMITTED) == [1.0]
    assert days(trajectory, MilestoneKind.CONTRACTED) == [18.0]


def greens(*projects: Project, **channel: object) -> list[str]:
    """Return which projects took the green channel."""
    green = GreenChannel(route=RouteId("green"), **channel)
    system = replace(approvals(), green_channel=green)
    trajectory = live(one_project(policy={"approvals": system}, projects=projects))
    return [m.project for m in trajectory.of(MilestoneKind.FILED) if m.detail == "green"]


def test_the_green_channel_asks_for_a_mark() -> None:
    assert greens(builders.project("J1"), min_score=50.0) == ["J1"]
    assert greens(builders.project("J1"), min_score=50.1) == []


def test_the_green_channel_may_be_for_some_kinds_only() -> None:
    others = builders.project("J2", archetype=ArchetypeId("other"))
    assert greens(builders.project("J1"), others, archetypes=(others.archetype,)) == ["J2"]


def test_the_green_share_of_the_cases_so_far_is_capped() -> None:
    crowd = [builders.project(f"J{n}", float(n)) for n in range(6)]
    assert greens(*crowd, max_share=0.4) == ["J2", "J4"]


def test_a_project_withdraws_when_its_patience_ends() -> None:
    scenario = one_project(park=builders.park([]))
    trajectory = live(scenario)
    assert days(trajectory, MilestoneKind.WITHDRAWN) == [430.0]
    assert details(trajectory, MilestoneKind.WITHDRAWN) == ["patience"]


def test_land_given_on_the_last_day_of_patience_is_in_time() -> None:
    hurried = builders.project("J1", need_by_day=8.0, patience_days=0.0)
    trajectory = live(one_project(projects=(hurried,)))
    assert days(trajectory, MilestoneKind.ASSIGNED) == [8.0]


def offers(scenario: Scenario, *modes: str) -> tuple[Trajectory, list[LandState]]:
    """Offer whatever parcel is not declined yet, under the first mode not declined."""
    seen: list[LandState] = []

    def decide(state: LandState) -> Decision:
        seen.append(state)
        waiting = state.waiting[0]
        left = [mode for mode in modes if mode not in waiting.declined_modes]
        lots = [part for part in state.free if part.parcel not in waiting.declined_parcels]
        if not left or not lots:
            return Decision(assignments=())
        entry = Assignment(
            project=waiting.project.id,
            bundle=(Take(parcel=lots[0].parcel, area_m2=lots[0].area_m2),),
            period=state.period,
            mode=left[0],
            end_period=32,
        )
        return Decision(assignments=(entry,))

    return simulate(scenario, decide, seed=1, replication=0), seen


def test_a_mode_it_would_not_take_is_declined_and_not_offered_again() -> None:
    picky = builders.project("J1", acceptance=(ModeAcceptance(mode=GRANT, probability=0.0),))
    trajectory, seen = offers(one_project(projects=(picky,)), GRANT, LONG_LEASE)
    declined = trajectory.of(MilestoneKind.DECLINED)
    assert [(m.day, m.mode, m.parcel, m.detail) for m in declined] == [(8.0, GRANT, "P1", "mode")]
    assert seen[1].waiting[0].declined_modes == (GRANT,)
    assert [(m.day, m.mode) for m in trajectory.of(MilestoneKind.ASSIGNED)] == [(15.0, LONG_LEASE)]


def test_land_it_cannot_pay_for_is_declined() -> None:
    """48 million CNY for the parcel; it states 50 and has four fifths of that."""
    poor = builders.project(
        "J1",
        ability_to_pay_mcny=50.0,
        conduct=Conduct(ability_to_pay_factor=Constant(value=0.8)),
    )
    lots = [builders.parcel("P1"), builders.parcel("P2", 3.0)]
    scenario = one_project(projects=(poor,), park=builders.park(lots))
    trajectory, seen = offers(scenario, GRANT)
    assert details(trajectory, MilestoneKind.DECLINED) == ["price"]
    assert seen[1].waiting[0].declined_parcels == ("P1",)
    assert trajectory.of(MilestoneKind.ASSIGNED)[0].parcel == "P2"


def test_a_rent_counts_in_the_first_year_only() -> None:
    poor = builders.project("J1", ability_to_pay_mcny=0.96)
    trajectory, _ = offers(one_project(projects=(poor,)), LONG_LEASE)
    assert days(trajectory, MilestoneKind.ASSIGNED) == [8.0]


@pytest.mark.parametrize(("most", "day"), [(1, 8.0), (2, 15.0)])
def test_it_withdraws_after_too_many_offers(most: int, day: float) -> None:
    picky = builders.project(
        "J1",
        acceptance=tuple(
            ModeAcceptance(mode=mode, probability=0.0) for mode in (GRANT, LONG_LEASE)
        ),
    )
    scenario = one_project(projects=(picky,), lifecycle=Lifecycle(max_offers=most))
    trajectory, _ = offers(scenario, GRANT, LONG_LEASE)
    assert days(trajectory, MilestoneKind.WITHDRAWN) == [day]
    assert details(trajectory, MilestoneKind.WITHDRAWN) == ["offers"]


def test_a_declined_offer_uses_neither_land_nor_quota() -> None:
    picky = builders.project("J1", acceptance=(ModeAcceptance(mode=GRANT, probability=0.0),))
    trajectory, seen = offers(one_project(projects=(picky,)), GRANT)
    assert [part.area_m2 for part in seen[-1].free] == [40_000]
    assert len(trajectory.area_postings) == 1
    assert trajectory.epochs[0].n_assigned == 0
