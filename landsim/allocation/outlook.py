"""What a planner expects of a project before anything has happened: when it will produce."""

import numpy as np

from landsim.allocation.options import Options
from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.problem import FloatArray

VALUED_YEARS = 20.0
"""Years after the assignment over which benefits count: the longest lease, and the common
total of the shorter modes, so that no mode gains by its length alone."""


def production_years(options: Options) -> FloatArray:
    """Return the discounted years of full production of each option.

    Parameters
    ----------
    options
        Options to value.

    Notes
    -----
    Production runs from its expected start, the ramp counted as a step at its middle, until
    the tenure or `VALUED_YEARS` end. Years are discounted continuously to the problem's first
    period at the policy's rate, so that points of successive decisions compare.
    """
    land, problem = options.land, options.problem
    base = land.first_day[problem.first_period]
    given = (land.first_day[options.period] - base) / DAYS_PER_YEAR
    lead = _lead_days(options)[options.project, options.mode] / DAYS_PER_YEAR
    held = np.array([min(terms.total_years, VALUED_YEARS) for terms in land.modes])
    begin, end = given + lead, given + held[options.mode]
    rate = np.log1p(problem.policy.price.discount_rate_per_year)
    years = np.exp(-rate * begin) - np.exp(-rate * end) if rate else end - begin
    return np.asarray(np.maximum(years / rate if rate else years, 0.0))


def _lead_days(options: Options) -> FloatArray:
    """Return days from assignment to mid ramp-up, shape (n_projects, n_modes).

    Projects of a kind share one conduct, so that few have to be worked out.
    """
    conducts = [entry.project.conduct for entry in options.askers.asking]
    kinds = {id(conduct): conduct for conduct in conducts}
    row = {key: place for place, key in enumerate(kinds)}
    days = [options.land.lead_days(conduct) for conduct in kinds.values()]
    shape = (len(kinds), len(options.land.modes))
    return np.reshape(days, shape)[[row[id(conduct)] for conduct in conducts]]
