"""Discounted output."""

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.allocation.outlook import production_years
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("output")
class Output:
    """Promised yearly output over the years of production, discounted."""

    label = Label(zh="产值现值", en="discounted output")
    unit = "million CNY"

    def amounts(self, options: Options) -> FloatArray:
        """Return the present value of output of each option, in million CNY."""
        projects = [entry.project for entry in options.askers.asking]
        yearly = options.askers.values(p.promises.output_mcny_per_year for p in projects)
        return yearly[options.project] * production_years(options)
