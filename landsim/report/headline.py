"""The few metrics that a meeting looks at first."""

from landsim.metrics.metric import Metric, metrics
from landsim.report.text import Text, named, say
from landsim.report.view import RunView

TITLES = {
    "end_occupancy_share": "Occupied at the end",
    "filing_to_permit_workdays": "Filing to construction permit",
    "land_supplied_mu": "Land supplied",
    "land_revenue_npv_mcny": "Land revenue, present value",
    "projects_withdrawn_share": "Projects that withdrew",
    "idle_share": "Idle, share of serviced land",
    "output_end_mcny_per_year": "Yearly output at the end",
    "conversions": "Leases converted to grants",
    "vacant_share": "Vacant, share of serviced land",
}
"""Short names of the headline metrics, in order."""
CHARTED = tuple(TITLES)
"""Metrics of the chart that compares policies, in order."""
CARDS = CHARTED[:6]
"""Metrics of the cards, in order."""


def title(metric: Metric) -> Text:
    """Return the short name of a headline metric, or the name of any other."""
    name = TITLES.get(metric.name)
    return named(metric.label) if name is None else say(name)


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
