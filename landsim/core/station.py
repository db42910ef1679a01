"""Rail and metro stations, and how often trains leave."""

from dataclasses import dataclass
from datetime import date

from landsim.core.ids import StationId
from landsim.core.invariant import require
from landsim.core.label import Label


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceLevel:
    """Departures of a station from a date on."""

    since: date
    """First day of this level."""
    departures_per_day: float
    """Useful departures a day."""

    def __post_init__(self) -> None:
        require(
            "service",
            (
                self.departures_per_day >= 0,
                "departures_per_day",
                f"must be ≥ 0; got {self.departures_per_day:g}",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Station:
    """A rail or metro station."""

    id: StationId
    """Identifier."""
    name: Label
    """Name."""
    x: float
    """Easting in the park's coordinate system, in metres."""
    y: float
    """Northing in the park's coordinate system, in metres."""
    services: tuple[ServiceLevel, ...] = ()
    """Service levels by date, in order."""

    def __post_init__(self) -> None:
        dates = [level.since for level in self.services]
        require(
            f"station {self.id}",
            (dates == sorted(set(dates)), "services", "dates must increase and not repeat"),
        )

    def departures(self, when: date) -> float:
        """Return the departures a day on a date."""
        levels = [level.departures_per_day for level in self.services if level.since <= when]
        return levels[-1] if levels else 0.0
