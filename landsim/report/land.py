"""The map with its slider, and the Gantt chart of occupancy."""

from landsim.core.area import mu_from_m2
from landsim.report.blocks import Block, Chapter
from landsim.report.map import is_drawn_schematically
from landsim.report.text import figure_of, say
from landsim.report.view import StudyView


def map_chapter(study: StudyView) -> Chapter:
    """Return the chapter with the map of parcels over time."""
    park = study.baseline.scenario.park
    is_schematic = is_drawn_schematically(park)
    note = (
        say("The data hold no polygons: each square has its parcel's true area, places are free.")
        if is_schematic
        else say("Move the slider or press play; click a parcel for its history.")
    )
    return Chapter(
        id="map",
        title=say("Parcel map"),
        lead=say(
            "{n} parcels, {mu} mu; one history of many",
            n=len(park.parcels),
            mu=figure_of(mu_from_m2(park.area_m2)),
        ),
        blocks=(Block(kind="map", note=note),),
    )


def gantt_chapter(study: StudyView) -> Chapter:  # noqa: ARG001 - the page holds the histories
    """Return the chapter with the Gantt chart of parcels."""
    return Chapter(
        id="gantt",
        title=say("Occupancy by parcel"),
        lead=say("one line a parcel; the same history as the map"),
        blocks=(Block(kind="gantt"),),
    )
