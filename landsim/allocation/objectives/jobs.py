"""Jobs."""

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("jobs")
class Jobs:
    """Promised jobs at full production."""

    label = Label(zh="就业岗位", en="jobs")
    unit = "jobs"

    def amounts(self, options: Options) -> FloatArray:
        """Return the jobs of each option."""
        projects = [entry.project for entry in options.askers.asking]
        return options.askers.values(p.promises.jobs for p in projects)[options.project]
