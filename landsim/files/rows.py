"""What tables of parcels, projects and fits have in common."""

from collections.abc import Callable, Sequence

from landsim.files import messages
from landsim.files.faults import Faults
from landsim.files.headings import Column
from landsim.files.records import Record
from landsim.files.shape import ScalarShape
from landsim.files.spots import Loc, Spot, Spots

_ANY = ScalarShape(type=str)


def note_row(
    spots: Spots,
    loc: Loc,
    record: Record,
    columns: Sequence[Column],
    loc_of: Callable[[str], tuple[str, ...]],
) -> None:
    """Remember the cells of a row, so that faults of the core point at them.

    Parameters
    ----------
    spots
        Remembers.
    loc
        Where the row will stand in the plain values.
    record
        The row.
    columns
        Columns of the table.
    loc_of
        Where the value of a column stands within the plain row.
    """
    path = ".".join(str(part) for part in loc)
    row = Spot(path="", key_place=record.place, place=record.place, shape=_ANY, shown="")
    spots.note(loc, path, row)
    for column in columns:
        if column.name not in record.places:
            continue
        place = record.places[column.name]
        below = loc_of(column.name)
        spot = Spot(
            path=record.headers[column.name],
            key_place=place,
            place=place,
            shape=_ANY,
            shown=record.shown[column.name],
        )
        spots.note((*loc, *below), ".".join((path, *below)), spot)


def without_duplicates(found: Sequence[Record], key: str, faults: Faults) -> tuple[Record, ...]:
    """Return rows with every identifier once; the others are faults."""
    first: dict[str, Record] = {}
    for record in found:
        name = record.values.get(key)
        if name is None:
            continue
        earlier = first.setdefault(str(name), record)
        if earlier is not record:
            faults.add(
                record.places[key],
                messages.DUPLICATE_ID,
                path=record.headers[key],
                id=name,
                first=earlier.places[key].where,
            )
    return tuple(first.values())
