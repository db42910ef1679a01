"""What is left for projects to come, what options use of it, and what it is worth."""

from dataclasses import replace

import numpy as np
import pytest

from landsim.allocation.land import LandTable
from landsim.allocation.lookout import Lookout
from landsim.allocation.matrix import Matrix
from landsim.allocation.options import list_options
from landsim.allocation.prospects import LandTypes, Prospects
from landsim.allocation.relaxation import Relaxation
from landsim.allocation.rows import Rows
from landsim.allocation.stock import Stock
from landsim.core.problem import epoch_problem
from landsim.core.project import Conduct
from landsim.core.scenario import Scenario
from landsim.core.state import FreeLand, Holding, LandState, Waiting
from landsim.core.supply import Supply, SupplyMode
from landsim.testing.builders import (
    GRANT,
    generator,
    parcel,
    park,
    policy,
    project,
    tiny_scenario,
)


def world(**supply: object) -> Scenario:
    return tiny_scenario(
        park=park([parcel("P1", 2.0), parcel("P2", 4.0), parcel("P3", 8.0)]),
        generator=generator(6.0),
        policy=policy(offered=(GRANT,), supply=Supply(mode=SupplyMode.ON_DEMAND, **supply)),
    )


def state_of(scenario: Scenario, day: float = 400.0, **changes: object) -> LandState:
    quota = scenario.policy.supply.quota_m2_per_year
    values = {
        "day": day,
        "period": scenario.horizon.period_of(day),
        "free": tuple(
            FreeLand(parcel=p.id, area_m2=p.area_m2, from_day=0.0) for p in scenario.park.parcels
        ),
        "waiting": tuple(Waiting(project=p, since_day=0.0) for p in scenario.projects[:3]),
        "holdings": (),
        "quota_left_m2": None if quota is None else (quota,) * len(scenario.horizon.years),
    }
    return LandState(**(values | changes))


def stock_of(scenario: Scenario, state: LandState) -> Stock:
    problem = epoch_problem(scenario, state)
    land = LandTable(scenario.park, scenario.policy, scenario.horizon)
    return Stock(problem, land, LandTypes(land))


def test_what_is_left_is_land_by_type_power_and_quota():
    scenario = world(quota_m2_per_year=30_000, has_carry_over=True)
    stock = stock_of(scenario, state_of(scenario))
    assert stock.types.n_types == 3
    assert stock.n_years == 7
    assert sorted(stock.left[:3, 0]) == [2.0, 4.0, 8.0]
    assert stock.left[3].tolist() == [100.0] * 7
    assert stock.left[4].tolist() == pytest.approx([3.0 * n for n in range(1, 8)])


def test_without_carry_over_each_year_has_its_own_quota():
    scenario = world(quota_m2_per_year=30_000)
    assert stock_of(scenario, state_of(scenario)).left[4].tolist() == [3.0] * 7


def test_firms_that_may_leave_give_land_back_and_quota_with_it():
    scenario = world(quota_m2_per_year=30_000, stock_link_share=0.5)
    leaver = project("L", conduct=Conduct(exit_hazard_per_year=0.5))
    held = Holding(
        project=leaver,
        parcel=scenario.park.parcels[1].id,
        area_m2=40_000,
        mode=GRANT,
        from_day=100.0,
    )
    free = state_of(scenario).free
    state = state_of(scenario, free=(free[0], free[2]), holdings=(held,))
    stock = stock_of(scenario, state)
    kind = stock.types.of_parcel[1]
    back = stock.left[kind]
    assert back[0] < back[1] < back[-1] < 4.0
    assert back[-1] > 3.0
    begin = (stock.land.first_day[stock.openings[1:3]] - stock.land.first_day[4]) / 365.25
    returned = 4.0 * (np.exp(-0.5 * begin[0]) - np.exp(-0.5 * begin[1]))
    assert stock.left[-1, 2] == pytest.approx(3.0 + 0.5 * returned)


@pytest.mark.parametrize("carries", [True, False])
def test_the_cost_of_an_option_is_its_use_at_prices(carries):
    scenario = world(quota_m2_per_year=30_000, has_carry_over=carries)
    state = state_of(scenario)
    stock = stock_of(scenario, state)
    options = list_options(stock.problem, stock.land)
    prices = np.random.default_rng(5).random((stock.n_rows, stock.n_years))
    cost = stock.cost(options, prices)
    each = [(stock.used(options, np.array([o])) * prices).sum() for o in range(len(options))]
    assert len(options) > 4
    assert cost == pytest.approx(each)
    together = stock.used(options, np.arange(len(options)))
    assert (together * prices).sum() == pytest.approx(cost.sum())


def test_an_option_uses_its_land_while_it_holds_it():
    scenario = world(quota_m2_per_year=30_000)
    stock = stock_of(scenario, state_of(scenario))
    options = list_options(stock.problem, stock.land)
    used = stock.used(options, np.array([0]))
    year = stock.land.year[options.period[0]] - stock.first_year
    area_ha = options.area_m2[0] / 10_000
    kind = stock.types.of_parcel[options.take_parcel[0]]
    assert used[kind, year:].tolist() == [area_ha] * (7 - year)
    assert used[-1].sum() == pytest.approx(area_ha)
    assert used[3, year] == pytest.approx(2.0)


def test_ways_take_what_projects_need():
    scenario = world()
    problem = epoch_problem(scenario, state_of(scenario))
    land = LandTable(scenario.park, scenario.policy, scenario.horizon)
    types = LandTypes(land)
    ways = Prospects(problem, land, types).of([scenario.projects[0]])
    assert len(ways) == 1  # 3 ha fits the parcel of 4 ha alone
    assert ways.uses[0, types.of_parcel[1]] == 4.0
    assert ways.uses[0, types.n_types] == 2.0
    assert 0 < ways.discounted[0] <= ways.points[0] * 1.001


def test_worth_is_concave_and_prices_are_its_slopes():
    scenario = world()
    state = state_of(scenario)
    lookout = Lookout(scenario)
    future = lookout.future(epoch_problem(scenario, state), state)
    left = future.stock.left
    steps = [future.cut(left * share, (future.expected,)) for share in (0.05, 0.2, 0.6, 1.0)]
    assert steps[0].worth < steps[1].worth
    for low in steps:
        for high in steps:
            above = low.worth + (low.prices * (high.left - low.left)).sum()
            assert above >= high.worth - 1e-6


def test_sampled_numbers_have_the_expected_mean_and_never_come_back():
    scenario = world()
    state = state_of(scenario)
    lookout = Lookout(scenario)
    future = lookout.future(epoch_problem(scenario, state), state)
    numbers = np.array(lookout.samples(future, state, 400))
    error = np.sqrt(future.expected.sum() / 400)
    assert abs(numbers.sum(axis=(1, 2)).mean() - future.expected.sum()) < 4 * error
    later = replace(state, day=420.0)
    after = lookout.future(epoch_problem(scenario, later), later)
    assert (np.array(lookout.samples(after, later, 400)) <= numbers).all()


def test_a_relaxation_follows_its_limits():
    rows = Rows(
        begin=np.array([0, 2]),
        column=np.array([0, 1]),
        coefficient=np.ones(2),
        lower=np.array([-np.inf]),
        upper=np.ones(1),
    )
    program = Relaxation(
        Matrix(
            points=np.array([3.0, 2.0]),
            upper=np.ones(2),
            is_integer=np.zeros(2, dtype=bool),
            rows=rows,
        )
    )
    found = [program.solve(np.array([0.4, 1.0]), np.array([limit])) for limit in (0.2, 1.0, 3.0)]
    assert [one.value for one in found] == pytest.approx([0.6, 2.4, 3.2])
    assert [float(one.prices[0]) for one in found] == pytest.approx([3.0, 2.0, 0.0])
    program.forget()
    assert program.solve(np.ones(2), np.ones(1)).value == pytest.approx(3.0)
