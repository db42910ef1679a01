"""Files for other programs beside the tables: the event log and the map of replication 0."""

from pathlib import Path

from landsim.core.scenario import Scenario
from landsim.core.trajectory import Trajectory
from landsim.files.atomic import write_text
from landsim.files.layers import (
    PARCELS,
    TIMELINE,
    has_polygons,
    parcel_layer,
    timeline_layer,
    write_geopackage,
)
from landsim.files.log import event_log_text

EVENT_LOG = "event_log.csv"
GEOPACKAGE = "parcels.gpkg"


def write_handover(scenario: Scenario, trajectory: Trajectory, folder: Path) -> None:
    """Write the event log and, where the park has polygons, the GeoPackage.

    Parameters
    ----------
    scenario
        The world that was simulated.
    trajectory
        Replication shown.
    folder
        Folder of the run.
    """
    log = event_log_text(scenario, trajectory.stage_passes)
    write_text(folder / EVENT_LOG, log, encoding="utf-8-sig")
    if has_polygons(scenario):
        layers = {
            PARCELS: parcel_layer(scenario),
            TIMELINE: timeline_layer(scenario, trajectory.spans),
        }
        write_geopackage(layers, folder / GEOPACKAGE, scenario)
