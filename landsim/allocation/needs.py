"""Levers on a project itself: what it needs, how long it waits, what it can pay."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from landsim.allocation.levers import Lever, Part
from landsim.core.area import M2_PER_HA, ha_from_m2, mu_from_m2
from landsim.core.ids import ProjectId, ZoneId
from landsim.core.problem import AllocationProblem, Asking
from landsim.core.project import Needs, Project, Scorecard
from landsim.core.space import SupplyKind

_HA_STEP = 1e-4
_MW_STEP = 1e-3
_MCNY_STEP = 1e-3
_AREA_LEFT = 0.1
"""Share of its land that a project is assumed to need at the very least."""
_RICHER = 10.0
_MARK_MAX = 100.0
_ROUNDING = 1e-6

Change = Callable[[Asking], Asking]


def own_levers(problem: AllocationProblem, project: ProjectId) -> Iterator[Lever]:
    """Yield a lever for each need of a project that could be less.

    Parameters
    ----------
    problem
        What is decided.
    project
        A project that asks.
    """
    entry = next(entry for entry in problem.asking if entry.project.id == project)
    needs = entry.project.needs
    yield from _sizes(problem, entry)
    if needs.power_mw > 0:
        yield Lever(
            rule="power",
            message="it needed {amount} MW less ({before} → {after} MW)",
            unit="MW",
            now=needs.power_mw,
            sign=-1.0,
            step=_MW_STEP,
            most=needs.power_mw,
            apply=_changed(
                project,
                lambda e, by: _with_needs(e, power_mw=max(0.0, e.project.needs.power_mw - by)),
            ),
            is_own=True,
        )
    yield from _patience(problem, entry)
    ability = entry.project.ability_to_pay_mcny
    if ability is not None:
        yield Lever(
            rule="tenure_eligibility",
            message="it could pay {amount} million CNY more in the first year "
            "({before} → {after} million CNY)",
            unit="million CNY",
            now=ability,
            step=_MCNY_STEP,
            most=_RICHER * max(ability, 1.0),
            apply=_changed(project, _richer),
            is_own=True,
        )


def _sizes(problem: AllocationProblem, entry: Asking) -> Iterator[Lever]:
    needs, project = entry.project.needs, entry.project.id
    if needs.takes(SupplyKind.FLOOR):
        yield Lever(
            rule="site",
            message="it needed {amount} ㎡ of floor less ({before} → {after} ㎡)",
            unit="㎡",
            now=float(needs.floor_min_m2),
            sign=-1.0,
            step=1.0,
            most=float(needs.floor_min_m2) * (1 - _AREA_LEFT),
            apply=_changed(project, _with_less_floor),
            is_own=True,
        )
    if not needs.takes(SupplyKind.LAND):
        return
    most_m2 = max(parcel.area_m2 for parcel in problem.park.parcels)
    yield Lever(
        rule="site",
        message="it needed {amount} ha less ({before} → {after} ha)",
        unit="ha",
        now=ha_from_m2(needs.area_min_m2),
        sign=-1.0,
        step=_HA_STEP,
        most=ha_from_m2(needs.area_min_m2) * (1 - _AREA_LEFT),
        apply=_changed(project, _smaller),
        is_own=True,
    )
    if most_m2 > needs.area_max_m2:
        yield Lever(
            rule="site",
            message="it could use a site {amount} ha larger (up to {before} → {after} ha)",
            unit="ha",
            now=ha_from_m2(needs.area_max_m2),
            step=_HA_STEP,
            most=ha_from_m2(most_m2 - needs.area_max_m2),
            apply=_changed(project, _roomier),
            is_own=True,
        )


def _patience(problem: AllocationProblem, entry: Asking) -> Iterator[Lever]:
    horizon = problem.horizon
    last = max(entry.last_period, entry.first_period - 1)
    left = horizon.n_periods - 1 - last
    if left > 0:
        yield Lever(
            rule="window",
            message="it waited {amount} months longer",
            unit="months",
            now=0.0,
            step=float(horizon.months_per_period),
            most=float(left * horizon.months_per_period),
            apply=_changed(
                entry.project.id,
                lambda e, by: replace(e, last_period=last + round(by / horizon.months_per_period)),
            ),
            is_own=True,
        )


def admission_repairs(
    problem: AllocationProblem, project: ProjectId
) -> Iterator[tuple[AllocationProblem, tuple[Part, ...]]]:
    """Yield, for each zone a project can use, what would admit it there, and the problem then.

    Parameters
    ----------
    problem
        What is decided.
    project
        A project that misses the standard.
    """
    entry = next(entry for entry in problem.asking if entry.project.id == project)
    seen = set()
    for zone in entry.project.needs.zones:
        repaired, parts = _admitted(problem, entry.project, zone)
        if parts and parts not in seen:
            seen.add(parts)
            yield _with_project(problem, repaired), parts


def _admitted(
    problem: AllocationProblem, project: Project, zone: ZoneId
) -> tuple[Project, tuple[Part, ...]]:
    standard, parts = problem.policy.admission, []
    for gap in standard.shortfalls(project, zone):
        if gap.criterion == "score":
            project = _better(problem, project, gap.required)
        else:
            project = _promising(project, gap.criterion, gap.required)
        parts.append(_gap_part(gap.criterion, gap.promised, gap.required))
    return (project, tuple(parts)) if standard.admits(project, zone) else (project, ())


_GAPS = {
    "score": "its admission mark were {amount} points higher ({before} → {after})",
    "investment_wan_cny_per_mu": "it promised investment of {amount} more "
    "({before} → {after}, in 10,000 CNY per mu)",
    "output_wan_cny_per_mu": "it promised yearly output of {amount} more "
    "({before} → {after}, in 10,000 CNY per mu)",
    "tax_wan_cny_per_mu": "it promised yearly tax of {amount} more "
    "({before} → {after}, in 10,000 CNY per mu)",
    "rd_share": "its research share were {amount} higher ({before} → {after})",
}
"""What would make up for each shortfall."""
_UNITS = {"score": "marks", "rd_share": "1"}


def _gap_part(criterion: str, promised: float, required: float) -> Part:
    shown = {
        "amount": f"{required - promised:.4g}",
        "before": f"{promised:.6g}",
        "after": f"{required:.6g}",
    }
    return Part(
        rule="admission",
        message=_GAPS[criterion],
        values=tuple(shown.items()),
        unit=_UNITS.get(criterion, "10,000 CNY per mu"),
        amount=required - promised,
        before=promised,
        after=required,
    )


def _better(problem: AllocationProblem, project: Project, required: float) -> Project:
    """Raise all marks alike, none above 100, until the weighted mark is reached."""
    weights, marks = problem.policy.admission.weights, project.scorecard
    low, high = 0.0, _MARK_MAX
    while high - low > _ROUNDING:
        middle = (low + high) / 2
        if weights.score(_raised(marks, middle)) >= required:
            high = middle
        else:
            low = middle
    return replace(project, scorecard=_raised(marks, high))


def _raised(marks: Scorecard, by: float) -> Scorecard:
    axes = ("registration", "technology", "environment", "management", "finance")
    return Scorecard(**{axis: min(_MARK_MAX, getattr(marks, axis) + by) for axis in axes})


def _promising(project: Project, criterion: str, required: float) -> Project:
    mu = mu_from_m2(project.needs.site_m2)
    amount = required * mu / 100 * (1 + 1e-12)
    fields = {
        "investment_wan_cny_per_mu": ("investment_mcny", amount),
        "output_wan_cny_per_mu": ("output_mcny_per_year", amount),
        "tax_wan_cny_per_mu": ("tax_mcny_per_year", amount),
        "rd_share": ("rd_share", required),
    }
    name, value = fields[criterion]
    return replace(project, promises=replace(project.promises, **{name: value}))


def _changed(
    project: ProjectId, change: Callable[[Asking, float], Asking]
) -> Callable[[AllocationProblem, float], AllocationProblem]:
    def apply(problem: AllocationProblem, amount: float) -> AllocationProblem:
        return replace(
            problem,
            asking=tuple(
                change(entry, amount) if entry.project.id == project else entry
                for entry in problem.asking
            ),
        )

    return apply


def _with_project(problem: AllocationProblem, project: Project) -> AllocationProblem:
    return replace(
        problem,
        asking=tuple(
            replace(entry, project=project) if entry.project.id == project.id else entry
            for entry in problem.asking
        ),
    )


def _with_needs(entry: Asking, **changes: object) -> Asking:
    needs: Needs = replace(entry.project.needs, **changes)  # type: ignore[arg-type]
    return replace(entry, project=replace(entry.project, needs=needs))


def _smaller(entry: Asking, by_ha: float) -> Asking:
    area_m2 = max(1, entry.project.needs.area_min_m2 - round(by_ha * M2_PER_HA))
    return _with_needs(entry, area_min_m2=area_m2)


def _with_less_floor(entry: Asking, by_m2: float) -> Asking:
    return _with_needs(entry, floor_min_m2=max(1, entry.project.needs.floor_min_m2 - round(by_m2)))


def _roomier(entry: Asking, by_ha: float) -> Asking:
    return _with_needs(
        entry, area_max_m2=entry.project.needs.area_max_m2 + round(by_ha * M2_PER_HA)
    )


def _richer(entry: Asking, by_mcny: float) -> Asking:
    ability = (entry.project.ability_to_pay_mcny or 0.0) + by_mcny
    return replace(entry, project=replace(entry.project, ability_to_pay_mcny=ability))
