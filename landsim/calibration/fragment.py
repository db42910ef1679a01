"""Fitted parameters as part of a scenario file."""

import re
from dataclasses import fields
from typing import Any

from landsim.calibration.parameters import ProcessFit, StageFit
from landsim.calibration.words import words
from landsim.core.approval import FILED
from landsim.core.distribution import Constant, Distribution

ROUTE = "calibrated"
"""Name of the fitted route."""
_VISITED_SHARE_MIN = 0.5
"""Stages that fewer cases pass are told, but left out of the route."""
_DELAY_WORKDAYS_MIN = 0.05
"""Delays shorter than this, in working days, get no step of their own."""

Plain = dict[str, Any]


def fragment(fit: ProcessFit, source: str) -> Plain:
    """Return stages, desks and a route in the form of a scenario file.

    Parameters
    ----------
    fit
        What the log says.
    source
        Where the figures come from: stated with every one of them.

    Notes
    -----
    The route takes the stages that at least half of the cases pass, each after the one that
    most often precedes it. A delay that no stated work explains becomes a step of its own
    before the stage, which nobody works on: whether it was a queue or the applicant, completion
    times alone do not tell.
    """
    main = [stage for stage in fit.stages if stage.visited_share >= _VISITED_SHARE_MIN]
    ids = {stage.stage: _identifier(stage.stage, place) for place, stage in enumerate(main, 1)}
    desks = {desk.desk: f"desk_{ids[desk.desk]}" for desk in fit.desks if desk.desk in ids}
    stages: Plain = {}
    steps: Plain = {}
    for stage in main:
        stage_id = ids[stage.stage]
        before = ids.get(stage.after, str(FILED))
        if stage.delay_mean >= _DELAY_WORKDAYS_MIN:
            wait = f"{stage_id}_wait"
            stages[wait] = {
                "name": {
                    language: text.format(stage=stage.stage)
                    for language, text in words()["names"]["waiting"].items()
                },
                "kind": "enterprise",
            }
            steps[wait] = {"after": [before], "workdays": law(stage.delay)}
            before = wait
        stages[stage_id] = {
            "name": {"zh": stage.stage, "en": stage.stage},
            "kind": "government",
        }
        if stage.desk in desks:
            stages[stage_id]["desk"] = desks[stage.desk]
        steps[stage_id] = _step(stage, before)
    given = {"source": source, "confidence": "D"}
    return {
        "policy": {
            "approvals": {
                "stages": {"_source": dict(given), **stages},
                "desks": {
                    "_source": dict(given),
                    **{
                        desks[desk.desk]: {
                            "name": {"zh": desk.desk, "en": desk.desk},
                            "staff": max(desk.staff, 1),
                        }
                        for desk in fit.desks
                        if desk.desk in desks
                    },
                },
                "routes": {
                    ROUTE: {
                        "_source": dict(given),
                        "name": dict(words()["names"]["route"]),
                        "steps": steps,
                    }
                },
            }
        }
    }


def route_overrides(fit: ProcessFit, route: str, source: str) -> Plain:
    """Return new working times and rework for the steps of a route that is there already.

    Parameters
    ----------
    fit
        What the log says; its stages are named as those of the route.
    route
        Route to change.
    source
        Where the figures come from.
    """
    steps = {
        stage.stage: {key: value for key, value in _step(stage, "").items() if key != "after"}
        for stage in fit.stages
    }
    given = {"source": source, "confidence": "D"}
    return {"policy": {"approvals": {"routes": {route: {"_source": dict(given), "steps": steps}}}}}


def law(distribution: Distribution) -> Any:  # noqa: ANN401 - a number or a mapping
    """Return a law as scenario files write it.

    Parameters
    ----------
    distribution
        Law.
    """
    if isinstance(distribution, Constant):
        return distribution.value
    values = {field.name: getattr(distribution, field.name) for field in fields(distribution)}
    plain = {
        name: list(value) if isinstance(value, tuple) else value for name, value in values.items()
    }
    return {"law": plain.pop("law"), **plain}


def _step(stage: StageFit, before: str) -> Plain:
    step: Plain = {"after": [before], "workdays": law(stage.work)}
    if stage.again_share > 0:
        step["rework"] = {
            "probability": round(min(stage.again_share, 1.0), 4),
            "correction_workdays": law(stage.again_delay),
        }
    return step


def _identifier(name: str, place: int) -> str:
    """Return the name if it can serve as an identifier, such as ``N07``; else a number."""
    return name if re.fullmatch(r"[A-Za-z][A-Za-z0-9_]{0,15}", name) else f"C{place:02d}"
