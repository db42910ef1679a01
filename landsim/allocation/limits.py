"""Levers on the limits of a policy: quota, capacity, claims, shares, budget, reserve."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from landsim.allocation.about import About
from landsim.allocation.levers import Lever
from landsim.allocation.shares import share_levers, with_land
from landsim.core.area import M2_PER_HA, ha_from_m2
from landsim.core.landrules import Claim
from landsim.core.problem import AllocationProblem

_HA_STEP = 1e-4
_MW_STEP = 1e-3
_MCNY_STEP = 1e-3


def limit_levers(problem: AllocationProblem) -> Iterator[Lever]:
    """Yield a lever for each limit of a problem.

    Parameters
    ----------
    problem
        What is decided.
    """
    yield from _quota(problem)
    yield from _power(problem)
    for claim in problem.policy.land.claims:
        yield from _claim(problem, claim)
    yield from _budget(problem)
    yield from share_levers(problem)


def _quota(problem: AllocationProblem) -> Iterator[Lever]:
    if problem.quota_m2 is None:
        return
    first = problem.horizon.year_of(problem.first_period)
    total_ha = ha_from_m2(float(sum(parcel.area_m2 for parcel in problem.park.parcels)))
    for place in range(first, len(problem.horizon.years)):
        year = problem.horizon.years[place]
        yield Lever(
            rule="quota",
            message="the quota of {year} were {amount} ha larger ({before} → {after} ha)",
            values=(("year", str(year)),),
            unit="ha",
            now=ha_from_m2(max(0.0, float(problem.quota_m2[place]))),
            step=_HA_STEP,
            most=total_ha,
            apply=_more_quota(place),
            rows=_rows_of_year(year, has_carry_over=problem.policy.supply.has_carry_over),
        )


def _more_quota(place: int) -> Callable[[AllocationProblem, float], AllocationProblem]:
    def apply(problem: AllocationProblem, amount: float) -> AllocationProblem:
        assert problem.quota_m2 is not None  # noqa: S101 - there is no lever without a quota
        quota = problem.quota_m2.copy()
        quota[place] = max(0, int(quota[place])) + round(amount * M2_PER_HA)
        return replace(problem, quota_m2=quota)

    return apply


def _rows_of_year(year: int, *, has_carry_over: bool) -> Callable[[About], float]:
    def per_unit(subject: About) -> float:
        stated = int(dict(subject.values)["year"])
        is_moved = stated >= year if has_carry_over else stated == year
        return M2_PER_HA * is_moved

    return per_unit


def _power(problem: AllocationProblem) -> Iterator[Lever]:
    for row, node in enumerate(problem.park.nodes):
        if node.service == "power":
            most = sum(entry.project.needs.power_mw for entry in problem.asking)
            yield Lever(
                rule="power",
                message="node {node} had {amount} MW more ({before} → {after} MW left at least)",
                values=(("node", str(node.id)),),
                unit="MW",
                now=float(problem.capacity[row, problem.first_period :].min()),
                step=_MW_STEP,
                most=most,
                apply=_more("capacity", row),
                rows=_rows_of("node", str(node.id)),
            )


def _more(field: str, place: int) -> Callable[[AllocationProblem, float], AllocationProblem]:
    """Return what adds to a row of a field of the problem."""

    def apply(problem: AllocationProblem, amount: float) -> AllocationProblem:
        limits = getattr(problem, field).copy()
        limits[place] += amount
        return replace(problem, **{field: limits})

    return apply


def _rows_of(name: str, value: str, per_unit: float = 1.0) -> Callable[[About], float]:
    return lambda subject: per_unit * (dict(subject.values).get(name) == value)


def _claim(problem: AllocationProblem, claim: Claim) -> Iterator[Lever]:
    total_m2 = sum(parcel.area_m2 for parcel in problem.park.parcels)
    if claim.max_m2 is not None:
        yield Lever(
            rule="claims",
            message="claim {claim} allowed {amount} ha more ({before} → {after} ha)",
            values=(("claim", claim.name),),
            unit="ha",
            now=ha_from_m2(claim.max_m2),
            step=_HA_STEP,
            most=ha_from_m2(total_m2),
            apply=_eased_claim(claim.name, is_least=False),
            rows=_rows_at_most(claim.name),
        )
    if claim.min_m2 > 0:
        yield Lever(
            rule="claims",
            message="claim {claim} asked {amount} ha less ({before} → {after} ha)",
            values=(("claim", claim.name),),
            unit="ha",
            now=ha_from_m2(claim.min_m2),
            sign=-1.0,
            step=_HA_STEP,
            most=ha_from_m2(claim.min_m2),
            apply=_eased_claim(claim.name, is_least=True),
        )


def _rows_at_most(name: str) -> Callable[[About], float]:
    def per_unit(subject: About) -> float:
        is_most = subject.message == "claim {claim}: at most"
        return M2_PER_HA * (is_most and dict(subject.values)["claim"] == name)

    return per_unit


def _eased_claim(
    name: str, *, is_least: bool
) -> Callable[[AllocationProblem, float], AllocationProblem]:
    def apply(problem: AllocationProblem, amount: float) -> AllocationProblem:
        by = round(amount * M2_PER_HA)

        def eased(claim: Claim) -> Claim:
            if claim.name != name:
                return claim
            if is_least:
                return replace(claim, min_m2=max(0, claim.min_m2 - by))
            return replace(claim, max_m2=(claim.max_m2 or 0) + by)

        return with_land(problem, claims=tuple(map(eased, problem.policy.land.claims)))

    return apply


def _budget(problem: AllocationProblem) -> Iterator[Lever]:
    if not any(parcel.early_months_max for parcel in problem.park.parcels):
        return
    most = sum(p.early_months_max * p.early_cost_mcny_per_month for p in problem.park.parcels)
    first = problem.horizon.year_of(problem.first_period)
    for place in range(first, len(problem.horizon.years)):
        year = problem.horizon.years[place]
        yield Lever(
            rule="budget",
            message="the budget of {year} were {amount} million CNY larger "
            "({before} → {after} million CNY)",
            values=(("year", str(year)),),
            unit="million CNY",
            now=float(problem.budget_mcny[place]),
            step=_MCNY_STEP,
            most=most,
            apply=_more("budget_mcny", place),
            rows=_rows_of("year", str(year)),
        )
