"""Levers on the limits of a policy: quota, capacity, claims, shares, budget, reserve."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from landsim.allocation.about import About
from landsim.allocation.levers import Lever
from landsim.core.area import M2_PER_HA, ha_from_m2
from landsim.core.landrules import Claim, FairnessFloor, LandRules, TenureShare
from landsim.core.problem import AllocationProblem

_HA_STEP = 1e-4
_MW_STEP = 1e-3
_MCNY_STEP = 1e-3
_POINTS_STEP = 0.01
_PERCENT = 100.0


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
    for share in problem.policy.land.tenure_shares:
        yield from _tenure_share(share)
    yield from _m0(problem)
    yield from _budget(problem)
    for floor in problem.policy.land.fairness:
        yield _fairness(floor)
    yield from _reserve(problem)


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
                apply=_more_power(row),
                rows=_rows_of("node", str(node.id)),
            )


def _more_power(row: int) -> Callable[[AllocationProblem, float], AllocationProblem]:
    def apply(problem: AllocationProblem, amount: float) -> AllocationProblem:
        capacity = problem.capacity.copy()
        capacity[row] += amount
        return replace(problem, capacity=capacity)

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


def _tenure_share(share: TenureShare) -> Iterator[Lever]:
    if share.max_share < 1:
        yield Lever(
            rule="tenure_mix",
            message="the share of {mode} might be {amount} points larger ({before} → {after} %)",
            values=(("mode", str(share.mode)),),
            unit="%",
            now=_PERCENT * share.max_share,
            step=_POINTS_STEP,
            most=_PERCENT * (1 - share.max_share),
            apply=_eased_share(share, is_least=False),
        )
    if share.min_share > 0:
        yield Lever(
            rule="tenure_mix",
            message="the share of {mode} might be {amount} points smaller ({before} → {after} %)",
            values=(("mode", str(share.mode)),),
            unit="%",
            now=_PERCENT * share.min_share,
            sign=-1.0,
            step=_POINTS_STEP,
            most=_PERCENT * share.min_share,
            apply=_eased_share(share, is_least=True),
        )


def _eased_share(
    share: TenureShare, *, is_least: bool
) -> Callable[[AllocationProblem, float], AllocationProblem]:
    def apply(problem: AllocationProblem, amount: float) -> AllocationProblem:
        by = amount / _PERCENT
        if is_least:
            eased = replace(share, min_share=max(0.0, share.min_share - by))
        else:
            eased = replace(share, max_share=min(1.0, share.max_share + by))
        shares = problem.policy.land.tenure_shares
        return with_land(
            problem, tenure_shares=tuple(eased if entry == share else entry for entry in shares)
        )

    return apply


def _m0(problem: AllocationProblem) -> Iterator[Lever]:
    cap = problem.policy.land.m0_max_share
    if cap is None:
        return

    def apply(problem: AllocationProblem, amount: float) -> AllocationProblem:
        return with_land(problem, m0_max_share=min(1.0, cap + amount / _PERCENT))

    yield Lever(
        rule="m0_cap",
        message="the cap on M0 land were {amount} points higher ({before} → {after} %)",
        unit="%",
        now=_PERCENT * cap,
        step=_POINTS_STEP,
        most=_PERCENT * (1 - cap),
        apply=apply,
    )


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
            apply=_more_budget(place),
            rows=_rows_of("year", str(year)),
        )


def _more_budget(place: int) -> Callable[[AllocationProblem, float], AllocationProblem]:
    def apply(problem: AllocationProblem, amount: float) -> AllocationProblem:
        budget = problem.budget_mcny.copy()
        budget[place] += amount
        return replace(problem, budget_mcny=budget)

    return apply


def _fairness(floor: FairnessFloor) -> Lever:
    def apply(problem: AllocationProblem, amount: float) -> AllocationProblem:
        eased = replace(floor, min_share=max(0.0, floor.min_share - amount / _PERCENT))
        floors = problem.policy.land.fairness
        return with_land(
            problem, fairness=tuple(eased if entry == floor else entry for entry in floors)
        )

    return Lever(
        rule="fairness_floor",
        message="the floor for {firm_class} firms were {amount} points lower "
        "({before} → {after} %)",
        values=(("firm_class", str(floor.firm_class)),),
        unit="%",
        now=_PERCENT * floor.min_share,
        sign=-1.0,
        step=_POINTS_STEP,
        most=_PERCENT * floor.min_share,
        apply=apply,
    )


def _reserve(problem: AllocationProblem) -> Iterator[Lever]:
    supply = problem.policy.supply
    if not problem.is_epoch or supply.reserve_share == 0:
        return

    def apply(problem: AllocationProblem, amount: float) -> AllocationProblem:
        share = max(0.0, supply.reserve_share - amount / _PERCENT)
        eased = replace(problem.policy.supply, reserve_share=share)
        return replace(problem, policy=replace(problem.policy, supply=eased))

    yield Lever(
        rule="reserve",
        message="the serviced reserve were {amount} points smaller ({before} → {after} %)",
        unit="%",
        now=_PERCENT * supply.reserve_share,
        sign=-1.0,
        step=_POINTS_STEP,
        most=_PERCENT * supply.reserve_share,
        apply=apply,
    )


def with_land(problem: AllocationProblem, **changes: object) -> AllocationProblem:
    """Return a problem with other land rules.

    Parameters
    ----------
    problem
        What is decided.
    changes
        Fields of `LandRules` to replace.
    """
    land: LandRules = replace(problem.policy.land, **changes)  # type: ignore[arg-type]
    return replace(problem, policy=replace(problem.policy, land=land))
