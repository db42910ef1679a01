"""What happened in one replication, as tables of small records.

Records are named tuples: they are written by the hundred thousand and read by column.
Days are calendar days since the horizon's start.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from landsim.core.decisionlog import Announcement, Reservation, Servicing
from landsim.core.ids import ParcelId, ProjectId, RouteId, StageId
from landsim.core.project import Project


class Outcome(StrEnum):
    """How one pass through a stage ended."""

    PASSED = "passed"
    CORRECTION = "correction"
    """Sent back for corrections 补正."""
    DEEMED = "deemed"
    """Passed because the statutory limit ran out."""
    REFUSED = "refused"
    REVOKED = "revoked"
    """Passed on a promise 告知承诺 that a later check found false; the stage is repeated."""
    ABANDONED = "abandoned"
    """The project left meanwhile."""
    UNFINISHED = "unfinished"
    """Still under way when the horizon ended (censored)."""


class StagePass(NamedTuple):
    """One review: a pass of a project through a stage."""

    project: ProjectId
    stage: StageId
    route: RouteId
    round: int
    """0 for the first pass."""
    enabled: float
    """Day on which it could begin."""
    started: float
    """Day on which a desk took it up; NaN if none did."""
    completed: float
    """Day on which it ended; the horizon's end if unfinished."""
    outcome: Outcome
    correction_until: float
    """Day on which corrections were handed in; equal to ``completed`` without any."""
    deadline: float
    """Day on which the statutory limit runs out; NaN without one."""
    is_green: bool


class MilestoneKind(StrEnum):
    """An event of a project's life."""

    FILED = "filed"
    ADMITTED = "admitted"
    REFUSED = "refused"
    """Not admitted."""
    ASSIGNED = "assigned"
    """Given land at a decision epoch, and took it."""
    DECLINED = "declined"
    """Given land, and did not take it."""
    WITHDRAWN = "withdrawn"
    """Its patience ran out, or it declined too often."""
    CONTRACTED = "contracted"
    PAID = "paid"
    DELIVERED = "delivered"
    """交地."""
    PERMITTED = "permitted"
    """施工许可."""
    STARTED = "started"
    """开工."""
    COMPLETED = "completed"
    """竣工."""
    PRODUCING = "producing"
    """投产."""
    FULL_PRODUCTION = "full_production"
    """达产."""
    APPRAISAL_PASSED = "appraisal_passed"
    APPRAISAL_FAILED = "appraisal_failed"
    CURE_BEGUN = "cure_begun"
    CONVERTED = "converted"
    RENEWED = "renewed"
    IDLE_FEE = "idle_fee"
    RECLAIMED = "reclaimed"
    EXITED = "exited"
    """Left or failed; ``detail`` says which."""
    EXPIRED = "expired"
    """Term over, not renewed."""
    CLEARED = "cleared"
    """Land is ready again."""


class Milestone(NamedTuple):
    """An event of a project's life."""

    day: float
    project: ProjectId
    kind: MilestoneKind
    parcel: str
    """Parcel concerned, joined by ``+`` for a bundle; empty before an assignment."""
    mode: str
    """Tenure mode; empty before an assignment."""
    detail: str
    """Cause or figure, such as ``patience`` or ``ratio 0.72``."""


class ParcelState(StrEnum):
    """What a parcel, or a part of it, is doing."""

    UNSERVICED = "unserviced"
    FREE = "free"
    APPROVAL = "approval"
    """Assigned; listing, contract, permits."""
    IDLE = "idle"
    """Past the contracted start, not started."""
    CONSTRUCTION = "construction"
    LEASED = "leased"
    """Built, on a lease."""
    GRANTED = "granted"
    """Built, under a grant."""
    CLEARING = "clearing"
    RESERVED = "reserved"
    """Held for phase 2 of a project next to it."""


class Span(NamedTuple):
    """A stretch of a parcel's history; spans of a parcel cover its area on every day."""

    parcel: ParcelId
    project: str
    """Holder; empty where nobody holds it."""
    state: ParcelState
    begin: float
    end: float
    """The horizon's end at the latest."""
    area_m2: int
    mode: str
    """Tenure mode; empty where nobody holds it."""


class AreaAccount(StrEnum):
    """Accounts of the land ledger; they add up to the park on every day."""

    UNSERVICED = "unserviced"
    READY = "ready"
    SUPPLIED = "supplied"
    CLEARING = "clearing"
    RESERVED = "reserved"


class AreaPosting(NamedTuple):
    """A move of land between accounts."""

    day: float
    parcel: ParcelId
    project: str
    source: AreaAccount
    target: AreaAccount
    area_m2: int


class Party(StrEnum):
    """Who pays and who is paid."""

    AUTHORITY = "authority"
    FIRM = "firm"
    CONTRACTOR = "contractor"
    """Whoever readies land."""


class MoneyKind(StrEnum):
    """What a payment is for."""

    PRICE = "price"
    BALANCE = "balance"
    RENT = "rent"
    RENT_DISCOUNT = "rent_discount"
    CONVERSION = "conversion"
    RENEWAL = "renewal"
    IDLE_FEE = "idle_fee"
    DAMAGES = "damages"
    REFUND = "refund"
    EARLY_SERVICING = "early_servicing"


class MoneyPosting(NamedTuple):
    """A payment, in whole CNY so that ledgers balance exactly."""

    day: float
    project: str
    payer: Party
    payee: Party
    kind: MoneyKind
    amount_cny: int


class Production(NamedTuple):
    """A project at work: linear ramp from ``begin`` to ``full``, level until ``end``."""

    project: ProjectId
    begin: float
    """投产."""
    full: float
    """达产; may lie beyond ``end``."""
    end: float
    output_mcny_per_year: float
    tax_mcny_per_year: float
    jobs: float
    firms: float
    investment_mcny: float
    ratio: float
    """Achieved over promised."""


class Epoch(NamedTuple):
    """A decision epoch."""

    day: float
    n_waiting: int
    free_m2: int
    """Land free today; floor space in buildings is not counted."""
    n_assigned: int
    assigned_m2: int
    """Land given today; floor space in buildings is not counted."""
    objective: float
    """Points of the plan behind it; NaN without one."""
    bound: float
    """Proven bound; NaN without one."""
    termination: str


class PassedOver(NamedTuple):
    """A waiting project that an epoch gave nothing."""

    day: float
    project: ProjectId
    cause: str
    """A `RefusalCause`."""
    rule: str
    competitors: str
    """Projects served on land it could have used, joined by ``+``."""
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trajectory:
    """One replication."""

    replication: int
    """Index of the replication."""
    seed: int
    """Root seed."""
    n_days: int
    """Length of the horizon, in calendar days."""
    projects: tuple[Project, ...]
    """Projects that filed, in order."""
    milestones: tuple[Milestone, ...]
    """Events, in order of time."""
    stage_passes: tuple[StagePass, ...]
    """Reviews, in order of completion."""
    spans: tuple[Span, ...]
    """Parcel histories, by parcel and begin."""
    area_postings: tuple[AreaPosting, ...]
    """Land ledger."""
    money_postings: tuple[MoneyPosting, ...]
    """Money ledger."""
    productions: tuple[Production, ...]
    """Projects at work."""
    epochs: tuple[Epoch, ...]
    """Decision epochs."""
    passed_over: tuple[PassedOver, ...]
    """Projects passed over."""
    servicing: tuple[Servicing, ...] = ()
    """Orders of early servicing."""
    announcements: tuple[Announcement, ...] = ()
    """Plans made known, in the order in which they were judged."""
    reservations: tuple[Reservation, ...] = ()
    """Land reserved for later phases, in the order in which reservations ended."""

    def of(self, kind: MilestoneKind) -> tuple[Milestone, ...]:
        """Return the milestones of one kind, in order of time."""
        return tuple(milestone for milestone in self.milestones if milestone.kind is kind)
