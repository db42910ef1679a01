"""By waiting since, whatever the channel."""

from collections.abc import Sequence

from landsim.simulation.discipline import Ticket, disciplines


@disciplines.register("first_come")
def first_come(waiting: Sequence[Ticket], now: float) -> int:  # noqa: ARG001 - one shape for all
    """Return who has waited longest; ties go to the lower case number."""
    return min(range(len(waiting)), key=lambda n: (waiting[n].enabled, waiting[n].number))
