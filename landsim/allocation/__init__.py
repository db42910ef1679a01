"""From a problem to a plan: options, rules, objectives, planners, checks and explanations."""

from landsim.allocation.check import check_plan
from landsim.allocation.explain import explain_refusals
from landsim.allocation.planner import baselines, make_plan
from landsim.allocation.rolling import rolling
from landsim.allocation.rule import Violation

__all__ = ["Violation", "baselines", "check_plan", "explain_refusals", "make_plan", "rolling"]
