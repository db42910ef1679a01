"""One replication: a scenario, a decider and a seed make a trajectory."""

from datetime import date
from functools import partial

from simpy import Event

from landsim.core.announcement import announcement_problems
from landsim.core.ids import ProjectId
from landsim.core.ledger import area_problems, money_problems
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.state import Decide
from landsim.core.supply import SupplyMode, round_days
from landsim.core.trajectory import ParcelState, Trajectory
from landsim.errors import LedgerError
from landsim.simulation.case import Case
from landsim.simulation.clock import Rank
from landsim.simulation.committee import Committee
from landsim.simulation.land import Portion
from landsim.simulation.world import World


def simulate(scenario: Scenario, decide: Decide, *, seed: int, replication: int) -> Trajectory:
    """Simulate one history of the park.

    Parameters
    ----------
    scenario
        Park, demand, policy and horizon.
    decide
        Who gives land at every decision epoch.
    seed
        Root seed of the study.
    replication
        Index of the replication, from 0.

    Returns
    -------
    Trajectory
        Everything that happened; equal inputs give equal trajectories.

    Raises
    ------
    LandsimError
        If the decider gives land that is not free or to a project that does not wait.
    LedgerError
        If land or money does not add up: a defect of the program.

    Examples
    --------
    >>> from landsim.core.state import Decision
    >>> from landsim.testing.builders import tiny_scenario
    >>> nobody = lambda state: Decision(assignments=())
    >>> len(simulate(tiny_scenario(), nobody, seed=1, replication=0).projects)
    6
    """
    projects = scenario.demand(replication, seed)
    world = World(scenario, seed, replication)
    cases: dict[ProjectId, Case] = {}
    world.n_projects = len(projects)
    committee = Committee(world, cases, decide)
    _Arrivals(world, projects, cases).schedule_next()
    _schedule_known_dates(world)
    world.clock.run(until=world.end_day)
    for case in cases.values():
        case.close()
    committee.close()
    world.land.close(world.end_day)
    trajectory = world.recorder.trajectory(
        replication=replication,
        seed=seed,
        n_days=scenario.horizon.n_days,
        projects=tuple(case.project for case in cases.values()),
    )
    problems = area_problems(scenario, trajectory) + money_problems(scenario, trajectory)
    problems += tuple(announcement_problems(scenario.horizon, trajectory))
    if problems:
        raise LedgerError("\n".join(problems))
    return trajectory


class _Arrivals:
    """Projects file one after another; each filing schedules the next."""

    def __init__(
        self, world: World, projects: tuple[Project, ...], cases: dict[ProjectId, Case]
    ) -> None:
        self._world = world
        self._projects = projects
        self._cases = cases
        self._n_filed = 0

    def schedule_next(self) -> None:
        number = self._n_filed
        if number < len(self._projects):
            day = self._projects[number].filed_day
            self._world.clock.at(day, Rank.FILE, number, self._file)

    def _file(self, _: Event) -> None:
        project = self._projects[self._n_filed]
        case = Case(self._world, project, self._n_filed)
        self._cases[project.id] = case
        self._n_filed += 1
        self.schedule_next()
        case.file()


def _schedule_known_dates(world: World) -> None:
    """Put what the calendar already knows on the clock."""
    horizon, supply = world.scenario.horizon, world.policy.supply
    for portion in world.land.unready():
        ready = partial(_become_ready, world, portion)
        world.clock.at(portion.ready_day, Rank.END, portion.number, ready)
    if supply.mode is SupplyMode.BATCH:
        world.agenda.hold_rounds(round_days(horizon, supply))
    dates = {step.since for node in world.scenario.park.nodes for step in node.steps}
    dates |= {date(year, 1, 1) for year in horizon.years}
    for day in sorted(horizon.day_of(when) for when in dates):
        if day > 0:
            world.agenda.look_again(float(day))


def _become_ready(world: World, portion: Portion, _: Event) -> None:
    was_readied_early = portion.state is not ParcelState.UNSERVICED
    if not was_readied_early:
        world.land.make_ready(portion, world.clock.day)
        world.agenda.changed()
