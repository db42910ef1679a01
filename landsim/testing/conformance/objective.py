"""An objective gives every option one amount."""

from dataclasses import replace

import numpy as np

from landsim.allocation.objective import Objective
from landsim.allocation.options import Options, list_options
from landsim.core.problem import FloatArray
from landsim.testing.conformance.problems import some_problems


def check_objective(objective: type[Objective], *, n_examples: int = 200) -> None:
    """Assert that an objective gives every option one finite amount, the same in any order.

    Parameters
    ----------
    objective
        Objective to check.
    n_examples
        Number of problems to try.
    """
    assert objective.__doc__, f"{objective.__name__} needs a docstring"
    assert objective.label.zh, f"{objective.__name__} needs a Chinese label"
    assert objective.label.en, f"{objective.__name__} needs an English label"
    assert objective.unit, f"{objective.__name__} needs a unit"
    for problem in some_problems(n_examples):
        options = list_options(problem)
        amounts = objective().amounts(options)
        assert amounts.shape == (len(options),), f"{objective.__name__}: one amount to an option"
        assert np.isfinite(amounts).all(), f"{objective.__name__}: an amount is not finite"
        turned = list_options(replace(problem, asking=problem.asking[::-1]))
        assert _by_option(turned, objective().amounts(turned)) == _by_option(options, amounts), (
            f"{objective.__name__}: the order of projects matters"
        )


def _by_option(options: Options, amounts: FloatArray) -> dict[object, float]:
    return {
        options.assignment(index): round(float(amount), 9) for index, amount in enumerate(amounts)
    }
