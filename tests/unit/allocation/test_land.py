from dataclasses import replace

import numpy as np
import pytest

from landsim.allocation.land import LandTable, first_year_share, hold_days
from landsim.core.horizon import DAYS_PER_MONTH, DAYS_PER_YEAR
from landsim.core.landrules import LandRules, OccupancyBasis
from landsim.core.project import Conduct
from landsim.testing.builders import (
    FLEXIBLE_GRANT,
    LEASE_THEN_TRANSFER,
    LONG_LEASE,
    START,
    parcel,
    park,
    policy,
    tiny_scenario,
)

CLEARING_DAYS = 6 * DAYS_PER_MONTH


def table(**changes):
    scenario = tiny_scenario(policy=policy(**changes))
    return LandTable(scenario.park, scenario.policy, scenario.horizon)


def test_land_is_held_for_the_whole_term_and_until_it_is_clear():
    terms = policy().terms(FLEXIBLE_GRANT)
    assert hold_days(terms, policy()) == pytest.approx(20 * DAYS_PER_YEAR + CLEARING_DAYS)


def test_a_lease_before_a_grant_may_count_alone():
    lease_only = policy(land=LandRules(occupancy=OccupancyBasis.LEASE_ONLY))
    terms = lease_only.terms(LEASE_THEN_TRANSFER)
    assert hold_days(terms, lease_only) == pytest.approx(5 * DAYS_PER_YEAR + CLEARING_DAYS)
    assert hold_days(terms, policy()) == pytest.approx(20 * DAYS_PER_YEAR + CLEARING_DAYS)
    long_lease = lease_only.terms(LONG_LEASE)
    assert hold_days(long_lease, lease_only) == pytest.approx(20 * DAYS_PER_YEAR + CLEARING_DAYS)


def test_end_periods_follow_the_first_day_that_is_free_again():
    land = table(land=LandRules(occupancy=OccupancyBasis.LEASE_ONLY))
    column = land.mode_row[LEASE_THEN_TRANSFER]
    for period in range(32):
        free_day = land.horizon.first_day(period) + hold_days(land.modes[column], land.policy)
        expected = next((p for p in range(32) if land.horizon.first_day(p) >= free_day), 32)
        assert land.end_period[period, column] == expected
    assert land.end_period[0, column] == 23  # five years and six months, then whole quarters


def test_first_year_payments():
    shares = {terms.mode: first_year_share(terms, policy()) for terms in policy().tenure}
    assert shares == {
        "grant": 1.0,
        "flexible_grant": 0.4,
        "long_lease": 0.02,
        "lease_then_transfer": 0.02,
    }


def test_a_balance_after_a_year_is_no_first_year_payment():
    terms = replace(policy().tenure[0], first_payment_share=0.5, balance_months=12)
    assert first_year_share(terms, policy()) == 0.5
    assert first_year_share(replace(terms, balance_months=11), policy()) == 1.0


def test_only_power_nodes_serve():
    scenario = tiny_scenario()
    water = replace(scenario.park.nodes[0], service="water")
    land = LandTable(replace(scenario.park, nodes=(water,)), scenario.policy, scenario.horizon)
    assert not land.serves.any()
    assert table().serves.all()


def test_access_is_that_of_the_day():
    lots = [parcel("P1", access_score=None), parcel("P2", access_score=0.25)]
    scenario = tiny_scenario(park=park(lots))
    land = LandTable(scenario.park, scenario.policy, scenario.horizon)
    assert land.access[0].tolist() == [0.0] * 32
    assert land.access[1].tolist() == [0.25] * 32


def test_floors_hold_in_prices():
    prices = replace(policy().price, floor_cny_per_m2=2000.0)
    land = table(price=prices)
    assert land.price_mcny_per_m2 * 1e6 == pytest.approx(np.full(4, 2000.0))


def test_lead_days_are_those_of_the_longest_path():
    land = table()
    conduct = Conduct()
    review = (5 + 10 + 20) / 3
    workdays = 3 + 3 + max(3 + review, review) + review  # N04 N05 (N06 N08 | N12) N19
    workdays += review  # N21
    months = 12 + 3 + 24 / 2
    expected = workdays * 1.46 + months * DAYS_PER_MONTH
    assert land.lead_days(conduct)[0] == pytest.approx(expected)
    assert land.lead_days(conduct) is land.lead_days(Conduct())


def test_a_park_without_parcels():
    scenario = tiny_scenario(park=park([]))
    land = LandTable(scenario.park, scenario.policy, scenario.horizon)
    assert len(land.bundles) == 0
    assert land.access.shape == (0, 32)
    assert scenario.horizon.start == START
