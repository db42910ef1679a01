"""What is supplied: land, or floor space in a building that stands already."""

from enum import StrEnum


class SupplyKind(StrEnum):
    """The two things a park hands out; their areas are never added up.

    References
    ----------
    policy.md 3.8: 大项目供地、中项目供楼、小项目租厂 (large projects get land, medium ones
    buildings, small ones rent a plant).
    """

    LAND = "land"
    """Land, in m² of site."""
    FLOOR = "floor"
    """Standard factory or incubator floors, in m² of floor area."""
