"""What a contract costs, in hand-worked figures: 4 ha at 1,200 CNY/m² for 50 years."""

from dataclasses import replace

import pytest

from landsim.core.contract import Contract, contract
from landsim.core.lifecycle import IdleLand
from landsim.core.plan import Take
from landsim.core.tenure import PriceRules, TenureTerms
from landsim.testing import builders

FULL = 48_000_000
GRANT, FLEXIBLE, LONG_LEASE, CONVERTING = builders.tenure_terms()


def deal(terms: TenureTerms, **rules: float) -> Contract:
    lot = builders.parcel("P1")
    bundle = (Take(parcel=lot.id, area_m2=lot.area_m2),)
    return contract(terms, PriceRules(**rules), bundle, {lot.id: lot})


def test_the_full_price_is_that_of_the_land_taken() -> None:
    assert deal(GRANT).full_price_cny == FULL
    assert deal(GRANT, floor_cny_per_m2=2000.0).full_price_cny == 80_000_000


@pytest.mark.parametrize(
    ("terms", "price", "rent"),
    [
        (GRANT, FULL, 0),
        (FLEXIBLE, FULL * 20 // 50, 0),
        (LONG_LEASE, 0, 960_000),
        (CONVERTING, 0, 960_000),
    ],
)
def test_price_and_rent(terms: TenureTerms, price: int, rent: int) -> None:
    assert deal(terms).price_cny == pytest.approx(price)
    assert deal(terms).yearly_rent_cny == pytest.approx(rent)


def test_a_mixed_mode_pays_for_both_parts() -> None:
    mixed = replace(CONVERTING, granted_share=0.25, grant_years=20.0)
    assert deal(mixed).price_cny == pytest.approx(0.25 * FULL * 0.4)
    assert deal(mixed).yearly_rent_cny == pytest.approx(0.75 * 960_000)


def test_the_first_year_is_the_first_instalment_and_one_rent() -> None:
    assert (
        deal(replace(GRANT, first_payment_share=0.5, balance_months=12)).first_year_cny == FULL / 2
    )
    assert deal(replace(GRANT, first_payment_share=0.5, balance_months=6)).first_year_cny == FULL
    assert deal(LONG_LEASE).first_year_cny == 960_000


def test_rents_of_a_part_of_a_year() -> None:
    assert list(deal(LONG_LEASE).rents(2.5)) == [(0.0, 960_000), (1.0, 960_000), (2.0, 480_000)]


def test_credited_rent_never_makes_the_price_negative() -> None:
    assert deal(CONVERTING).conversion_cny(1_000_000) == pytest.approx(FULL * 0.3 - 1_000_000)
    assert deal(CONVERTING).conversion_cny(1e9) == 0


def test_a_refund_is_for_the_time_to_come_less_the_penalty() -> None:
    assert deal(GRANT).refund_cny(1000, 0.5, 0.2) == pytest.approx(400)
    assert deal(GRANT).refund_cny(1000, -0.1, 0.2) == 0


def test_idle_fees() -> None:
    assert deal(GRANT).idle_fee_cny(IdleLand(), is_leased=False) == FULL / 5
    assert deal(CONVERTING).idle_fee_cny(IdleLand(), is_leased=True) == 960_000
    assert deal(CONVERTING).idle_fee_cny(IdleLand(), is_leased=False) == pytest.approx(FULL * 0.06)


def test_damages_are_reckoned_on_price_or_rents() -> None:
    assert deal(GRANT).damages_base_cny() == FULL
    assert deal(CONVERTING).damages_base_cny() == 5 * 960_000
