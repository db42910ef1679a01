"""A site that suits: zone, size, floor area ratio, lots, contiguity."""

import itertools
from collections.abc import Iterator

from landsim.allocation.facts import Facts
from landsim.allocation.program import Program
from landsim.allocation.rule import Violation, breach, rules
from landsim.core.ids import ParcelId
from landsim.core.label import Label
from landsim.core.park import Parcel
from landsim.core.plan import Assignment, Plan, Take
from landsim.core.problem import AllocationProblem
from landsim.core.project import Project

NAME = "site"


@rules.register(NAME)
class Site:
    """Land is in a zone the project can use, of a size and density that suit it, in one piece.

    Floor space is in one building of such a zone and of a size that suits; the building stands,
    so that its floor area ratio is not asked for.

    An assessed fit stands for zone and floor area ratio, and for the size if it states one; a
    project with any fit uses only its fits.
    """

    label = Label(zh="用地适配", en="suitable site")

    def add_rows(self, program: Program) -> None:
        """Add nothing: options on unsuitable sites are not listed."""

    def violations(self, problem: AllocationProblem, plan: Plan) -> Iterator[Violation]:
        """Yield every assignment to an unsuitable site, with the first reason."""
        facts = Facts(problem)
        for assignment in plan.assignments:
            project = facts.project(assignment)
            if project is None:
                continue
            for fault in itertools.islice(_faults(facts, project, assignment), 1):
                yield breach(
                    NAME,
                    fault,
                    project=assignment.project,
                    parcels="+".join(assignment.parcels),
                )


def _faults(facts: Facts, project: Project, assignment: Assignment) -> Iterator[str]:
    fits = facts.fits.get(project.id, {})
    if fits and (len(assignment.bundle) > 1 or assignment.parcels[0] not in fits):
        yield "{project} has no assessed fit to {parcels}"
        return
    stated = fits[assignment.parcels[0]].area_m2 if fits else None
    kind = facts.parcels[assignment.parcels[0]].supply
    least, most = project.needs.bounds_m2(kind)
    if assignment.area_m2 < (least if stated is None else stated):
        yield "{parcels}: too small for {project}"
    if stated is None and assignment.area_m2 > most:
        yield "{parcels}: too large for {project}"
    for take in assignment.bundle:
        parcel = facts.parcels[take.parcel]
        if not fits:
            yield from _unsuitable(facts, project, parcel)
        yield from _unfit_parts(parcel, take, is_alone=len(assignment.bundle) == 1)
    if not _is_in_one_piece(facts, assignment):
        yield "{parcels} do not make one site for {project}"


def _unsuitable(facts: Facts, project: Project, parcel: Parcel) -> Iterator[str]:
    zone = facts.problem.park.zone(parcel.zone)
    least = zone.far_min if parcel.far_min is None else parcel.far_min
    most = zone.far_max if parcel.far_max is None else parcel.far_max
    if parcel.zone not in project.needs.zones:
        yield "{parcels}: wrong zone for {project}"
    if not parcel.is_floor and not least <= project.needs.far <= most:
        yield "{parcels}: wrong floor area ratio for {project}"


def _unfit_parts(parcel: Parcel, take: Take, *, is_alone: bool) -> Iterator[str]:
    lot_m2 = parcel.smallest_lot_m2
    if take.area_m2 == parcel.area_m2:
        return
    if lot_m2 is None or not is_alone:
        yield "{parcels}: {project} gets part of a parcel that is supplied whole"
    elif take.area_m2 < lot_m2:
        yield "{parcels}: {project} gets less than the smallest lot"


def _is_in_one_piece(facts: Facts, assignment: Assignment) -> bool:
    parcels: set[ParcelId] = set(assignment.parcels)
    most = facts.problem.policy.land.max_assembly
    if len(parcels) < len(assignment.bundle) or len(parcels) > most:
        return False
    if len(parcels) > 1 and parcels & facts.floors:
        return False
    reached, frontier = {assignment.parcels[0]}, [assignment.parcels[0]]
    while frontier:
        near = (facts.neighbours[frontier.pop()] & parcels) - reached
        reached |= near
        frontier += sorted(near)
    return reached == parcels
