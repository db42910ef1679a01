"""What a planner expects of a project before anything has happened: when it will produce."""

import numpy as np

from landsim.allocation.options import Options
from landsim.core.approval import ASSIGNED, StageRole
from landsim.core.horizon import DAYS_PER_MONTH, DAYS_PER_YEAR
from landsim.core.policy import Policy
from landsim.core.problem import FloatArray
from landsim.core.project import Project
from landsim.core.tenure import TenureTerms

VALUED_YEARS = 20.0
"""Years after the assignment over which benefits count: the longest lease, and the common
total of the shorter modes, so that no mode gains by its length alone."""
DAYS_PER_WORKDAY = 1.46
"""Calendar days to a working day (policy.md: 250 working days a year)."""


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
    lead = _lead_years(options)[options.project, options.mode]
    held = np.array([min(terms.total_years, VALUED_YEARS) for terms in land.modes])
    begin, end = given + lead, given + held[options.mode]
    rate = np.log1p(problem.policy.price.discount_rate_per_year)
    years = np.exp(-rate * begin) - np.exp(-rate * end) if rate else end - begin
    return np.asarray(np.maximum(years / rate if rate else years, 0.0))


def _lead_years(options: Options) -> FloatArray:
    """Return years from assignment to the middle of the ramp, shape (n_projects, n_modes)."""
    policy = options.problem.policy
    return np.array(
        [
            [
                lead_days(asking.project, terms, policy) / DAYS_PER_YEAR
                for terms in options.land.modes
            ]
            for asking in options.askers.asking
        ]
    ).reshape(len(options.askers.asking), len(options.land.modes))


def lead_days(project: Project, terms: TenureTerms, policy: Policy) -> float:
    """Return the expected calendar days from assignment to the middle of the ramp-up.

    Parameters
    ----------
    project
        Its conduct says how long it builds, fits out and ramps up on average.
    terms
        Says how the mode stretches the firm's own delay.
    policy
        Its approvals lie before and between.
    """
    conduct = project.conduct
    months = {
        StageRole.CONSTRUCTION: conduct.build_months.mean
        + conduct.start_delay_months.mean * terms.start_delay_factor,
        StageRole.PRODUCTION: conduct.fit_out_months.mean,
        StageRole.FULL_PRODUCTION: conduct.ramp_months.mean / 2,
    }
    approvals = policy.approvals
    route = approvals.route(approvals.ordinary_route)
    roles = {stage.id: stage.role for stage in approvals.stages}
    ends = {ASSIGNED: 0.0}
    for step in route.steps:
        begins = [ends[before] for before in step.after if before in ends]
        if not begins:
            continue
        role = roles[step.stage]
        days = (
            months[role] * DAYS_PER_MONTH
            if role in months
            else step.workdays.mean * DAYS_PER_WORKDAY
        )
        ends[step.stage] = max(begins) + days
    return max(ends.values())
