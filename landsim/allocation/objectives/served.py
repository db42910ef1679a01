"""Projects served."""

import numpy as np

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("served")
class Served:
    """Every project counts the same."""

    label = Label(zh="供地项目数", en="projects served")
    unit = "projects"

    def amounts(self, options: Options) -> FloatArray:
        """Return 1 for each option."""
        return np.ones(len(options))
