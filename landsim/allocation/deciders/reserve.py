"""Keep part of the land and quota at hand for projects as good as the best of those to come."""

import numpy as np

from landsim.allocation.decider import deciders
from landsim.allocation.future import Future
from landsim.allocation.lookout import FAMILY, Lookout, choose
from landsim.allocation.program import Program
from landsim.allocation.rolling import every_epoch
from landsim.core.area import M2_PER_HA
from landsim.core.plan import Plan
from landsim.core.planning import DeciderChoice, PlannerChoice
from landsim.core.scenario import Scenario
from landsim.core.state import Decide, LandState


@deciders.register("reserve")
def reserve(scenario: Scenario, choice: PlannerChoice) -> Decide:
    """Return the decider that opens a serviced reserve to the best projects only.

    Parameters
    ----------
    scenario
        Park, policy, horizon, and what may be expected of demand.
    choice
        Planner and its limits.
    """
    lookout, settings = Lookout(scenario), scenario.policy.decider

    def plan(program: Program, state: LandState) -> Plan:
        future = lookout.future(program.problem, state)
        kept = program.aimed(program.tiers)
        _keep_back(kept, future, settings)
        return choose(kept, choice)

    return every_epoch(scenario, choice, plan)


def _keep_back(program: Program, future: Future, settings: DeciderChoice) -> None:
    """Add a row: what today's other options take leaves the reserve untouched."""
    options, problem = program.options, program.problem
    now = problem.first_period
    least = future.points_per_ha(settings.open_share) / M2_PER_HA
    is_ordinary = program.tiers[0][: len(options)] < least * options.area_m2
    column = np.flatnonzero((options.period == now) & is_ordinary)
    at_hand_m2 = float(problem.free_m2[problem.ready_period <= now, now].sum())
    if problem.quota_m2 is not None:
        at_hand_m2 = min(at_hand_m2, float(problem.quota_m2[options.land.year[now]]))
    limit_m2 = max(at_hand_m2, 0.0) * (1 - settings.reserve_share)
    program.add_rows(FAMILY, column * 0, column, options.area_m2[column], upper=[limit_m2])
