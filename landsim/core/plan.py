"""A choice of who gets which land, when and under which tenure, with its proof."""

from dataclasses import dataclass
from enum import StrEnum

from landsim.core.ids import ParcelId, ProjectId, TenureModeId
from landsim.core.progress import Note


@dataclass(frozen=True, slots=True, kw_only=True)
class Take:
    """Land that an option takes from one parcel."""

    parcel: ParcelId
    """Parcel."""
    area_m2: int
    """Area taken, in m²: the whole parcel, or a part of a divisible one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Assignment:
    """One option chosen: a project gets a bundle in a supply period under a mode."""

    project: ProjectId
    """Project served."""
    bundle: tuple[Take, ...]
    """Land it gets."""
    period: int
    """Supply period in which the land is released."""
    mode: TenureModeId
    """Tenure mode."""
    end_period: int
    """First period in which the land is free again; ``n_periods`` if not within the horizon."""
    value: float = 0.0
    """Points this option adds to the objective."""

    @property
    def area_m2(self) -> int:
        """Area of the bundle, in m²."""
        return sum(take.area_m2 for take in self.bundle)

    @property
    def parcels(self) -> tuple[ParcelId, ...]:
        """Parcels of the bundle."""
        return tuple(take.parcel for take in self.bundle)


class Termination(StrEnum):
    """How a planner stopped."""

    OPTIMAL = "optimal"
    """Proven best: no plan is worth more."""
    GAP = "gap"
    """Proven within the gap that was asked for."""
    LIMIT = "limit"
    """Stopped at a limit with a plan whose gap is known."""
    HEURISTIC = "heuristic"
    """A plan without a bound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageNote:
    """What was known when a stage of a search ended."""

    stage: str
    """Stage: ``prices``, ``construct``, ``improve`` or ``close``."""
    iterations: int
    """Steps it took: price updates, rounds or nodes."""
    objective: float | None = None
    """Points of the best plan so far; None before there is one."""
    bound: float | None = None
    """Proven bound so far; None before there is one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SolveReport:
    """How good a plan is known to be."""

    planner: str
    """Planner that made it."""
    objective: float
    """Points of the plan; of a policy that minimises, its cost with the sign turned."""
    bound: float | None = None
    """Proven upper bound on the points of any plan; None without one."""
    solver: str = ""
    """Solver and version."""
    n_options: int = 0
    """Options considered."""
    n_rows: int = 0
    """Rows of the program."""
    n_nodes: int = 0
    """Branch-and-bound nodes."""
    seconds: float = 0.0
    """Time taken; reported, never used."""
    tiers: tuple[float, ...] = ()
    """Objective of each lexicographic tier, in order."""
    notes: tuple[Note, ...] = ()
    """What the planner was not shown, so that the bound does not cover it."""
    bounds: tuple[float | None, ...] = ()
    """Proven bound on each tier, those before it settled; None where there is none."""
    stages: tuple[StageNote, ...] = ()
    """How the search got there, stage by stage."""

    @property
    def gap(self) -> float | None:
        """Relative gap between bound and objective; None without a bound."""
        if self.bound is None:
            return None
        return max(0.0, self.bound - self.objective) / max(abs(self.objective), 1e-9)


class RefusalCause(StrEnum):
    """Why a project got nothing in a plan or at a decision epoch."""

    NOT_ADMITTED = "not_admitted"
    """It misses the admission standard in every zone it can use."""
    NO_ZONE = "no_zone"
    """No parcel lies in a zone it can use."""
    NO_SIZE = "no_size"
    """No parcel in its zones has a fitting size or floor area ratio."""
    NO_MODE = "no_mode"
    """No tenure mode on offer is one it would take."""
    NOT_FREE = "not_free"
    """Every fitting parcel is held or not ready while it waits."""
    NO_CAPACITY = "no_capacity"
    """A node such as a substation has too little left."""
    NO_QUOTA = "no_quota"
    """The land quota is used up."""
    RULE = "rule"
    """Another rule of the policy excludes every option."""
    OUTCOMPETED = "outcompeted"
    """Options existed; other projects were worth more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusal:
    """A project that got nothing, and why."""

    project: ProjectId
    """Project."""
    cause: RefusalCause
    """Why."""
    rule: str = ""
    """Name of the binding rule, where one binds."""
    competitors: tuple[ProjectId, ...] = ()
    """Projects that got the land it could have used."""
    detail: str = ""
    """Figures, such as ``needs 48.0 MW; 12.5 MW left at QS-110-2``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A whole choice; a failed solve raises instead of making one."""

    assignments: tuple[Assignment, ...]
    """Options chosen, sorted by period, then project."""
    termination: Termination
    """How the planner stopped."""
    report: SolveReport
    """How good the plan is known to be."""
    refusals: tuple[Refusal, ...] = ()
    """Projects that asked and got nothing."""

    @property
    def area_m2(self) -> int:
        """Area supplied, in m²."""
        return sum(assignment.area_m2 for assignment in self.assignments)
