"""Why a project got its parcel or went without, and what became of a parcel, in words."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from landsim.core.ids import TenureModeId
from landsim.core.label import Language
from landsim.core.progress import Note
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.trajectory import Milestone, MilestoneKind, PassedOver, Span, Trajectory
from landsim.errors import UnknownNameError
from landsim.files.store import StoredRun
from landsim.metrics.histories import History, Standing, floor_modes, histories
from landsim.study.decided import announcements, orders, reservations
from landsim.study.sentences import (
    CAUSES,
    EVENTS,
    FLOOR_STATES,
    OTHER_CAUSE,
    OUTCOMES,
    SHORTFALLS,
    STATES,
    area_text,
    fill,
    introduction,
    mu_text,
)

_COMPETITORS_SHOWN = 5
_ENDINGS = {Standing.REFUSED: MilestoneKind.REFUSED, Standing.WITHDRAWN: MilestoneKind.WITHDRAWN}


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation:
    """The story of a project or a parcel in one replication."""

    subject: str
    """Project or parcel."""
    replication: int
    """Replication told."""
    lines: tuple[Note, ...]
    """Sentences, in order: message ids and values."""


def explain(
    run: StoredRun,
    subject: str,
    replication: int | None = None,
    language: Language = Language.EN,
) -> Explanation:
    """Tell why a project got land or not, or what became of a parcel.

    Parameters
    ----------
    run
        Stored run.
    subject
        Project or parcel.
    replication
        Replication to tell; None for the first.
    language
        Language of names of data; sentences are message ids in any case.

    Raises
    ------
    UnknownNameError
        If the run has neither a project nor a parcel of that name.
    """
    told = run.replications[0] if replication is None else replication
    scenario, trajectory = run.scenario(), run.trajectory(told)
    teller = _Teller(run, scenario, trajectory, language)
    found = {str(history.project.id): history for history in histories(trajectory)}
    parcels = [str(parcel.id) for parcel in scenario.park.parcels]
    if subject in found:
        lines = tuple(teller.project(found[subject]))
    elif subject in parcels:
        lines = tuple(teller.parcel(subject))
    else:
        raise UnknownNameError("project or parcel", subject, [*found, *parcels])
    return Explanation(subject=subject, replication=told, lines=lines)


class _Teller:
    """Writes sentences about one replication."""

    def __init__(
        self, run: StoredRun, scenario: Scenario, trajectory: Trajectory, language: Language
    ) -> None:
        self._run = run
        self._scenario = scenario
        self._trajectory = trajectory
        self._language = language

    def project(self, history: History) -> Iterator[Note]:
        """Tell of a project: who it is, admission, waiting, offers, land, and what followed."""
        project = history.project
        yield self._introduction(project)
        yield from self._admission(project)
        if history.is_green:
            yield Note(message="It went through the green channel.")
        yield from self._waiting(project)
        yield from announcements(self._scenario, self._trajectory, project.id, self._mode)
        for milestone in self._trajectory.milestones:
            if milestone.project == project.id:
                yield from self._event(milestone, history)
        yield from reservations(self._scenario, self._trajectory, project.id)
        ending = _ENDINGS.get(history.standing)
        date = "" if ending is None else self._date(history.day(ending))
        yield fill(OUTCOMES[history.standing], date=date)
        yield from self._other_replications(project)
        if self._trajectory.replication == 0:
            yield from self._foresight(project)

    def parcel(self, parcel_id: str) -> Iterator[Note]:
        """Tell of a parcel: what it is, and each stretch of its history."""
        parcel = next(lot for lot in self._scenario.park.parcels if lot.id == parcel_id)
        yield fill(
            Note(message="Building {parcel}: {area} m² in zone {zone}, ready from {date}.")
            if parcel.is_floor
            else Note(message="Parcel {parcel}: {area} mu in zone {zone}, ready from {date}."),
            parcel=parcel_id,
            area=area_text(parcel.area_m2, is_floor=parcel.is_floor),
            zone=parcel.zone,
            date=str(parcel.ready),
        )
        names = {project.id: project.name for project in self._trajectory.projects}
        yield from orders(self._scenario, self._trajectory, parcel_id)
        for span in self._trajectory.spans:
            if span.parcel == parcel_id and span.end > span.begin:
                yield self._stretch(span, {str(key): name for key, name in names.items()})

    def _introduction(self, project: Project) -> Note:
        needs = project.needs
        return fill(
            introduction(needs),
            name=project.name,
            project=project.id,
            filed=self._date(project.filed_day),
            smallest=mu_text(needs.area_min_m2),
            largest=mu_text(needs.area_max_m2),
            least=area_text(needs.floor_min_m2, is_floor=True),
            most=area_text(needs.floor_max_m2, is_floor=True),
            zones=" / ".join(needs.zones),
            power=f"{needs.power_mw:.1f}",
            need_by=self._date(project.need_by_day),
            deadline=self._date(project.deadline_day),
        )

    def _admission(self, project: Project) -> Iterator[Note]:
        admission = self._scenario.policy.admission
        zones = admission.zones(project)
        if zones:
            yield fill(
                Note(
                    message="It meets the admission standard {standard} in zone {zones}; "
                    "its mark is {score}."
                ),
                standard=admission.standard,
                zones=" / ".join(zones),
                score=f"{admission.score(project):.1f}",
            )
        missed = [
            gap for zone in project.needs.zones for gap in admission.shortfalls(project, zone)
        ]
        for shortfall in dict.fromkeys(missed):
            yield fill(
                SHORTFALLS[shortfall.criterion],
                zone=shortfall.zone,
                promised=f"{shortfall.promised:.4g}",
                required=f"{shortfall.required:.4g}",
                gap=f"{shortfall.required - shortfall.promised:.3g}",
            )

    def _waiting(self, project: Project) -> Iterator[Note]:
        mine = [entry for entry in self._trajectory.passed_over if entry.project == project.id]
        for (cause, rule), group in groupby(mine, key=lambda entry: (entry.cause, entry.rule)):
            entries = list(group)
            yield fill(
                Note(message="Passed over at {n} decision epochs from {first} to {last}."),
                n=str(len(entries)),
                first=self._date(entries[0].day),
                last=self._date(entries[-1].day),
            )
            yield from _reason(cause, rule, entries[-1].detail)
            yield from self._competitors(entries)

    def _competitors(self, entries: list[PassedOver]) -> Iterator[Note]:
        names = [name for entry in entries for name in entry.competitors.split("+") if name]
        by_id = {str(project.id): project for project in self._trajectory.projects}
        shown = [by_id[name] for name in dict.fromkeys(names) if name in by_id]
        if shown:
            figures = [
                f"{project.name} ({project.id}) {project.output_wan_cny_per_mu():.0f}"
                for project in shown[:_COMPETITORS_SHOWN]
            ]
            yield fill(
                Note(
                    message="Land it could have used went to these, with their promised output "
                    "in 10,000 CNY per mu: {competitors}."
                ),
                competitors="; ".join(figures),
            )

    def _event(self, milestone: Milestone, history: History) -> Iterator[Note]:
        day = self._date(milestone.day)
        if milestone.kind is MilestoneKind.DECLINED:
            yield fill(
                Note(message="On {date} it declined {parcel} under {mode} ({cause})."),
                date=day,
                parcel=milestone.parcel,
                mode=self._mode(milestone.mode),
                cause=milestone.detail,
            )
        elif milestone.kind is MilestoneKind.ASSIGNED:
            is_floor = milestone.mode in floor_modes(self._scenario)
            yield fill(
                Note(message="On {date} it was given {area} m² of floor in {parcel}, under {mode}.")
                if is_floor
                else Note(message="On {date} it was given {parcel}, {area} mu, under {mode}."),
                date=day,
                parcel=milestone.parcel,
                area=area_text(history.area_m2, is_floor=is_floor),
                mode=self._mode(milestone.mode),
            )
        elif milestone.kind in EVENTS:
            yield fill(EVENTS[milestone.kind], date=day)

    def _other_replications(self, project: Project) -> Iterator[Note]:
        if project.id not in {entry.id for entry in self._scenario.projects}:
            return
        table = self._run.arrow("projects")
        rows = zip(table["project"].to_pylist(), table["standing"].to_pylist(), strict=True)
        standings = [standing for name, standing in rows if name == project.id]
        yield fill(
            Note(message="Served in {n} of {total} replications."),
            n=str(standings.count(Standing.SERVED)),
            total=str(len(standings)),
        )

    def _foresight(self, project: Project) -> Iterator[Note]:
        plan = self._run.table("plan")
        mine = plan[plan["project"] == project.id]
        if len(mine):
            yield fill(
                Note(message="With every project known beforehand: {parcel} in {period}."),
                parcel="+".join(mine["parcel"]),
                period=self._scenario.horizon.period_label(int(mine["period"].iloc[0])),
            )
        refusals = self._run.table("plan_refusals")
        for refusal in refusals[refusals["project"] == project.id].itertuples():
            yield Note(message="With every project known beforehand: no land.")
            yield from _reason(str(refusal.cause), str(refusal.rule), str(refusal.detail))

    def _stretch(self, span: Span, names: dict[str, str]) -> Note:
        is_floor = span.parcel in self._scenario.park.floors
        return fill(
            (FLOOR_STATES if is_floor else STATES)[span.state],
            begin=self._date(span.begin),
            end=self._date(span.end),
            area=area_text(span.area_m2, is_floor=is_floor),
            holder=f"{names[span.project]} ({span.project})" if span.project in names else "",
        )

    def _mode(self, mode: str) -> str:
        return self._scenario.policy.terms(TenureModeId(mode)).name.text(self._language)

    def _date(self, day: float) -> str:
        return str(self._scenario.horizon.date_of(day))


def _reason(cause: str, rule: str, detail: str) -> Iterator[Note]:
    known = {str(key): note for key, note in CAUSES.items()}
    yield known.get(cause) or fill(OTHER_CAUSE, cause=cause)
    if rule:
        yield fill(Note(message="Binding rule: {rule}."), rule=rule)
    if detail:
        yield fill(Note(message="In figures: {detail}."), detail=detail)
