"""A life on floor space: no listing, no permit, no building; fit-out, tenancy, exit, clearing."""

from dataclasses import replace

import numpy as np
import pytest

from landsim.allocation import rolling
from landsim.core.distribution import Constant
from landsim.core.horizon import DAYS_PER_MONTH
from landsim.core.ledger import area_balances, area_problems, money_problems
from landsim.core.lifecycle import Lifecycle
from landsim.core.plan import Assignment, Take
from landsim.core.project import Conduct, Needs
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
from landsim.core.state import Decision, LandState
from landsim.core.supply import Supply, SupplyMode
from landsim.core.trajectory import AreaAccount, MilestoneKind, ParcelState, Trajectory
from landsim.errors import LandsimError
from landsim.simulation import simulate
from landsim.testing import builders

FLOOR = Needs(zones=(builders.M1,), floor_min_m2=3_000, floor_max_m2=5_000)
TENURE = (*builders.tenure_terms(), *builders.floor_terms())


def world(*, conduct: Conduct | None = None, **levers: object) -> Scenario:
    changes = {} if conduct is None else {"conduct": conduct}
    tenants = tuple(builders.project(f"F{n}", 10.0 * n, needs=FLOOR, **changes) for n in range(4))
    lots = (builders.building("B1", 10_000), builders.parcel("P1"))
    return builders.tiny_scenario(
        park=builders.park(lots),
        projects=(*tenants, builders.project("L1", 5.0)),
        policy=builders.policy(
            **({"tenure": TENURE, "offered_floor": (builders.FLOOR_LEASE,)} | levers)
        ),
    )


def lived(scenario: Scenario) -> Trajectory:
    trajectory = simulate(scenario, rolling(scenario), seed=1, replication=0)
    assert not area_problems(scenario, trajectory)
    assert not money_problems(scenario, trajectory)
    return trajectory


def kinds(trajectory: Trajectory, project: str) -> list[MilestoneKind]:
    return [entry.kind for entry in trajectory.milestones if entry.project == project]


def test_nothing_is_listed_permitted_or_built() -> None:
    trajectory = lived(world())
    assert kinds(trajectory, "F0")[:8] == [
        MilestoneKind.FILED,
        MilestoneKind.ADMITTED,
        MilestoneKind.ASSIGNED,
        MilestoneKind.CONTRACTED,
        MilestoneKind.PAID,
        MilestoneKind.DELIVERED,
        MilestoneKind.PRODUCING,
        MilestoneKind.FULL_PRODUCTION,
    ]
    stages = [entry.stage for entry in trajectory.stage_passes if entry.project == "F0"]
    assert stages == ["N01", "N05", "N06", "N08", "N23", "N24"]
    assert {MilestoneKind.PERMITTED, MilestoneKind.STARTED} <= set(kinds(trajectory, "L1"))


def test_production_follows_the_fit_out() -> None:
    trajectory = lived(world())
    day = {entry.kind: entry.day for entry in trajectory.milestones if entry.project == "F0"}
    fit_out = day[MilestoneKind.PRODUCING] - day[MilestoneKind.DELIVERED]
    assert fit_out == pytest.approx(3 * DAYS_PER_MONTH)
    (held,) = [s for s in trajectory.spans if s.project == "F0" and s.state is ParcelState.LEASED]
    assert held.begin == day[MilestoneKind.DELIVERED]


def test_several_tenants_share_a_building_and_the_rest_waits() -> None:
    trajectory = lived(world())
    served = [entry.project for entry in trajectory.of(MilestoneKind.ASSIGNED)]
    assert [name for name in served if name.startswith("F")] == ["F0", "F1", "F2"]
    assert "F3" in {entry.project for entry in trajectory.of(MilestoneKind.WITHDRAWN)}


def test_land_and_floor_are_two_ledgers() -> None:
    scenario = world()
    trajectory = lived(scenario)
    for kind, total in ((SupplyKind.LAND, 40_000), (SupplyKind.FLOOR, 10_000)):
        balances = area_balances(scenario, trajectory, kind)
        assert (np.sum(list(balances.values()), axis=0) == total).all()
    assert (
        area_balances(scenario, trajectory, SupplyKind.FLOOR)[AreaAccount.SUPPLIED].max() == 9_000
    )


def test_floor_space_takes_none_of_the_land_quota() -> None:
    quota = Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=0)
    served = {entry.project for entry in lived(world(supply=quota)).of(MilestoneKind.ASSIGNED)}
    assert served == {"F0", "F1", "F2"}


def test_floor_space_is_handed_back_in_its_own_time() -> None:
    conduct = Conduct(stay_years=Constant(value=1.0), clearing_months=Constant(value=12.0))
    rules = Lifecycle(floor_clearing_months=Constant(value=1.0))
    trajectory = lived(world(conduct=conduct, lifecycle=rules))
    day = {e.kind: e.day for e in trajectory.milestones if e.project == "F0"}
    cleared = day[MilestoneKind.CLEARED] - day[MilestoneKind.EXITED]
    assert cleared == pytest.approx(DAYS_PER_MONTH)
    again = [e for e in trajectory.of(MilestoneKind.ASSIGNED) if e.project == "F3"]
    assert again[0].day >= day[MilestoneKind.CLEARED]


def test_the_route_for_floor_space_is_the_policy_s() -> None:
    plain = builders.approvals()
    short = replace(
        plain.route_on_floor(plain.ordinary_route),
        id="floor",
        steps=plain.route_on_floor(plain.ordinary_route).without(frozenset({"N06"})).steps,
    )
    approvals = replace(plain, routes=(*plain.routes, short), floor_route="floor")
    trajectory = lived(world(approvals=approvals))
    passes = [entry for entry in trajectory.stage_passes if entry.project == "F0"]
    assert [entry.stage for entry in passes] == ["N01", "N05", "N08", "N23", "N24"]
    assert [entry.route for entry in passes][1:] == ["floor"] * 4


def test_a_decision_must_not_give_floor_space_under_a_land_mode() -> None:
    scenario = world()

    def wrong(state: LandState) -> Decision:
        entry = Assignment(
            project=state.waiting[0].project.id,
            bundle=(Take(parcel="B1", area_m2=3_000),),
            period=state.period,
            mode=builders.LONG_LEASE,
            end_period=scenario.horizon.n_periods,
        )
        return Decision(assignments=(entry,))

    with pytest.raises(LandsimError, match="does not apply to B1"):
        simulate(scenario, wrong, seed=1, replication=0)
