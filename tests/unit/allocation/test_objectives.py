import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from landsim.allocation.objective import objectives, tier_points
from landsim.allocation.options import list_options
from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.landrules import LandRules
from landsim.core.planning import Criterion
from landsim.core.problem import foresight_problem
from landsim.core.project import Conduct, Fit, ModeAcceptance
from landsim.errors import UnknownNameError
from landsim.testing.builders import (
    GRANT,
    parcel,
    park,
    policy,
    project,
    tenure_terms,
    tiny_scenario,
)

RATE = 0.055


def table(*, lots=None, projects=None, fits=(), **levers):
    scenario = tiny_scenario(
        park=park([parcel("P1")] if lots is None else lots),
        projects=tuple([project("J1")] if projects is None else projects),
        fits=tuple(fits),
        policy=policy(**levers),
    )
    return list_options(foresight_problem(scenario, scenario.projects))


def amounts(name, **changes):
    options = table(**changes)
    return objectives.get(name)().amounts(options), options


def pick(options, *, period=0, mode=GRANT):
    row = options.land.mode_row[mode]
    return int(np.flatnonzero((options.period == period) & (options.mode == row))[0])


@pytest.mark.parametrize(("name", "yearly"), [("output", 600.0), ("tax", 30.0)])
def test_yearly_benefits_are_discounted_from_the_expected_start(name, yearly):
    found, options = amounts(name)
    lead = options.land.lead_days(project("J1").conduct)[0] / DAYS_PER_YEAR
    rate = math.log(1 + RATE)
    for period in (0, 3):
        given = options.land.first_day[period] / DAYS_PER_YEAR
        years = (math.exp(-rate * (given + lead)) - math.exp(-rate * (given + 20))) / rate
        assert found[pick(options, period=period)] == pytest.approx(yearly * years)


def test_no_discount_counts_plain_years():
    prices = replace(policy().price, discount_rate_per_year=0.0)
    found, options = amounts("output", price=prices)
    lead = options.land.lead_days(project("J1").conduct)[0] / DAYS_PER_YEAR
    assert found[pick(options)] == pytest.approx(600.0 * (20 - lead))


def test_a_term_too_short_to_produce_earns_nothing():
    short = replace(tenure_terms()[0], grant_years=1.0)
    found, _ = amounts("output", tenure=(short,))
    assert found.tolist() == [0.0] * len(found)


def test_a_mode_that_invites_hoarding_produces_later():
    slow = replace(tenure_terms()[0], start_delay_factor=3.0)
    hesitant = project(
        "J1", conduct=Conduct(start_delay_months=project("J").conduct.fit_out_months)
    )
    patient, _ = amounts("output", projects=[hesitant])
    hoarding, _ = amounts("output", projects=[hesitant], tenure=(slow,))
    assert hoarding[0] < patient[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("jobs", 600.0), ("firms", 1.0), ("served", 1.0), ("admission_score", 50.0)],
)
def test_what_counts_the_same_on_any_land(name, expected):
    found, _ = amounts(name)
    assert found == pytest.approx(np.full(len(found), expected))


def test_land_saving_is_output_per_hectare_given():
    found, options = amounts("land_saving", lots=[parcel("P1"), parcel("P2", area_ha=6.0)])
    by_parcel = dict(zip(options.take_parcel.tolist(), found.tolist(), strict=True))
    assert by_parcel == {0: pytest.approx(150.0), 1: pytest.approx(100.0)}


def test_access_weighs_jobs():
    found, _ = amounts("access", lots=[parcel("P1", access_score=0.25)])
    assert found == pytest.approx(np.full(len(found), 150.0))


def test_assessed_fit_is_the_value_stated():
    fits = [Fit(project="J1", parcel="P1", value=-7.0), Fit(project="J1", parcel="P2", value=2.0)]
    found, options = amounts("assessed_fit", lots=[parcel("P1"), parcel("P2")], fits=fits)
    assert found.tolist() == [(-7.0, 2.0)[row] for row in options.take_parcel]


def test_waiting_counts_from_when_land_is_needed():
    found, options = amounts("waiting", projects=[project("J1", need_by_day=100.0)])
    first_day = options.land.first_day
    for period in (0, 1, 2, 3):
        assert found[pick(options, period=period)] == -max(0.0, first_day[period] - 100.0)


def test_land_revenue_is_the_present_value_of_all_payments():
    found, options = amounts("land_revenue")
    price = 40_000 * 1200 / 1e6
    assert found[pick(options)] == pytest.approx(price)
    assert found[pick(options, mode="flexible_grant")] == pytest.approx(0.4 * price)
    rents = sum(0.02 * price * (1 + RATE) ** -year for year in range(20))
    assert found[pick(options, mode="long_lease")] == pytest.approx(rents)
    lease = sum(0.02 * price * (1 + RATE) ** -year for year in range(5))
    conversion = (0.3 - 5 * 0.02) * price * (1 + RATE) ** -5
    assert found[pick(options, mode="lease_then_transfer")] == pytest.approx(lease + conversion)
    later = options.land.first_day[4] / DAYS_PER_YEAR
    assert found[pick(options, period=4)] == pytest.approx(price * (1 + RATE) ** -later)


def test_early_servicing_is_paid_out_of_the_revenue():
    lots = [parcel("P1", ready=date(2021, 4, 1), early_months_max=3, early_cost_mcny_per_month=2.0)]
    land = LandRules(early_budget_mcny_per_year=10.0)
    found, options = amounts("land_revenue", lots=lots, land=land)
    assert found[pick(options)] == pytest.approx(40_000 * 1200 / 1e6 - 6.0)


def test_points_blend_criteria_by_weight_and_reference():
    options = table(
        objective=(
            Criterion(objective="jobs", weight=2.0, reference=300.0),
            Criterion(objective="served", weight=0.5),
        )
    )
    (points,) = tier_points(options)
    assert points == pytest.approx(np.full(len(points), 2.0 * 600 / 300 + 0.5))


def test_tiers_come_in_order():
    options = table(
        objective=(Criterion(objective="jobs", tier=5), Criterion(objective="served", tier=2))
    )
    first, second = tier_points(options)
    assert set(first.tolist()) == {1.0}
    assert set(second.tolist()) == {600.0}


def test_offers_count_as_often_as_they_are_taken():
    unsure = project("J1", acceptance=(ModeAcceptance(mode=GRANT, probability=0.25),))
    options = table(projects=[unsure], objective=(Criterion(objective="served"),))
    (points,) = tier_points(options)
    assert points[pick(options)] == 0.25
    assert points[pick(options, mode="long_lease")] == 1.0


def test_no_criteria_no_points():
    (points,) = tier_points(table(objective=()))
    assert not points.any()


def test_an_unknown_criterion_is_named_with_the_nearest():
    with pytest.raises(UnknownNameError, match='did you mean "waiting"'):
        tier_points(table(objective=(Criterion(objective="wating"),)))


def test_every_objective_has_names_and_a_unit():
    for objective in map(objectives.get, objectives.names()):
        assert objective.label.zh
        assert objective.label.en
        assert objective.unit
