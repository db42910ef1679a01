"""Every registered component keeps the promises of its kind."""

from typing import get_args

import pytest

from landsim.allocation.objective import objectives
from landsim.allocation.planner import planners
from landsim.allocation.rule import rules
from landsim.core import distribution
from landsim.metrics.metric import metrics
from landsim.simulation.discipline import disciplines
from landsim.testing import (
    check_discipline,
    check_metric,
    check_objective,
    check_planner,
    check_rule,
)

REWARDS = {"cluster"}
"""Rules whose rows bind a bonus and forbid nothing."""


@pytest.mark.parametrize("name", rules.names())
def test_rule(name):
    tally = check_rule(rules.get(name), serves_twice=name == "matching")
    assert tally.kept > 0
    assert (tally.broken > 0) == (tally.n_rows > 0 and name not in REWARDS)


@pytest.mark.parametrize("name", objectives.names())
def test_objective(name):
    check_objective(objectives.get(name))


@pytest.mark.parametrize("name", planners.names())
def test_planner(name):
    check_planner(planners.get(name))


@pytest.mark.parametrize("name", metrics.names())
def test_metric(name):
    assert metrics.get(name).name == name
    check_metric(metrics.get(name))


@pytest.mark.parametrize("name", disciplines.names())
def test_discipline(name):
    check_discipline(disciplines.get(name))


def test_every_law_is_listed():
    assert set(distribution.LAWS) == set(get_args(distribution.Distribution))
