"""Projects built in phases 一次规划分期供地: land reserved for phase 2, used or released."""

from dataclasses import dataclass

from landsim.core.invariant import require


@dataclass(frozen=True, slots=True, kw_only=True)
class LaterPhase:
    """What a project states of its phase 2; the option on land begins with that of phase 1."""

    area_m2: int
    """Land that phase 2 needs, in m²; as much more may be reserved as phase 1 may be given."""
    after_months: float
    """When the firm decides, in months after the land of phase 1."""
    expiry_months: float
    """When the option ends, in months after the land of phase 1."""
    probability: float = 0.5
    """Chance the firm states that it will build phase 2."""

    true_probability: float | None = None
    """Chance that it does; planners do not know it. None takes the stated one."""

    @property
    def chance(self) -> float:
        """Chance that phase 2 is built."""
        return self.probability if self.true_probability is None else self.true_probability

    def __post_init__(self) -> None:
        stated, true = self.probability, self.true_probability
        require(
            "later_phase",
            (self.area_m2 > 0, "area_m2", f"must be > 0 m²; got {self.area_m2}"),
            (
                0 <= self.after_months <= self.expiry_months,
                "after_months",
                f"must be ≥ 0 and ≤ {self.expiry_months:g} months; got {self.after_months:g}",
            ),
            (
                self.expiry_months > 0,
                "expiry_months",
                f"must be > 0 months; got {self.expiry_months:g}",
            ),
            (0 <= stated <= 1, "probability", f"must be 0 to 1; got {stated:g}"),
            (
                true is None or 0 <= true <= 1,
                "true_probability",
                f"must be 0 to 1; got {true}",
            ),
        )
