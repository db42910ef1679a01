"""Why a project got nothing, and the smallest change of each kind that would serve it.

Every change is found by solving again, and verified by solving once more.
"""

from collections.abc import Iterator

from landsim.allocation.changes import ChangeSearch
from landsim.allocation.model import Effort, Solves
from landsim.allocation.reason import Reason
from landsim.core.ids import ProjectId
from landsim.core.plan import Assignment, Plan
from landsim.core.problem import AllocationProblem
from landsim.core.progress import Listener, ignore
from landsim.errors import PlanError


def explain_refusal(
    problem: AllocationProblem,
    plan: Plan,
    project: ProjectId,
    *,
    effort: Effort | None = None,
    listener: Listener = ignore,
) -> Reason:
    r"""Say why a project got nothing, and find the smallest change of each kind that serves it.

    Parameters
    ----------
    problem
        What was decided.
    plan
        Plan to explain, whoever made it.
    project
        A project that asked and got nothing.
    effort
        Caps on the work; None for the usual ones.
    listener
        Told of incumbents; an exception it raises stops the work.

    Raises
    ------
    PlanError
        If the project does not ask, or the plan serves it.

    Notes
    -----
    A limit is eased by :math:`\delta`, the project locked in, and the least :math:`\delta`
    found for which a plan with it is worth as much as the best plan without it. That plan may
    gain by the ease as well: the search then goes on from its new worth, until the plan without
    the project no longer gains. Each :math:`\delta` on the way is a proven lower bound, so the
    last is the smallest. At a decision epoch the project counts as served today.
    """
    asked = {entry.project.id for entry in problem.asking}
    only_now = problem.is_epoch
    served = {a.project for a in plan.assignments if not only_now or _is_now(problem, a)}
    if project not in asked or project in served:
        raise PlanError(f"nothing to explain: {project} does not ask, or is served")
    return ChangeSearch(problem, plan, project, Solves(effort or Effort(), listener)).run()


def _is_now(problem: AllocationProblem, assignment: Assignment) -> bool:
    return assignment.period == problem.first_period


def explain_all(
    problem: AllocationProblem,
    plan: Plan,
    *,
    effort: Effort | None = None,
    listener: Listener = ignore,
) -> Iterator[Reason]:
    """Yield the reason of every refused project, in order of filing.

    Parameters
    ----------
    problem
        What was decided.
    plan
        Plan to explain.
    effort
        Caps on the work for each project.
    listener
        Told of incumbents.
    """
    for refusal in plan.refusals:
        yield explain_refusal(problem, plan, refusal.project, effort=effort, listener=listener)
