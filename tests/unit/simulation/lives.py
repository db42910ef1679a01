"""Hand-checkable scenarios: constant durations, and what happened on which day.

With one project that files on day 0, every review takes one day and the other approvals three:
admitted on day 1, assigned on day 8 (the committee meets seven days later), contract on day 14,
delivery on day 18, permit on day 19.
"""

from dataclasses import replace
from typing import Any

from landsim.core.approval import Approvals, StageRole
from landsim.core.distribution import Constant
from landsim.core.ids import TenureModeId
from landsim.core.lifecycle import Lifecycle
from landsim.core.project import Conduct
from landsim.core.scenario import Scenario
from landsim.core.trajectory import MilestoneKind, MoneyKind, Trajectory
from landsim.simulation import simulate
from landsim.testing import builders
from landsim.testing.deciders import serve_in_turn

YEAR = 365.25
MONTH = YEAR / 12
ASSIGNED, CONTRACT, DELIVERY, PERMIT = 8.0, 14.0, 18.0, 19.0
FULL_PRICE_CNY = 40_000 * 1200


def approvals(**changes: Any) -> Approvals:
    """Return the builders' approvals with reviews of one day."""
    return replace(builders.approvals(review=Constant(value=1.0)), green_channel=None, **changes)


def with_step(system: Approvals, role: StageRole, **changes: Any) -> Approvals:
    """Return an approval system whose stage of a role has another step."""
    named = next(stage.id for stage in system.stages if stage.role is role)
    return replace(
        system,
        routes=tuple(
            replace(
                route,
                steps=tuple(
                    replace(step, **changes) if step.stage == named else step
                    for step in route.steps
                ),
            )
            for route in system.routes
        ),
    )


def with_stage(system: Approvals, role: StageRole, **changes: Any) -> Approvals:
    """Return an approval system whose stage of a role is another one."""
    return replace(
        system,
        stages=tuple(
            replace(stage, **changes) if stage.role is role else stage for stage in system.stages
        ),
    )


def one_project(
    *,
    conduct: Conduct | None = None,
    lifecycle: Lifecycle | None = None,
    policy: dict[str, Any] | None = None,
    **changes: Any,
) -> Scenario:
    """Return a scenario of one parcel of 4 ha and one project that files on day 0."""
    asking = builders.project("J1", conduct=conduct or Conduct())
    levers = {"approvals": approvals(), "lifecycle": lifecycle or Lifecycle()} | (policy or {})
    values = {
        "park": builders.park([builders.parcel("P1")]),
        "projects": (asking,),
        "policy": builders.policy(**levers),
    }
    return builders.tiny_scenario(**(values | changes))


def live(scenario: Scenario, mode: TenureModeId = builders.GRANT) -> Trajectory:
    """Simulate, giving land in turn."""
    return simulate(scenario, serve_in_turn(scenario, mode), seed=1, replication=0)


def days(trajectory: Trajectory, kind: MilestoneKind, project: str = "") -> list[float]:
    """Return the days of the milestones of a kind."""
    return [m.day for m in trajectory.of(kind) if not project or m.project == project]


def details(trajectory: Trajectory, kind: MilestoneKind) -> list[str]:
    """Return the details of the milestones of a kind."""
    return [milestone.detail for milestone in trajectory.of(kind)]


def paid(trajectory: Trajectory, kind: MoneyKind) -> list[tuple[float, int]]:
    """Return day and amount of the payments of a kind."""
    return [(p.day, p.amount_cny) for p in trajectory.money_postings if p.kind is kind]
