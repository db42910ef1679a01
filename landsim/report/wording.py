"""What happened to a project and why, in words."""

from typing import Any

from landsim.core.plan import RefusalCause
from landsim.core.project import FirmClass
from landsim.core.scenario import Scenario
from landsim.core.trajectory import MilestoneKind
from landsim.report.text import Text, joined, named, plain, say

_EVENTS = {
    MilestoneKind.FILED: "Filed",
    MilestoneKind.ADMITTED: "Admitted",
    MilestoneKind.REFUSED: "Not admitted",
    MilestoneKind.ASSIGNED: "Given land",
    MilestoneKind.DECLINED: "Declined the offer",
    MilestoneKind.WITHDRAWN: "Withdrew",
    MilestoneKind.CONTRACTED: "Land contract signed",
    MilestoneKind.PAID: "First payment made",
    MilestoneKind.DELIVERED: "Land delivered",
    MilestoneKind.PERMITTED: "Construction permit granted",
    MilestoneKind.STARTED: "Construction started",
    MilestoneKind.COMPLETED: "Construction completed",
    MilestoneKind.PRODUCING: "Production started",
    MilestoneKind.FULL_PRODUCTION: "Full production reached",
    MilestoneKind.APPRAISAL_PASSED: "Appraisal passed",
    MilestoneKind.APPRAISAL_FAILED: "Appraisal failed",
    MilestoneKind.CURE_BEGUN: "Cure period begun",
    MilestoneKind.CONVERTED: "Lease converted to a grant",
    MilestoneKind.RENEWED: "Term renewed",
    MilestoneKind.IDLE_FEE: "Idle-land fee charged",
    MilestoneKind.RECLAIMED: "Land reclaimed",
    MilestoneKind.EXITED: "Exited",
    MilestoneKind.EXPIRED: "Term expired",
    MilestoneKind.CLEARED: "Land cleared",
}
_CAUSES = {
    RefusalCause.NOT_ADMITTED: "It misses the admission standard in every zone it can use",
    RefusalCause.NO_ZONE: "No parcel lies in a zone it can use",
    RefusalCause.NO_SIZE: "No parcel in its zones has a fitting size or floor area ratio",
    RefusalCause.NO_MODE: "No tenure mode on offer is one it would take",
    RefusalCause.NOT_FREE: "Every fitting parcel is held or not ready while it waits",
    RefusalCause.NO_CAPACITY: "A node such as a substation has too little capacity left",
    RefusalCause.NO_QUOTA: "The land quota is used up",
    RefusalCause.RULE: "Another rule of the policy excludes every option",
    RefusalCause.OUTCOMPETED: "Options existed; other projects were worth more",
}
_DETAILS = {
    "green": "in the green channel",
    "price": "too dear",
    "mode": "tenure mode not wanted",
    "patience": "its patience ran out",
    "offers": "it declined too many offers",
    "review": "appraisal failed for good",
    "failure": "the firm failed",
    "left": "the firm left",
    "idle": "land left idle",
    "full_production": "at full production",
    "process": "process review",
    "conversion": "before conversion",
    "expiry": "before expiry",
    "cure": "after the cure period",
    "not producing": "not producing",
}
"""What the details of milestones mean."""
_FIRMS = {
    FirmClass.STARTUP: "Start-up",
    FirmClass.GROWTH: "Growing",
    FirmClass.MATURE: "Established",
}


def event(kind: str) -> Text:
    """Return the name of a milestone."""
    return say(_EVENTS[MilestoneKind(kind)])


def detail(text: str) -> Text | None:
    """Return what the detail of a milestone means; None where it says nothing to a reader.

    Parameters
    ----------
    text
        Code, two codes joined by a colon, or a code and ``ratio`` with a number.
    """
    parts = [_part(part) for part in text.split(": ")]
    known = [part for part in parts if part is not None]
    return joined(known, " · ") if known else None


def _part(code: str) -> Text | None:
    if code in _DETAILS:
        return say(_DETAILS[code])
    word, _, number = code.partition(" ")
    if word == "ratio":
        return say("achieved {percent} % of its promise", percent=round(100 * float(number)))
    return None


def cause(name: str) -> Text:
    """Return why a project got nothing, as a sentence without its full stop."""
    return say(_CAUSES[RefusalCause(name)])


def firm(firm_class: FirmClass) -> Text:
    """Return the name of a firm class."""
    return say(_FIRMS[firm_class])


def archetype_names(scenario: Scenario) -> dict[str, Text]:
    """Return the names of the kinds of project that the scenario knows."""
    kinds = scenario.archetypes or (scenario.generator.archetypes if scenario.generator else ())
    return {kind.id: named(kind.name) for kind in kinds}


def mode_names(scenario: Scenario) -> dict[str, Text]:
    """Return the names of the tenure modes."""
    return {terms.mode: named(terms.name) for terms in scenario.policy.tenure}


def kind(names: dict[str, Text], project: Any) -> Text:  # noqa: ANN401 - a row
    """Return kind, firm class and channel of a row of table ``projects``."""
    parts = [name_or_id(names, project.archetype), firm(project.firm_class)]
    if project.is_green:
        parts.append(say("green channel"))
    return joined(parts, " · ")


def name_or_id(names: dict[str, Text], key: str) -> Text:
    """Return a name, or the identifier where nobody gave one."""
    return names.get(key, plain(key))
