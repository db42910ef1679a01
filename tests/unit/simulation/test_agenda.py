"""When the committee meets, as the epochs of a run show."""

from dataclasses import replace
from datetime import date

from unit.simulation.lives import approvals, one_project

from landsim.core.park import CapacityNode, CapacityStep
from landsim.core.plan import Assignment, Plan, SolveReport, Take, Termination
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, Decision, LandState
from landsim.core.supply import Supply, SupplyMode
from landsim.simulation import simulate
from landsim.testing import builders
from landsim.testing.deciders import serve_nobody


def meetings(scenario: Scenario, decide: Decide = serve_nobody) -> list[float]:
    return [epoch.day for epoch in simulate(scenario, decide, seed=1, replication=0).epochs]


def asking(*filed_days: float, **changes: object) -> Scenario:
    projects = tuple(
        builders.project(f"J{n}", day, patience_days=9e9) for n, day in enumerate(filed_days)
    )
    return one_project(projects=projects, **changes)


def new_years(scenario: Scenario) -> list[float]:
    return [
        float(scenario.horizon.day_of(date(year, 1, 1))) + 7 for year in scenario.horizon.years[1:]
    ]


def test_the_committee_meets_some_days_after_the_first_change() -> None:
    """Admitted on days 1, 6 and 9: the first two are gathered, the third comes too late."""
    scenario = asking(0.0, 5.0, 8.0)
    assert meetings(scenario) == [8.0, 16.0, *new_years(scenario)]


def test_without_delay_it_meets_at_once() -> None:
    supply = Supply(mode=SupplyMode.ON_DEMAND, committee_days=0.0)
    scenario = asking(0.0, 5.0, policy={"supply": supply})
    assert meetings(scenario)[:2] == [1.0, 6.0]


def test_rounds_take_place_on_the_first_day_of_their_months() -> None:
    supply = Supply(mode=SupplyMode.BATCH, round_months=(3, 9))
    scenario = asking(100.0, policy={"supply": supply})
    dates = [scenario.horizon.date_of(day) for day in meetings(scenario)]
    assert dates[:3] == [date(2021, 9, 1), date(2022, 3, 1), date(2022, 9, 1)]
    assert len(dates) == 15


def test_nobody_waiting_means_no_meeting() -> None:
    assert meetings(asking()) == []


def test_it_meets_when_the_window_of_a_project_opens() -> None:
    later = builders.project("J0", 0.0, need_by_day=300.0, patience_days=9e9)
    scenario = one_project(projects=(later,))
    opens = scenario.horizon.first_day(2)
    assert opens <= 300.0 - 90.0 < scenario.horizon.first_day(3)
    assert meetings(scenario)[:2] == [8.0, opens + 7.0]


def test_it_meets_when_a_node_gains_capacity() -> None:
    scenario = asking(0.0)
    steps = tuple(CapacityStep(since=date(2021, month, 1), amount=month) for month in (1, 5))
    node = CapacityNode(id=scenario.park.nodes[0].id, name=builders.label("S1"), steps=steps)
    scenario = replace(scenario, park=replace(scenario.park, nodes=(node,)))
    assert meetings(scenario)[1] == scenario.horizon.day_of(date(2021, 5, 1)) + 7.0


def test_it_meets_when_land_becomes_ready() -> None:
    scenario = asking(0.0, park=builders.park([builders.parcel("P1", ready=date(2021, 7, 1))]))
    assert meetings(scenario)[1] == scenario.horizon.day_of(date(2021, 7, 1)) + 7.0


def test_it_meets_when_its_own_plan_means_to_supply_land() -> None:
    scenario = asking(0.0, policy={"approvals": approvals()})

    def postpone(state: LandState) -> Decision:
        later = Assignment(
            project=state.waiting[0].project.id,
            bundle=(Take(parcel=state.free[0].parcel, area_m2=40_000),),
            period=2,
            mode=builders.GRANT,
            end_period=32,
        )
        report = SolveReport(planner="test", objective=1.0, bound=2.0)
        plan = Plan(assignments=(later,), termination=Termination.LIMIT, report=report)
        return Decision(assignments=(), plan=plan)

    trajectory = simulate(scenario, postpone, seed=1, replication=0)
    first, second = trajectory.epochs[:2]
    assert second.day == scenario.horizon.first_day(2) + 7.0
    assert (first.objective, first.bound, first.termination) == (1.0, 2.0, "limit")
