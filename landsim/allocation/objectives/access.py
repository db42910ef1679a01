"""Access of jobs to rail and metro."""

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("access")
class Access:
    """Promised jobs times the access score of their site when it is given."""

    label = Label(zh="轨道可达岗位", en="jobs with access")
    unit = "jobs"

    def amounts(self, options: Options) -> FloatArray:
        """Return the access-weighted jobs of each option; a bundle's score is by area."""
        score = options.land.access[options.take_parcel, options.period[options.take_option]]
        mean = options.sum_takes(score * options.take_area_m2) / options.area_m2
        projects = [entry.project for entry in options.askers.asking]
        return options.askers.values(p.promises.jobs for p in projects)[options.project] * mean
