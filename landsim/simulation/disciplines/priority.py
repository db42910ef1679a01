"""The green channel first, then by waiting since: the order in which the queue stands."""

from collections.abc import Sequence

from landsim.simulation.discipline import Ticket, disciplines


@disciplines.register("priority")
def priority(waiting: Sequence[Ticket], now: float) -> int:  # noqa: ARG001 - one shape for all
    """Return the first in the queue, which stands in order of priority."""
    return 0
