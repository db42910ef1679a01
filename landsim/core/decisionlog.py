"""What decisions ordered and announced, as small records of a trajectory."""

from enum import StrEnum
from typing import NamedTuple

from landsim.core.ids import ParcelId, ProjectId


class Servicing(NamedTuple):
    """An order of a decision epoch to ready a parcel before its date."""

    day: float
    """Day of the order, on which it is paid."""
    parcel: ParcelId
    project: str
    """Project for whose sake it was ordered; it need not get the land."""
    due_day: float
    """Day on which the parcel would have been ready."""
    ready_day: float
    """Day on which it is ready instead."""
    months: int
    """Months gained, counted up to whole ones."""
    cost_mcny: float


class Verdict(StrEnum):
    """How an announcement fared at the next decision."""

    KEPT = "kept"
    CHANGED = "changed"
    """Given other land, another mode or a later period, or nothing."""
    LAPSED = "lapsed"
    """The project withdrew, or no decision followed."""


class Announcement(NamedTuple):
    """An assignment of a later period as a decision made it known."""

    day: float
    """Day of that decision."""
    project: ProjectId
    parcel: str
    """Parcels, joined by ``+``."""
    mode: str
    period: int
    """Supply period announced."""
    judged_day: float
    """Day of the next decision; the horizon's end if there was none."""
    verdict: Verdict


class ReservationEnd(StrEnum):
    """How a reservation of land for a later phase ended."""

    EXERCISED = "exercised"
    """Supplied to phase 2."""
    RELEASED = "released"
    """Not used in time: free again."""
    ABANDONED = "abandoned"
    """Phase 1 left its land, or phase 2 was refused: free again."""
    OPEN = "open"
    """Still reserved when the horizon ended."""


class Reservation(NamedTuple):
    """Land reserved for phase 2 of a project."""

    day: float
    """Day on which phase 1 got its land."""
    project: ProjectId
    parcel: str
    """Parcels, joined by ``+``."""
    area_m2: int
    mode: str
    """Tenure mode of phase 1, under which phase 2 would be supplied."""
    expiry_day: float
    """Day on which the option ends."""
    end_day: float
    """Day on which the land was supplied or free again; the horizon's end if it was neither."""
    outcome: ReservationEnd
