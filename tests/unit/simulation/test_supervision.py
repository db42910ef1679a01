"""Appraisal, cure, conversion, renewal, expiry and exit, by hand-worked dates."""

from dataclasses import replace

import pytest
from unit.simulation.lives import (
    CONTRACT,
    DELIVERY,
    FULL_PRICE_CNY,
    MONTH,
    PERMIT,
    YEAR,
    days,
    details,
    live,
    one_project,
    paid,
)

from landsim.core.distribution import Constant
from landsim.core.ids import ProjectId, TenureModeId
from landsim.core.lifecycle import Lifecycle, Tier
from landsim.core.project import Conduct
from landsim.core.tenure import TenureTerms
from landsim.core.trajectory import MilestoneKind, MoneyKind, ParcelState
from landsim.testing import builders
from landsim.testing.builders import GRANT, LEASE_THEN_TRANSFER, LONG_LEASE

RENT = FULL_PRICE_CNY // 50
LEASE_END = CONTRACT + 5 * YEAR
REVIEW = LEASE_END - 6 * MONTH


def weak(ratio: float, gain: float = 0.1) -> Conduct:
    return Conduct(
        delivery_ratio=Constant(value=ratio),
        cure_gain=Constant(value=gain),
        ramp_months=Constant(value=12.0),
    )


def test_a_lease_that_keeps_its_promises_becomes_a_grant_when_it_ends() -> None:
    trajectory = live(one_project(), LEASE_THEN_TRANSFER)
    assert details(trajectory, MilestoneKind.APPRAISAL_PASSED)[:2] == [
        "full_production: ratio 1.00",
        "conversion: ratio 1.00",
    ]
    assert days(trajectory, MilestoneKind.APPRAISAL_PASSED)[1] == pytest.approx(REVIEW)
    assert days(trajectory, MilestoneKind.CONVERTED) == [LEASE_END]


def test_the_rent_paid_counts_towards_the_price_of_the_grant() -> None:
    trajectory = live(one_project(), LEASE_THEN_TRANSFER)
    assert paid(trajectory, MoneyKind.RENT) == [(CONTRACT + year * YEAR, RENT) for year in range(5)]
    price = FULL_PRICE_CNY * 15 // 50
    assert paid(trajectory, MoneyKind.CONVERSION) == [(LEASE_END, price - 5 * RENT)]


def test_land_is_leased_before_the_conversion_and_granted_after() -> None:
    spans = live(one_project(), LEASE_THEN_TRANSFER).spans
    assert [(span.state, span.end) for span in spans[-2:]] == [
        (ParcelState.LEASED, LEASE_END),
        (ParcelState.GRANTED, 2922.0),
    ]


def test_a_failed_appraisal_opens_a_cure_and_a_second_failure_ends_the_contract() -> None:
    trajectory = live(one_project(conduct=weak(0.6)))
    full = days(trajectory, MilestoneKind.FULL_PRODUCTION)[0]
    assert days(trajectory, MilestoneKind.CURE_BEGUN) == [full]
    assert days(trajectory, MilestoneKind.EXITED) == [full + YEAR]
    assert details(trajectory, MilestoneKind.EXITED) == ["review"]
    assert details(trajectory, MilestoneKind.APPRAISAL_FAILED) == [
        "full_production: ratio 0.60",
        "cure: ratio 0.70",
    ]


def test_a_cure_that_works_raises_production_from_its_end() -> None:
    trajectory = live(one_project(conduct=weak(0.75)))
    full = days(trajectory, MilestoneKind.FULL_PRODUCTION)[0]
    assert days(trajectory, MilestoneKind.EXITED) == []
    before, after = trajectory.productions
    assert before.end == after.begin == full + YEAR
    assert (before.ratio, after.ratio) == (0.75, pytest.approx(0.85))
    assert before.investment_mcny + after.investment_mcny == pytest.approx(0.85 * 450)


def test_without_a_cure_period_a_failure_is_the_end() -> None:
    trajectory = live(one_project(conduct=weak(0.6), lifecycle=Lifecycle(cure_months=0.0)))
    full = days(trajectory, MilestoneKind.FULL_PRODUCTION)[0]
    assert days(trajectory, MilestoneKind.EXITED) == [full]


def test_an_exit_refunds_the_unexpired_price_less_the_penalty() -> None:
    trajectory = live(one_project(conduct=weak(0.6)))
    left = days(trajectory, MilestoneKind.EXITED)[0]
    unexpired = 1 - (left - CONTRACT) / (50 * YEAR)
    refund = round(FULL_PRICE_CNY * unexpired * 0.85)
    assert paid(trajectory, MoneyKind.REFUND) == [(left, refund)]


def test_a_lease_not_yet_in_production_is_cured_beyond_its_end_at_a_rent() -> None:
    conduct = Conduct(build_months=Constant(value=56.0), ramp_months=Constant(value=60.0))
    trajectory = live(one_project(conduct=conduct), LEASE_THEN_TRANSFER)
    cured = REVIEW + YEAR
    assert details(trajectory, MilestoneKind.APPRAISAL_FAILED) == ["conversion: not producing"]
    assert days(trajectory, MilestoneKind.CONVERTED) == [pytest.approx(cured)]
    assert paid(trajectory, MoneyKind.RENT)[-1] == (pytest.approx(cured), RENT // 2)


def test_a_lease_that_fails_without_cure_ends_with_its_term() -> None:
    conduct = Conduct(build_months=Constant(value=70.0))
    rules = Lifecycle(cure_months=0.0)
    trajectory = live(one_project(conduct=conduct, lifecycle=rules), LEASE_THEN_TRANSFER)
    assert days(trajectory, MilestoneKind.EXITED) == [LEASE_END]
    assert paid(trajectory, MoneyKind.REFUND) == []


def test_a_conversion_review_during_a_cure_waits_for_its_end() -> None:
    slow = replace(weak(0.75), build_months=Constant(value=35.0))
    trajectory = live(one_project(conduct=slow), LEASE_THEN_TRANSFER)
    full = PERMIT + 35 * MONTH + 1 + 3 * MONTH + 12 * MONTH
    assert full < REVIEW < full + YEAR
    assert details(trajectory, MilestoneKind.APPRAISAL_FAILED) == ["full_production: ratio 0.75"]
    assert days(trajectory, MilestoneKind.CONVERTED) == [pytest.approx(max(full + YEAR, LEASE_END))]


def short_lease(**changes: object) -> TenureTerms:
    return replace(builders.tenure_terms()[2], **({"lease_years": 4.0} | changes))


def test_a_term_that_is_not_renewable_expires() -> None:
    scenario = one_project(policy={"tenure": (short_lease(is_renewable=False),)})
    trajectory = live(scenario, LONG_LEASE)
    assert days(trajectory, MilestoneKind.EXPIRED) == [CONTRACT + 4 * YEAR]
    assert days(trajectory, MilestoneKind.CLEARED) == [CONTRACT + 4 * YEAR + 6 * MONTH]
    assert len(paid(trajectory, MoneyKind.RENT)) == 4


def test_a_holder_that_passes_its_last_review_is_renewed() -> None:
    scenario = one_project(policy={"tenure": (short_lease(),)})
    trajectory = live(scenario, LONG_LEASE)
    assert "expiry: ratio 1.00" in details(trajectory, MilestoneKind.APPRAISAL_PASSED)
    assert days(trajectory, MilestoneKind.RENEWED) == [CONTRACT + 4 * YEAR]
    assert len(paid(trajectory, MoneyKind.RENT)) == 8


def test_a_renewed_grant_is_paid_for_again() -> None:
    grant = TenureTerms(mode=GRANT, name=builders.label("grant"), grant_years=5.0)
    trajectory = live(one_project(policy={"tenure": (grant,)}))
    assert paid(trajectory, MoneyKind.RENEWAL) == [(CONTRACT + 5 * YEAR, FULL_PRICE_CNY // 10)]


def test_a_holder_that_fails_its_last_review_is_not_renewed() -> None:
    scenario = one_project(
        conduct=replace(weak(0.6), ramp_months=Constant(value=60.0)),
        policy={"tenure": (short_lease(),)},
    )
    trajectory = live(scenario, LONG_LEASE)
    assert days(trajectory, MilestoneKind.EXPIRED) == [CONTRACT + 4 * YEAR]


def test_an_expiry_review_during_a_cure_waits_for_its_end() -> None:
    """Full production after 44 months, cured by month 56; the review of month 48 waits."""
    conduct = replace(weak(0.75), build_months=Constant(value=29.0))
    terms = short_lease(lease_years=5.0)
    trajectory = live(one_project(conduct=conduct, policy={"tenure": (terms,)}), LONG_LEASE)
    assert details(trajectory, MilestoneKind.APPRAISAL_PASSED)[:2] == [
        "cure: ratio 0.85",
        "expiry: ratio 0.85",
    ]
    assert days(trajectory, MilestoneKind.RENEWED) == [CONTRACT + 5 * YEAR]


def test_a_holder_that_does_not_ask_is_not_renewed() -> None:
    scenario = one_project(
        conduct=Conduct(renewal_probability=0.0), policy={"tenure": (short_lease(),)}
    )
    trajectory = live(scenario, LONG_LEASE)
    assert len(days(trajectory, MilestoneKind.EXPIRED)) == 1
    assert "expiry" not in str(trajectory.milestones)


def contested(tier: Tier) -> list[float]:
    scenario = one_project(policy={"tenure": (short_lease(),)}, lifecycle=Lifecycle(tiers=(tier,)))
    rival = builders.project("J2", 900.0, patience_days=9e9)
    scenario = replace(scenario, projects=(*scenario.projects, rival))
    return days(live(scenario, LONG_LEASE), MilestoneKind.RENEWED)


def test_with_grades_a_renewal_needs_the_right_grade_or_no_rival() -> None:
    assert contested(Tier(min_ratio=0.9)) == []
    assert contested(Tier(min_ratio=0.9, has_renewal_priority=True)) == [CONTRACT + 4 * YEAR]


def test_a_grade_earns_a_discount_on_the_rents_after_its_appraisal() -> None:
    rules = Lifecycle(tiers=(Tier(min_ratio=0.9, rent_discount_share=0.1),))
    trajectory = live(one_project(lifecycle=rules), LONG_LEASE)
    full = days(trajectory, MilestoneKind.FULL_PRODUCTION)[0]
    rents = [day for day, _ in paid(trajectory, MoneyKind.RENT)]
    discounts = paid(trajectory, MoneyKind.RENT_DISCOUNT)
    assert discounts == [(day, RENT // 10) for day in rents if day >= full]
    assert 0 < len(discounts) < len(rents)


def test_a_poor_grade_costs_a_surcharge() -> None:
    rules = Lifecycle(tiers=(Tier(min_ratio=0.5, rent_discount_share=-0.1),))
    trajectory = live(one_project(lifecycle=rules), LONG_LEASE)
    surcharges = [p for p in trajectory.money_postings if p.kind is MoneyKind.RENT_DISCOUNT]
    assert {(p.payer, p.amount_cny) for p in surcharges} == {("firm", RENT // 10)}


def test_reviews_recur_after_full_production() -> None:
    rules = Lifecycle(review_every_years=1.5)
    trajectory = live(one_project(lifecycle=rules))
    full = days(trajectory, MilestoneKind.FULL_PRODUCTION)[0]
    reviews = days(trajectory, MilestoneKind.APPRAISAL_PASSED)[1:]
    assert reviews == pytest.approx([full + 1.5 * YEAR * n for n in (1, 2, 3)])


def test_a_lease_that_converts_on_the_day_after_the_horizon_does_not_convert() -> None:
    terms = replace(builders.tenure_terms()[3], lease_years=(2922.0 - CONTRACT) / YEAR)
    trajectory = live(one_project(policy={"tenure": (terms,)}), LEASE_THEN_TRANSFER)
    assert days(trajectory, MilestoneKind.CONVERTED) == []
    assert trajectory.spans[-1].state is ParcelState.LEASED


def test_land_that_comes_back_goes_to_who_waits() -> None:
    scenario = one_project(policy={"tenure": (short_lease(is_renewable=False),)})
    rival = builders.project("J2", 900.0, patience_days=9e9)
    trajectory = live(replace(scenario, projects=(*scenario.projects, rival)), LONG_LEASE)
    cleared = days(trajectory, MilestoneKind.CLEARED)[0]
    assert days(trajectory, MilestoneKind.ASSIGNED, ProjectId("J2")) == [cleared + 7]


@pytest.mark.parametrize(
    ("stay_years", "mode", "ratio"),
    [
        (4.0, LEASE_THEN_TRANSFER, 1.0),
        (4.7, LEASE_THEN_TRANSFER, 1.0),
        (4.7, LEASE_THEN_TRANSFER, 0.1),
        (2.0, LONG_LEASE, 1.0),
        (3.5, LONG_LEASE, 1.0),
        (3.5, LONG_LEASE, 0.1),
        (2.0, GRANT, 0.1),
    ],
)
def test_no_review_follows_a_firm_that_has_left(
    stay_years: float, mode: TenureModeId, ratio: float
) -> None:
    """It leaves before a review, between a review and what it decided, or during a cure."""
    conduct = replace(
        weak(ratio, 0.0),
        build_months=Constant(value=3.0),
        ramp_months=Constant(value=6.0 if mode == GRANT else 60.0),
        stay_years=Constant(value=stay_years),
    )
    tenure = (builders.tenure_terms()[0], short_lease(), builders.tenure_terms()[3])
    trajectory = live(one_project(conduct=conduct, policy={"tenure": tenure}), mode)
    left = days(trajectory, MilestoneKind.EXITED)
    assert left == [DELIVERY + stay_years * YEAR]
    later = {m.kind for m in trajectory.milestones if m.day > left[0]}
    assert later == {MilestoneKind.CLEARED}
