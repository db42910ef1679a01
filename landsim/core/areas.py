"""How much land and how much floor space assignments take; the two are never added up."""

from collections.abc import Iterable

from landsim.core.park import Park
from landsim.core.plan import Assignment
from landsim.core.space import SupplyKind


def assigned_m2(
    park: Park, assignments: Iterable[Assignment], kind: SupplyKind = SupplyKind.LAND
) -> int:
    """Return the area of one kind that assignments take, in m².

    Parameters
    ----------
    park
        Says which parcels are buildings.
    assignments
        Assignments, such as those of a plan.
    kind
        Land, or floor space.
    """
    floors = park.floors
    is_floor = kind is SupplyKind.FLOOR
    return sum(
        take.area_m2
        for entry in assignments
        for take in entry.bundle
        if (take.parcel in floors) == is_floor
    )
