"""By statutory deadline: the case nearest to its limit is served next."""

import math
from collections.abc import Sequence

from landsim.simulation.discipline import Ticket, disciplines


@disciplines.register("earliest_deadline")
def earliest_deadline(waiting: Sequence[Ticket], now: float) -> int:  # noqa: ARG001 - one shape
    """Return who must be decided first; cases without a limit come last."""
    return min(range(len(waiting)), key=lambda n: (_due(waiting[n]), waiting[n].number))


def _due(ticket: Ticket) -> float:
    return math.inf if math.isnan(ticket.deadline) else ticket.deadline
