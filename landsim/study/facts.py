"""What a scenario amounts to before anything is run: size, demand, and what there is to decide."""

from dataclasses import dataclass

from landsim.allocation.options import list_options
from landsim.core.area import mu_from_m2
from landsim.core.problem import foresight_problem
from landsim.core.scenario import Scenario
from landsim.core.supply import SupplyMode

_SECONDS_TO_BEGIN_AND_END = 5.0
_SECONDS_PER_REPLICATION = 0.3
_SECONDS_PER_OPTION = 8e-5
_PLAN_SECONDS_PER_OPTION = 7e-4


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Size of a scenario."""

    n_parcels: int
    """Parcels."""
    area_mu: float
    """Land, in mu."""
    n_buildings: int
    """Buildings whose floor space is supplied."""
    floor_m2: int
    """Their floor space, in m²."""
    n_projects: int
    """Projects of replication 0: listed and generated."""
    n_listed: int
    """Of these, how many are listed."""
    demand_mu: float
    """Least land that all projects together can use, in mu."""
    n_periods: int
    """Supply periods."""
    n_modes: int
    """Tenure modes on offer."""
    n_stages: int
    """Approval stages."""
    is_on_demand: bool
    """Whether land is supplied on demand."""
    n_options: int
    """Options of the plan with perfect foresight: what the optimiser chooses from."""

    def estimated_seconds(self, reps: int, jobs: int) -> float:
        """Return about how long a run takes on an ordinary machine.

        Parameters
        ----------
        reps
            Replications.
        jobs
            Processes.

        Notes
        -----
        The shipped scenarios, timed with ``landsim run``, differ in little but the number of
        options; a straight line through them is right within a factor of two or so.
        """
        each = _SECONDS_PER_REPLICATION + _SECONDS_PER_OPTION * self.n_options
        plan = _PLAN_SECONDS_PER_OPTION * self.n_options
        return _SECONDS_TO_BEGIN_AND_END + max(plan, (plan + reps * each) / jobs)


def scenario_facts(scenario: Scenario) -> Facts:
    """Return the size of a scenario.

    Parameters
    ----------
    scenario
        Scenario, validated.
    """
    projects = scenario.demand(0)
    park = scenario.park
    policy = scenario.policy
    return Facts(
        n_parcels=len(park.parcels) - len(park.floors),
        area_mu=mu_from_m2(park.area_m2),
        n_buildings=len(park.floors),
        floor_m2=park.floor_m2,
        n_projects=len(projects),
        n_listed=len(scenario.projects),
        demand_mu=mu_from_m2(sum(project.needs.area_min_m2 for project in projects)),
        n_periods=scenario.horizon.n_periods,
        n_modes=len(policy.modes_for(park.kinds)),
        n_stages=len(policy.approvals.stages),
        is_on_demand=policy.supply.mode is SupplyMode.ON_DEMAND,
        n_options=len(list_options(foresight_problem(scenario, projects))),
    )
