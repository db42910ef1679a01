"""Waiting of projects."""

import numpy as np

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("waiting")
class Waiting:
    """Days a project still has to wait for land that it needs and could be given; a cost."""

    label = Label(zh="等待天数", en="days of waiting")
    unit = "days"

    def amounts(self, options: Options) -> FloatArray:
        """Return the days of waiting of each option, negative.

        Notes
        -----
        Waiting counts from the need-by date or from the first period in which the plan could
        give land, whichever is later: what has been waited before is lost, whoever is served.
        """
        askers, first_day = options.askers, options.land.first_day
        needed = askers.values(entry.project.need_by_day for entry in askers.asking)
        since = np.maximum(needed, first_day[askers.first_period])[options.project]
        return np.asarray(-np.maximum(first_day[options.period] - since, 0.0))
