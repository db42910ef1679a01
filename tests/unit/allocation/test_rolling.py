from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from landsim.allocation import check_plan, rolling
from landsim.allocation.fixed import fixed_plan, follow
from landsim.allocation.objectives.stability import Stability
from landsim.allocation.options import list_options
from landsim.allocation.planner import make_plan
from landsim.core.landrules import LandRules
from landsim.core.plan import Take, Termination
from landsim.core.planning import Criterion, PlannerChoice
from landsim.core.problem import epoch_problem, foresight_problem
from landsim.core.state import FreeLand, LandState, Waiting
from landsim.errors import PlanError, UnknownNameError
from landsim.testing.builders import parcel, park, policy, project, tiny_scenario


def known(scenario, *, day=40.0, free=None, waiting=None):
    lots = {lot.id: 0.0 for lot in scenario.park.parcels} if free is None else free
    return LandState(
        day=day,
        period=scenario.horizon.period_of(day),
        free=tuple(
            FreeLand(parcel=name, area_m2=scenario.park.parcel(name).area_m2, from_day=since)
            for name, since in lots.items()
        ),
        waiting=tuple(
            Waiting(project=firm, since_day=day)
            for firm in (scenario.projects if waiting is None else waiting)
        ),
        holdings=(),
    )


def test_only_what_is_free_today_is_given():
    scenario = tiny_scenario()
    state = known(scenario, free={"P1": 0.0, "P2": 39.0, "P3": 41.0, "P4": 200.0})
    decision = rolling(scenario)(state)
    given = {parcel for a in decision.assignments for parcel in a.parcels}
    assert given == {"P1", "P2"}
    assert all(assignment.period == 0 for assignment in decision.assignments)
    assert len(decision.plan.assignments) > len(decision.assignments)


def test_everybody_who_waits_is_served_or_told_why():
    scenario = tiny_scenario()
    state = known(scenario)
    decision = rolling(scenario)(state)
    served = {assignment.project for assignment in decision.assignments}
    told = {refusal.project for refusal in decision.refusals}
    assert served | told == {firm.id for firm in scenario.projects}
    assert not served & told


class TestEarlyServicing:
    """One parcel of 4 ha, ready on 2022-01-01, day 365; quarters; six months may be gained."""

    def world(self, **rules):
        lots = [
            parcel(
                "P1",
                ready=date(2022, 1, 1),
                early_months_max=6,
                early_cost_mcny_per_month=0.5,
                smallest_lot_m2=20_000,
            )
        ]
        levers = {"early_budget_mcny_per_year": 3.0, "early_works_days": 60.0} | rules
        land = LandRules(**levers)
        sooner = (Criterion(objective="output"), Criterion(objective="waiting", weight=0.1))
        firms = [project(f"J{n}", 0.0, 2.0, need_by_day=0.0, patience_days=600.0) for n in (1, 2)]
        return tiny_scenario(
            park=park(lots), policy=policy(land=land, objective=sooner), projects=tuple(firms)
        )

    def orders(self, day=40.0, spent=(), **rules):
        scenario = self.world(**rules)
        state = known(scenario, day=day, free={"P1": 365.0})
        decision = rolling(scenario)(replace(state, early_spent_mcny=spent))
        assert decision.assignments == ()
        return [(o.parcel, o.ready_day, o.cost_mcny) for o in decision.orders]

    def test_land_the_plan_needs_early_is_ordered_as_a_whole_and_once(self):
        """Either project alone bears the whole cost, so that only one of them may be early."""
        assert self.orders() == [("P1", 181.0, 3.0)]

    def test_an_order_gains_no_more_than_its_works_allow(self):
        assert self.orders(day=130.0) == [("P1", 273.0, 1.5)]
        assert self.orders(early_works_days=300.0) == []

    def test_an_order_is_paid_out_of_what_is_left_of_this_year(self):
        assert self.orders(early_budget_mcny_per_year=2.9) == [("P1", 273.0, 1.5)]
        assert self.orders(spent=(1.6, 0.0)) == []

    def test_a_policy_that_does_not_say_how_long_works_take_orders_none(self):
        assert self.orders(early_works_days=None) == []

    def test_the_checker_counts_what_an_order_costs(self):
        scenario = self.world()
        state = known(scenario, free={"P1": 365.0})
        plan = rolling(scenario)(state).plan
        poor = replace(state, early_spent_mcny=(0.1, 0.0))
        assert check_plan(epoch_problem(scenario, state), plan) == ()
        (breach,) = check_plan(epoch_problem(scenario, poor), plan)
        assert str(breach) == "budget: 2021: early servicing costs 3 million CNY, budget 2.9"


@pytest.mark.parametrize("planner", ["optimal", "fcfs", "best_score", "regret_greedy"])
def test_any_planner_can_decide(planner):
    scenario = tiny_scenario()
    decision = rolling(scenario, planner=planner)(known(scenario))
    assert decision.plan.report.planner == planner
    # the others file later: their windows open ninety days before they need the land
    assert [assignment.project for assignment in decision.assignments] == ["J0", "J1"]


def test_the_policy_names_the_planner():
    scenario = tiny_scenario(policy=policy(planner=PlannerChoice(name="fcfs")))
    assert rolling(scenario)(known(scenario)).plan.report.planner == "fcfs"


def test_an_unknown_planner_is_refused_at_once():
    with pytest.raises(UnknownNameError, match="planner"):
        rolling(tiny_scenario(), planner="oracle")


def test_nothing_depends_on_the_clock():
    """A time limit of the policy is for plans outside the simulation."""
    choice = PlannerChoice(time_limit_seconds=1e-9)
    scenario = tiny_scenario(policy=policy(planner=choice))
    decision = rolling(scenario)(known(scenario))
    assert decision.plan.termination is Termination.OPTIMAL


def test_the_same_state_the_same_decision():
    scenario = tiny_scenario()
    one, two = rolling(scenario), rolling(scenario)
    states = [known(scenario, day=day) for day in (40.0, 300.0, 41.0)]
    first = [one(state).assignments for state in states]
    assert [two(state).assignments for state in states[::-1]] == first[::-1]


def test_nobody_waits():
    scenario = tiny_scenario()
    decision = rolling(scenario)(known(scenario, waiting=()))
    assert (decision.assignments, decision.refusals) == ((), ())


class TestFixed:
    def made(self):
        scenario = tiny_scenario()
        problem = foresight_problem(scenario, scenario.projects)
        return scenario, problem, make_plan(problem)

    def test_given_assignments_are_valued(self):
        _, problem, plan = self.made()
        fixed = fixed_plan(problem, plan.assignments)
        assert fixed.assignments == plan.assignments
        assert fixed.report.objective == pytest.approx(plan.report.objective)
        assert fixed.refusals == plan.refusals

    def test_what_is_no_option_is_refused_with_its_rule(self):
        _, problem, plan = self.made()
        late = replace(plan.assignments[0], period=31)
        with pytest.raises(PlanError, match="window: J0 cannot be given land in 2028Q4"):
            fixed_plan(problem, [late])

    def test_a_plan_is_carried_out_when_its_time_comes(self):
        scenario, _, plan = self.made()
        decide = follow(scenario, plan)
        periods = [assignment.period for assignment in plan.assignments]
        assert periods == [0, 1, 2, 3]
        early = decide(known(scenario, day=40.0))
        assert [a.project for a in early.assignments] == [plan.assignments[0].project]
        late = decide(known(scenario, day=500.0))
        assert len(late.assignments) == 4
        assert all(assignment.period == 5 for assignment in late.assignments)

    def test_land_that_is_not_free_yet_is_waited_for(self):
        scenario, _, plan = self.made()
        taken = plan.assignments[0].parcels[0]
        decision = follow(scenario, plan)(known(scenario, free={taken: 41.0}))
        assert decision.assignments == ()

    def test_who_does_not_wait_gets_nothing(self):
        scenario, _, plan = self.made()
        decision = follow(scenario, plan)(known(scenario, waiting=()))
        assert decision.assignments == ()


class TestAnnouncements:
    """P1 and P2 come free on day 90, when the second quarter begins; J1 and J2 may have either."""

    def world(self, weight=0.0):
        criteria = (Criterion(objective="output"), Criterion(objective="stability", weight=weight))
        firms = [project(f"J{n}", 0.0, need_by_day=0.0, patience_days=600.0) for n in (1, 2)]
        lots = [parcel("P1", access_score=0.5), parcel("P2", access_score=0.5), parcel("P3")]
        return tiny_scenario(
            park=park(lots), projects=tuple(firms), policy=policy(objective=criteria)
        )

    def told(self, scenario, **places):
        free = {"P1": 90.0, "P2": 90.0}
        state = known(scenario, free=free | {"P3": 0.0}, waiting=scenario.projects)
        plan = make_plan(epoch_problem(scenario, replace(state, free=state.free[:2])))
        first = plan.assignments[0]
        bundle = {name: (Take(parcel=lot, area_m2=40_000),) for name, lot in places.items()}
        told = [replace(first, project=name, bundle=bundle[name], period=1) for name in places]
        return replace(state, free=state.free[:2], announced=tuple(told))

    def test_what_is_planned_for_later_is_announced(self):
        scenario = self.world()
        state = known(scenario, free={"P1": 0.0, "P2": 90.0})
        decision = rolling(scenario)(state)
        assert [a.period for a in decision.announced] == [1]
        assert {*decision.assignments, *decision.announced} == set(decision.plan.assignments)

    def test_where_nothing_is_planned_what_was_announced_stands(self):
        scenario = self.world()
        state = self.told(scenario, J1="P2", J2="P1")
        decision = rolling(scenario)(state)
        assert decision.plan is None
        assert decision.announced == state.announced
        over = replace(state, day=120.0, period=1, free=())
        assert rolling(scenario)(over).announced == ()

    @pytest.mark.parametrize("places", [{"J1": "P2", "J2": "P1"}, {"J1": "P1", "J2": "P2"}])
    def test_a_plan_keeps_to_what_was_announced_if_that_earns_points(self, places):
        scenario = self.world(weight=1.0)
        plan = make_plan(epoch_problem(scenario, self.told(scenario, **places)))
        assert {a.project: a.parcels[0] for a in plan.assignments} == places

    def test_only_the_same_land_and_mode_no_later_earns_the_point(self):
        scenario = self.world(weight=1.0)
        state = self.told(scenario, J1="P2")
        options = list_options(epoch_problem(scenario, state))
        earned = Stability().amounts(options)
        hits = [options.assignment(int(o)) for o in np.flatnonzero(earned)]
        (told,) = state.announced
        assert [(a.project, a.parcels, a.mode, a.period) for a in hits] == [
            ("J1", ("P2",), told.mode, 1)
        ]
        assert len(options) > len(hits)

    def test_announcements_of_the_past_or_to_others_count_for_nothing(self):
        scenario = self.world(weight=1.0)
        (told,) = self.told(scenario, J1="P2").announced
        for other in (
            replace(told, period=0),
            replace(told, project="J9"),
            replace(told, mode="gift"),
        ):
            state = replace(self.told(scenario, J1="P2"), announced=(other,))
            assert not Stability().amounts(list_options(epoch_problem(scenario, state))).any()
