"""No more of a parcel than is free."""

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

import numpy as np

from landsim.allocation.about import HA_PER_M2, About, RowLabel, about
from landsim.allocation.overtime import Uses, add_over_time
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem, FloatArray, IntArray

NAME = "capacity"


@rules.register(NAME)
class Capacity:
    """In every period, what is held of a parcel fits into what is free of it."""

    label = Label(zh="地块面积", en="area of the parcel")

    def add_rows(self, program: Program) -> None:
        """Add rows in shares of the free area: whole parcels count as 1."""
        options = program.options
        uses = Uses(
            column=options.take_option,
            amount=options.take_area_m2.astype(np.float64),
            place=options.take_parcel,
            begin=options.period[options.take_option],
            end=options.end_period[options.take_option],
            limits=program.problem.free_m2.astype(np.float64),
        )
        add_over_time(program, NAME, uses, partial(_label, program.problem), as_shares=True)

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every parcel of which more is held than is free, in the first such period."""
        n_periods = problem.horizon.n_periods
        held: dict[str, list[int]] = defaultdict(lambda: [0] * n_periods)
        for assignment in plan.assignments:
            for take in assignment.bundle:
                for period in range(assignment.period, min(assignment.end_period, n_periods)):
                    held[take.parcel][period] += take.area_m2
        for row, parcel in enumerate(problem.park.parcels):
            for period, area_m2 in enumerate(held.get(parcel.id, ())):
                if area_m2 > problem.free_m2[row, period]:
                    yield breach(
                        NAME,
                        "{parcel}: {area} ㎡ held in {period}, {free} ㎡ free",
                        parcel=parcel.id,
                        area=area_m2,
                        period=problem.horizon.period_label(period),
                        free=problem.free_m2[row, period],
                    )
                    break


def _label(
    problem: AllocationProblem, place: IntArray, period: IntArray, unit_m2: FloatArray
) -> RowLabel:
    def label(row: int) -> About:
        return about(
            "parcel {parcel} in {period}",
            unit="ha",
            scale=float(unit_m2[row]) * HA_PER_M2,
            parcel=problem.park.parcels[place[row]].id,
            period=problem.horizon.period_label(int(period[row])),
        )

    return label
