"""The ledgers balance day by day, and every way to cook them is found."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from landsim.core.distribution import Constant
from landsim.core.ledger import area_balances, area_problems, money_balances, money_problems
from landsim.core.lifecycle import Lifecycle, Tier
from landsim.core.project import Conduct
from landsim.core.scenario import Scenario
from landsim.core.trajectory import (
    AreaAccount,
    MoneyKind,
    MoneyPosting,
    ParcelState,
    Party,
    Trajectory,
)
from landsim.simulation import simulate
from landsim.testing import builders
from landsim.testing.deciders import serve_in_turn


def scenario() -> Scenario:
    """Return a scenario with leases, conversions, discounts, damages, exits and re-supply."""
    conduct = Conduct(
        start_delay_months=Constant(value=13.0),
        ramp_months=Constant(value=6.0),
        exit_hazard_per_year=0.15,
    )
    rules = Lifecycle(
        tiers=(Tier(min_ratio=0.9, rent_discount_share=0.1),),
        delay_damages_share_per_day=0.0001,
        delay_damages_max_share=0.02,
    )
    crowd = tuple(builders.project(f"J{n}", 60.0 * n, conduct=conduct) for n in range(20))
    return builders.tiny_scenario(projects=crowd, policy=builders.policy(lifecycle=rules))


@pytest.fixture(scope="module")
def world() -> Scenario:
    return scenario()


@pytest.fixture(scope="module")
def history(world: Scenario) -> Trajectory:
    decide = serve_in_turn(world, builders.LEASE_THEN_TRANSFER)
    return simulate(world, decide, seed=1, replication=0)


def test_an_honest_history_balances(world: Scenario, history: Trajectory) -> None:
    assert area_problems(world, history) == ()
    assert money_problems(world, history) == ()


def test_the_history_is_worth_checking(history: Trajectory) -> None:
    kinds = {posting.kind for posting in history.money_postings}
    assert kinds >= {
        MoneyKind.RENT,
        MoneyKind.RENT_DISCOUNT,
        MoneyKind.CONVERSION,
        MoneyKind.DAMAGES,
    }
    assert {span.state for span in history.spans} >= {ParcelState.CLEARING, ParcelState.IDLE}


def test_area_adds_up_to_the_park_on_every_day(world: Scenario, history: Trajectory) -> None:
    balances = area_balances(world, history)
    assert (np.sum(list(balances.values()), axis=0) == world.park.area_m2).all()
    assert balances[AreaAccount.READY][0] == world.park.area_m2
    day = int(history.area_postings[4].day)
    assert balances[AreaAccount.SUPPLIED][day - 1 : day + 1].tolist() == [0, 40_000]


def test_what_one_pays_another_receives_on_every_day(history: Trajectory) -> None:
    balances = money_balances(history)
    assert (np.sum(list(balances.values()), axis=0) == 0).all()
    assert balances[Party.AUTHORITY][-1] > 0


def tampered(history: Trajectory, table: str, place: int, **changes: object) -> Trajectory:
    rows = list(getattr(history, table))
    rows[place] = rows[place]._replace(**changes)
    return replace(history, **{table: tuple(rows)})


def without(history: Trajectory, table: str, place: int) -> Trajectory:
    rows = list(getattr(history, table))
    del rows[place]
    return replace(history, **{table: tuple(rows)})


@pytest.mark.parametrize(
    ("cook", "message"),
    [
        (lambda h: tampered(h, "area_postings", 4, area_m2=39_999), "disagree"),
        (lambda h: tampered(h, "area_postings", 4, area_m2=50_000), "falls below 0"),
        (lambda h: tampered(h, "area_postings", 4, day=9.0), "disagree on account"),
        (lambda h: tampered(h, "area_postings", 5, day=0.5), "posted after day"),
        (lambda h: tampered(h, "spans", 1, area_m2=1), "do not cover 40000 m²"),
        (lambda h: tampered(h, "spans", 1, state=ParcelState.FREE), "disagree on account"),
        (lambda h: without(h, "spans", 0), "do not cover"),
        (lambda h: without(h, "area_postings", -1), "disagree"),
    ],
)
def test_cooked_land_is_found(
    world: Scenario,
    history: Trajectory,
    cook: Callable[[Trajectory], Trajectory],
    message: str,
) -> None:
    assert message in "\n".join(area_problems(world, cook(history)))


def place_of(history: Trajectory, kind: MoneyKind) -> int:
    return next(n for n, posting in enumerate(history.money_postings) if posting.kind is kind)


@pytest.mark.parametrize("kind", [MoneyKind.RENT, MoneyKind.CONVERSION])
def test_a_wrong_payment_is_found(world: Scenario, history: Trajectory, kind: MoneyKind) -> None:
    place = place_of(history, kind)
    paid = history.money_postings[place].amount_cny
    changed = tampered(history, "money_postings", place, amount_cny=paid + 1)
    found = "\n".join(money_problems(world, changed))
    assert "no contract asks for it" in found
    assert "due, but missing" in found
    missing = without(history, "money_postings", place)
    assert "due, but missing" in "\n".join(money_problems(world, missing))


def test_a_payment_to_oneself_is_found(world: Scenario, history: Trajectory) -> None:
    strange = MoneyPosting(1.0, "J0", Party.FIRM, Party.FIRM, MoneyKind.RENT, 5)
    changed = replace(history, money_postings=(*history.money_postings, strange))
    assert "not a payment between two parties" in "\n".join(money_problems(world, changed))


@pytest.mark.parametrize(
    ("kind", "message"),
    [(MoneyKind.DAMAGES, "at most"), (MoneyKind.RENT_DISCOUNT, "discount of")],
)
def test_what_depends_on_delay_and_grade_has_a_bound(
    world: Scenario, history: Trajectory, kind: MoneyKind, message: str
) -> None:
    changed = tampered(history, "money_postings", place_of(history, kind), amount_cny=10**9)
    assert message in "\n".join(money_problems(world, changed))
