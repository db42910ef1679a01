"""What everything in one replication shares."""

from landsim.core.ids import DeskId, ProjectId
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.state import Holding, Waiting
from landsim.core.streams import Streams
from landsim.core.trajectory import Milestone, MilestoneKind
from landsim.errors import LandsimError
from landsim.simulation.agenda import Agenda
from landsim.simulation.clock import Clock
from landsim.simulation.discipline import disciplines
from landsim.simulation.graph import floor_graphs, route_graphs
from landsim.simulation.land import LandBook
from landsim.simulation.pool import Pool
from landsim.simulation.quota import Quota
from landsim.simulation.recorder import Recorder


class World:
    """Clock, luck, desks, land and records of one replication.

    Parameters
    ----------
    scenario
        The scenario.
    seed
        Root seed.
    replication
        Index of the replication.
    """

    def __init__(self, scenario: Scenario, seed: int, replication: int) -> None:
        horizon, policy = scenario.horizon, scenario.policy
        self.scenario = scenario
        self.policy = policy
        self.calendar = scenario.calendar
        self.seed = seed
        self.replication = replication
        self.end_day = float(horizon.n_days)
        self.clock = Clock(self.end_day)
        self.streams = Streams(seed, replication)
        self.recorder = Recorder()
        self.routes = route_graphs(policy.approvals)
        self.floors = scenario.park.floors
        """Parcels that are buildings."""
        self.floor_routes = floor_graphs(policy.approvals, self.routes) if self.floors else {}
        """Route on floor space by the route that went before; empty without buildings."""
        self.pools: dict[DeskId, Pool] = {
            desk.id: Pool(self.clock, desk, number, disciplines.get(desk.discipline))
            for number, desk in enumerate(policy.approvals.desks)
        }
        ready_days = [float(horizon.day_of(parcel.ready)) for parcel in scenario.park.parcels]
        self.land = LandBook(scenario.park, ready_days, self.recorder)
        self.quota = Quota(horizon, policy.supply)
        self.early_spent_mcny = [0.0] * len(horizon.years)
        self.agenda = Agenda(self.clock, policy.supply)
        self.waiting: dict[ProjectId, Waiting] = {}
        """Projects that wait for land, in order of admission."""
        self.filed: list[Project] = []
        """Projects that filed so far, in order of filing."""
        self.in_review: dict[ProjectId, Project] = {}
        """Those of them whose admission is not decided."""
        self.holdings: list[Holding] = []
        """All land supplied so far."""
        self.n_projects = 0
        """Projects that file of themselves; phases built later are numbered after them."""
        self.n_cases = 0
        """Cases filed so far."""
        self.n_green_cases = 0
        """Cases so far that took the green channel."""

    def after_workdays(self, day: float, workdays: float) -> float:
        """Return the instant at which some working days are over.

        Beyond the last day of the calendar, which is beyond the horizon, it is never.
        """
        try:
            return self.calendar.add(day, workdays)
        except LandsimError:
            if len(self.calendar.working) < self.end_day:
                raise
            return float("inf")

    def mark(
        self,
        project: Project,
        kind: MilestoneKind,
        parcel: str = "",
        mode: str = "",
        detail: str = "",
    ) -> None:
        """Write down an event of a project's life."""
        milestone = Milestone(self.clock.day, project.id, kind, parcel, mode, detail)
        self.recorder.milestones.append(milestone)
