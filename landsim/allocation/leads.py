"""How long a planner expects it takes from an assignment to production."""

from landsim.core.approval import ASSIGNED, Approvals, StageRole
from landsim.core.horizon import DAYS_PER_MONTH
from landsim.core.project import Conduct
from landsim.core.space import SupplyKind
from landsim.core.tenure import TenureTerms

DAYS_PER_WORKDAY = 1.46
"""Calendar days to a working day (policy.md: 250 working days a year)."""


def lead_days(conduct: Conduct, terms: TenureTerms, approvals: Approvals) -> float:
    """Return the expected calendar days from assignment to the middle of the ramp-up.

    Parameters
    ----------
    conduct
        How long the project builds, fits out and ramps up.
    terms
        How the tenure mode stretches the firm's own delay.
    approvals
        Approval system; its ordinary route lies before and between. On floor space it is the
        route for floor space, without construction.

    Notes
    -----
    The longest path through the route with every law at its mean: no queues, no corrections,
    no green channel. It orders options; it is no forecast of a lead time.
    """
    months = {
        StageRole.CONSTRUCTION: conduct.build_months.mean
        + conduct.start_delay_months.mean * terms.start_delay_factor,
        StageRole.PRODUCTION: conduct.fit_out_months.mean,
        StageRole.FULL_PRODUCTION: conduct.ramp_months.mean / 2,
    }
    roles = {stage.id: stage.role for stage in approvals.stages}
    ends = {ASSIGNED: 0.0}
    ordinary = approvals.ordinary_route
    is_floor = terms.supply is SupplyKind.FLOOR
    route = approvals.route_on_floor(ordinary) if is_floor else approvals.route(ordinary)
    for step in route.steps:
        begins = [ends[before] for before in step.after if before in ends]
        if begins:
            role = roles[step.stage]
            days = (
                months[role] * DAYS_PER_MONTH
                if role in months
                else step.workdays.mean * DAYS_PER_WORKDAY
            )
            ends[step.stage] = max(begins) + days
    return max(ends.values())
