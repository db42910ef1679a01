"""Hypothesis strategies: laws, whole scenarios, allocation problems."""

from hypothesis import strategies as st

from landsim.core.distribution import (
    Constant,
    Discrete,
    Distribution,
    Exponential,
    LogNormal,
    Triangular,
    Uniform,
)
from landsim.core.problem import AllocationProblem
from landsim.core.scenario import Scenario
from landsim.testing.drawn import drawn_problem, drawn_scenario


def distributions(*, most: float = 100.0) -> st.SearchStrategy[Distribution]:
    """Draw laws of every kind on values from 0 up.

    Parameters
    ----------
    most
        Largest bound of the laws that have one, and largest mean of the others.
    """
    amounts = st.floats(0.0, most)
    positive = st.floats(0.01, most)
    three = st.lists(amounts, min_size=3, max_size=3).map(sorted)
    entries = st.lists(st.tuples(amounts, st.floats(0.01, 1.0)), min_size=1, max_size=5)
    return st.one_of(
        st.builds(Constant, value=amounts),
        three.map(lambda bounds: Uniform(low=bounds[0], high=bounds[2])),
        three.map(lambda bounds: Triangular(low=bounds[0], mode=bounds[1], high=bounds[2])),
        st.builds(Exponential, mean=positive),
        st.builds(LogNormal, median=positive, sigma=st.floats(0.0, 1.0)),
        entries.map(
            lambda pairs: Discrete(
                values=tuple(value for value, _ in pairs),
                shares=tuple(share for _, share in pairs),
            )
        ),
    )


def scenarios() -> st.SearchStrategy[Scenario]:
    """Draw scenarios of a few parcels and projects, each close to some limit."""
    return st.builds(drawn_scenario, st.randoms(use_true_random=False))


def problems() -> st.SearchStrategy[AllocationProblem]:
    """Draw allocation problems: of perfect foresight, or of a decision epoch."""
    return st.builds(drawn_problem, st.randoms(use_true_random=False))
