"""Large-neighbourhood search: parts of a choice decided anew by branch and bound."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from landsim.allocation.draft import Draft
from landsim.allocation.neighbourhood import Neighbourhoods
from landsim.allocation.part import Answer, Part, decide, part_of, with_answer
from landsim.core.luck import generator
from landsim.core.planning import PlannerChoice

N_PARTS = 4
"""Parts of a round: as many whatever the number of workers, so that these do not matter."""
_LEAST_GROUPS, _MANY_GROUPS, _MOST_GROUPS = 16, 30, 80
"""Groups of a part: at least, at most to begin with (a quarter of all between), at most."""
_WIDER, _NARROWER = 1.25, 0.8
_N_NODES = 30
_EASY_NODES = 3
_PART_GAP = 1e-4
_STALL_ROUNDS = 8
"""Rounds without a better plan after which more of them are not worth it."""


@dataclass(slots=True, kw_only=True)
class Effort:
    """How hard to try, and how hard it was."""

    choice: PlannerChoice
    """Rounds, seed and workers."""
    seconds_left: Callable[[], float]
    """Seconds until the user's own limit; infinite without one."""
    n_rounds: int = 0
    """Rounds done."""
    n_nodes: int = 0
    """Branch-and-bound nodes of all parts."""


def improve(
    draft: Draft,
    around: Neighbourhoods,
    effort: Effort,
    *,
    is_enough: Callable[[Draft], bool],
) -> Draft:
    """Decide parts of a choice anew, round after round.

    Parameters
    ----------
    draft
        The choice to begin with.
    around
        Says which parts.
    effort
        Rounds, seed and workers; counts what was done.
    is_enough
        Told of the best choice after each round; whether to stop.

    Notes
    -----
    The parts of a round are disjoint, decided independently from the same choice, and put in
    place in order, each unless the ones before it have used up its room. So neither the number
    of workers nor their speed decides anything. Parts grow while they are easy.
    """
    choice, n_stalled = effort.choice, 0
    n_groups = len(draft.relaxed.begin)
    size = float(min(max(n_groups // N_PARTS, _LEAST_GROUPS), _MANY_GROUPS))
    most = min(_MOST_GROUPS, n_groups)
    with ThreadPoolExecutor(max_workers=choice.workers) as pool:
        while effort.n_rounds < choice.budget and not is_enough(draft):
            chance = generator(choice.seed, "improve", effort.n_rounds)
            effort.n_rounds += 1
            columns = around.draw(draft, N_PARTS, min(int(size), most), chance)
            parts = [part_of(draft, some) for some in columns]
            answers = list(pool.map(_decider(effort), parts))
            effort.n_nodes += sum(answer.n_nodes for answer in answers)
            better = _put_in_place(draft, parts, answers)
            is_wide = size >= most
            n_stalled = 0 if better.beats(draft) else n_stalled + 1
            draft = better
            if n_stalled >= _STALL_ROUNDS or (
                is_wide and most == n_groups and _all_settled(answers)
            ):
                break
            n_easy = sum(a.is_settled and a.n_nodes <= _EASY_NODES for a in answers)
            size *= _WIDER if 2 * n_easy > len(answers) else _NARROWER
            size = min(max(size, _LEAST_GROUPS / 2), float(most))
    return draft


def _decider(effort: Effort) -> Callable[[Part], Answer]:
    def run(part: Part) -> Answer:
        seconds = effort.seconds_left()
        return decide(part, _N_NODES, _PART_GAP, max(seconds, 0.1))

    return run


def _put_in_place(draft: Draft, parts: Sequence[Part], answers: Sequence[Answer]) -> Draft:
    for part, answer in zip(parts, answers, strict=True):
        changed = with_answer(draft, part, answer)
        if changed is not None and changed.beats(draft):
            draft = changed
    return draft


def _all_settled(answers: Sequence[Answer]) -> bool:
    return all(answer.is_settled for answer in answers)
