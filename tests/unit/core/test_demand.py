import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy import stats

from landsim.core.archetype import draw_project
from landsim.core.demand import Generator, RateStep, Response
from landsim.core.distribution import Constant
from landsim.core.horizon import DAYS_PER_MONTH, Horizon
from landsim.core.ids import ProjectId
from landsim.core.project import FirmClass
from landsim.core.streams import Streams
from landsim.errors import ScenarioError
from landsim.testing.builders import GRANT, LONG_LEASE, archetype, generator

TEN_YEARS = Horizon(start=date(2020, 1, 1), n_periods=40)


def counts(source: Generator, n: int = 200, horizon: Horizon = TEN_YEARS) -> np.ndarray:
    return np.array([len(source.projects(horizon, Streams(7, r))) for r in range(n)])


def test_counts_are_poisson():
    found = counts(generator(3.0))
    expected = 3 * TEN_YEARS.n_days / 365.25
    assert abs(found.mean() - expected) < 4 * math.sqrt(expected / len(found))
    dispersion = (len(found) - 1) * found.var(ddof=1) / found.mean()
    assert stats.chi2(len(found) - 1).sf(dispersion) > 1e-3
    assert stats.chi2(len(found) - 1).cdf(dispersion) > 1e-3


def test_filings_follow_the_rate():
    source = generator(
        rates=(
            RateStep(since=date(2022, 1, 1), projects_per_year=30.0),
            RateStep(since=date(2026, 1, 1), projects_per_year=10.0),
        )
    )
    days = [
        project.filed_day
        for replication in range(12)
        for project in source.projects(TEN_YEARS, Streams(1, replication))
    ]
    early, late = (
        TEN_YEARS.day_of(date(2022, 1, 1)),
        TEN_YEARS.day_of(date(2026, 1, 1)),
    )
    assert min(days) >= early
    n_late = sum(day >= late for day in days)
    expected = 12 * 4 * 10
    assert abs(n_late - expected) < 4 * math.sqrt(expected)
    assert abs(len(days) - n_late - 12 * 4 * 30) < 4 * math.sqrt(12 * 4 * 30)


def test_seasons_and_responses_scale_the_rate():
    source = generator(
        10.0,
        month_weights=(2.0, *(1.0,) * 10, 0.0),
        responses=(
            Response(lever="rail", since=date(2025, 1, 1), level_ratio=4.0, elasticity=0.5),
        ),
    )
    base = 10 / 365.25
    assert source.rate_per_day(date(2019, 12, 31)) == 0
    assert source.rate_per_day(date(2021, 1, 5)) == pytest.approx(2 * base)
    assert source.rate_per_day(date(2021, 6, 5)) == pytest.approx(base)
    assert source.rate_per_day(date(2021, 12, 5)) == 0
    assert source.rate_per_day(date(2026, 6, 5)) == pytest.approx(2 * base)


def test_nobody_files_in_a_month_without_weight():
    source = generator(30.0, month_weights=(*(1.0,) * 11, 0.0))
    found = source.projects(TEN_YEARS, Streams(3, 0))
    assert found
    assert all(TEN_YEARS.date_of(project.filed_day).month != 12 for project in found)


def test_no_rate_no_projects():
    assert generator(0.0).projects(TEN_YEARS, Streams(1, 0)) == ()
    assert generator(rates=()).projects(TEN_YEARS, Streams(1, 0)) == ()


def test_archetypes_come_by_their_shares():
    mix = generator(
        50.0,
        archetypes=(archetype("a", share=1.0), archetype("b", share=0), archetype("c", share=3)),
    )
    kinds = [
        project.archetype
        for replication in range(5)
        for project in mix.projects(TEN_YEARS, Streams(1, replication))
    ]
    assert set(kinds) == {"a", "c"}
    share = kinds.count("a") / len(kinds)
    assert abs(share - 0.25) < 4 * math.sqrt(0.25 * 0.75 / len(kinds))


def test_the_same_streams_give_the_same_projects():
    assert generator().projects(TEN_YEARS, Streams(1, 5)) == generator().projects(
        TEN_YEARS, Streams(1, 5)
    )
    assert generator().projects(TEN_YEARS, Streams(1, 5)) != generator().projects(
        TEN_YEARS, Streams(1, 6)
    )


def test_a_change_of_one_law_leaves_every_other_draw_alone():
    changed = generator(archetypes=(archetype(tax_wan_cny_per_mu=Constant(value=1)),))
    before = generator().projects(TEN_YEARS, Streams(1, 0))
    after = changed.projects(TEN_YEARS, Streams(1, 0))
    assert [replace(p, promises=before[n].promises) for n, p in enumerate(after)] == list(before)
    assert all(
        p.promises.tax_mcny_per_year != q.promises.tax_mcny_per_year
        for p, q in zip(before, after, strict=True)
    )


def test_one_project_by_hand():
    kind = archetype(
        area_mu=Constant(value=30), acceptance=(), area_slack_share=0.5, firms_per_mu=0.01
    )
    drawn = draw_project(kind, ProjectId("G1"), 100.0, Streams(1, 0))
    assert drawn.needs.area_min_m2 == 20_000
    assert drawn.needs.area_max_m2 == 30_000
    assert drawn.needs.power_mw == pytest.approx(20_000 * 2 * 100 / 1e6)
    assert drawn.promises.investment_mcny == pytest.approx(300)
    assert drawn.promises.output_mcny_per_year == pytest.approx(600)
    assert drawn.promises.tax_mcny_per_year == pytest.approx(27)
    assert drawn.promises.jobs == 600
    assert drawn.promises.firms == 1
    assert drawn.ability_to_pay_mcny == pytest.approx(30)
    assert drawn.need_by_day == pytest.approx(100 + 3 * DAYS_PER_MONTH)
    assert drawn.patience_days == pytest.approx(12 * DAYS_PER_MONTH)
    assert 60 <= drawn.scorecard.technology <= 100
    assert drawn.firm_class in {FirmClass.STARTUP, FirmClass.MATURE}
    assert drawn.accepts(GRANT) == drawn.accepts(LONG_LEASE) == 1


@pytest.mark.parametrize(
    ("build", "path"),
    [
        (lambda: generator(archetypes=()), "archetypes"),
        (lambda: generator(archetypes=(archetype(share=0.0),)), "archetypes"),
        (lambda: generator(month_weights=(1.0,) * 11), "month_weights"),
        (lambda: generator(month_weights=(*(1.0,) * 11, -1.0)), "month_weights"),
        (
            lambda: generator(rates=(RateStep(since=date(2020, 1, 1), projects_per_year=1),) * 2),
            "rates",
        ),
        (lambda: RateStep(since=date(2020, 1, 1), projects_per_year=-1), "projects_per_year"),
        (lambda: Response(lever="x", since=date(2020, 1, 1), level_ratio=0), "level_ratio"),
        (lambda: archetype(share=-1.0), "share"),
        (lambda: archetype(firm_classes=()), "firm_classes"),
        (lambda: archetype(area_slack_share=-0.1), "area_slack_share"),
    ],
)
def test_demand_that_cannot_be_is_refused(build, path):
    with pytest.raises(ScenarioError) as caught:
        build()
    assert path in [problem.path for problem in caught.value.problems]


@pytest.mark.parametrize("since", [date(2023, 5, 17), date(2019, 1, 1), date(2035, 1, 1)])
def test_a_rate_that_steps_within_a_month_is_kept_to(since):
    source = generator(
        rates=(
            RateStep(since=date(2018, 1, 1), projects_per_year=2.0),
            RateStep(since=since, projects_per_year=40.0),
        )
    )
    begin = max(0, min(TEN_YEARS.day_of(since), TEN_YEARS.n_days))
    expected = 6 * (40 * (TEN_YEARS.n_days - begin) + 2 * begin) / 365.25
    found = counts(source, 6).sum()
    assert abs(found - expected) < 4 * math.sqrt(expected)
