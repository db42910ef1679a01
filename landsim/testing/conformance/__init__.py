"""What every component must keep, whoever wrote it: one check for each kind.

Call the check of your component's kind in a test of your own; it raises `AssertionError` with
the first promise that is broken. Problems are drawn by `landsim.testing.drawn`; hand in a
function of your own where your component needs others.
"""

from landsim.testing.conformance.discipline import check_discipline
from landsim.testing.conformance.distribution import check_distribution
from landsim.testing.conformance.metric import check_metric
from landsim.testing.conformance.objective import check_objective
from landsim.testing.conformance.planner import check_planner
from landsim.testing.conformance.problems import some_problems
from landsim.testing.conformance.rule import Tally, check_rule

__all__ = [
    "Tally",
    "check_discipline",
    "check_distribution",
    "check_metric",
    "check_objective",
    "check_planner",
    "check_rule",
    "some_problems",
]
