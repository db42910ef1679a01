"""How long reviews wait for a desk, green cases against ordinary ones."""

from typing import Any

import pandas as pd

from landsim.core.approval import Desk
from landsim.report.tables import Column, row, table
from landsim.report.text import Json, named, say
from landsim.report.view import RunView, rows_of


def desk_waits(view: RunView) -> Json | None:
    """Return, for each desk, its staff and the mean wait of ordinary and green reviews.

    Parameters
    ----------
    view
        Run; means are over the reviews of all replications.
    """
    columns = (
        Column(name=say("Desk")),
        Column(name=say("Staff"), kind="number"),
        Column(name=say("of these green"), kind="number"),
        Column(name=say("Reviews a replication"), kind="number", digits=1),
        Column(name=say("Ordinary cases"), kind="number", digits=2),
        Column(name=say("Green channel"), kind="number", digits=2),
    )
    waits = _waits(view)
    rows = [_desk_row(view, desk, waits) for desk in view.scenario.policy.approvals.desks]
    return table(columns, rows, is_plain=True) if rows else None


def _waits(view: RunView) -> dict[tuple[str, bool], Any]:
    frame = view.table("stage_log")
    groups = frame[frame["desk"] != ""].groupby(["desk", "is_green"])["waited_workdays"]
    figures = pd.DataFrame({"n": groups.size(), "mean": groups.mean()}).reset_index()
    return {(entry.desk, bool(entry.is_green)): entry for entry in rows_of(figures)}


def _desk_row(view: RunView, desk: Desk, waits: dict[tuple[str, bool], Any]) -> Json:
    found = [waits.get((desk.id, is_green)) for is_green in (False, True)]
    n_reviews = sum(int(entry.n) for entry in found if entry is not None)
    return row(
        named(desk.name),
        desk.staff,
        desk.green_staff,
        n_reviews / view.n_replications,
        *(None if entry is None else float(entry.mean) for entry in found),
    )
