"""Stability against the announced plan."""

import numpy as np

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.core.label import Label
from landsim.core.plan import Assignment
from landsim.core.problem import FloatArray, IntArray


@objectives.register("stability")
class Stability:
    """Announcements kept: what the last plan made known is given as announced, or sooner."""

    label = Label(zh="履行已公布的供地安排", en="announcements kept")
    unit = "announcements"

    def amounts(self, options: Options) -> FloatArray:
        """Return 1 for each option that keeps to what was announced to its project.

        Notes
        -----
        A project is announced once and served once, so that points for keeping and a penalty
        for changing or dropping an announcement differ by a constant.
        """
        amounts = np.zeros(len(options))
        rows = {entry.project.id: row for row, entry in enumerate(options.askers.asking)}
        for entry in options.problem.announced:
            if entry.project in rows and entry.mode in options.land.mode_row:
                amounts[_keeping(options, rows[entry.project], entry)] = 1.0
        return amounts


def _keeping(options: Options, row: int, entry: Assignment) -> IntArray:
    """Return the options of a project that keep to its announcement."""
    begin, end = np.searchsorted(options.project, [row, row + 1])
    mine = np.arange(begin, end)
    mine = mine[options.mode[mine] == options.land.mode_row[entry.mode]]
    mine = mine[options.period[mine] <= entry.period]
    parcels = {options.land.parcel_row[parcel] for parcel in entry.parcels}
    is_same = [
        set(options.take_parcel[options.take_begin[o] : options.take_begin[o + 1]].tolist())
        == parcels
        for o in mine
    ]
    return np.asarray(mine[np.array(is_same, dtype=bool)])
