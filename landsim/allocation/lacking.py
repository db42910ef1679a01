"""What a project lacks that has no option at all, in figures."""

import numpy as np

from landsim.allocation.options import Options
from landsim.core.area import ha_from_m2
from landsim.core.problem import AllocationProblem
from landsim.core.space import SupplyKind


def describe_lack(options: Options, row: int, stage: int) -> tuple[str, str]:
    """Return the rule behind a failed filter and the figures that tell why.

    Parameters
    ----------
    options
        Options of the problem.
    row
        Row of the project.
    stage
        Filter that left it no bundle, as `landsim.allocation.candidates.STAGES` numbers them.
    """
    describe = _DESCRIPTIONS[stage]
    return describe(options, row)


def _zone(options: Options, row: int) -> tuple[str, str]:
    zones = options.askers.asking[row].project.needs.zones
    return "site", f"no parcel in {', '.join(zones)}"


def _admission(options: Options, row: int) -> tuple[str, str]:
    project = options.askers.asking[row].project
    standard = options.problem.policy.admission
    parts = [
        f"{missed.criterion} {missed.promised:,.1f}, standard {missed.required:,.1f}"
        for zone in project.needs.zones
        for missed in standard.shortfalls(project, zone)
    ]
    return "admission", "; ".join(dict.fromkeys(parts))


def _size(options: Options, row: int) -> tuple[str, str]:
    needs = options.askers.asking[row].project.needs
    low, high = ha_from_m2(needs.area_min_m2), ha_from_m2(needs.area_max_m2)
    least, most = needs.bounds_m2(SupplyKind.FLOOR)
    if not needs.takes(SupplyKind.LAND):
        return "site", f"needs {least:,} to {most:,} ㎡ of floor space"
    if not needs.takes(SupplyKind.FLOOR):
        return "site", f"needs {low:,.2f} to {high:,.2f} ha at floor area ratio {needs.far:g}"
    return "site", (
        f"needs {low:,.2f} to {high:,.2f} ha at floor area ratio {needs.far:g}, "
        f"or {least:,} to {most:,} ㎡ of floor space"
    )


def _pairing(options: Options, row: int) -> tuple[str, str]:
    is_locked = any(row == locked for locked, _ in options.askers.locks)
    return "locks" if is_locked else "forbids", ""


def _mode(options: Options, row: int) -> tuple[str, str]:
    declined = options.askers.asking[row].excluded_modes
    return "tenure_eligibility", f"declined {', '.join(declined)}" if declined else ""


def _free(options: Options, row: int) -> tuple[str, str]:
    entry, problem = options.askers.asking[row], options.problem
    if entry.last_period < entry.first_period:
        return "window", "no longer waits for land"
    label = problem.horizon.period_label
    return (
        "readiness",
        f"nothing free from {label(entry.first_period)} to {_last(entry.last_period, problem)}",
    )


def _last(period: int, problem: AllocationProblem) -> str:
    return problem.horizon.period_label(min(period, problem.horizon.n_periods - 1))


def _price(options: Options, row: int) -> tuple[str, str]:
    ability = float(options.askers.ability_mcny[row])
    can_pay = (
        f"can pay {ability:,.1f} million CNY in the first year" if np.isfinite(ability) else ""
    )
    return "tenure_eligibility", can_pay


def _power(options: Options, row: int) -> tuple[str, str]:
    problem = options.problem
    need = float(options.askers.power_mw[row])
    now = problem.first_period
    left = ", ".join(
        f"{max(0.0, float(problem.capacity[place, now])):,.1f} MW left at {node.id}"
        for place, node in enumerate(problem.park.nodes)
        if node.service == "power"
    )
    return "power", f"needs {need:,.1f} MW; {left}"


_DESCRIPTIONS = (_zone, _admission, _size, _pairing, _mode, _free, _price, _power)
