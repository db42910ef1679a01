"""The few metrics that a meeting looks at first."""

from landsim.metrics.metric import Metric, metrics
from landsim.report.view import RunView

CARDS = (
    "end_occupancy_share",
    "filing_to_permit_workdays",
    "land_supplied_mu",
    "land_revenue_npv_mcny",
    "projects_withdrawn_share",
    "idle_share",
)
"""Metrics of the cards, in order."""
CHARTED = (
    *CARDS,
    "output_end_mcny_per_year",
    "conversions",
    "vacant_share",
)
"""Metrics of the chart that compares policies, in order."""


def measured(views: tuple[RunView, ...], names: tuple[str, ...] | None = None) -> list[Metric]:
    """Return the metrics that every run has a figure for.

    Parameters
    ----------
    views
        Runs.
    names
        Metrics wanted, in order; None for all that are registered.
    """
    wanted = metrics.names() if names is None else names
    return [
        metrics.get(name)
        for name in wanted
        if all(name in view.metrics and view.metrics[name].notna().any() for view in views)
    ]
