"""Economical use of land 集约节约用地."""

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.core.area import M2_PER_HA
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("land_saving")
class LandSaving:
    """Promised yearly output per hectare of land given."""

    label = Label(zh="地均产值", en="output per hectare")
    unit = "million CNY/year/ha"

    def amounts(self, options: Options) -> FloatArray:
        """Return the yearly output per hectare of each option, in million CNY/year/ha."""
        projects = [entry.project for entry in options.askers.asking]
        yearly = options.askers.values(p.promises.output_mcny_per_year for p in projects)
        return yearly[options.project] / (options.area_m2 / M2_PER_HA)
