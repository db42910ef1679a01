"""No more of a parcel than is free."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import HA_PER_M2, About, RowLabel, about
from landsim.allocation.occupancy import clique_rows
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
        """Add interval-clique rows, in shares of the free area: whole parcels count as 1."""
        options = program.options
        cliques = clique_rows(
            options.take_parcel,
            options.period[options.take_option],
            options.end_period[options.take_option],
            program.problem.free_m2.astype(np.float64),
        )
        free_m2 = np.maximum(cliques.limit, 1.0)
        program.add_rows(
            NAME,
            cliques.row,
            options.take_option[cliques.use],
            options.take_area_m2[cliques.use] / free_m2[cliques.row],
            upper=np.where(cliques.limit > 0, 1.0, 0.0),
            n_rows=len(cliques.limit),
            label=_label(program.problem, cliques.place, cliques.period, cliques.limit),
        )

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
    problem: AllocationProblem, place: IntArray, period: IntArray, limit: FloatArray
) -> RowLabel:
    def label(row: int) -> About:
        return about(
            "parcel {parcel} in {period}",
            unit="ha",
            scale=float(limit[row]) * HA_PER_M2,
            parcel=problem.park.parcels[place[row]].id,
            period=problem.horizon.period_label(int(period[row])),
        )

    return label
