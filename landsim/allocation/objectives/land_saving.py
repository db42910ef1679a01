"""Economical use of land 集约节约用地."""

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.core.area import M2_PER_HA
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("land_saving")
class LandSaving:
    """Promised yearly output per hectare of land given, or of the land its floor space stands on.

    Floor space counts with its area over the floor area ratio its building was built at, so
    that a floor of a tall building is not taken for a site.
    """

    label = Label(zh="地均产值", en="output per hectare")
    unit = "million CNY/year/ha"

    def amounts(self, options: Options) -> FloatArray:
        """Return the yearly output per hectare of each option, in million CNY/year/ha."""
        projects = [entry.project for entry in options.askers.asking]
        yearly = options.askers.values(p.promises.output_mcny_per_year for p in projects)
        site_m2 = options.sum_takes(
            options.take_area_m2 * options.land.site_per_m2[options.take_parcel]
        )
        return yearly[options.project] / (site_m2 / M2_PER_HA)
