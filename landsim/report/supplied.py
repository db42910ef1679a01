"""Land supplied in each year of the horizon, by tenure mode."""

import pandas as pd

from landsim.report import wording
from landsim.report.figures import Layer, column_chart
from landsim.report.quantities import measure_of_land
from landsim.report.tables import Column, row, table
from landsim.report.text import Json, joined, say
from landsim.report.view import RunView

MODE_COLOURS = ("#1d5f49", "#7fb69d", "#2f7fc1", "#8cc4ec", "#d9a441", "#8b7f99")
"""Colours of tenure modes: grants green, leases blue, in the order of the policy pack."""
_M2_PER_HA = 10_000


def supply_by_year(view: RunView) -> Json | None:
    """Return a chart of land supplied by year and mode.

    Parameters
    ----------
    view
        Run; areas are means over its replications.
    """
    frame = view.table("assignments")
    frame = frame[frame["area_mu"].notna()]  # floor space is no land
    if frame.empty:
        return None
    years = [str(year) for year in view.scenario.horizon.years]
    decided = pd.to_datetime(frame["assigned_date"]).dt.year.astype(str)
    areas_ha = frame["area_m2"].groupby([frame["mode"], decided]).sum() / (
        _M2_PER_HA * view.n_replications
    )
    names = wording.mode_names(view.scenario)
    used = [mode for mode in names if mode in set(frame["mode"])]
    amounts = {
        mode: [round(float(areas_ha.get((mode, year), 0.0)), 3) for year in years] for mode in used
    }
    measure = measure_of_land()
    layers = [
        Layer(
            name=names[mode],
            colour=MODE_COLOURS[list(names).index(mode) % len(MODE_COLOURS)],
            amounts=measure.scaled(amounts[mode]),
        )
        for mode in used
    ]
    columns = [
        Column(name=say("Year")),
        *(Column(name=joined([names[m], say("ha")]), kind="number", digits=2) for m in used),
    ]
    rows = [row(year, *(amounts[mode][n] for mode in used)) for n, year in enumerate(years)]
    return {
        "label": say("Stacked bars of land supplied each year by tenure mode"),
        "height": 320,
        "figure": column_chart(years, layers, unit=measure.unit),
        "table": table(columns, rows, is_plain=True),
    }
