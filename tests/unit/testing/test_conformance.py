"""The conformance kit finds faults that are planted, and lets the sound twin pass."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pytest

from landsim import testing
from landsim.allocation.answer import read_plan
from landsim.allocation.planner import planners
from landsim.allocation.rule import Violation
from landsim.core.label import Label
from landsim.core.plan import Termination
from landsim.core.result import Direction
from landsim.metrics.metric import FunctionMetric
from landsim.testing import (
    check_discipline,
    check_distribution,
    check_metric,
    check_objective,
    check_planner,
    check_rule,
)

LIMIT_M2 = 40_000


class SmallFirstPeriod:
    """Of the first period's land, no more than a limit."""

    label = Label(zh="首期", en="first period")
    row_limit_m2 = LIMIT_M2
    row_period = 0

    def add_rows(self, program) -> None:
        program.add_row(
            "small_first_period",
            program.total(
                (option.area_m2, option)
                for option in program.options
                if option.period == program.problem.first_period + self.row_period
            )
            <= self.row_limit_m2,
        )

    def violations(self, problem, plan) -> Iterator[Violation]:
        first = [a for a in plan.assignments if a.period == problem.first_period]
        if sum(a.area_m2 for a in first) > LIMIT_M2:
            yield Violation(rule="small_first_period", message="too much")


class SharedPool(SmallFirstPeriod):
    """The same limit, but four columns carry the area, each only a part of it."""

    def add_rows(self, program) -> None:
        pools = [program.add_column(upper=LIMIT_M2 / 4) for _ in range(4)]
        first = [
            option for option in program.options if option.period == program.problem.first_period
        ]
        columns = [*(option.index for option in first), *pools]
        weights = [*(option.area_m2 for option in first), *[-1.0] * len(pools)]
        program.add_rows(
            "shared_pool", np.zeros(len(columns), int), np.array(columns), weights, upper=[0.0]
        )


class WrongPeriod(SmallFirstPeriod):
    """The rows look at the second period."""

    row_period = 1


class TooStrictRow(SmallFirstPeriod):
    """The rows stop one square metre early."""

    row_limit_m2 = LIMIT_M2 - 1


class TooLooseRow(SmallFirstPeriod):
    """The rows let ten thousand square metres more through."""

    row_limit_m2 = LIMIT_M2 + 10_000


class BlindCheck(SmallFirstPeriod):
    """The check sees nothing."""

    def violations(self, problem, plan) -> Iterator[Violation]:
        yield from ()


class OrderMatters(SmallFirstPeriod):
    """The check names whoever comes first in the plan."""

    def violations(self, problem, plan) -> Iterator[Violation]:
        for _ in super().violations(problem, plan):
            yield Violation(rule="order", message=plan.assignments[0].project)


class Undocumented(SmallFirstPeriod):
    __doc__ = None


@pytest.mark.parametrize("rule", [SmallFirstPeriod, SharedPool])
def test_a_sound_rule_passes(rule):
    tally = check_rule(rule)
    assert tally.kept > 0
    assert tally.broken > 0


@pytest.mark.parametrize(
    ("rule", "complaint"),
    [
        (WrongPeriod, "the rows"),
        (TooStrictRow, "the rows are broken"),
        (TooLooseRow, "the rows hold"),
        (BlindCheck, "the check finds nothing"),
        (OrderMatters, "order of projects"),
        (Undocumented, "docstring"),
    ],
)
def test_a_faulty_rule_is_found(rule, complaint):
    with pytest.raises(AssertionError, match=complaint):
        check_rule(rule)


class Area:
    """Area supplied."""

    label = Label(zh="面积", en="area")
    unit = "ha"

    def amounts(self, options):
        return options.area_m2 / 10_000


class NotFinite(Area):
    """Nothing for nobody."""

    def amounts(self, options):
        return np.full(len(options), np.nan)


class ByPlace(Area):
    """The first project of the list is worth most."""

    def amounts(self, options):
        place = {entry.project.id: n for n, entry in enumerate(options.problem.asking)}
        return np.array([-1.0 * place[option.project.id] for option in options])


class OneTooMany(Area):
    """One amount too many."""

    def amounts(self, options):
        return np.zeros(len(options) + 1)


def test_objectives():
    check_objective(Area)
    for faulty, complaint in (
        (NotFinite, "not finite"),
        (ByPlace, "order of projects"),
        (OneTooMany, "one amount"),
    ):
        with pytest.raises(AssertionError, match=complaint):
            check_objective(faulty)


def everything(program, choice, listener):
    """Serve everybody, come what may."""
    return read_plan(
        program,
        np.ones(program.n_columns),
        planner="everything",
        termination=Termination.HEURISTIC,
    )


def boastful(program, choice, listener):
    """Claim more than is there."""
    plan = planners.get("optimal")(program, choice, listener)
    return replace(plan, report=replace(plan.report, bound=plan.report.objective - 1))


def test_planners():
    with pytest.raises(AssertionError, match="breaks a rule"):
        check_planner(everything)
    with pytest.raises(AssertionError, match="bound too low"):
        check_planner(boastful)


@dataclass(frozen=True)
class Backwards:
    """More luck gives less."""

    mean: float = 0.5
    variance: float = 1 / 12

    def quantile(self, u: float) -> float:
        return 1 - u


@dataclass(frozen=True)
class WrongMean:
    """A uniform law that claims another mean."""

    mean: float = 0.6
    variance: float = 1 / 12

    def quantile(self, u: float) -> float:
        return u


@dataclass(frozen=True)
class WrongVariance(WrongMean):
    """A uniform law that claims another variance."""

    mean: float = 0.5
    variance: float = 0.1


@pytest.mark.parametrize(
    ("law", "complaint"),
    [(Backwards(), "falls"), (WrongMean(), "average"), (WrongVariance(), "variance")],
)
def test_laws(law, complaint):
    with pytest.raises(AssertionError, match=complaint):
        check_distribution(law)


def counted(function, **changes) -> FunctionMetric:
    values = {
        "name": "counted",
        "label": Label(zh="数", en="count"),
        "unit": "projects",
        "better": Direction.HIGHER,
        "function": function,
    }
    return FunctionMetric(**(values | changes))


def test_metrics():
    asked = itertools.count()
    check_metric(counted(lambda scenario, history: len(history.projects)))
    check_metric(counted(lambda scenario, history: math.nan))
    for faulty, complaint in (
        (counted(lambda scenario, history: math.inf), "infinite"),
        (counted(lambda scenario, history: next(asked)), "when asked again"),
        (counted(lambda scenario, history: 0.0, unit=""), "unit"),
    ):
        with pytest.raises(AssertionError, match=complaint):
            check_metric(faulty)
    with pytest.raises(ZeroDivisionError):
        check_metric(counted(lambda scenario, history: 1 / len(history.projects)))


def last(waiting, now):
    """Serve whoever came last."""
    return len(waiting) - 1


def nobody(waiting, now):
    """Point behind the queue."""
    return len(waiting)


def test_disciplines():
    check_discipline(last)
    with pytest.raises(AssertionError, match="position"):
        check_discipline(nobody)


def test_the_checks_are_the_package_s_public_names():
    assert testing.check_rule is check_rule
    with pytest.raises(AttributeError, match="no attribute 'check_nothing'"):
        testing.check_nothing  # noqa: B018
