"""Activities of a log as stages of the approval process, by a table that a person keeps."""

import csv
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from landsim.calibration.log import EventLog
from landsim.calibration.words import words
from landsim.errors import Problem, ScenarioError, nearest_name


def read_stage_map(path: Path, log: EventLog) -> dict[str, str]:
    """Read which activity is which stage.

    Parameters
    ----------
    path
        CSV with the columns ``activity`` and ``stage``, or the same in Chinese; an empty stage
        leaves the activity out.
    log
        Log whose activities it names.

    Raises
    ------
    ScenarioError
        If the file cannot be used, with all faults.
    """
    if not path.is_file():
        raise ScenarioError([Problem(where=str(path), what="no such file")])
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    header = tuple(name.strip().lower() for name in rows[0][:2]) if rows else ()
    if list(header) not in words()["stage_map"]:
        what = "must begin with the columns activity and stage"
        raise ScenarioError([Problem(where=f"{path}:1", what=what)])
    known = set(log.activities)
    problems, mapping = [], {}
    for number, row in enumerate(rows[1:], start=2):
        if not any(cell.strip() for cell in row):
            continue
        activity, stage = (*(cell.strip() for cell in row), "")[:2]
        if activity not in known:
            problems.append(_unknown(f"{path}:{number}", activity, log.activities))
        mapping[activity] = stage
    if problems:
        raise ScenarioError(problems)
    return mapping


def as_stages(log: EventLog, mapping: Mapping[str, str]) -> EventLog:
    """Return the log with stages for activities.

    Parameters
    ----------
    log
        Log.
    mapping
        Stage of an activity; an empty one leaves its events out, and an activity that is not
        named keeps its name.
    """
    stage = [mapping.get(name, name) for name in log.activities]
    names = tuple(sorted({name for name in stage if name}))
    number = {name: place for place, name in enumerate(names)} | {"": -1}
    activity = np.array([number[name] for name in stage], dtype=np.int64)[log.activity]
    keep = activity >= 0
    _, case = np.unique(log.case[keep], return_inverse=True)
    return replace(
        log,
        activities=names,
        case=case.astype(np.int64),
        activity=activity[keep],
        resource=log.resource[keep],
        end=log.end[keep],
        start=log.start[keep],
    )


def _unknown(where: str, activity: str, known: tuple[str, ...]) -> Problem:
    nearest = nearest_name(activity, known)
    return Problem(
        where=where,
        what=f'the log has no activity "{activity}"',
        message='the log has no activity "{activity}"',
        values=(("activity", activity),),
        hint="" if nearest is None else f'did you mean "{nearest}"?',
        hint_message="" if nearest is None else 'did you mean "{name}"?',
        hint_values=() if nearest is None else (("name", nearest),),
    )
