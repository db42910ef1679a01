"""The states of land: their names and colours, the same on the map, in charts and in keys."""

from landsim.core.trajectory import ParcelState
from landsim.report.text import Json, Text, say

STATE_COLOURS = {
    ParcelState.UNSERVICED: "#ffffff",
    ParcelState.FREE: "#d5dde7",
    ParcelState.APPROVAL: "#f5b83d",
    ParcelState.IDLE: "#c23b22",
    ParcelState.CONSTRUCTION: "#f3e08a",
    ParcelState.LEASED: "#4aa3df",
    ParcelState.GRANTED: "#1d5f49",
    ParcelState.CLEARING: "#8b7f99",
    ParcelState.RESERVED: "#5a3fc0",
}
"""Told apart under every common colour blindness; a test measures it. The style sheet repeats
them and adds patterns."""

STATES = tuple(STATE_COLOURS)
"""States in the order of keys."""

_NAMES = {
    ParcelState.UNSERVICED: "Not serviced yet",
    ParcelState.FREE: "Free",
    ParcelState.APPROVAL: "In approval",
    ParcelState.IDLE: "Idle past its start date",
    ParcelState.CONSTRUCTION: "Under construction",
    ParcelState.LEASED: "In use, leased",
    ParcelState.GRANTED: "In use, granted",
    ParcelState.CLEARING: "Being cleared",
    ParcelState.RESERVED: "Reserved for phase 2",
}


def state_name(state: ParcelState) -> Text:
    """Return the name of a state."""
    return say(_NAMES[state])


def states_json() -> list[Json]:
    """Return all states as the page reads them."""
    return [{"id": state.value, "name": state_name(state)} for state in STATES]
