import threading

import pytest

from landsim.cli.plan import plan_document, until_cancelled
from landsim.core.plan import Plan, SolveReport, StageNote, Termination
from landsim.core.progress import Enough, Incumbent, Note, Progress
from landsim.testing.builders import tiny_scenario

FOUND = Incumbent(task="plan", value=1.0, bound=2.0, seconds=0.0, stage="improve")


@pytest.mark.parametrize("event", [FOUND, Progress(task="plan", done=1)])
def test_the_best_plan_is_asked_for_once_the_user_has_enough(event):
    heard, cancel = [], threading.Event()
    listener = until_cancelled(heard.append, cancel)
    listener(event)
    cancel.set()
    listener(Note(message="what is said is heard"))
    with pytest.raises(Enough):
        listener(event)
    assert len(heard) == 3


def test_the_plan_file_tells_the_stages():
    notes = (
        StageNote(stage="prices", iterations=7, bound=9.0),
        StageNote(stage="improve", iterations=3, objective=8.0, bound=9.0),
    )
    report = SolveReport(planner="priced", objective=8.0, bound=9.0, stages=notes)
    plan = Plan(assignments=(), termination=Termination.LIMIT, report=report)
    document = plan_document(tiny_scenario(), plan, {}, {})
    assert document["stages"] == [
        {"stage": "prices", "iterations": 7, "objective": None, "bound": 9.0},
        {"stage": "improve", "iterations": 3, "objective": 8.0, "bound": 9.0},
    ]
