"""The words of the page itself: buttons, labels for screen readers, headings of the panel."""

from landsim.report.text import Text, say

_WORDS = {
    "all": "all",
    "area": "Area",
    "area_m2": "Area, m²",
    "block": "Block",
    "cny_per_m2": "CNY/m²",
    "copied": "Copied",
    "copy": "Copy for Excel",
    "end": "end of the horizon",
    "far": "Floor area ratio",
    "filter": "Filter by words",
    "from": "From",
    "gantt_hint": "Ctrl + wheel zooms, dragging moves, a click shows the parcel",
    "gantt_label": "Gantt chart of the states of every parcel",
    "ha": "ha",
    "holder": "Holder",
    "map_label": "Map of the parcels, coloured by state",
    "mode": "Tenure",
    "mu": "mu",
    "north": "N",
    "nothing": "This run recorded nothing of the kind.",
    "order": "Order",
    "order_first": "by first supply",
    "order_parcel": "by parcel",
    "order_vacant": "longest vacant first",
    "panel_empty": "Click a parcel on the map, in the chart or in the allocation table.",
    "panel_label": "History of the chosen parcel",
    "panel_title": "Who holds it, and why",
    "parcel": "Parcel",
    "play": "Play",
    "price": "Assessed price, 50 years",
    "print": "Print",
    "ready": "Ready from",
    "row_count": "{shown} of {all} rows",
    "shown_policy": "Shown policy",
    "slider_label": "Date of the map",
    "standard_land": "Standard land",
    "state": "State",
    "table_behind": "Figures as a table",
    "until": "Until",
    "versus": "against the baseline",
    "view_occupied": "Chance of being occupied",
    "view_states": "State of land",
    "view_zones": "Zones",
    "yes": "yes",
    "zone": "Zone",
    "zoom_all": "Whole horizon",
    "zoom_in": "Zoom in",
    "zoom_out": "Zoom out",
}


def words() -> dict[str, Text]:
    """Return the words by the names under which the script asks for them."""
    return {name: say(message) for name, message in _WORDS.items()}
