"""No more of a parcel than is free."""

from collections import defaultdict
from collections.abc import Iterator

import numpy as np

from landsim.allocation.occupancy import clique_rows
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, rules
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem


@rules.register("capacity")
class Capacity:
    """In every period, what options hold of a parcel fits into what is free of it."""

    label = Label(zh="地块面积", en="area of the parcel")

    def add_rows(self, program: Program) -> None:
        """Add interval-clique rows; a row of whole parcels counts parcels, not area."""
        options = program.options
        use = options.take_option
        cliques = clique_rows(
            options.take_parcel,
            options.period[use],
            options.end_period[use],
            program.problem.free_m2.astype(np.float64),
        )
        limit = cliques.limit[cliques.row]
        area = options.take_area_m2[cliques.use]
        counts = np.maximum(limit, 1.0)
        program.add_rows(
            "capacity",
            cliques.row,
            use[cliques.use],
            area / counts,
            upper=np.where(cliques.limit > 0, 1.0, 0.0),
            n_rows=len(cliques.limit),
        )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every parcel and first period in which more is held than is free."""
        used: dict[str, list[int]] = defaultdict(lambda: [0] * problem.horizon.n_periods)
        for assignment in plan.assignments:
            for take in assignment.bundle:
                for period in range(assignment.period, assignment.end_period):
                    used[take.parcel][period] += take.area_m2
        for row, parcel in enumerate(problem.park.parcels):
            for period, area_m2 in enumerate(used.get(parcel.id, ())):
                free_m2 = int(problem.free_m2[row, period])
                if area_m2 > free_m2:
                    yield Violation(
                        rule="capacity",
                        message="{parcel}: {area} ㎡ held in {period}, {free} ㎡ free",
                        values=(
                            ("parcel", parcel.id),
                            ("area", str(area_m2)),
                            ("period", problem.horizon.period_label(period)),
                            ("free", str(free_m2)),
                        ),
                    )
                    break
