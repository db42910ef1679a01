"""Greatest regret first."""

import numpy as np

from landsim.allocation.answer import read_plan
from landsim.allocation.committee import worthwhile
from landsim.allocation.planner import planners
from landsim.allocation.program import Program
from landsim.allocation.slack import Slack
from landsim.core.plan import Plan, Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import FloatArray, IntArray
from landsim.core.progress import Listener


@planners.register("regret_greedy")
def regret_greedy(program: Program, choice: PlannerChoice, listener: Listener) -> Plan:  # noqa: ARG001
    """Serve next whoever would lose most by having to take its second-best land.

    Parameters
    ----------
    program
        Options and rows.
    choice, listener
        Not used: nothing here takes long.

    Notes
    -----
    The second best is sought on other land than the best; a project with one site left loses
    all of it, and one that is locked in then goes before all others. Ties go to the project that
    filed first.
    """
    options, slack = program.options, Slack(program)
    points = program.tiers[0][: len(options)]
    place = options.take_parcel[options.take_begin[:-1]]
    x = np.zeros(program.n_columns)
    left = np.flatnonzero(worthwhile(program))
    left = left[slack.fits(left)]
    locked = np.zeros(len(options.askers.asking), dtype=bool)
    locked[[row for row, _ in options.askers.locks]] = True
    while len(left):
        chosen = _most_regretted(left, options.project[left], points[left], place[left], locked)
        slack.choose(chosen)
        x[chosen] = 1.0
        left = left[options.project[left] != options.project[chosen]]
        left = left[slack.fits(left)]
    return read_plan(program, x, planner="regret_greedy", termination=Termination.HEURISTIC)


def _most_regretted(
    options: IntArray, project: IntArray, points: FloatArray, place: IntArray, locked: np.ndarray
) -> int:
    order = np.lexsort((-points, project))
    project, points, place, options = project[order], points[order], place[order], options[order]
    is_best = np.concatenate([[True], project[1:] != project[:-1]])
    group = np.cumsum(is_best) - 1
    best = np.flatnonzero(is_best)
    second = np.where(locked[project[best]], -np.inf, 0.0)
    elsewhere = place != place[best][group]
    np.maximum.at(second, group[elsewhere], points[elsewhere])
    regret = points[best] - second
    winner = np.lexsort((-regret, ~locked[project[best]]))[0]
    return int(options[best[winner]])
