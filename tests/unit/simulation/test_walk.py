"""Reviews on a route: statutory clocks, corrections, deemed approval, repeats, triggers."""

from dataclasses import replace
from datetime import date
from math import isnan

import pytest
from unit.simulation.lives import approvals, days, live, one_project, with_stage, with_step

from landsim.core.approval import (
    ASSIGNED,
    FILED,
    Approvals,
    Desk,
    GreenChannel,
    Rework,
    Route,
    Stage,
    StageKind,
    StageRole,
    StageTrigger,
    Step,
)
from landsim.core.distribution import Constant
from landsim.core.horizon import Horizon
from landsim.core.ids import DeskId, ParcelId, RouteId, StageId
from landsim.core.project import Needs
from landsim.core.trajectory import MilestoneKind, Outcome, StagePass, Trajectory
from landsim.core.workdays import WorkCalendar
from landsim.errors import ScenarioError
from landsim.testing import builders

SPRING = Horizon(start=date(2021, 2, 1), n_periods=6, months_per_period=1)
_OFF = {5, *range(10, 17), 20, 26, 27}
"""6 February (a Saturday), 11 to 17 (Spring Festival), 21, 27 and 28; the 7th and the 20th,
a Sunday and a Saturday, are worked to make up for it."""


def spring_festival() -> WorkCalendar:
    """Return February 2021 as the State Council had it; Mondays to Fridays from March on."""
    later = (SPRING.date_of(day).weekday() < 5 for day in range(28, 4000))
    february = (day not in _OFF for day in range(28))
    return WorkCalendar(name="hand", start=SPRING.start, working=(*february, *later))


def passes(trajectory: Trajectory, stage: str) -> list[StagePass]:
    return [entry for entry in trajectory.stage_passes if entry.stage == stage]


def admission(system: Approvals, filed_day: float = 2.0) -> StagePass:
    """Return the first admission review of a project that files on 3 February 2021."""
    return all_admissions(system, filed_day)[0]


def all_admissions(system: Approvals, *filed_days: float) -> list[StagePass]:
    scenario = one_project(
        horizon=SPRING,
        calendar=spring_festival(),
        policy={"approvals": system},
        projects=tuple(builders.project(f"J{n}", day) for n, day in enumerate(filed_days)),
    )
    return passes(live(scenario), "N01")


def reviewed(workdays: float, **rework: object) -> Approvals:
    """Return approvals whose admission review takes some days, with a limit of 8."""
    system = with_step(
        approvals(),
        StageRole.ADMISSION,
        workdays=Constant(value=workdays),
        rework=Rework(**rework),
    )
    return with_stage(system, StageRole.ADMISSION, limit_workdays=8.0)


def test_the_limit_counts_working_days_over_spring_festival() -> None:
    review = admission(reviewed(9.0))
    assert review.deadline == 18.0
    assert review.completed == 19.0


def test_work_that_ends_with_the_limit_is_in_time() -> None:
    review = admission(reviewed(8.0))
    assert review.completed == review.deadline == 18.0


def test_the_clock_stands_still_during_corrections() -> None:
    system = reviewed(
        3.0,
        probability=1.0,
        correction_workdays=Constant(value=2.0),
        review_again_share=1.0,
        max_rounds=1,
    )
    first, second = all_admissions(system, 2.0)
    assert (first.completed, first.outcome) == (5.0, Outcome.CORRECTION)
    assert first.correction_until == second.enabled == 8.0
    assert (second.round, second.deadline) == (1, 20.0)
    assert (second.completed, second.outcome) == (17.0 + 1.0, Outcome.PASSED)


def test_a_limit_broken_before_the_corrections_stays_broken() -> None:
    system = reviewed(
        9.0,
        probability=1.0,
        correction_workdays=Constant(value=1.0),
        review_again_share=0.1,
        max_rounds=1,
    )
    first, second = all_admissions(system, 2.0)
    assert first.deadline == second.deadline == 18.0


def test_a_correction_that_settles_the_matter_ends_the_stage() -> None:
    system = reviewed(3.0, probability=1.0, correction_workdays=Constant(value=2.0))
    scenario = one_project(
        horizon=SPRING,
        calendar=spring_festival(),
        policy={"approvals": system},
        projects=(builders.project("J1", 2.0),),
    )
    trajectory = live(scenario)
    assert [entry.outcome for entry in passes(trajectory, "N01")] == [Outcome.CORRECTION]
    assert days(trajectory, MilestoneKind.ADMITTED) == [8.0]


def test_a_review_under_way_is_deemed_approved_at_its_limit() -> None:
    system = with_stage(reviewed(30.0), StageRole.ADMISSION, is_deemed_approved=True)
    review = admission(system)
    assert (review.completed, review.outcome, review.started) == (18.0, Outcome.DEEMED, 2.0)


def unstaffed(system: Approvals) -> Approvals:
    return replace(system, desks=tuple(replace(desk, staff=0) for desk in system.desks))


def test_a_review_nobody_took_up_is_deemed_approved_at_its_limit() -> None:
    system = with_stage(unstaffed(reviewed(1.0)), StageRole.ADMISSION, is_deemed_approved=True)
    review = admission(system)
    assert (review.completed, review.outcome) == (18.0, Outcome.DEEMED)
    assert isnan(review.started)


def test_a_desk_freed_by_a_lapse_serves_who_still_waits() -> None:
    one_clerk = replace(
        reviewed(7.0), desks=tuple(replace(desk, staff=1) for desk in approvals().desks)
    )
    system = with_stage(one_clerk, StageRole.ADMISSION, is_deemed_approved=True)
    first, lapsed, third = all_admissions(system, 2.0, 2.0, 9.0)
    assert (first.project, first.completed, first.outcome) == ("J0", 10.0, Outcome.PASSED)
    assert (lapsed.project, lapsed.started, lapsed.completed) == ("J1", 10.0, 18.0)
    assert (third.project, third.started) == ("J2", 18.0)


def test_filings_in_one_holiday_share_their_deadline_and_lapse_by_case_number() -> None:
    system = with_stage(unstaffed(reviewed(1.0)), StageRole.ADMISSION, is_deemed_approved=True)
    reviews = all_admissions(system, 10.5, 13.25, 16.75)
    assert len({review.deadline for review in reviews}) == 1
    assert [review.project for review in reviews] == ["J0", "J1", "J2"]


def test_deemed_approval_does_not_waive_the_standard() -> None:
    system = with_stage(unstaffed(reviewed(1.0)), StageRole.ADMISSION, is_deemed_approved=True)
    hopeless = builders.project("J1", needs=Needs(area_min_m2=1, area_max_m2=2, zones=("X",)))
    standard = builders.policy().standards[0]
    scenario = one_project(
        policy={
            "approvals": system,
            "standards": (replace(standard, pass_score=90.0),),
        },
        projects=(hopeless,),
    )
    trajectory = live(scenario)
    assert [entry.outcome for entry in passes(trajectory, "N01")] == [Outcome.REFUSED]
    assert days(trajectory, MilestoneKind.REFUSED) == [8.0]


def test_a_stage_gone_back_to_is_repeated_with_what_lies_between() -> None:
    """N06 sends back to N04: listing, contract and payment again; N12 is not repeated."""
    system = with_step(
        approvals(),
        StageRole.PAYMENT,
        rework=Rework(
            probability=1.0,
            correction_workdays=Constant(value=2.0),
            back_to=StageId("N04"),
            max_rounds=1,
        ),
    )
    trajectory = live(one_project(policy={"approvals": system}))
    enabled = {
        stage: [p.enabled for p in passes(trajectory, stage)]
        for stage in ("N04", "N05", "N06", "N12", "N08")
    }
    assert enabled == {
        "N04": [8.0, 19.0],
        "N05": [11.0, 22.0],
        "N06": [14.0, 25.0],
        "N12": [14.0],
        "N08": [28.0],
    }
    assert days(trajectory, MilestoneKind.CONTRACTED) == [14.0]


def test_corrections_end_after_the_most_rounds() -> None:
    system = reviewed(1.0, probability=1.0, review_again_share=1.0, max_rounds=3)
    outcomes = [review.outcome for review in all_admissions(system, 2.0)]
    assert outcomes == [Outcome.CORRECTION] * 3 + [Outcome.PASSED]


def test_a_false_promise_repeats_the_stage_once() -> None:
    system = with_step(approvals(), StageRole.PERMIT, revocation_probability=1.0)
    permits = passes(live(one_project(policy={"approvals": system})), "N19")
    assert [(p.outcome, p.completed) for p in permits] == [
        (Outcome.REVOKED, 19.0),
        (Outcome.PASSED, 20.0),
    ]


@pytest.mark.parametrize(("power_mw", "is_reviewed"), [(0.56, False), (0.57, True)])
def test_the_energy_review_is_triggered_by_power(power_mw: float, *, is_reviewed: bool) -> None:
    system = with_stage(approvals(), StageRole.NONE, trigger=StageTrigger.ENERGY_REVIEW)
    needs = replace(builders.project("J1").needs, power_mw=power_mw)
    scenario = one_project(
        policy={"approvals": system}, projects=(builders.project("J1", needs=needs),)
    )
    trajectory = live(scenario)
    assert bool(passes(trajectory, "N12")) is is_reviewed
    assert days(trajectory, MilestoneKind.PERMITTED)


@pytest.mark.parametrize("is_standard_land", [True, False])
def test_site_studies_are_settled_on_standard_land(*, is_standard_land: bool) -> None:
    system = with_stage(approvals(), StageRole.NONE, trigger=StageTrigger.SITE_STUDIES)
    lot = builders.parcel("P1", is_standard_land=is_standard_land)
    scenario = one_project(policy={"approvals": system}, park=builders.park([lot]))
    assert bool(passes(live(scenario), "N12")) is not is_standard_land


def two_routes() -> Approvals:
    """Return approvals whose green channel leaves out listing on standard land."""
    plain = builders.approvals(review=Constant(value=1.0))
    green = next(route for route in plain.routes if route.id == "green")
    short = Route(
        id=RouteId("standard_land"),
        name=green.name,
        steps=tuple(
            replace(
                step,
                after=(*(StageId("N01") if s == "N04" else s for s in step.after), ASSIGNED),
            )
            for step in green.steps
            if step.stage != "N04"
        ),
    )
    fixed = tuple(
        replace(step, after=(FILED,)) if step.stage == "N01" else step for step in short.steps
    )
    return replace(
        plain,
        routes=(*plain.routes, replace(short, steps=fixed)),
        green_channel=GreenChannel(
            route=RouteId("green"), standard_land_route=short.id, min_score=0.0
        ),
    )


@pytest.mark.parametrize("is_standard_land", [True, False])
def test_a_green_case_changes_route_on_standard_land(*, is_standard_land: bool) -> None:
    lot = builders.parcel("P1", is_standard_land=is_standard_land)
    scenario = one_project(policy={"approvals": two_routes()}, park=builders.park([lot]))
    trajectory = live(scenario)
    assert bool(passes(trajectory, "N04")) is not is_standard_land
    routes = {entry.route for entry in trajectory.stage_passes if entry.stage != "N01"}
    assert routes == {"standard_land" if is_standard_land else "green"}
    assert days(trajectory, MilestoneKind.CONTRACTED)


def test_an_abandoned_case_frees_its_desk() -> None:
    """J0 loses patience during its review; J1 is taken up on that day."""
    one_clerk = replace(
        with_step(approvals(), StageRole.ADMISSION, workdays=Constant(value=50.0)),
        desks=tuple(replace(desk, staff=1) for desk in approvals().desks),
    )
    hasty = builders.project("J0", 0.0, need_by_day=0.0, patience_days=20.0)
    calm = builders.project("J1", 1.0)
    trajectory = live(one_project(policy={"approvals": one_clerk}, projects=(hasty, calm)))
    first, second = passes(trajectory, "N01")
    assert (first.outcome, first.completed) == (Outcome.ABANDONED, 20.0)
    assert second.started == 20.0


def test_a_life_stage_before_the_assignment_is_refused() -> None:
    stage = Stage(
        id=StageId("X"), name=builders.label("X"), kind=StageKind.MARKET, role=StageRole.CONTRACT
    )
    route = Route(
        id=RouteId("r"),
        name=builders.label("r"),
        steps=(Step(stage=StageId("X"), after=(FILED,)),),
    )
    system = Approvals(stages=(stage,), routes=(route,), ordinary_route=route.id)
    with pytest.raises(ScenarioError, match="needs land"):
        live(one_project(policy={"approvals": system}))


def test_stages_the_route_leaves_out_take_no_time() -> None:
    """Without any stage the project is admitted, given land and at work on the same day."""
    route = Route(id=RouteId("r"), name=builders.label("r"), steps=())
    system = Approvals(stages=(), routes=(route,), ordinary_route=route.id)
    trajectory = live(one_project(policy={"approvals": system}))
    assert {m.day for m in trajectory.milestones[2:]} >= {7.0}
    assert days(trajectory, MilestoneKind.FULL_PRODUCTION) == [7.0]


def test_a_stage_without_predecessors_begins_at_the_filing() -> None:
    stage = Stage(
        id=StageId("N01"),
        name=builders.label("N01"),
        kind=StageKind.GOVERNMENT,
        role=StageRole.ADMISSION,
        desk=DeskId("d"),
    )
    route = Route(
        id=RouteId("r"),
        name=builders.label("r"),
        steps=(Step(stage=stage.id, after=(), workdays=Constant(value=4.0)),),
    )
    system = Approvals(
        stages=(stage,),
        routes=(route,),
        desks=(Desk(id=DeskId("d"), name=builders.label("d"), staff=1),),
        ordinary_route=route.id,
    )
    trajectory = live(one_project(policy={"approvals": system}))
    assert days(trajectory, MilestoneKind.ADMITTED) == [4.0]
    assert trajectory.of(MilestoneKind.ASSIGNED)[0].parcel == ParcelId("P1")
