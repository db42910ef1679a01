"""What metrics of any history must add up to."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landsim.allocation import rolling
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.metrics.land import area_days
from landsim.metrics.metric import measure
from landsim.metrics.series import series
from landsim.simulation import simulate
from landsim.study.histories import history_problems
from landsim.testing.builders import approvals, policy, tiny_scenario

USES = ("vacant", "approval", "idle", "occupied", "clearing")
STANDINGS = ("served", "refused", "withdrawn", "open")


def lived(seed: int, rework: float) -> tuple[Scenario, Trajectory]:
    scenario = tiny_scenario(policy=policy(approvals=approvals(rework_probability=rework)))
    decide = rolling(scenario, planner="fcfs")
    return scenario, simulate(scenario, decide, seed=seed, replication=0)


@given(seed=st.integers(0, 10_000), rework=st.floats(0, 0.5))
@settings(max_examples=15)
def test_parts_add_up(seed: int, rework: float) -> None:
    scenario, trajectory = lived(seed, rework)
    found = {value.metric: value.value for value in measure(scenario, trajectory)}
    assert sum(found[f"{use}_share"] for use in USES) == pytest.approx(1)
    assert found["leased_share"] + found["granted_share"] <= found["occupied_share"] + 1e-12
    assert sum(found[f"projects_{where}"] for where in STANDINGS) == found["projects_filed"]
    assert sum(area_days(scenario, trajectory).values()) == pytest.approx(
        scenario.park.area_m2 * trajectory.n_days
    )
    revenue = found["grant_price_mcny"] + found["rent_mcny"]
    assert found["land_revenue_mcny"] <= revenue + 1e-9  # refunds only take away
    assert list(history_problems(scenario, trajectory)) == []


@given(seed=st.integers(0, 10_000), rework=st.floats(0, 0.5))
@settings(max_examples=15)
def test_the_last_period_agrees_with_the_metrics(seed: int, rework: float) -> None:
    scenario, trajectory = lived(seed, rework)
    found = {value.metric: value.value for value in measure(scenario, trajectory)}
    rows = series(scenario, trajectory)
    last = rows[-1]
    assert last.occupied_share == pytest.approx(found["end_occupancy_share"])
    assert last.supplied_mu == pytest.approx(found["land_supplied_mu"])
    assert last.served == found["projects_served"]
    assert last.withdrawn == found["projects_withdrawn"]
    assert last.revenue_mcny == pytest.approx(found["authority_net_mcny"])
    assert last.jobs == pytest.approx(found["jobs_end"], abs=1e-6)
    assert all(before.served <= after.served for before, after in itertools.pairwise(rows))
