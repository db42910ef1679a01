"""Discounted tax."""

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.allocation.outlook import production_years
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("tax")
class Tax:
    """Promised yearly tax over the years of production, discounted."""

    label = Label(zh="税收现值", en="discounted tax")
    unit = "million CNY"

    def amounts(self, options: Options) -> FloatArray:
        """Return the present value of tax of each option, in million CNY."""
        projects = [entry.project for entry in options.askers.asking]
        yearly = options.askers.values(p.promises.tax_mcny_per_year for p in projects)
        return yearly[options.project] * production_years(options)
