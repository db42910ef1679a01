"""Is reserved land held and let go as its option says? Checked from the tables alone."""

from collections import defaultdict
from collections.abc import Iterator

from landsim.core.decisionlog import Reservation, ReservationEnd
from landsim.core.expansion import hold_days, phase_id
from landsim.core.ids import ProjectId
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.trajectory import AreaAccount, MilestoneKind, Trajectory

_TOLERANCE_DAYS = 1e-6
_Moves = dict[tuple[str, float, AreaAccount, AreaAccount], int]


def reservation_problems(scenario: Scenario, trajectory: Trajectory) -> Iterator[str]:
    """Yield reservations that no option gives, that last too long, or that end wrongly.

    Parameters
    ----------
    scenario
        Which parcels touch.
    trajectory
        Reservations, area postings and the land of phase 1.
    """
    moves: _Moves = defaultdict(int)
    for posting in trajectory.area_postings:
        moves[posting.project, posting.day, posting.source, posting.target] += posting.area_m2
    projects = {project.id: project for project in trajectory.projects}
    sites = {
        (event.project, event.day): event.parcel.split("+")
        for event in trajectory.of(MilestoneKind.ASSIGNED)
    }
    reserved: dict[tuple[str, float], int] = defaultdict(int)
    for row in trajectory.reservations:
        reserved[row.project, row.day] += row.area_m2
        project, site = projects.get(row.project), sites.get((row.project, row.day))
        where = f"project {row.project}, land reserved on day {row.day:g}"
        if project is None or project.later_phase is None or site is None:
            yield f"{where}: no option begins then"
            continue
        for fault in _faults(row, project, moves, trajectory.n_days):
            yield f"{where}: {fault}"
        if not _touches(scenario, site, row.parcel.split("+")):
            yield f"{where}: {row.parcel} does not touch {'+'.join(site)}"
    for (name, day, source, target), area_m2 in moves.items():
        if target is AreaAccount.RESERVED and reserved.get((name, day), 0) != area_m2:
            yield f"project {name}, day {day:g}: {area_m2} m² reserved without an option"
        if source is AreaAccount.RESERVED and target is AreaAccount.CLEARING:
            yield f"project {name}, day {day:g}: reserved land is cleared"


def _faults(row: Reservation, project: Project, moves: _Moves, n_days: int) -> Iterator[str]:
    phase = project.later_phase
    if phase is None:
        return
    if abs(row.expiry_day - row.day - hold_days(phase)) > _TOLERANCE_DAYS:
        yield f"it ends on day {row.expiry_day:g}, which is not when the option ends"
    if row.end_day > min(row.expiry_day + _TOLERANCE_DAYS, n_days):
        yield f"held until day {row.end_day:g}, beyond its end on day {row.expiry_day:g}"
    if row.area_m2 < phase.area_m2:
        yield f"{row.area_m2} m² for a phase that needs {phase.area_m2} m²"
    reserved, supplied = AreaAccount.RESERVED, AreaAccount.SUPPLIED
    if row.outcome is ReservationEnd.EXERCISED:
        used = moves.get((phase_id(ProjectId(row.project)), row.end_day, reserved, supplied), 0)
        if used != row.area_m2:
            yield f"{used} m² of {row.area_m2} m² are supplied to phase 2"
    elif row.outcome is not ReservationEnd.OPEN:
        freed = moves.get((row.project, row.end_day, reserved, AreaAccount.READY), 0)
        if freed != row.area_m2:
            yield f"{freed} m² of {row.area_m2} m² are released"


def _touches(scenario: Scenario, one: list[str], other: list[str]) -> bool:
    pairs = {(a, b) for a in one for b in other}
    touching = {pair for a, b in scenario.park.adjacency for pair in ((a, b), (b, a))}
    return any(a == b or (a, b) in touching for a, b in pairs)
