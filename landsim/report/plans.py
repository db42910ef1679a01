"""Plans as the page shows histories: who would hold which land when, if all went as planned."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

from landsim.core.area import mu_from_m2
from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.plan import Assignment, Plan
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.trajectory import ParcelState
from landsim.report import wording
from landsim.report.history import month_days
from landsim.report.states import STATES
from landsim.report.tables import Column, pill, row, table
from landsim.report.text import Json, Text, figure_of, joined, say

Span = tuple[int, int, int, float, float, int, int]
"""Parcel, project, state, first day, day after the last, area in m², tenure mode; by place."""
_STATE = {state: place for place, state in enumerate(STATES)}


@dataclass(frozen=True, slots=True, kw_only=True)
class NamedPlan:
    """A plan among others on one page."""

    name: Text
    """Name, short enough for a menu."""
    plan: Plan
    """The plan."""


def plan_history(scenario: Scenario, plan: Plan) -> Json:
    """Return a plan as map, Gantt chart and panel read a history.

    Parameters
    ----------
    scenario
        Park, tenure modes and horizon.
    plan
        Who would get which land, when.

    Notes
    -----
    Land counts as held from the first day of its supply period to the end the plan reckons
    with; a lease that is to become a grant is shown as one.
    """
    horizon = scenario.horizon
    steps = month_days(horizon)
    names = wording.mode_names(scenario)
    spans = _spans(scenario, plan)
    return {
        "park": 0,
        "start": horizon.start.isoformat(),
        "days": horizon.n_days,
        "steps": steps,
        "projects": [_holder(scenario, entry) for entry in plan.assignments],
        "texts": [],
        "modes": [names[terms.mode] for terms in scenario.policy.tenure],
        "spans": [list(span) for span in spans],
        "occupied": _occupied(scenario, spans, steps),
        "note": say("The map and the chart show the chosen plan, not a simulated history."),
    }


def _holder(scenario: Scenario, entry: Assignment) -> Json:
    mode = wording.mode_names(scenario)[entry.mode]
    return {
        "id": entry.project,
        "name": entry.project,
        "kind": mode,
        "why": say("worth {points} points of the policy", points=figure_of(entry.value, 2)),
        "events": [],
    }


def _spans(scenario: Scenario, plan: Plan) -> list[Span]:
    """Return what every parcel would be, day by day."""
    places = {parcel.id: place for place, parcel in enumerate(scenario.park.parcels)}
    held: dict[int, list[Span]] = {place: [] for place in places.values()}
    for holder, entry in enumerate(plan.assignments):
        for take in entry.bundle:
            if take.parcel in places:
                place = places[take.parcel]
                held[place] += _stays(scenario, entry, holder, place, take.area_m2)
    return [
        span
        for parcel in scenario.park.parcels
        for span in (
            *_unheld(scenario, places[parcel.id], held[places[parcel.id]]),
            *held[places[parcel.id]],
        )
    ]


def _stays(
    scenario: Scenario, entry: Assignment, holder: int, place: int, area_m2: int
) -> list[Span]:
    """Return how one assignment holds one parcel: leased, granted, or first the one."""
    horizon, policy = scenario.horizon, scenario.policy
    terms = policy.terms(entry.mode)
    mode = [known.mode for known in policy.tenure].index(entry.mode)
    begin, end = float(horizon.first_day(entry.period)), float(_end_day(scenario, entry))
    leased_until = min(end, begin + terms.lease_years * DAYS_PER_YEAR)
    parts = (
        (ParcelState.LEASED, begin, leased_until),
        (ParcelState.GRANTED, leased_until, end),
    )
    return [
        (place, holder, _STATE[state], first, last, area_m2, mode)
        for state, first, last in parts
        if first < last
    ]


def _end_day(scenario: Scenario, entry: Assignment) -> int:
    horizon = scenario.horizon
    is_over = entry.end_period >= horizon.n_periods
    return horizon.n_days if is_over else horizon.first_day(entry.end_period)


def _unheld(scenario: Scenario, place: int, held: list[Span]) -> list[Span]:
    """Return when how much of a parcel nobody holds, before and after it is ready."""
    horizon, parcel = scenario.horizon, scenario.park.parcels[place]
    ready = min(max(horizon.day_of(parcel.ready), 0), horizon.n_days)
    days = sorted({0, ready, horizon.n_days, *(s[3] for s in held), *(s[4] for s in held)})
    spans: list[Span] = []
    for first, last in itertools.pairwise(days):
        taken = sum(span[5] for span in held if span[3] <= first < span[4])
        state = ParcelState.FREE if first >= ready else ParcelState.UNSERVICED
        if taken < parcel.area_m2:
            free = parcel.area_m2 - taken
            spans.append((place, -1, _STATE[state], float(first), float(last), free, -1))
    return spans


def _occupied(scenario: Scenario, spans: list[Span], steps: list[int]) -> list[list[int]]:
    """Return the share of each parcel held at each step, in percent."""
    percent = [[0.0] * len(steps) for _ in scenario.park.parcels]
    for place, holder, _, first, last, area_m2, _ in spans:
        if holder >= 0:
            share = 100 * area_m2 / scenario.park.parcels[place].area_m2
            for step, day in enumerate(steps):
                percent[place][step] += share if first <= day - (day == steps[-1]) < last else 0
    return [[round(share) for share in line] for line in percent]


def plan_table(scenario: Scenario, projects: Sequence[Project], plan: Plan) -> Json:
    """Return all projects, what the plan gives them and when.

    Parameters
    ----------
    scenario
        Names and horizon.
    projects
        Projects that ask.
    plan
        Who would get which land.
    """
    columns = (
        Column(name=say("Project")),
        Column(name=say("Name"), kind="wide"),
        Column(name=say("Kind, firm, channel")),
        Column(name=say("Needs, mu"), kind="number", digits=1),
        Column(name=say("Outcome"), kind="pill"),
        Column(name=say("Parcel"), kind="list"),
        Column(name=say("Area, mu"), kind="number", digits=1),
        Column(name=say("Period"), kind="tight"),
        Column(name=say("Tenure")),
        Column(name=say("Points"), kind="number", digits=2),
    )
    given = {entry.project: entry for entry in plan.assignments}
    rows = [_row(scenario, project, given.get(project.id)) for project in projects]
    return table(columns, rows, filter_column=4)


def _row(scenario: Scenario, project: Project, entry: Assignment | None) -> Json:
    kinds = wording.archetype_names(scenario)
    kind = wording.name_or_id(kinds, project.archetype)
    cells: list[object] = [
        project.id,
        project.name,
        joined([kind, wording.firm(project.firm_class)], " · "),
        mu_from_m2(project.needs.area_min_m2),
    ]
    if entry is None:
        return row(*cells, pill(say("Not served"), "warn"), None, None, "", "", None)
    places = {parcel.id: place for place, parcel in enumerate(scenario.park.parcels)}
    return row(
        *cells,
        pill(say("Served"), "good"),
        list(entry.parcels),
        mu_from_m2(entry.area_m2),
        scenario.horizon.period_label(entry.period),
        wording.mode_names(scenario)[entry.mode],
        entry.value,
        parcel=places.get(entry.parcels[0]),
    )
