import math
from dataclasses import replace

import numpy as np
import pytest

from landsim.allocation.land import LandTable
from landsim.allocation.options import list_options
from landsim.allocation.stays import draw_stay, held_days, sampled_ends
from landsim.core.distribution import Constant, Uniform
from landsim.core.horizon import DAYS_PER_MONTH, DAYS_PER_YEAR
from landsim.core.lifecycle import Lifecycle
from landsim.core.problem import foresight_problem
from landsim.core.project import Conduct
from landsim.core.streams import Streams
from landsim.testing.builders import LEASE_THEN_TRANSFER, LONG_LEASE, policy, project, tiny_scenario

RULES = policy(lifecycle=Lifecycle(clearing_months=Constant(value=6.0)))


def firm(name="J1", **conduct):
    return project(name, conduct=replace(project("J").conduct, **conduct))


def land_of(scenario):
    return LandTable(scenario.park, scenario.policy, scenario.horizon)


def test_who_keeps_its_promise_stays_the_term():
    stay = draw_stay(firm(), RULES, Streams(1, 0))
    assert stay.passes
    assert stay.leaves_after_days == math.inf
    land = land_of(tiny_scenario(policy=RULES))
    for terms in land.modes:
        assert held_days(stay, firm(), terms, land) == terms.total_years * DAYS_PER_YEAR


def test_who_fails_leaves_at_the_end_of_the_lease_or_after_the_cure():
    failing = firm(delivery_ratio=Constant(value=0.3))
    stay = draw_stay(failing, RULES, Streams(1, 0))
    assert not stay.passes
    land = land_of(tiny_scenario(policy=RULES))
    by_mode = {terms.mode: held_days(stay, failing, terms, land) for terms in land.modes}
    assert by_mode[LEASE_THEN_TRANSFER] == 5 * DAYS_PER_YEAR
    ramped = land.lead_days(failing.conduct)[land.mode_row[LONG_LEASE]] + 6 * DAYS_PER_MONTH
    assert by_mode[LONG_LEASE] == pytest.approx(ramped + 12 * DAYS_PER_MONTH)


def test_a_cure_may_help():
    nearly = firm(delivery_ratio=Constant(value=0.75), cure_gain=Constant(value=0.1))
    assert draw_stay(nearly, RULES, Streams(1, 0)).passes
    without = replace(RULES, lifecycle=replace(RULES.lifecycle, cure_months=0.0))
    assert not draw_stay(nearly, without, Streams(1, 0)).passes


def test_exits_follow_their_hazard():
    names = [f"J{n}" for n in range(2000)]
    streams = Streams(3, 0)
    years = [
        draw_stay(firm(name, exit_hazard_per_year=0.1), RULES, streams).leaves_after_days
        / DAYS_PER_YEAR
        for name in names
    ]
    assert np.mean(years) == pytest.approx(10.0, rel=0.08)
    assert np.mean(np.array(years) < 5) == pytest.approx(1 - math.exp(-0.5), abs=0.03)


def test_whoever_leaves_first_counts():
    stay = draw_stay(firm(stay_years=Constant(value=3.0)), RULES, None)
    assert stay.leaves_after_days == 3 * DAYS_PER_YEAR


def test_the_middle_of_every_law():
    conduct = {"exit_hazard_per_year": 0.1, "delivery_ratio": Uniform(low=0.6, high=1.2)}
    stay = draw_stay(firm(**conduct), RULES, None)
    assert stay.leaves_after_days == pytest.approx(math.log(2) / 0.1 * DAYS_PER_YEAR)
    assert stay.passes


def test_land_is_free_again_after_clearing_and_value_shrinks_with_the_time_held():
    conduct = Conduct(stay_years=Constant(value=2.0))
    asks = (project("J1", conduct=conduct), project("J2"))
    scenario = tiny_scenario(projects=asks, policy=RULES)
    options = list_options(foresight_problem(scenario, asks))
    end_period, kept = sampled_ends(options, Streams(1, 0))
    leaves = options.project == options.askers.row["J1"]
    days = 2 * DAYS_PER_YEAR + 6 * DAYS_PER_MONTH
    for option in np.flatnonzero(leaves):
        freed = options.land.first_day[options.period[option]] + days
        assert end_period[option] == scenario.horizon.first_period_from(freed)
        assert 0 < kept[option] < 0.3
    assert (kept[~leaves] == 1.0).all()
    assert (end_period[~leaves] == options.end_period[~leaves]).all()
