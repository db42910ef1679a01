"""What extension authors, and our own tests, test with.

`builders` makes small scenarios in readable one-liners, `strategies` draws them with
Hypothesis, `conformance` proves that a rule, objective, planner, metric or law keeps its
promises.
"""

import importlib
from typing import Any

_CHECKS = (
    "check_discipline",
    "check_distribution",
    "check_metric",
    "check_objective",
    "check_planner",
    "check_rule",
)
__all__ = list(_CHECKS)


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    if name in _CHECKS:
        return getattr(importlib.import_module("landsim.testing.conformance"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
