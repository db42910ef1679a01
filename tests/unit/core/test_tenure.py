from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landsim.core.ids import TenureModeId
from landsim.core.tenure import (
    PriceRules,
    TenureTerms,
    TermPricing,
    foreseen_payments,
    rent_share,
    term_factor,
)
from landsim.errors import ScenarioError
from landsim.testing.builders import label

RULES = PriceRules(discount_rate_per_year=0.055)


def mode(**changes) -> TenureTerms:
    values = {"mode": TenureModeId("mode"), "name": label("mode")}
    return TenureTerms(**(values | changes))


GRANT = mode(grant_years=50.0)
LEASE = mode(lease_years=20.0, rent_rise_share=0.10)
LEASE_THEN_TRANSFER = mode(lease_years=5.0, grant_years=15.0, rent_credit_share=1.0)
MIXED = mode(lease_years=20.0, grant_years=50.0, granted_share=0.6)


def rows(terms: TenureTerms, within_years: float = 60.0) -> list[tuple[float, float, str]]:
    return [
        (entry.after_years, entry.share_of_full_price, entry.kind)
        for entry in foreseen_payments(terms, RULES, within_years)
    ]


def test_what_each_shape_is():
    assert not GRANT.converts
    assert not GRANT.starts_as_lease
    assert LEASE.starts_as_lease
    assert not LEASE.converts
    assert LEASE_THEN_TRANSFER.converts
    assert LEASE_THEN_TRANSFER.starts_as_lease
    assert MIXED.is_mixed
    assert not MIXED.converts
    assert not MIXED.starts_as_lease


def test_total_years():
    modes = (GRANT, LEASE, LEASE_THEN_TRANSFER, MIXED)
    assert [terms.total_years for terms in modes] == [50, 20, 20, 50]


def test_linear_price_of_a_term():
    assert term_factor(GRANT, 20, RULES) == pytest.approx(0.4)
    assert term_factor(GRANT, 50, RULES) == pytest.approx(1)


def test_annuity_price_of_a_term():
    terms = replace(GRANT, term_pricing=TermPricing.ANNUITY)
    by_hand = (1 - 1.055**-20) / (1 - 1.055**-50)
    assert term_factor(terms, 20, RULES) == pytest.approx(by_hand)
    assert term_factor(terms, 20, RULES) > term_factor(GRANT, 20, RULES)


def test_annuity_without_interest_is_linear():
    terms = replace(GRANT, term_pricing=TermPricing.ANNUITY)
    free = PriceRules(discount_rate_per_year=0.0)
    assert term_factor(terms, 20, free) == pytest.approx(0.4)


def test_rent_rises_at_each_review():
    paid = [rent_share(LEASE, year) for year in (0, 4.9, 5, 10, 19)]
    assert paid == pytest.approx([0.02, 0.02, 0.022, 0.0242, 0.02 * 1.1**3])


def test_the_full_term_price_has_a_floor():
    rules = PriceRules(floor_cny_per_m2=480, priority_floor_factor=0.7, priority_discount_share=0.3)
    assert rules.full_term_price_cny_per_m2(1200) == pytest.approx(840)
    assert rules.full_term_price_cny_per_m2(400) == pytest.approx(336)


def test_present_values():
    assert RULES.discount_factor(0) == 1
    assert RULES.discount_factor(2) == pytest.approx(1 / 1.055**2)


def test_a_grant_pays_once():
    assert rows(GRANT) == [(0.0, pytest.approx(1.0), "price")]


def test_a_grant_may_pay_in_two_parts():
    halves = mode(grant_years=20.0, first_payment_share=0.5, balance_months=12.0)
    assert rows(halves) == [
        (0.0, pytest.approx(0.2), "price"),
        (1.0, pytest.approx(0.2), "balance"),
    ]
    assert rows(halves, within_years=0.5) == [(0.0, pytest.approx(0.2), "price")]


def test_a_lease_pays_every_year():
    paid = rows(LEASE)
    assert [years for years, _, _ in paid] == list(range(20))
    assert {kind for _, _, kind in paid} == {"rent"}
    assert sum(share for _, share, _ in paid) == pytest.approx(0.1 * (1 + 1.1 + 1.21 + 1.331))


def test_the_last_part_of_a_year_is_paid_in_part():
    assert rows(mode(lease_years=2.5)) == [
        (0.0, pytest.approx(0.02), "rent"),
        (1.0, pytest.approx(0.02), "rent"),
        (2.0, pytest.approx(0.01), "rent"),
    ]


def test_rent_paid_counts_at_conversion():
    paid = rows(LEASE_THEN_TRANSFER)
    assert [kind for _, _, kind in paid] == ["rent"] * 5 + ["conversion"]
    assert paid[-1] == (5.0, pytest.approx(15 / 50 - 5 * 0.02), "conversion")


def test_rent_beyond_the_price_is_not_paid_back():
    dear = replace(LEASE_THEN_TRANSFER, rent_share_per_year=0.1)
    assert [kind for _, _, kind in rows(dear)] == ["rent"] * 5


def test_a_mixed_mode_pays_price_on_one_part_and_rent_on_the_other():
    paid = rows(MIXED, within_years=1.5)
    assert paid == [
        (0.0, pytest.approx(0.4 * 0.02), "rent"),
        (0.0, pytest.approx(0.6), "price"),
        (1.0, pytest.approx(0.4 * 0.02), "rent"),
    ]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"lease_years": -1.0, "grant_years": 5.0}, "lease_years"),
        ({}, "grant_years"),
        ({"grant_years": 50.0, "rent_share_per_year": -0.1}, "rent_share_per_year"),
        ({"grant_years": 50.0, "rent_review_years": 0.0}, "rent_review_years"),
        ({"grant_years": 50.0, "balance_months": -1.0}, "balance_months"),
        ({"grant_years": 50.0, "rent_credit_share": 1.1}, "rent_credit_share"),
        ({"grant_years": 50.0, "first_payment_share": -0.1}, "first_payment_share"),
        ({"grant_years": 50.0, "granted_share": 0.5}, "granted_share"),
        ({"lease_years": 5.0, "granted_share": 0.5}, "granted_share"),
    ],
)
def test_terms_that_cannot_be_are_refused(changes, path):
    with pytest.raises(ScenarioError) as caught:
        mode(**changes)
    assert [problem.path for problem in caught.value.problems] == [path]


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"full_term_years": 0.0}, "full_term_years"),
        ({"floor_cny_per_m2": -1.0}, "floor_cny_per_m2"),
        ({"priority_discount_share": 1.1}, "priority_discount_share"),
        ({"discount_rate_per_year": -0.01}, "discount_rate_per_year"),
    ],
)
def test_prices_that_cannot_be_are_refused(changes, path):
    with pytest.raises(ScenarioError) as caught:
        PriceRules(**changes)
    assert [problem.path for problem in caught.value.problems] == [path]


@given(
    st.floats(0, 20),
    st.floats(0, 50),
    st.floats(0, 1),
    st.floats(0.1, 1),
    st.sampled_from(tuple(TermPricing)),
)
def test_payments_come_in_order_and_never_exceed_price_and_rent(
    lease_years, grant_years, credit, first, pricing
):
    if lease_years + grant_years == 0:
        return
    terms = mode(
        lease_years=lease_years,
        grant_years=grant_years,
        rent_credit_share=credit,
        first_payment_share=first,
        term_pricing=pricing,
    )
    paid = rows(terms, within_years=100)
    assert [years for years, _, _ in paid] == sorted(years for years, _, _ in paid)
    rent = lease_years * terms.rent_share_per_year
    price = term_factor(terms, grant_years, RULES)
    total = sum(share for _, share, _ in paid)
    assert max(rent, price) - 1e-9 <= total + credit * rent
    assert total <= rent + price + 1e-9
