"""Problems that components are checked on."""

import functools
import random
from collections.abc import Callable

from landsim.allocation.options import list_options
from landsim.core.problem import AllocationProblem
from landsim.testing.drawn import drawn_problem


@functools.cache
def some_problems(
    n_examples: int, draw: Callable[[random.Random], AllocationProblem] = drawn_problem
) -> tuple[AllocationProblem, ...]:
    """Return problems in which at least two projects have options; the same at every call.

    Parameters
    ----------
    n_examples
        How many to draw; those in which nobody competes are left out.
    draw
        What draws one.
    """
    chance = random.Random(n_examples)  # noqa: S311 - no secret
    drawn = (draw(chance) for _ in range(n_examples))
    return tuple(problem for problem in drawn if len(set(list_options(problem).project)) > 1)
