"""Levers on shares: tenure modes, M0 land, fairness floors, the serviced reserve."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from landsim.allocation.levers import Lever
from landsim.core.landrules import FairnessFloor, LandRules, TenureShare
from landsim.core.problem import AllocationProblem

_POINTS_STEP = 0.01
_PERCENT = 100.0


def share_levers(problem: AllocationProblem) -> Iterator[Lever]:
    """Yield a lever for each share that a policy sets.

    Parameters
    ----------
    problem
        What is decided.
    """
    for share in problem.policy.land.tenure_shares:
        yield from _tenure_share(share)
    yield from _m0(problem)
    for floor in problem.policy.land.fairness:
        yield _fairness(floor)
    yield from _reserve(problem)


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
