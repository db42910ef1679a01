"""Buildings whose floor space is supplied, from a table: parcels measured in floor area."""

from pathlib import Path
from typing import Any

from landsim.core.park import Parcel
from landsim.core.space import SupplyKind
from landsim.files.headings import heading
from landsim.files.located import Place
from landsim.files.parcels import NO_LAND, Land
from landsim.files.reader import Reader
from landsim.files.records import records
from landsim.files.rows import note_row, without_duplicates
from landsim.files.spots import Spots
from landsim.files.tables import read_table
from landsim.files.validate import validated


def read_buildings(path: Path, asked_by: Place, reader: Reader) -> Land:
    """Return the buildings of a CSV or Excel table.

    Parameters
    ----------
    path
        File.
    asked_by
        Where the scenario names it.
    reader
        Reads files and keeps faults.
    """
    columns, faults = heading("buildings").columns, reader.faults
    table = read_table(path, asked_by, reader, heading("buildings").sheets)
    found = records(table, columns, faults) if table else None
    if not found:
        return NO_LAND
    found = without_duplicates(found, "id", faults)
    spots = Spots()
    plain: list[dict[str, Any]] = []
    for record in found:
        if record.faulty:
            continue
        note_row(spots, (len(plain),), record, columns, lambda name: (name,))
        plain.append({**record.values, "supply": SupplyKind.FLOOR.value})
    return Land(
        parcels=validated(tuple[Parcel, ...], plain, spots, faults) or (),
        crs="",
        places={str(record.values["id"]): record.place for record in found},
        cells={
            (str(record.values["id"]), name): place
            for record in found
            for name, place in record.places.items()
        },
    )
