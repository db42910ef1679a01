"""What every way to weigh plans is asked."""

from dataclasses import dataclass
from functools import cached_property

from landsim.core.planning import PlannerChoice
from landsim.core.problem import AllocationProblem, foresight_problem
from landsim.core.project import Project
from landsim.core.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class Question:
    """A scenario with its projects, and how hard to try."""

    scenario: Scenario
    """World."""
    projects: tuple[Project, ...]
    """Projects that will ask."""
    choice: PlannerChoice
    """Planner and its limits."""

    @cached_property
    def problem(self) -> AllocationProblem:
        """The problem of one who knows them all."""
        return foresight_problem(self.scenario, self.projects)
