"""Serviced reserve: part of the ready land is held back from each decision."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import HA_PER_M2, about
from landsim.allocation.facts import Facts
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem

NAME = "reserve"


@rules.register(NAME)
class Reserve:
    """A decision gives away at most the ready land less the reserve's share of it.

    Since parcels are supplied whole, at least one parcel then stays in hand. A plan with
    perfect foresight needs no reserve and keeps none. Floor space in buildings is no land: it
    neither counts as ready land nor is held back.
    """

    label = Label(zh="熟地储备", en="serviced reserve")

    def add_rows(self, program: Program) -> None:
        """Add one row over today's options at a decision epoch."""
        options, problem = program.options, program.problem
        if not _applies(problem):
            return
        column = np.flatnonzero(options.period == problem.first_period)
        program.add_rows(
            NAME,
            column * 0,
            column,
            options.land_m2[column],
            upper=[_limit_m2(problem)],
            label=lambda _: about("serviced reserve", unit="ha", scale=HA_PER_M2),
        )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield a breach if today's assignments use up the reserve."""
        if not _applies(problem):
            return
        facts, now = Facts(problem), problem.first_period
        given = [facts.land_m2(a) for a in plan.assignments if a.period == now]
        limit_m2 = _limit_m2(problem)
        if sum(given) > limit_m2:
            yield breach(
                NAME,
                "{area} ㎡ given today, {limit} ㎡ without the reserve",
                area=sum(given),
                limit=limit_m2,
            )


def _applies(problem: AllocationProblem) -> bool:
    return problem.is_epoch and problem.policy.supply.reserve_share > 0


def _limit_m2(problem: AllocationProblem) -> int:
    now = problem.first_period
    is_land = np.array([not parcel.is_floor for parcel in problem.park.parcels], dtype=bool)
    ready_m2 = int(problem.free_m2[is_land & (problem.ready_period <= now), now].sum())
    return int(ready_m2 * (1 - problem.policy.supply.reserve_share))
