"""Kinds of project that must not be neighbours at the same time."""

import itertools
from collections.abc import Iterator

import numpy as np

from landsim.allocation.about import About, RowLabel, about
from landsim.allocation.facts import Facts
from landsim.allocation.options import Options
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.ids import ArchetypeId, ParcelId
from landsim.core.label import Label
from landsim.core.landrules import Incompatibility
from landsim.core.plan import Assignment, Plan
from landsim.core.problem import AllocationProblem, BoolArray, IntArray

NAME = "incompatibility"


@rules.register(NAME)
class Incompatibilities:
    """Two kinds never hold adjacent parcels, or parts of one parcel, in the same period."""

    label = Label(zh="相邻不相容", en="incompatible neighbours")

    def add_rows(self, program: Program) -> None:
        """Add a row for each pair of projects, parcel of the first and period that matters."""
        options, problem = program.options, program.problem
        for pair in problem.policy.land.incompatibilities:
            near = options.land.neighbours | np.eye(len(options.land.area_m2), dtype=bool)
            for one, other in _project_pairs(options, pair):
                for members in _rows_of_pair(options, near, one, other):
                    program.add_rows(
                        NAME, members * 0, members, upper=[1.0], label=_label(options, one, other)
                    )
            excluded = _beside_holders(options, near, pair)
            program.add_rows(
                NAME,
                np.arange(len(excluded)),
                excluded,
                upper=0.0,
                n_rows=len(excluded),
                label=_beside_label(options, excluded),
            )

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every pair of neighbours that do not go together."""
        facts = Facts(problem)
        for pair in problem.policy.land.incompatibilities:
            for one, other in itertools.combinations(plan.assignments, 2):
                overlap = one.period < other.end_period and other.period < one.end_period
                if (
                    overlap
                    and one.project != other.project
                    and _is_pair(pair, _kind(facts, one), _kind(facts, other))
                    and _touch(facts, one.parcels, other.parcels)
                ):
                    yield _breach(one.project, other.project)
            for held in facts.held_now:
                for one in plan.assignments:
                    if _is_pair(pair, _kind(facts, one), held.project.archetype) and _touch(
                        facts, one.parcels, (held.parcel,)
                    ):
                        yield _breach(one.project, held.project.id)


def _breach(one: str, other: str) -> Violation:
    first, second = sorted((one, other))
    return breach(NAME, "{one} and {other} must not be neighbours", one=first, other=second)


def _kind(facts: Facts, assignment: Assignment) -> ArchetypeId | None:
    project = facts.project(assignment)
    return project.archetype if project else None


def _is_pair(pair: Incompatibility, one: ArchetypeId | None, other: ArchetypeId | None) -> bool:
    return (one, other) in ((pair.first, pair.second), (pair.second, pair.first))


def _touch(facts: Facts, some: tuple[ParcelId, ...], others: tuple[ParcelId, ...]) -> bool:
    return any(p == q or q in facts.neighbours[p] for p in some for q in others)


def _beside_label(options: Options, excluded: IntArray) -> RowLabel:
    """Return how rows are called that keep projects away from land held by the other kind."""

    def label(place: int) -> About:
        row = options.project[excluded[place]]
        project = options.askers.asking[row].project.id
        return about("{project} beside land already held", project=project)

    return label


def _project_pairs(options: Options, pair: Incompatibility) -> Iterator[tuple[int, int]]:
    """Yield rows of projects of the two kinds that both have options, each pair once."""
    rows = [int(row) for row in np.unique(options.project)]
    kinds = {row: options.askers.asking[row].project.archetype for row in rows}
    for one, other in itertools.combinations(rows, 2):
        if _is_pair(pair, kinds[one], kinds[other]):
            yield one, other


def _rows_of_pair(options: Options, near: BoolArray, one: int, other: int) -> Iterator[IntArray]:
    """Yield the options of two projects of which at most one may be chosen.

    For a parcel and a period: those by which the first holds the parcel, and those by which
    the other holds it or a neighbour. Periods in which neither begins repeat earlier rows.
    """
    takes_one = np.flatnonzero(options.project[options.take_option] == one)
    takes_other = np.flatnonzero(options.project[options.take_option] == other)
    for parcel in np.unique(options.take_parcel[takes_one]):
        mine = options.take_option[takes_one[options.take_parcel[takes_one] == parcel]]
        beside = near[parcel][options.take_parcel[takes_other]]
        theirs = np.unique(options.take_option[takes_other[beside]])
        if len(theirs) == 0:
            continue
        both = np.concatenate([mine, theirs])
        for period in np.unique(options.period[both]):
            holds = (options.period[both] <= period) & (options.end_period[both] > period)
            is_mine = np.arange(len(both)) < len(mine)
            if (holds & is_mine).any() and (holds & ~is_mine).any():
                yield both[holds]


def _beside_holders(options: Options, near: BoolArray, pair: Incompatibility) -> IntArray:
    """Return the options beside land held now by the other kind."""
    land, excluded = options.land, np.zeros(len(options), dtype=bool)
    kinds = [entry.project.archetype for entry in options.askers.asking]
    for held in Facts(options.problem).held_now:
        opposed = np.array([_is_pair(pair, held.project.archetype, kind) for kind in kinds], bool)
        beside = near[land.parcel_row[held.parcel]][options.take_parcel]
        hit = options.take_option[beside]
        excluded[hit[opposed[options.project[hit]]]] = True
    return np.flatnonzero(excluded)


def _label(options: Options, one: int, other: int) -> RowLabel:
    def label(_: int) -> About:
        first, second = (options.askers.asking[row].project.id for row in (one, other))
        return about("{one} beside {other}", one=first, other=second)

    return label
