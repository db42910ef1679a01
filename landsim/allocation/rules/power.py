"""Power and other capacities of the nodes that serve the parcels."""

from collections.abc import Iterator
from functools import partial

import numpy as np

from landsim.allocation.about import About, RowLabel, about
from landsim.allocation.facts import Facts
from landsim.allocation.options import Options
from landsim.allocation.overtime import Uses, add_over_time
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.allocation.spread import spread
from landsim.core.label import Label
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem, FloatArray, IntArray

NAME = "power"
_TOLERANCE_MW = 1e-6


@rules.register(NAME)
class Power:
    """In every period, the projects on land of a node need no more than it has left."""

    label = Label(zh="供电容量", en="power capacity")

    def add_rows(self, program: Program) -> None:
        """Add rows for each node; a bundle loads each of its nodes once."""
        options = program.options
        node, column = _users(options)
        uses = Uses(
            column=column,
            amount=options.askers.power_mw[options.project[column]],
            place=node,
            begin=options.period[column],
            end=options.end_period[column],
            limits=program.problem.capacity,
        )
        add_over_time(program, NAME, uses, partial(_label, program.problem))

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every node that lacks power, in the first period in which it does."""
        facts, n_periods = Facts(problem), problem.horizon.n_periods
        for row, node in enumerate(problem.park.nodes):
            if node.service != "power":
                continue
            load = [0.0] * n_periods
            for assignment in plan.assignments:
                project = facts.project(assignment)
                is_served = any(node.id in facts.parcels[p].nodes for p in assignment.parcels)
                if project is None or not is_served:
                    continue
                for period in range(assignment.period, min(assignment.end_period, n_periods)):
                    load[period] += project.needs.power_mw
            for period, power_mw in enumerate(load):
                left_mw = max(0.0, float(problem.capacity[row, period]))
                if power_mw > left_mw + _TOLERANCE_MW:
                    yield breach(
                        NAME,
                        "{node}: {power} MW needed in {period}, {left} MW left",
                        node=node.id,
                        power=f"{power_mw:g}",
                        period=problem.horizon.period_label(period),
                        left=f"{left_mw:g}",
                    )
                    break


def _label(
    problem: AllocationProblem, place: IntArray, period: IntArray, unit_mw: FloatArray
) -> RowLabel:
    def label(row: int) -> About:
        return about(
            "node {node} in {period}",
            unit="MW",
            scale=float(unit_mw[row]),
            node=problem.park.nodes[place[row]].id,
            period=problem.horizon.period_label(int(period[row])),
        )

    return label


def _users(options: Options) -> tuple[IntArray, IntArray]:
    """Return which node is used by which option, each pair once, in order of options."""
    land = options.land
    take = np.flatnonzero(options.askers.power_mw[options.project[options.take_option]] > 0)
    parcel, column = options.take_parcel[take], options.take_option[take]
    owner, step = spread(np.diff(land.node_begin)[parcel])
    node, column = land.node[land.node_begin[parcel[owner]] + step], column[owner]
    if len(options.take_parcel) > len(options) and len(column):
        pair = np.unique(column * len(land.serves) + node)
        column, node = pair // len(land.serves), pair % len(land.serves)
    return node, column
