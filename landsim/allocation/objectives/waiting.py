"""Waiting of projects."""

import numpy as np

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("waiting")
class Waiting:
    """Days from when land is needed, and could first be given, until it is given; a cost."""

    label = Label(zh="等待天数", en="days of waiting")
    unit = "days"

    def amounts(self, options: Options) -> FloatArray:
        """Return the days of waiting of each option, negative."""
        askers, first_day = options.askers, options.land.first_day
        needed = askers.values(asking.project.need_by_day for asking in askers.asking)
        possible = first_day[np.maximum(askers.first_period, 0)]
        since = np.maximum(needed, possible)[options.project]
        return np.asarray(-np.maximum(first_day[options.period] - since, 0.0))
