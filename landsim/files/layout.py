"""The tables of a stored run: their columns, units and meaning, stated once.

The same statement gives the Parquet schema, the data dictionary of an export and the
reference page. Columns of kind DAY hold calendar days since the horizon's start and are
stored with their date beside them: ``begin_day`` brings ``begin_date``.
"""

from dataclasses import dataclass
from enum import StrEnum


class ColumnKind(StrEnum):
    """What a column holds."""

    TEXT = "text"
    INTEGER = "integer"
    NUMBER = "number"
    FLAG = "flag"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column."""

    name: str
    """Name, with its unit at the end."""
    kind: ColumnKind
    """What it holds."""
    meaning: str
    """What it means; a message id."""

    @property
    def date_name(self) -> str:
        """Name of the date column beside a DAY column."""
        return self.name.removesuffix("day") + "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """One table."""

    name: str
    """Name: the file's stem."""
    meaning: str
    """What a row is; a message id."""
    columns: tuple[Column, ...]
    """Columns, in order, without the replication."""
    has_replication: bool = True
    """Whether rows belong to replications; the number then is the first column."""

    def names(self) -> tuple[str, ...]:
        """Return the names of all columns as stored, dates included."""
        names = ["replication"] if self.has_replication else []
        for column in self.columns:
            names.append(column.name)
            if column.kind is ColumnKind.DAY:
                names.append(column.date_name)
        return tuple(names)


def _columns(*rows: tuple[str, ColumnKind, str]) -> tuple[Column, ...]:
    return tuple(Column(name=name, kind=kind, meaning=meaning) for name, kind, meaning in rows)


_TEXT, _INTEGER, _NUMBER = ColumnKind.TEXT, ColumnKind.INTEGER, ColumnKind.NUMBER
_FLAG, _DAY = ColumnKind.FLAG, ColumnKind.DAY

PROJECTS = TableSpec(
    name="projects",
    meaning="a project that filed, and where it stands at the end",
    columns=_columns(
        ("project", _TEXT, "identifier"),
        ("name", _TEXT, "name"),
        ("archetype", _TEXT, "kind of project"),
        ("firm_class", _TEXT, "how established the firm is"),
        ("chain_role", _TEXT, "place in the industry chain"),
        ("filed_day", _DAY, "filing"),
        ("need_by_day", _DAY, "day by which it needs land"),
        ("deadline_day", _DAY, "last day on which it takes land"),
        ("area_min_m2", _INTEGER, "smallest site it can use, in m²"),
        ("area_max_m2", _INTEGER, "largest site it may be given, in m²"),
        ("power_mw", _NUMBER, "power demand, in MW"),
        ("investment_mcny", _NUMBER, "promised investment, in million CNY"),
        ("output_mcny_per_year", _NUMBER, "promised yearly output, in million CNY"),
        ("tax_mcny_per_year", _NUMBER, "promised yearly tax, in million CNY"),
        ("jobs", _NUMBER, "promised jobs"),
        ("score", _NUMBER, "weighted admission mark, 0 to 100"),
        ("is_green", _FLAG, "whether it went through the green channel"),
        ("standing", _TEXT, "served, refused, withdrawn or open at the end"),
        ("last_cause", _TEXT, "why the last epoch passed it over"),
    ),
)
ASSIGNMENTS = TableSpec(
    name="assignments",
    meaning="a project that was given land: who gets what, when, under which tenure",
    columns=_columns(
        ("project", _TEXT, "identifier"),
        ("name", _TEXT, "name"),
        ("archetype", _TEXT, "kind of project"),
        ("firm_class", _TEXT, "how established the firm is"),
        ("parcel", _TEXT, "parcels, joined by +"),
        ("area_m2", _INTEGER, "area supplied, in m²"),
        ("area_mu", _NUMBER, "area supplied, in mu"),
        ("mode", _TEXT, "tenure mode"),
        ("is_green", _FLAG, "whether it went through the green channel"),
        ("filed_day", _DAY, "filing"),
        ("assigned_day", _DAY, "decision that gave it land"),
        ("contracted_day", _DAY, "land contract"),
        ("delivered_day", _DAY, "land handed over"),
        ("permitted_day", _DAY, "construction permit"),
        ("started_day", _DAY, "start of construction"),
        ("completed_day", _DAY, "end of construction"),
        ("producing_day", _DAY, "start of production"),
        ("full_production_day", _DAY, "full production"),
        ("converted_day", _DAY, "lease became a grant"),
        ("ended_day", _DAY, "exit, reclaim or expiry"),
        ("end_cause", _TEXT, "how it ended: exited, reclaimed or expired; empty if it lasts"),
        ("end_detail", _TEXT, "cause of the end"),
    ),
)
PARCEL_TIMELINE = TableSpec(
    name="parcel_timeline",
    meaning="a stretch of a parcel's history; stretches cover each parcel on every day",
    columns=_columns(
        ("parcel", _TEXT, "parcel"),
        ("project", _TEXT, "holder; empty where nobody holds it"),
        ("state", _TEXT, "what the land is doing"),
        ("begin_day", _DAY, "first day"),
        ("end_day", _DAY, "day after the last"),
        ("area_m2", _INTEGER, "area concerned, in m²"),
        ("mode", _TEXT, "tenure mode"),
    ),
)
MILESTONES = TableSpec(
    name="milestones",
    meaning="an event of a project's life",
    columns=_columns(
        ("day", _DAY, "when"),
        ("project", _TEXT, "project"),
        ("kind", _TEXT, "what happened"),
        ("parcel", _TEXT, "parcels, joined by +"),
        ("mode", _TEXT, "tenure mode"),
        ("detail", _TEXT, "cause or figure"),
    ),
)
STAGE_LOG = TableSpec(
    name="stage_log",
    meaning="one review: a pass of a project through a stage",
    columns=_columns(
        ("project", _TEXT, "project"),
        ("stage", _TEXT, "stage"),
        ("route", _TEXT, "route"),
        ("round", _INTEGER, "0 for the first pass"),
        ("enabled_day", _DAY, "when it could begin"),
        ("started_day", _DAY, "when a desk took it up; empty if none did"),
        ("completed_day", _DAY, "when it ended"),
        ("outcome", _TEXT, "how it ended"),
        ("correction_until_day", _DAY, "when corrections were handed in"),
        ("deadline_day", _DAY, "when the statutory limit runs out; empty without one"),
        ("is_green", _FLAG, "whether the case was in the green channel"),
        ("kind", _TEXT, "who acts in the stage"),
        ("desk", _TEXT, "desk that does the work; empty without one"),
        ("waited_workdays", _NUMBER, "from enabled to taken up, in working days"),
        ("worked_workdays", _NUMBER, "from taken up to ended, in working days"),
    ),
)
AREA_LEDGER = TableSpec(
    name="area_ledger",
    meaning="a move of land between accounts",
    columns=_columns(
        ("day", _DAY, "when"),
        ("parcel", _TEXT, "parcel"),
        ("project", _TEXT, "project concerned"),
        ("source", _TEXT, "account it leaves"),
        ("target", _TEXT, "account it enters"),
        ("area_m2", _INTEGER, "area, in m²"),
    ),
)
MONEY_LEDGER = TableSpec(
    name="money_ledger",
    meaning="a payment",
    columns=_columns(
        ("day", _DAY, "when"),
        ("project", _TEXT, "project concerned"),
        ("payer", _TEXT, "who pays"),
        ("payee", _TEXT, "who is paid"),
        ("kind", _TEXT, "what for"),
        ("amount_cny", _INTEGER, "amount, in CNY"),
    ),
)
PRODUCTION = TableSpec(
    name="production",
    meaning="a project at work: linear ramp from begin to full, level until the end",
    columns=_columns(
        ("project", _TEXT, "project"),
        ("begin_day", _DAY, "start of production"),
        ("full_day", _DAY, "full production"),
        ("end_day", _DAY, "end of production"),
        ("output_mcny_per_year", _NUMBER, "yearly output at full production, in million CNY"),
        ("tax_mcny_per_year", _NUMBER, "yearly tax at full production, in million CNY"),
        ("jobs", _NUMBER, "jobs at full production"),
        ("firms", _NUMBER, "firms settled"),
        ("investment_mcny", _NUMBER, "investment, in million CNY"),
        ("ratio", _NUMBER, "achieved over promised"),
    ),
)
EPOCHS = TableSpec(
    name="epochs",
    meaning="a decision epoch",
    columns=_columns(
        ("day", _DAY, "when"),
        ("n_waiting", _INTEGER, "projects waiting"),
        ("free_m2", _INTEGER, "land free, in m²"),
        ("n_assigned", _INTEGER, "projects given land"),
        ("assigned_m2", _INTEGER, "land given, in m²"),
        ("objective", _NUMBER, "points of the plan behind it"),
        ("bound", _NUMBER, "proven bound on the points of any plan"),
        ("termination", _TEXT, "how the planner stopped"),
    ),
)
PASSED_OVER = TableSpec(
    name="passed_over",
    meaning="a waiting project that an epoch gave nothing",
    columns=_columns(
        ("day", _DAY, "when"),
        ("project", _TEXT, "project"),
        ("cause", _TEXT, "why"),
        ("rule", _TEXT, "binding rule, where one binds"),
        ("competitors", _TEXT, "projects served on land it could have used, joined by +"),
        ("detail", _TEXT, "figures"),
    ),
)
METRICS = TableSpec(
    name="metrics",
    meaning="a metric of a replication",
    columns=_columns(
        ("metric", _TEXT, "metric"),
        ("value", _NUMBER, "value; empty where it does not apply"),
        ("unit", _TEXT, "unit"),
    ),
)
SERIES = TableSpec(
    name="series",
    meaning="the park at the end of a supply period; totals count from the horizon's start",
    columns=_columns(
        ("period", _INTEGER, "supply period"),
        ("day", _DAY, "first day after the period"),
        ("unserviced_ha", _NUMBER, "land not ready, in ha"),
        ("free_ha", _NUMBER, "land nobody holds, in ha"),
        ("approval_ha", _NUMBER, "land in listing, contract and permits, in ha"),
        ("idle_ha", _NUMBER, "land past its contracted start and not started, in ha"),
        ("construction_ha", _NUMBER, "land under construction, in ha"),
        ("leased_ha", _NUMBER, "built land on a lease, in ha"),
        ("granted_ha", _NUMBER, "built land under a grant, in ha"),
        ("clearing_ha", _NUMBER, "land being cleared, in ha"),
        ("occupied_share", _NUMBER, "land under construction or built over serviced land"),
        ("supplied_mu", _NUMBER, "land supplied so far, in mu"),
        ("filed", _INTEGER, "projects filed so far"),
        ("served", _INTEGER, "projects served so far"),
        ("waiting", _INTEGER, "projects admitted, without land and not withdrawn"),
        ("withdrawn", _INTEGER, "projects withdrawn so far"),
        ("converted", _INTEGER, "conversions so far"),
        ("ended", _INTEGER, "exits, reclaims and expiries so far"),
        ("firms", _NUMBER, "firms at work"),
        ("jobs", _NUMBER, "jobs"),
        ("output_mcny_per_year", _NUMBER, "yearly output, in million CNY"),
        ("tax_mcny_per_year", _NUMBER, "yearly tax, in million CNY"),
        ("revenue_mcny", _NUMBER, "net payments to the authority so far, in million CNY"),
    ),
)
TARGETS = TableSpec(
    name="targets",
    meaning="a target such as 300 firms, and what is reached by its date",
    columns=_columns(
        ("metric", _TEXT, "what is counted"),
        ("due_day", _DAY, "when it is wanted"),
        ("amount", _NUMBER, "how much is wanted"),
        ("base", _NUMBER, "what was there before the horizon began"),
        ("reached", _NUMBER, "what is there on that day, or at the horizon's end if earlier"),
        ("reached_share", _NUMBER, "reached over wanted"),
        ("reached_from_day", _DAY, "when the amount is first there; empty if never"),
    ),
)
PLAN = TableSpec(
    name="plan",
    meaning="land that the perfect-foresight plan of replication 0 takes from a parcel",
    has_replication=False,
    columns=_columns(
        ("project", _TEXT, "project"),
        ("parcel", _TEXT, "parcel"),
        ("area_m2", _INTEGER, "area taken, in m²"),
        ("period", _INTEGER, "supply period of the release"),
        ("period_day", _DAY, "first day of that period"),
        ("mode", _TEXT, "tenure mode"),
        ("end_period", _INTEGER, "first period in which the land is free again"),
        ("value", _NUMBER, "points of the whole assignment"),
    ),
)
PLAN_REFUSALS = TableSpec(
    name="plan_refusals",
    meaning="a project that the perfect-foresight plan gives nothing",
    has_replication=False,
    columns=_columns(
        ("project", _TEXT, "project"),
        ("cause", _TEXT, "why"),
        ("rule", _TEXT, "binding rule, where one binds"),
        ("competitors", _TEXT, "projects that got land it could have used, joined by +"),
        ("detail", _TEXT, "figures"),
    ),
)
BASELINES = TableSpec(
    name="baselines",
    meaning="a plan with perfect foresight of replication 0: the optimiser's and the baselines",
    has_replication=False,
    columns=_columns(
        ("planner", _TEXT, "planner"),
        ("objective", _NUMBER, "points"),
        ("bound", _NUMBER, "proven bound on the points of any plan; empty without one"),
        ("gap", _NUMBER, "relative gap between bound and objective; empty without a bound"),
        ("termination", _TEXT, "how the planner stopped"),
        ("n_served", _INTEGER, "projects given land"),
        ("area_m2", _INTEGER, "area supplied, in m²"),
        ("n_options", _INTEGER, "options considered"),
        ("n_rows", _INTEGER, "rows of the program"),
        ("n_nodes", _INTEGER, "branch-and-bound nodes"),
        ("n_violations", _INTEGER, "rules the independent check found broken"),
    ),
)
TABLES = (
    PROJECTS,
    ASSIGNMENTS,
    PARCEL_TIMELINE,
    MILESTONES,
    STAGE_LOG,
    AREA_LEDGER,
    MONEY_LEDGER,
    PRODUCTION,
    EPOCHS,
    PASSED_OVER,
    METRICS,
    SERIES,
    TARGETS,
    PLAN,
    PLAN_REFUSALS,
    BASELINES,
)
"""Every table of a stored run."""
BY_NAME = {table.name: table for table in TABLES}
