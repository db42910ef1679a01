"""Shadow prices: what one more unit of a limit is worth to the plan, and how far that holds."""

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from landsim.allocation.about import HA_PER_M2, About
from landsim.allocation.answer import with_bonuses
from landsim.allocation.bench import slack_of
from landsim.allocation.blocking import chosen_options
from landsim.allocation.duals import Duals, relaxed_duals
from landsim.allocation.fixedwinners import FixedWinners
from landsim.allocation.limits import limit_levers
from landsim.allocation.matrix import Matrix
from landsim.allocation.model import Effort, EffortSpent, Model, Solves
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem, FloatArray, IntArray
from landsim.core.progress import Listener, ignore

_GROUPS = {
    "parcel {parcel} in {period}": ("parcel {parcel}", "parcel"),
    "node {node} in {period}": ("node {node}", "node"),
}
"""Subjects whose rows, one for each period, have one price together."""
_UNPRICED = ("matching", "cluster", "incompatibility")
_NAN = math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a limit is worth, in points for one unit more of it."""

    rule: str
    """Rule of the limit."""
    subject: About
    """What it limits."""
    unit: str
    """Unit: ha, MW, million CNY, or empty for counts."""
    limit: float
    """The limit where it binds, in its unit; of several periods the least."""
    relaxed_points: float
    """Price in the relaxation, in which options may be chosen in part: points a unit."""
    relaxed_low: float
    """Least limit for which that price holds, in its unit; NaN where several periods bind."""
    relaxed_high: float
    """Largest limit for which it holds, the same."""
    fixed_points: float
    """Price with the winners and their sites fixed: points lost for a unit less, of which parts
    of sites are given up; 0 where the plan leaves room."""
    fixed_low: float
    """Least limit for which that price holds, in its unit."""
    more_points: float
    """Points gained with a whole unit more, planned anew; NaN where that was not done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShadowPrices:
    """Prices of all limits that bind somewhere."""

    prices: tuple[Price, ...]
    """Prices, by rule and subject."""
    relaxed_points: float
    """Points of the relaxation: no plan is worth more."""
    plan_points: float
    """Points of the plan."""
    is_proven: bool
    """Whether every planning anew was proven to the end."""


def shadow_prices(
    problem: AllocationProblem,
    plan: Plan,
    *,
    effort: Effort | None = None,
    listener: Listener = ignore,
) -> ShadowPrices:
    """Return what one more unit of each limit is worth.

    Parameters
    ----------
    problem
        What was decided.
    plan
        Plan whose winners are fixed for the second kind of price.
    effort
        Caps on planning anew; None for the usual ones.
    listener
        Told of incumbents; an exception it raises stops the work.

    Notes
    -----
    A plan chooses whole options, so it has no prices of its own. Three figures stand in for
    them: the dual of the relaxation; the dual with the winners fixed, from below, since
    from above more of a limit gives fixed winners nothing; and what one whole unit more gains
    when all is planned anew, which only programs of up to ``effort.exact_columns`` are.
    """
    program = build_program(problem)
    solves = Solves(effort or Effort(), listener)
    x = np.zeros(program.n_columns)
    x[chosen_options(program, plan)] = 1.0
    x = with_bonuses(program, x)
    matrix = program.matrix()
    relaxed = relaxed_duals(matrix)
    return ShadowPrices(
        prices=tuple(_prices(program, matrix, x, relaxed, solves)),
        relaxed_points=_NAN if relaxed is None else relaxed.objective,
        plan_points=float(program.tiers[0] @ x),
        is_proven=solves.is_proven,
    )


def _prices(
    program: Program, matrix: Matrix, x: FloatArray, relaxed: Duals | None, solves: Solves
) -> list[Price]:
    labels = program.labels()
    groups: dict[tuple[str, About], list[int]] = defaultdict(list)
    for row, (rule, subject) in enumerate(labels):
        if rule not in _UNPRICED:
            groups[rule, _group(subject)].append(row)
    known = _Known(matrix=matrix, relaxed=relaxed, fixed=FixedWinners(program, matrix, x))
    more = _more(program, solves)
    found = []
    for (rule, subject), places in groups.items():
        rows = np.array(places)
        scale = np.array([labels[row][1].scale for row in places])
        price = _price((rule, subject), rows, scale, known)
        if price is not None:
            found.append(replace(price, more_points=more(rule, subject)))
    return sorted(found, key=lambda price: (price.rule, str(price.subject)))


def _group(subject: About) -> About:
    if subject.message not in _GROUPS:
        return replace(subject, scale=1.0)
    message, name = _GROUPS[subject.message]
    values = ((name, dict(subject.values)[name]),)
    return About(message=message, values=values, unit=subject.unit)


def _price(
    named: tuple[str, About], rows: IntArray, scale: FloatArray, known: "_Known"
) -> Price | None:
    """Return the price of a limit whose rows are given; None if it binds nowhere."""
    rule, subject = named
    relaxed, fixed = known.relaxed, known.fixed
    sign, bounds = _bounds(known.matrix, rows)
    dual, low, high = 0.0, _NAN, _NAN
    binding = np.zeros(len(rows), dtype=bool)
    if relaxed is not None:
        binding = np.abs(relaxed.row[rows]) > slack_of(0.0)
        dual = float((sign * relaxed.row[rows] / scale)[binding].sum())
        if binding.sum() == 1:
            (one,) = np.flatnonzero(binding)
            low = float(relaxed.low[rows[one]] * scale[one])
            high = float(relaxed.high[rows[one]] * scale[one])
    is_tight = fixed.is_tight[rows]
    limits = (bounds * scale)[binding | is_tight]
    if len(limits) == 0:
        return None
    limit = float(limits.min())
    loss, reach = fixed.price(rows, sign / scale, limit) if is_tight.any() else (0.0, limit)
    if dual == 0 and loss == 0:
        return None
    return Price(
        rule=rule,
        subject=subject,
        unit=subject.unit,
        limit=limit,
        relaxed_points=dual,
        relaxed_low=low,
        relaxed_high=high,
        fixed_points=loss,
        fixed_low=reach,
        more_points=_NAN,
    )


def _bounds(matrix: Matrix, rows: IntArray) -> tuple[FloatArray, FloatArray]:
    """Return which way each row is loosened, 1 for its upper bound, and that bound."""
    upper, lower = matrix.rows.upper[rows], matrix.rows.lower[rows]
    is_upper = upper < np.inf
    return np.where(is_upper, 1.0, -1.0), np.where(is_upper, upper, lower)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What prices are read from."""

    matrix: Matrix
    relaxed: Duals | None
    fixed: FixedWinners


def _more(program: Program, solves: Solves) -> Callable[[str, About], float]:
    """Return what says how much a whole unit more of a limit gains when all is planned anew."""
    problem = program.problem
    is_small = program.n_columns <= solves.effort.exact_columns
    levers = [lever for lever in limit_levers(problem) if lever.rows is not None]
    base = Model(program).solve(program.tiers[0], solves) if is_small else None

    def more(rule: str, subject: About) -> float:
        for lever in levers:
            is_meant = lever.rule == rule and set(lever.values) <= set(subject.values)
            if base is None or not is_meant or subject.message.endswith("at least"):
                continue
            eased = build_program(lever.apply(problem, 1.0), program.options.land)
            try:
                found = Model(eased).solve(eased.tiers[0], solves)
            except EffortSpent:
                return _NAN
            return _NAN if found is None else max(0.0, found.objective - base.objective)
        return _NAN

    return more


def zone_prices(problem: AllocationProblem, prices: ShadowPrices) -> dict[str, float]:
    """Return the price of a hectare in each zone: the mean of its parcels, weighted by area.

    Parameters
    ----------
    problem
        What was decided.
    prices
        Prices of its limits.

    Notes
    -----
    Prices of the relaxation; parcels that do not bind count with 0.
    """
    by_parcel = {
        dict(price.subject.values)["parcel"]: price.relaxed_points
        for price in prices.prices
        if price.rule == "capacity"
    }
    worth: dict[str, float] = defaultdict(float)
    area: dict[str, float] = defaultdict(float)
    for parcel in problem.park.parcels:
        worth[parcel.zone] += by_parcel.get(parcel.id, 0.0) * parcel.area_m2 * HA_PER_M2
        area[parcel.zone] += parcel.area_m2 * HA_PER_M2
    return {zone: worth[zone] / area[zone] for zone in sorted(area)}
