"""The event log of a run: reviews of replication 0, for spreadsheets and process mining."""

import csv
import io
import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, time, timedelta

from landsim.core.horizon import Horizon
from landsim.core.scenario import Scenario
from landsim.core.trajectory import StagePass

COLUMNS = (
    "case",
    "activity",
    "name",
    "round",
    "enabled",
    "started",
    "completed",
    "resource",
    "outcome",
    "route",
)
"""Columns of the event log; times are local, to the second."""


def event_log_text(scenario: Scenario, reviews: Iterable[StagePass]) -> str:
    """Return the event log as CSV text.

    Parameters
    ----------
    scenario
        Gives the names of stages and desks, and dates.
    reviews
        Reviews of one replication.
    """
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(_rows(scenario, reviews))
    return text.getvalue()


def _rows(scenario: Scenario, reviews: Iterable[StagePass]) -> Iterator[Sequence[str]]:
    stages = {stage.id: stage for stage in scenario.policy.approvals.stages}
    for review in sorted(reviews, key=lambda r: (r.project, r.enabled, r.stage, r.round)):
        stage = stages[review.stage]
        yield (
            review.project,
            review.stage,
            stage.name.zh,
            str(review.round),
            timestamp(scenario.horizon, review.enabled),
            timestamp(scenario.horizon, review.started),
            timestamp(scenario.horizon, review.completed),
            stage.desk or "",
            review.outcome,
            review.route,
        )


def timestamp(horizon: Horizon, day: float) -> str:
    """Return an instant of the simulation as ISO 8601 local time; empty for NaN."""
    if math.isnan(day):
        return ""
    midnight = datetime.combine(horizon.start, time())
    return (midnight + timedelta(seconds=round(day * 86_400))).isoformat(timespec="seconds")
