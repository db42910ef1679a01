"""Identifiers, one type each, so that a parcel is never mistaken for a project."""

from typing import NewType

ArchetypeId = NewType("ArchetypeId", str)
DeskId = NewType("DeskId", str)
NodeId = NewType("NodeId", str)
ParcelId = NewType("ParcelId", str)
ProjectId = NewType("ProjectId", str)
RouteId = NewType("RouteId", str)
StageId = NewType("StageId", str)
StationId = NewType("StationId", str)
TenureModeId = NewType("TenureModeId", str)
ZoneId = NewType("ZoneId", str)
