"""Assessed fit of a project to a parcel."""

from landsim.allocation.objective import objectives
from landsim.allocation.options import Options
from landsim.core.label import Label
from landsim.core.problem import FloatArray


@objectives.register("assessed_fit")
class AssessedFit:
    """The value that the scenario's list of fits gives to project and parcel."""

    label = Label(zh="评定适配度", en="assessed fit")
    unit = "points"

    def amounts(self, options: Options) -> FloatArray:
        """Return the assessed value of each option; 0 without a fit."""
        fits = options.askers.fit_value
        return options.sum_takes(fits[options.project[options.take_option], options.take_parcel])
