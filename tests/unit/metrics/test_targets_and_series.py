import math
from dataclasses import replace
from datetime import date, timedelta

import pytest

from landsim.core.ids import ParcelId
from landsim.core.scenario import Target
from landsim.core.trajectory import (
    AreaAccount,
    AreaPosting,
    MoneyKind,
    MoneyPosting,
    Party,
)
from landsim.core.trajectory import MilestoneKind as Kind
from landsim.core.trajectory import ParcelState as State
from landsim.metrics.metric import metrics
from landsim.metrics.series import series
from landsim.metrics.targets import target_rows
from landsim.testing.builders import START, project, tiny_scenario
from landsim.testing.trajectories import made_trajectory, milestone, production, span


def on(day: int) -> date:
    return START + timedelta(days=day)


def test_targets_by_hand() -> None:
    """Two projects of one firm and 100 million CNY each, at work from days 100 and 900."""
    world = tiny_scenario(
        targets=(
            Target(metric="firms", amount=12, by=on(1000), base=10),
            Target(metric="firms", amount=13, by=on(1000), base=10),
            Target(metric="output_mcny_per_year", amount=400, by=on(500)),
        )
    )
    trajectory = made_trajectory(
        world, productions=(production("J1", 100, 100, 2922), production("J2", 900, 900, 2922))
    )
    rows = target_rows(world, trajectory)
    assert [row.reached for row in rows] == [12, 12, 100]
    assert [row.reached_share for row in rows] == [1, 12 / 13, 0.25]
    assert rows[0].reached_from == 900
    assert math.isnan(rows[1].reached_from)
    assert metrics.get("targets_met_share").compute(world, trajectory) == pytest.approx(1 / 3)
    share = metrics.get("target_firms_reached_share").compute(world, trajectory)
    assert share == pytest.approx((1 + 12 / 13) / 2)


def test_a_target_beyond_the_horizon_is_judged_at_its_end() -> None:
    world = tiny_scenario(targets=(Target(metric="jobs", amount=50, by=on(9000)),))
    trajectory = made_trajectory(world, productions=(production("J1", 0, 0, 2922),))
    assert target_rows(world, trajectory)[0].reached == 50


def test_no_targets_give_nan() -> None:
    world = tiny_scenario()
    value = metrics.get("targets_met_share").compute(world, made_trajectory(world))
    assert math.isnan(value)


def test_series_by_hand() -> None:
    """One parcel over eight years; everything happens in the second quarter, days 90 to 181."""
    world = replace(tiny_scenario(), projects=(project("J1"), project("J2")))
    firm, authority = Party.FIRM, Party.AUTHORITY
    trajectory = made_trajectory(
        world,
        projects=world.projects,
        milestones=(
            milestone(1, "J1", Kind.FILED),
            milestone(2, "J1", Kind.ADMITTED),
            milestone(3, "J2", Kind.FILED),
            milestone(4, "J2", Kind.ADMITTED),
            milestone(100, "J1", Kind.ASSIGNED),
            milestone(120, "J2", Kind.WITHDRAWN),
            milestone(150, "J1", Kind.CONVERTED),
            milestone(400, "J1", Kind.EXITED),
        ),
        spans=(span("P1", State.FREE, 0, 100), span("P1", State.LEASED, 100, 2922)),
        area_postings=(
            AreaPosting(
                100.0, ParcelId("P1"), "J1", AreaAccount.READY, AreaAccount.SUPPLIED, 40_000
            ),
        ),
        money_postings=(
            MoneyPosting(100.0, "J1", firm, authority, MoneyKind.RENT, 5_000_000),
            MoneyPosting(400.0, "J1", authority, firm, MoneyKind.REFUND, 2_000_000),
        ),
        productions=(production("J1", 150, 150, 400),),
    )
    rows = series(world, trajectory)
    assert len(rows) == 32
    first, second, last = rows[0], rows[1], rows[-1]
    assert (first.day, first.filed, first.waiting, first.served) == (90, 2, 2, 0)
    assert (first.free_ha, first.leased_ha, first.occupied_share) == (4, 0, 0)
    assert (second.day, second.waiting, second.served, second.withdrawn) == (181, 0, 1, 1)
    assert (second.free_ha, second.leased_ha, second.occupied_share) == (0, 4, 1)
    assert (second.supplied_mu, second.converted, second.ended) == (60, 1, 0)
    assert (second.jobs, second.firms, second.output_mcny_per_year) == (50, 1, 100)
    assert (second.revenue_mcny, last.revenue_mcny) == (5, 3)
    assert (last.jobs, last.ended) == (0, 1)
