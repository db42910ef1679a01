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
