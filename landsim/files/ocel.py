"""Object-centric event logs in OCEL 2.0: projects, parcels, permits, contracts and desks."""

import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from landsim.core.approval import StageKind
from landsim.core.area import ha_from_m2
from landsim.core.label import Language
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Milestone, MilestoneKind, Outcome, Trajectory
from landsim.files.atomic import replacing
from landsim.files.eventlog import ReviewEvent, moment, reviews_of
from landsim.files.store import StoredRun

_OBJECT_TYPES: Mapping[str, Mapping[str, str]] = {
    "project": {"name": "string", "archetype": "string", "replication": "integer"},
    "parcel": {"zone": "string", "area_ha": "float", "replication": "integer"},
    "permit": {"stage": "string"},
    "contract": {"mode": "string"},
    "desk": {"name": "string", "staff": "integer"},
}
_REVIEW: Mapping[str, str] = {
    "enabled_time": "time",
    "start_time": "time",
    "round": "integer",
    "route": "string",
    "outcome": "string",
    "is_green": "boolean",
}
_MILESTONE: Mapping[str, str] = {"mode": "string", "detail": "string"}
_GRANTED = (Outcome.PASSED, Outcome.DEEMED)
_EARLIEST = "1970-01-01T00:00:00Z"
"""Time that OCEL gives to attributes that hold from the beginning."""

Document = dict[str, Any]
Link = tuple[str, str]
"""Object and qualifier."""


def write_ocel(run: StoredRun, path: Path, language: Language) -> None:
    """Write a run as OCEL 2.0 in JSON.

    Parameters
    ----------
    run
        Stored run.
    path
        File to write.
    language
        Language of stage names.

    Notes
    -----
    Objects of different replications are different objects; their identifiers begin with the
    replication. A review is one event at its completion; reviews that the horizon cut off are
    left out, as OCEL knows no unfinished events. A government stage that passes issues a
    permit. A contract begins at its signing, and later events of the holder refer to it.

    References
    ----------
    Berti, Koren, Adams, Park, Knopp, Graves, Rafiei, Liß, Tacke genannt Unterberg, Zhang,
    Schwanen, Pegoraro & van der Aalst (2024), OCEL (Object-Centric Event Log) 2.0
    Specification.
    """
    log = _Log()
    scenario = run.scenario()
    _add_desks(log, scenario, language)
    kinds = {str(stage.id): stage.kind for stage in scenario.policy.approvals.stages}
    for replication in run.replications:
        trajectory = run.trajectory(replication)
        _add_objects(log, scenario, trajectory)
        contracts = _Contracts(log, scenario, trajectory)
        for review in reviews_of(scenario, trajectory, language):
            _add_review(log, review, is_permit=kinds[review.stage] is StageKind.GOVERNMENT)
        for milestone in trajectory.milestones:
            contracts.add(milestone)
    with replacing(path) as draft:
        text = json.dumps(log.document(), ensure_ascii=False, indent=1)
        draft.write_text(text, encoding="utf-8", newline="\n")


@dataclass(slots=True)
class _Log:
    """Objects and events on their way into the file."""

    objects: dict[str, Document] = field(default_factory=dict)
    events: list[tuple[datetime, Document]] = field(default_factory=list)
    event_types: dict[str, Mapping[str, str]] = field(default_factory=dict)

    def add_object(self, identifier: str, kind: str, /, **attributes: object) -> None:
        """Add an object whose attributes never change."""
        self.objects[identifier] = {
            "id": identifier,
            "type": kind,
            "attributes": [
                {"name": key, "time": _EARLIEST, "value": value}
                for key, value in attributes.items()
            ],
            "relationships": [],
        }

    def relate(self, name: str, other: str, qualifier: str) -> None:
        """Relate an object to another."""
        self.objects[name]["relationships"].append({"objectId": other, "qualifier": qualifier})

    def add_event(
        self,
        kind: str,
        when: datetime,
        types: Mapping[str, str],
        values: Mapping[str, object],
        links: list[Link],
    ) -> None:
        """Add an event with what it refers to."""
        self.event_types.setdefault(kind, types)
        given = [{"name": name, "value": value} for name, value in values.items()]
        self.events.append(
            (
                when,
                {
                    "id": "",
                    "type": kind,
                    "time": _stamp(when),
                    "attributes": given,
                    "relationships": [
                        {"objectId": name, "qualifier": qualifier} for name, qualifier in links
                    ],
                },
            )
        )

    def document(self) -> Document:
        """Return the whole log, events in order of time."""
        ordered = [event for _, event in sorted(self.events, key=lambda entry: entry[0])]
        for place, event in enumerate(ordered):
            event["id"] = f"e{place}"
        return {
            "objectTypes": _types(_OBJECT_TYPES),
            "eventTypes": _types(dict(sorted(self.event_types.items()))),
            "objects": list(self.objects.values()),
            "events": ordered,
        }


class _Contracts:
    """Milestones of a replication as events, each with the contract it falls under."""

    def __init__(self, log: _Log, scenario: Scenario, trajectory: Trajectory) -> None:
        self._log = log
        self._horizon = scenario.horizon
        self._replication = trajectory.replication
        self._current: dict[str, str] = {}
        self._n_signed: dict[str, int] = defaultdict(int)

    def add(self, milestone: Milestone) -> None:
        """Add a milestone; a signing makes a contract."""
        project = f"{self._replication}:{milestone.project}"
        parcels = [f"{self._replication}:{name}" for name in milestone.parcel.split("+") if name]
        if milestone.kind is MilestoneKind.CONTRACTED:
            self._sign(project, parcels, milestone.mode)
        links = [(project, "project"), *((parcel, "parcel") for parcel in parcels)]
        if project in self._current:
            links.append((self._current[project], "contract"))
        when = moment(self._horizon, milestone.day)
        values = {"mode": milestone.mode, "detail": milestone.detail}
        self._log.add_event(str(milestone.kind), when, _MILESTONE, values, links)

    def _sign(self, project: str, parcels: list[str], mode: str) -> None:
        contract = f"{project}:contract{self._n_signed[project]}"
        self._n_signed[project] += 1
        self._current[project] = contract
        self._log.add_object(contract, "contract", mode=mode)
        self._log.relate(contract, project, "holder")
        for parcel in parcels:
            self._log.relate(contract, parcel, "land")


def _add_desks(log: _Log, scenario: Scenario, language: Language) -> None:
    for desk in scenario.policy.approvals.desks:
        log.add_object(desk.id, "desk", name=desk.name.text(language), staff=desk.staff)


def _add_objects(log: _Log, scenario: Scenario, trajectory: Trajectory) -> None:
    replication = trajectory.replication
    for parcel in scenario.park.parcels:
        log.add_object(
            f"{replication}:{parcel.id}",
            "parcel",
            zone=parcel.zone,
            area_ha=ha_from_m2(parcel.area_m2),
            replication=replication,
        )
    for project in trajectory.projects:
        log.add_object(
            f"{replication}:{project.id}",
            "project",
            name=project.name,
            archetype=project.archetype,
            replication=replication,
        )


def _add_review(log: _Log, review: ReviewEvent, *, is_permit: bool) -> None:
    if review.completed is None:
        return
    links = [(review.case, "project")]
    if review.desk:
        links.append((review.desk, "desk"))
    if is_permit and review.outcome in _GRANTED:
        permit = f"{review.case}:{review.stage}.{review.round}"
        log.add_object(permit, "permit", stage=review.stage)
        log.relate(permit, review.case, "holder")
        links.append((permit, "issues"))
    started = review.started or review.completed
    values = {
        "enabled_time": _stamp(review.enabled),
        "start_time": _stamp(started),
        "round": review.round,
        "route": review.route,
        "outcome": str(review.outcome),
        "is_green": review.is_green,
    }
    log.add_event(review.activity, review.completed, _REVIEW, values, links)


def _stamp(when: datetime) -> str:
    return when.isoformat(timespec="milliseconds")


def _types(attributes: Mapping[str, Mapping[str, str]]) -> list[Document]:
    return [
        {"name": name, "attributes": [{"name": key, "type": kind} for key, kind in held.items()]}
        for name, held in attributes.items()
    ]
