"""Mix of tenure modes: shares of all land supplied."""

from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import HA_PER_M2, RowLabel, about
from landsim.allocation.facts import Facts
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.label import Label
from landsim.core.landrules import TenureShare
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem

NAME = "tenure_mix"
_TOLERANCE_M2 = 1e-3


@rules.register(NAME)
class TenureMix:
    """Each mode has its share of all land supplied, land supplied before included.

    A share that history has already broken asks of new supply what history asks no more: new
    supply alone must keep it, so that the empty plan always does. Floor space does not count.
    """

    label = Label(zh="供地方式结构", en="mix of tenure modes")

    def add_rows(self, program: Program) -> None:
        """Add a row for each bound that can bind."""
        options, problem = program.options, program.problem
        column = np.arange(len(options))
        for share in problem.policy.land.tenure_shares:
            is_mode = options.mode == options.land.mode_row.get(share.mode, -1)
            under, all_m2 = _history(problem, share)
            if share.max_share < 1:
                weight = options.land_m2 * (is_mode - share.max_share)
                limit = max(0.0, share.max_share * all_m2 - under)
                program.add_rows(
                    NAME, column * 0, column, weight, upper=[limit], label=_most(share)
                )
            if share.min_share > 0:
                weight = options.land_m2 * (is_mode - share.min_share)
                limit = min(0.0, share.min_share * all_m2 - under)
                program.add_rows(
                    NAME, column * 0, column, weight, lower=[limit], label=_least(share)
                )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every mode whose share is too large or too small."""
        facts = Facts(problem)
        for share in problem.policy.land.tenure_shares:
            under, all_m2 = _history(problem, share)
            land_m2 = [(a.mode, facts.land_m2(a)) for a in plan.assignments]
            new_all = sum(area_m2 for _, area_m2 in land_m2)
            new_under = sum(area_m2 for mode, area_m2 in land_m2 if mode == share.mode)
            above = new_under - share.max_share * new_all
            below = new_under - share.min_share * new_all
            most = max(0.0, share.max_share * all_m2 - under)
            least = min(0.0, share.min_share * all_m2 - under)
            if above > most + _TOLERANCE_M2 or below < least - _TOLERANCE_M2:
                yield breach(
                    NAME,
                    "{mode}: {area} of {total} ㎡ supplied; share must be {low} to {high}",
                    mode=share.mode,
                    area=under + new_under,
                    total=all_m2 + new_all,
                    low=f"{share.min_share:.0%}",
                    high=f"{share.max_share:.0%}",
                )


def _history(problem: AllocationProblem, share: TenureShare) -> tuple[int, int]:
    """Return the land supplied so far under a mode, and under all modes, in m²."""
    floors = problem.park.floors
    land = [held for held in problem.holdings if held.parcel not in floors]
    under = sum(held.area_m2 for held in land if held.mode == share.mode)
    return under, sum(held.area_m2 for held in land)


def _most(share: TenureShare) -> RowLabel:
    subject = about("share of {mode}: at most", unit="ha", scale=HA_PER_M2, mode=share.mode)
    return lambda _: subject


def _least(share: TenureShare) -> RowLabel:
    subject = about("share of {mode}: at least", unit="ha", scale=HA_PER_M2, mode=share.mode)
    return lambda _: subject
