"""What a plan is for, who makes it, and who decides day by day."""

from dataclasses import dataclass
from enum import StrEnum

from landsim.core.invariant import require


@dataclass(frozen=True, slots=True, kw_only=True)
class Criterion:
    """One criterion of the objective."""

    objective: str
    """Registered objective, such as ``output``."""
    weight: float = 1.0
    """Points per reference amount."""
    reference: float = 1.0
    """Amount, in the objective's own unit, that earns ``weight`` points."""
    tier: int = 0
    """Lexicographic tier: tier 0 is settled before tier 1; all 0 for a blend."""

    def __post_init__(self) -> None:
        require(
            f"criterion {self.objective}",
            (self.reference > 0, "reference", f"must be > 0; got {self.reference:g}"),
            (self.tier >= 0, "tier", f"must be ≥ 0; got {self.tier}"),
        )


class Sense(StrEnum):
    """Whether the objective is worth or cost."""

    MAXIMISE = "maximise"
    """Points are worth: the most is sought."""
    MINIMISE = "minimise"
    """The objective is a cost: the least is sought. Points are then its negative, so that all
    planners seek the most."""

    def own(self, points: float) -> float:
        """Return points, or a bound on them, in the units of the objective itself."""
        return points if self is Sense.MAXIMISE else 0.0 - points


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannerChoice:
    """Who makes the plan, and how hard it tries."""

    name: str = "optimal"
    """Registered planner."""
    gap: float = 0.0
    """Relative optimality gap at which it may stop."""
    max_nodes: int = 20_000
    """Branch-and-bound nodes at which it stops: a limit that does not depend on the machine."""
    time_limit_seconds: float | None = None
    """Wall-clock limit, for plans outside the simulation only; None for no limit."""
    solver: str = "HiGHS"
    """Solver, by its PuLP name."""
    lexicographic_tolerance: float = 1e-6
    """Relative loss of an earlier tier that a later tier may take."""
    budget: int = 100
    """Most rounds of improvement of planner ``priced``; 0 for prices and construction alone."""
    seed: int = 0
    """Seed of what planner ``priced`` leaves to chance."""
    workers: int = 2
    """Threads that improve at once; the plan is the same for any number of them."""

    def __post_init__(self) -> None:
        seconds = self.time_limit_seconds
        require(
            f"planner {self.name}",
            (self.gap >= 0, "gap", f"must be ≥ 0; got {self.gap:g}"),
            (self.max_nodes >= 0, "max_nodes", f"must be ≥ 0; got {self.max_nodes}"),
            (seconds is None or seconds > 0, "time_limit_seconds", f"must be > 0 s; got {seconds}"),
            (
                self.lexicographic_tolerance >= 0,
                "lexicographic_tolerance",
                f"must be ≥ 0; got {self.lexicographic_tolerance:g}",
            ),
            (self.budget >= 0, "budget", f"must be ≥ 0; got {self.budget}"),
            (self.seed >= 0, "seed", f"must be ≥ 0; got {self.seed}"),
            (self.workers >= 1, "workers", f"must be ≥ 1; got {self.workers}"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DeciderChoice:
    """How a decision within the simulation allows for projects that have not asked yet."""

    name: str = "auto"
    """Registered decider; ``auto`` is ``bid_price`` where demand has a generator to forecast
    from, ``myopic`` for a list. A planner of a committee, such as ``fcfs``, forecasts nothing."""
    n_samples: int = 8
    """Sampled futures over which deciders ``sampled`` and ``bid_price`` average."""
    refresh_days: float = 60.0
    """Calendar days for which decider ``bid_price`` keeps its prices; 0 for new ones each time."""
    reserve_share: float = 0.2
    """Share of the land and quota at hand that decider ``reserve`` keeps back."""
    open_share: float = 0.25
    """Best share of projects to come, by points per hectare, for whom that reserve is open."""

    def __post_init__(self) -> None:
        require(
            f"decider {self.name}",
            (self.n_samples >= 1, "n_samples", f"must be ≥ 1; got {self.n_samples}"),
            (
                self.refresh_days >= 0,
                "refresh_days",
                f"must be ≥ 0 days; got {self.refresh_days:g}",
            ),
            (
                0 <= self.reserve_share < 1,
                "reserve_share",
                f"must be ≥ 0 and < 1; got {self.reserve_share:g}",
            ),
            (
                0 <= self.open_share <= 1,
                "open_share",
                f"must be 0 to 1; got {self.open_share:g}",
            ),
        )
