"""Firms that settle."""

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("firms")
class Firms:
    """Firms that settle with the project: 1, or the tenants of a platform park."""

    label = Label(zh="入驻企业", en="firms")
    unit = "firms"

    def amounts(self, options: Options) -> FloatArray:
        """Return the firms of each option."""
        projects = [entry.project for entry in options.askers.asking]
        return options.askers.values(p.promises.firms for p in projects)[options.project]
