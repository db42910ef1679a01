"""Cap on new-type industrial land M0 新型产业用地."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import HA_PER_M2, about
from landsim.allocation.facts import Facts
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.ids import ZoneId
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem

NAME = "m0_cap"
_TOLERANCE_M2 = 1e-3


@rules.register(NAME)
class M0Cap:
    """M0 land has at most a share of all industrial land held; floor space does not count."""

    label = Label(zh="M0 占比上限", en="cap on M0 land")

    def add_rows(self, program: Program) -> None:
        """Add one row where a cap is set."""
        options, problem = program.options, program.problem
        cap = problem.policy.land.m0_max_share
        if cap is None:
            return
        weights = _zone_weights(problem, cap)
        by_parcel = np.array([weights[p.zone] for p in options.land.park.parcels])
        weight = options.sum_takes(options.take_land_m2 * by_parcel[options.take_parcel])
        column = np.arange(len(options))
        program.add_rows(
            NAME,
            column * 0,
            column,
            weight,
            upper=[_limit(problem, weights)],
            label=lambda _: about("M0 land", unit="ha", scale=HA_PER_M2),
        )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield a breach if M0 land exceeds its share."""
        cap = problem.policy.land.m0_max_share
        if cap is None:
            return
        facts, weights = Facts(problem), _zone_weights(problem, cap)
        excess = sum(
            take.area_m2 * weights[facts.parcels[take.parcel].zone]
            for assignment in plan.assignments
            for take in assignment.bundle
            if take.parcel not in facts.floors
        )
        limit = _limit(problem, weights)
        if excess > limit + _TOLERANCE_M2:
            yield breach(
                NAME,
                "M0 land exceeds {cap} of industrial land by {area} ㎡",
                cap=f"{cap:.0%}",
                area=f"{excess - limit:.0f}",
            )


def _zone_weights(problem: AllocationProblem, cap: float) -> dict[ZoneId, float]:
    """Return by how much a square metre of each zone fills the cap."""
    m0 = problem.policy.land.m0_zones
    return {
        zone.id: (zone.id in m0) - cap * (zone.is_industrial or zone.id in m0)
        for zone in problem.park.zones
    }


def _limit(problem: AllocationProblem, weights: dict[ZoneId, float]) -> float:
    """Return the room that land held now leaves; none if it exceeds the cap already."""
    facts = Facts(problem)
    filled = sum(
        held.area_m2 * weights[facts.parcels[held.parcel].zone]
        for held in facts.held_now
        if held.parcel not in facts.floors
    )
    return max(0.0, -filled)
