"""What the checks of the rules look up: plain dictionaries, nothing of the options table."""

from functools import cached_property

from landsim.core.ids import ParcelId, ProjectId
from landsim.core.park import Parcel
from landsim.core.plan import Assignment
from landsim.core.problem import AllocationProblem, Asking
from landsim.core.project import Fit, Project
from landsim.core.state import Holding


class Facts:
    """Look-ups in one problem.

    Parameters
    ----------
    problem
        What was decided.
    """

    def __init__(self, problem: AllocationProblem) -> None:
        self.problem = problem

    @cached_property
    def asking(self) -> dict[ProjectId, Asking]:
        """Who asks, by project."""
        return {entry.project.id: entry for entry in self.problem.asking}

    @cached_property
    def phases(self) -> dict[ProjectId, ProjectId]:
        """Later phases that ask for land to be reserved, and the project of each."""
        return {
            entry.project.id: entry.phase_of.id
            for entry in self.problem.asking
            if entry.phase_of is not None
        }

    @cached_property
    def parcels(self) -> dict[ParcelId, Parcel]:
        """Parcels by identifier."""
        return {parcel.id: parcel for parcel in self.problem.park.parcels}

    @cached_property
    def rows(self) -> dict[ParcelId, int]:
        """Row of each parcel in the arrays of the problem."""
        return {parcel.id: row for row, parcel in enumerate(self.problem.park.parcels)}

    @cached_property
    def fits(self) -> dict[ProjectId, dict[ParcelId, Fit]]:
        """Assessed fits by project and parcel."""
        found: dict[ProjectId, dict[ParcelId, Fit]] = {}
        for fit in self.problem.fits:
            found.setdefault(fit.project, {})[fit.parcel] = fit
        return found

    @cached_property
    def neighbours(self) -> dict[ParcelId, set[ParcelId]]:
        """Parcels adjacent to each parcel."""
        near: dict[ParcelId, set[ParcelId]] = {parcel: set() for parcel in self.parcels}
        for one, other in self.problem.park.adjacency:
            near[one].add(other)
            near[other].add(one)
        return near

    @cached_property
    def held_now(self) -> tuple[Holding, ...]:
        """Land that is still held."""
        return tuple(held for held in self.problem.holdings if held.until_day is None)

    @cached_property
    def floors(self) -> frozenset[ParcelId]:
        """Parcels that are buildings; what is taken of them is floor space, not land."""
        return self.problem.park.floors

    def land_m2(self, assignment: Assignment) -> int:
        """Return the land of an assignment, in m²: 0 for floor space."""
        return sum(take.area_m2 for take in assignment.bundle if take.parcel not in self.floors)

    def project(self, assignment: Assignment) -> Project | None:
        """Return the project of an assignment; None if it does not ask."""
        entry = self.asking.get(assignment.project)
        return entry.project if entry else None

    def early_months(self, parcel: ParcelId, period: int) -> int:
        """Return the months by which a parcel must be readied early to be given in a period."""
        missing = int(self.problem.ready_period[self.rows[parcel]]) - period
        months = missing * self.problem.horizon.months_per_period
        return min(max(months, 0), self.parcels[parcel].early_months_max)
