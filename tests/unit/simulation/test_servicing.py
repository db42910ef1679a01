"""Early servicing by order: one parcel of 4 ha due on 2021-09-01, day 243, three months to gain."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from unit.simulation.lives import one_project

from landsim.core.ids import ParcelId
from landsim.core.landrules import LandRules
from landsim.core.ledger import area_problems, money_problems
from landsim.core.scenario import Scenario
from landsim.core.servicing import ServicingOrder
from landsim.core.state import Decision, LandState
from landsim.core.supply import Supply, SupplyMode
from landsim.core.trajectory import AreaAccount, MoneyKind, Trajectory
from landsim.errors import LandsimError
from landsim.metrics.metric import metrics
from landsim.simulation import simulate
from landsim.testing import builders
from landsim.testing.deciders import serve_in_turn

P1 = ParcelId("P1")
EARLY, DUE = 151.0, 243.0
"""2021-06-01, three months early, and 2021-09-01."""
ORDER = ServicingOrder(parcel=P1, ready_day=EARLY, cost_mcny=0.75, project="J1")


def world(supply: SupplyMode = SupplyMode.ON_DEMAND, **rules: Any) -> Scenario:
    lot = builders.parcel(
        "P1", ready=date(2021, 9, 1), early_months_max=3, early_cost_mcny_per_month=0.25
    )
    levers = {"early_budget_mcny_per_year": 1.0, "early_works_days": 30.0} | rules
    return one_project(
        park=builders.park([lot]),
        projects=(builders.project("J1", need_by_day=0.0, patience_days=900.0),),
        policy={"land": LandRules(**levers), "supply": Supply(mode=supply)},
    )


def ordering(
    scenario: Scenario, *orders: ServicingOrder, on: float = 8.0
) -> Callable[[LandState], Decision]:
    """Return a decider that gives orders on one day and serves whoever waits in turn."""
    serve = serve_in_turn(scenario)
    return lambda state: replace(serve(state), orders=orders if state.day == on else ())


def lived(scenario: Scenario, *orders: ServicingOrder, on: float = 8.0) -> Trajectory:
    return simulate(scenario, ordering(scenario, *orders, on=on), seed=1, replication=0)


def moves(trajectory: Trajectory) -> list[tuple[float, AreaAccount]]:
    return [(posting.day, posting.target) for posting in trajectory.area_postings]


def test_an_ordered_parcel_is_ready_earlier_and_a_meeting_follows() -> None:
    trajectory = lived(world(), ORDER)
    assert moves(trajectory) == [(EARLY, AreaAccount.READY), (EARLY + 7, AreaAccount.SUPPLIED)]
    (order,) = trajectory.servicing
    assert order == (8.0, "P1", "J1", DUE, EARLY, 3, 0.75)


def test_in_batch_supply_the_land_waits_for_the_next_round() -> None:
    scenario = world(SupplyMode.BATCH)
    # rounds on the first of March (day 59), June (151), September (243)
    order = replace(ORDER, ready_day=160.0, cost_mcny=0.75)
    trajectory = lived(scenario, order, on=59.0)
    assert moves(trajectory) == [(160.0, AreaAccount.READY), (DUE, AreaAccount.SUPPLIED)]


def test_an_order_is_paid_at_once() -> None:
    paid = [p for p in lived(world(), ORDER).money_postings if p.payee == "contractor"]
    assert [(p.day, p.project, p.kind, p.amount_cny) for p in paid] == [
        (8.0, "J1", MoneyKind.EARLY_SERVICING, 750_000)
    ]


def test_the_next_decision_knows_what_was_spent_and_the_new_date() -> None:
    scenario, seen = world(), []
    decide = ordering(scenario, ORDER)

    def watch(state: LandState) -> Decision:
        seen.append((state.day, state.early_spent_mcny[0], [part.from_day for part in state.free]))
        return decide(state)

    rivals = (*scenario.projects, builders.project("J2", 50.0))
    simulate(replace(scenario, projects=rivals), watch, seed=1, replication=0)
    assert seen[:2] == [(8.0, 0.0, [DUE]), (58.0, 0.75, [EARLY])]


def test_without_an_order_the_land_is_ready_on_its_date() -> None:
    assert moves(lived(world()))[0] == (DUE, AreaAccount.READY)


def test_where_decisions_order_works_nothing_is_readied_as_it_is_given() -> None:
    scenario = world()
    late = replace(scenario, projects=(builders.project("J1", EARLY),))
    serve = serve_in_turn(scenario)

    def hasty(state: LandState) -> Decision:
        return serve(replace(state, free=(replace(state.free[0], from_day=0.0),)))

    with pytest.raises(LandsimError, match="0 m² of P1 are free"):
        simulate(late, hasty, seed=1, replication=0)
    beforehand = replace(late, policy=replace(late.policy, land=LandRules()))
    assert moves(simulate(beforehand, hasty, seed=1, replication=0))[0][0] == 159.0


@pytest.mark.parametrize(
    ("order", "rules", "message"),
    [
        (replace(ORDER, parcel=ParcelId("P2")), {}, "no such parcel"),
        (replace(ORDER, ready_day=150.0), {}, "from day 151 on, before day 243"),
        (replace(ORDER, ready_day=DUE), {}, "from day 151 on, before day 243"),
        (ORDER, {"early_works_days": 150.0}, "from day 158 on"),
        (ORDER, {"early_works_days": None}, "lets decisions order none"),
        (replace(ORDER, cost_mcny=0.5), {}, "costs 0.75 million CNY, not 0.5"),
        (ORDER, {"early_budget_mcny_per_year": 0.7}, "0.7 of 0.7 million CNY are left"),
    ],
)
def test_an_order_that_cannot_be_carried_out_is_refused(
    order: ServicingOrder, rules: dict[str, Any], message: str
) -> None:
    with pytest.raises(LandsimError, match=message):
        lived(world(**rules), order)


def test_no_parcel_is_ordered_twice() -> None:
    with pytest.raises(LandsimError, match="ordered twice"):
        lived(world(), ORDER, ORDER)


def test_no_parcel_is_ordered_again() -> None:
    scenario = world(early_budget_mcny_per_year=9.0)
    more = replace(scenario, projects=(*scenario.projects, builders.project("J2", 50.0)))
    order = Decision(assignments=(), orders=(ORDER,))
    with pytest.raises(LandsimError, match="ready or ordered already"):
        simulate(more, lambda _: order, seed=1, replication=0)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ready_day": 160.0}, "ready on day 151, which nothing allows"),
        ({"day": 130.0}, "ordered for day 151; from 160 to 243 it may be"),
        ({"months": 2}, "3 months gained cost 0.75"),
        ({"cost_mcny": 2.0}, "2021: early servicing for 2 million CNY, budget 1"),
        ({"due_day": 250.0}, "from 151 to 243 it may be"),
    ],
)
def test_the_ledger_finds_an_order_that_was_tampered_with(
    change: dict[str, Any], message: str
) -> None:
    scenario = world()
    trajectory = lived(scenario, ORDER)
    assert area_problems(scenario, trajectory) == ()
    forged = replace(trajectory, servicing=(trajectory.servicing[0]._replace(**change),))
    assert message in "\n".join(area_problems(scenario, forged))


def test_the_ledger_finds_an_order_without_its_payment_or_its_policy() -> None:
    scenario = world()
    trajectory = lived(scenario, ORDER)
    unpaid = replace(
        trajectory,
        money_postings=tuple(p for p in trajectory.money_postings if p.payee != "contractor"),
    )
    assert "due, but missing" in "\n".join(money_problems(scenario, unpaid))
    elsewhere = world(early_works_days=None)
    assert "orders nowhere" in "\n".join(area_problems(elsewhere, trajectory))
    twice = replace(trajectory, servicing=trajectory.servicing * 2)
    assert "ordered twice" in "\n".join(area_problems(scenario, twice))


def test_the_ledger_finds_land_that_is_ready_too_early() -> None:
    scenario = world()
    trajectory = lived(scenario, ORDER)
    silent = replace(trajectory, servicing=())
    assert area_problems(scenario, silent) == ()  # as a plan made beforehand may have it
    later = world()
    dated = replace(
        later,
        park=replace(later.park, parcels=(replace(later.park.parcels[0], early_months_max=2),)),
    )
    assert "which nothing allows" in "\n".join(area_problems(dated, silent))


def test_what_orders_came_to() -> None:
    scenario = world()
    used, idle = lived(scenario, ORDER), lived(replace(scenario, projects=()))
    figures = [
        (metrics.get(name).compute(scenario, used), metrics.get(name).compute(scenario, idle))
        for name in ("early_orders", "early_months_gained")
    ]
    assert figures == [(1.0, 0.0), (3.0, 0.0)]
    assert metrics.get("early_idle_days").compute(scenario, used) == 7.0
