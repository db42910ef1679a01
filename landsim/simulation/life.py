"""What the stages of a route mean for the project that passes them."""

from typing import Protocol

from landsim.core.approval import StageRole


class Life(Protocol):
    """What stages mean for the project that passes them."""

    def admits(self) -> bool:
        """Whether the admission review admits the project."""

    def conclude(self, role: StageRole) -> bool:
        """Let the end of a stage take effect; return whether the walk goes on."""

    def phase_days(self, role: StageRole) -> tuple[float, float]:
        """Begin a stage that lasts as the firm does: days until it starts, and its length."""

    def government_caught_up(self) -> None:
        """Take note that a government review beyond its limit has been decided."""

    def has_regional_assessment(self) -> bool:
        """Whether the project has land on which site studies are settled."""
