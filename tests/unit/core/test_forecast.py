import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from landsim.core.demand import RateStep, Response
from landsim.core.forecast import Forecaster, expected_filings
from landsim.core.horizon import Horizon
from landsim.core.ids import ArchetypeId
from landsim.core.likeness import MEMORY_DAYS, PRIOR_DAYS, PRIOR_PROJECTS
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.testing.builders import archetype, generator, project, tiny_scenario

HORIZON = Horizon(start=date(2020, 1, 1), n_periods=40)


def generated(**changes: object) -> Scenario:
    return tiny_scenario(projects=(), horizon=HORIZON, generator=generator(**changes))


def listed(n: int, every_days: float = 100.0) -> Scenario:
    return tiny_scenario(projects=tuple(project(f"J{i}", every_days * i) for i in range(n)))


def filed_by(scenario: Scenario, day: float) -> tuple[Project, ...]:
    return tuple(p for p in scenario.projects if p.filed_day <= day)


def test_expected_filings_follow_steps_seasons_and_levers():
    scenario = generated(
        rates=(
            RateStep(since=date(2020, 1, 1), projects_per_year=10.0),
            RateStep(since=date(2025, 1, 1), projects_per_year=20.0),
        ),
        month_weights=(0.0,) * 6 + (2.0,) * 6,
        responses=(Response(lever="rail", since=date(2027, 1, 1), level_ratio=2.0),),
    )
    forecast = Forecaster(scenario).forecast(0.0, (), seed=1)
    days = {year: HORIZON.day_of(date(year, 1, 1)) for year in range(2020, 2029)}
    half = 184 / 365.25
    assert forecast.expected(days[2021], days[2022]) == pytest.approx(10 * 2 * half)
    assert forecast.expected(days[2026], days[2027]) == pytest.approx(20 * 2 * half)
    assert forecast.expected(days[2027], days[2028]) == pytest.approx(40 * 2 * half)
    assert forecast.expected(days[2021], HORIZON.day_of(date(2021, 7, 1))) == 0.0


def test_sampled_futures_have_the_rate_and_the_shares_of_the_generator():
    kinds = (archetype("robotics", share=3.0), archetype("compute", share=1.0))
    scenario = generated(projects_per_year=6.0, archetypes=kinds)
    forecast = Forecaster(scenario).forecast(1000.0, (), seed=3)
    futures = [forecast.sample(number) for number in range(60)]
    counts = np.array([len(future) for future in futures])
    expected = forecast.expected(1000.0, HORIZON.n_days)
    assert abs(counts.mean() - expected) < 4 * math.sqrt(expected / len(counts))
    assert 0.5 < counts.var(ddof=1) / expected < 2.0
    drawn = [p for future in futures for p in future]
    share = sum(p.archetype == "compute" for p in drawn) / len(drawn)
    assert abs(share - 0.25) < 4 * math.sqrt(0.25 * 0.75 / len(drawn))
    assert all(1000.0 < p.filed_day < HORIZON.n_days for p in drawn)
    assert all([p.filed_day for p in f] == sorted(p.filed_day for p in f) for f in futures)


def test_sampled_filings_follow_the_season():
    scenario = generated(projects_per_year=20.0, month_weights=(0.0,) * 6 + (2.0,) * 6)
    forecast = Forecaster(scenario).forecast(0.0, (), seed=3)
    months = {HORIZON.date_of(p.filed_day).month for n in range(5) for p in forecast.sample(n)}
    assert months == {7, 8, 9, 10, 11, 12}


def test_futures_stop_at_a_day():
    forecast = Forecaster(generated(projects_per_year=20.0)).forecast(100.0, (), seed=3)
    early = forecast.sample(0, until_day=800.0)
    assert early == tuple(p for p in forecast.sample(0) if p.filed_day <= 800.0)


def test_a_forecast_never_draws_the_demand_of_its_replication():
    scenario = generated(projects_per_year=20.0)
    true = scenario.demand(0, 5)
    forecast = Forecaster(scenario).forecast(0.0, (), seed=5, replication=0)
    sampled = forecast.sample(0)
    assert not {p.filed_day for p in sampled} & {p.filed_day for p in true}
    assert not {p.scorecard.technology for p in sampled} & {p.scorecard.technology for p in true}


def test_futures_differ_between_numbers_and_replications_and_not_between_calls():
    forecaster = Forecaster(generated(projects_per_year=20.0))
    one = forecaster.forecast(0.0, (), seed=5)
    again = forecaster.forecast(0.0, (), seed=5)
    other = forecaster.forecast(0.0, (), seed=5, replication=1)
    assert one.sample(0) == again.sample(0)
    assert one.sample(0) != one.sample(1)
    assert one.sample(0) != other.sample(0)


def test_the_next_project_to_come_keeps_its_nature_from_day_to_day():
    forecaster = Forecaster(generated(projects_per_year=20.0))
    today, later = (forecaster.forecast(day, (), seed=5).sample(0) for day in (10.0, 40.0))
    assert today[0].promises == later[0].promises
    assert later[0].filed_day > 40.0


def test_a_list_is_forecast_from_what_filed():
    scenario = listed(30)
    day = 1000.0
    filed = filed_by(scenario, day)
    forecast = Forecaster(scenario).forecast(day, filed, seed=1)
    recent = [p for p in filed if p.filed_day > day - MEMORY_DAYS]
    assert forecast.expected(day, day + 500) == pytest.approx(500 * len(recent) / day)
    assert {p.archetype for p in forecast.sample(0)} == {"robotics"}


def test_the_first_filings_of_a_list_are_no_rush():
    scenario = listed(30, every_days=10.0)
    forecast = Forecaster(scenario).forecast(20.0, filed_by(scenario, 20.0), seed=1)
    assert forecast.expected(20.0, 20.0 + PRIOR_DAYS) == pytest.approx(3.0)


def test_nothing_is_expected_of_a_list_before_anybody_filed():
    forecast = Forecaster(listed(30)).forecast(0.0, (), seed=1)
    assert forecast.expected(0.0, 1e4) == 0.0
    assert forecast.sample(0) == ()
    assert forecast.likenesses(8) == ()


def test_projects_that_have_not_filed_change_no_forecast():
    scenario = listed(30)
    filed = filed_by(scenario, 1000.0)
    other = replace(scenario, projects=(*filed, project("X", 1001.0, area_ha=50.0)))
    one, two = (Forecaster(s).forecast(1000.0, filed, seed=1) for s in (scenario, other))
    assert one.sample(0) == two.sample(0)
    assert one.likenesses(8) == two.likenesses(8)


def test_archetypes_weigh_as_much_as_some_filed_projects():
    kinds = (archetype("compute"), archetype("unheard_of", share=0.0))
    scenario = replace(listed(11), archetypes=kinds)
    forecast = Forecaster(scenario).forecast(1000.0, scenario.projects, seed=1)
    share = sum(
        entry.share for entry in forecast.likenesses(40) if entry.project.archetype == "compute"
    )
    assert share == pytest.approx(PRIOR_PROJECTS / (PRIOR_PROJECTS + 11))
    drawn = [p.archetype for n in range(40) for p in forecast.sample(n)]
    found = drawn.count(ArchetypeId("compute")) / len(drawn)
    assert abs(found - share) < 4 * math.sqrt(share * (1 - share) / len(drawn))


def test_likenesses_stand_for_all_sources():
    kinds = (archetype("robotics", share=9.0), archetype("compute", share=1.0))
    scenario = replace(
        listed(10),
        generator=generator(10.0, archetypes=kinds),
    )
    forecast = Forecaster(scenario).forecast(900.0, filed_by(scenario, 900.0), seed=1)
    likenesses = forecast.likenesses(8)
    assert sum(entry.share for entry in likenesses) == pytest.approx(1.0)
    assert {entry.project.archetype for entry in likenesses} == {"robotics", "compute"}
    assert all(entry.project.filed_day == 0.0 for entry in likenesses)


def test_expected_filings_are_those_of_every_day():
    source = generator(36.525)
    found = expected_filings(source, HORIZON)
    assert found[0] == 0.0
    assert found[100] == pytest.approx(10.0)


def test_the_average_future_has_as_many_projects_as_are_expected_and_all_kinds():
    kinds = (archetype("robotics", share=3.0), archetype("compute", share=1.0))
    scenario = generated(projects_per_year=12.0, archetypes=kinds)
    forecast = Forecaster(scenario).forecast(365.0, (), seed=1)
    found = forecast.average()
    assert len(found) == round(forecast.expected(365.0, HORIZON.n_days))
    assert [p.filed_day for p in found] == sorted(p.filed_day for p in found)
    for ordinal in (0, len(found) // 2, len(found) - 1):
        expected = forecast.expected(365.0, found[ordinal].filed_day)
        assert expected == pytest.approx(ordinal + 0.5, abs=1e-3)
    share = sum(p.archetype == "compute" for p in found) / len(found)
    assert share == pytest.approx(0.25, abs=0.05)
    early = found[: len(found) // 2]
    assert {p.archetype for p in early} == {"robotics", "compute"}
    assert len({p.id for p in found}) == len(found)
    assert found == Forecaster(scenario).forecast(365.0, (), seed=1).average()


def test_nobody_is_expected_where_nothing_is_known():
    scenario = replace(listed(3), archetypes=())
    assert Forecaster(scenario).forecast(10.0, (), seed=1).average() == ()
