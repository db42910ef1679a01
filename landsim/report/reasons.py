"""Why each project of the shown history got its land, or none."""

from collections.abc import Mapping
from typing import Any

from landsim.core.admission import Admission
from landsim.core.project import Project
from landsim.metrics.histories import Standing
from landsim.report import wording
from landsim.report.text import Text, joined, say, say_sentence
from landsim.report.view import RunView, rows_of
from landsim.study.sentences import SHORTFALLS

_NAMED_MAX = 4
_SHORTFALLS_MAX = 3


def project_reasons(view: RunView) -> dict[str, Text]:
    """Return, by project of the shown replication, why it got land or did not.

    Parameters
    ----------
    view
        Run.
    """
    frame = view.shown("projects")
    passed = rows_of(view.shown("passed_over"))
    last = {entry.project: entry for entry in passed}
    teller = _Teller(view, dict(zip(frame["project"], frame["name"], strict=True)), passed)
    return {
        project: teller.why(project, standing, last.get(project))
        for project, standing in zip(frame["project"], frame["standing"], strict=True)
    }


class _Teller:
    """Names and figures that reasons are made of."""

    def __init__(self, view: RunView, names: Mapping[str, str], passed: list[Any]) -> None:
        demand = view.scenario.demand(view.shown_replication, view.run.seed)
        self._projects: dict[str, Project] = {str(project.id): project for project in demand}
        self._admission = view.scenario.policy.admission
        self._names = names
        self._beaten: dict[str, set[str]] = {}
        for entry in passed:
            for winner in entry.competitors.split("+"):
                self._beaten.setdefault(winner, set()).add(entry.project)

    def why(self, project: str, standing: str, last: Any) -> Text:  # noqa: ANN401 - a row
        """Return the reason for one project."""
        if standing == Standing.SERVED:
            return self._preferred(sorted(self._beaten.get(project, ())))
        if standing == Standing.REFUSED:
            return missed_standard(self._admission, self._projects[project])
        if last is not None:
            return self._passed_over(last)
        if standing == Standing.WITHDRAWN:
            return say("It withdrew before any decision on land was taken.")
        return say("No decision on it had been taken when the horizon ended.")

    def _preferred(self, beaten: list[str]) -> Text:
        if not beaten:
            return say("No other waiting project could have used this land at the time.")
        known = self._listed(beaten)
        more = len(beaten) - _NAMED_MAX
        if more > 0:
            return say("Preferred to {names} and {n} more waiting projects.", names=known, n=more)
        return say("Preferred to {names}, which waited too.", names=known)

    def _passed_over(self, entry: Any) -> Text:  # noqa: ANN401 - a row
        parts = [say("{sentence}.", sentence=wording.cause(entry.cause))]
        if entry.detail:
            parts.append(say("In figures: {detail}.", detail=say_sentence(entry.detail)))
        rivals = [rival for rival in entry.competitors.split("+") if rival]
        if rivals:
            parts.append(say("The land went to {names}.", names=self._listed(rivals)))
        return joined(parts)

    def _listed(self, projects: list[str]) -> Text:
        known = [self._names.get(project, project) for project in projects[:_NAMED_MAX]]
        return {"zh": "、".join(known), "en": ", ".join(known)}


def missed_standard(admission: Admission, project: Project) -> Text:
    """Return what a project misses of the admission standard, and what would do.

    Parameters
    ----------
    admission
        Standard in force.
    project
        Project that was refused.
    """
    missed = dict.fromkeys(
        gap for zone in project.needs.zones for gap in admission.shortfalls(project, zone)
    )
    parts = [say("{sentence}.", sentence=wording.cause("not_admitted"))]
    parts += [
        say(
            SHORTFALLS[gap.criterion].message,
            zone=gap.zone,
            promised=f"{gap.promised:.4g}",
            required=f"{gap.required:.4g}",
            gap=f"{gap.required - gap.promised:.3g}",
        )
        for gap in list(missed)[:_SHORTFALLS_MAX]
    ]
    return joined(parts)
