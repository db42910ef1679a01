"""What a plan made at a decision epoch asks to be readied early."""

from landsim.allocation.facts import Facts
from landsim.core.ids import ParcelId, ProjectId
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem
from landsim.core.servicing import ServicingOrder, servicing_order


def servicing_orders(problem: AllocationProblem, plan: Plan) -> tuple[ServicingOrder, ...]:
    """Return the orders without which a plan could not give its land in time.

    Parameters
    ----------
    problem
        Problem of the epoch.
    plan
        Its plan.

    Notes
    -----
    A parcel that several assignments need early is ordered once, for the first of them.
    """
    facts = Facts(problem)
    first: dict[ParcelId, tuple[int, ProjectId]] = {}
    for assignment in plan.assignments:
        for take in assignment.bundle:
            if facts.early_months(take.parcel, assignment.period) > 0:
                wish = (assignment.period, assignment.project)
                first[take.parcel] = min(first.get(take.parcel, wish), wish)
    horizon = problem.horizon
    return tuple(
        servicing_order(horizon, facts.parcels[name], float(horizon.first_day(period)), project)
        for name, (period, project) in sorted(first.items())
    )
