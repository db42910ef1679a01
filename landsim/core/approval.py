"""Approvals: stages N01 …, the routes through them, and the desks that do the work."""

from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import chain

from landsim.core.distribution import Constant, Distribution
from landsim.core.ids import ArchetypeId, DeskId, RouteId, StageId
from landsim.core.invariant import require
from landsim.core.label import Label

FILED = StageId("filed")
"""Pseudo-stage: the project has filed. Predecessor of the first stages."""
ASSIGNED = StageId("assigned")
"""Pseudo-stage: a decision epoch gave the project land and it took the offer."""


class StageKind(StrEnum):
    """Who acts in a stage."""

    GOVERNMENT = "government"
    MARKET = "market"
    ENTERPRISE = "enterprise"
    TECHNICAL = "technical"


class StageTrigger(StrEnum):
    """Which projects pass a stage; the others skip it."""

    ALWAYS = "always"
    ENERGY_REVIEW = "energy_review"
    """Average power at or above `Approvals.energy_review_mw` (节能审查)."""
    SITE_STUDIES = "site_studies"
    """Parcel without regional assessments (区域评估)."""


class StageRole(StrEnum):
    """What the end of a stage means for the project's life; one stage each at most."""

    NONE = "none"
    ADMISSION = "admission"
    """The review that admits or refuses."""
    FILING = "filing"
    """立项备案."""
    LISTING = "listing"
    """招拍挂."""
    CONTRACT = "contract"
    """成交 and land contract; tenure begins."""
    PAYMENT = "payment"
    """First payment or rent."""
    DELIVERY = "delivery"
    """交地."""
    PERMIT = "permit"
    """施工许可证; construction may start."""
    CONSTRUCTION = "construction"
    """Building; lasts as the project's conduct says."""
    ACCEPTANCE = "acceptance"
    """竣工联合验收."""
    PRODUCTION = "production"
    """Fit-out to 投产; lasts as the project's conduct says."""
    FULL_PRODUCTION = "full_production"
    """Ramp-up to 达产; lasts as the project's conduct says."""


_ON_FLOOR = frozenset(
    {
        StageRole.ADMISSION,
        StageRole.FILING,
        StageRole.CONTRACT,
        StageRole.PAYMENT,
        StageRole.DELIVERY,
        StageRole.PRODUCTION,
        StageRole.FULL_PRODUCTION,
    }
)
"""Roles that floor space in a finished building leaves to do."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One node of the approval graph."""

    id: StageId
    """Identifier, such as ``N07``."""
    name: Label
    """Name."""
    kind: StageKind
    """Who acts."""
    role: StageRole = StageRole.NONE
    """What its end means for the project's life."""
    desk: DeskId | None = None
    """Desk that does the work; None where capacity never binds."""
    trigger: StageTrigger = StageTrigger.ALWAYS
    """Which projects pass it."""
    limit_workdays: float | None = None
    """Statutory time limit, in working days; None where the law sets none."""
    is_deemed_approved: bool = False
    """Whether it passes because its time limit ran out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rework:
    """Correction of incomplete or faulty documents 补正."""

    probability: float = 0.0
    """Chance that a review asks for corrections."""
    correction_workdays: Distribution = Constant(value=0.0)
    """Time the applicant takes; the statutory clock is suspended meanwhile."""
    review_again_share: float = 0.0
    """Length of the next review as a share of a fresh draw; 0 means the correction settles it."""
    back_to: StageId | None = None
    """Earlier stage to go back to; None for the same one."""
    max_rounds: int = 1000
    """Most corrections of one stage; after them it passes."""

    def __post_init__(self) -> None:
        require(
            "rework",
            (
                0 <= self.probability <= 1,
                "probability",
                f"must be 0 to 1; got {self.probability:g}",
            ),
            (self.max_rounds >= 0, "max_rounds", f"must be ≥ 0; got {self.max_rounds}"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A stage as a route takes it."""

    stage: StageId
    """Stage."""
    after: tuple[StageId, ...]
    """Stages that must end first (``filed`` and ``assigned`` are pseudo-stages)."""
    workdays: Distribution = Constant(value=0.0)
    """Work time, in working days; ignored for stages whose length is the project's conduct."""
    rework: Rework = Rework()
    """Corrections."""
    revocation_probability: float = 0.0
    """告知承诺: chance that the later check finds the promise false and the stage is repeated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """A way through the stages: serial, parallel, green channel, phased."""

    id: RouteId
    """Identifier, such as ``green``."""
    name: Label
    """Name."""
    steps: tuple[Step, ...]
    """Steps, in an order in which predecessors come first."""

    def __post_init__(self) -> None:
        seen = {FILED, ASSIGNED}
        faults = []
        for step in self.steps:
            faults += [
                (False, f"steps.{step.stage}", f'"{before}" is not an earlier step of the route')
                for before in step.after
                if before not in seen
            ]
            faults.append((step.stage not in seen, f"steps.{step.stage}", "occurs twice"))
            seen.add(step.stage)
        require(f"route {self.id}", *faults)

    def without(self, stages: frozenset[StageId]) -> "Route":
        """Return the route without some stages; their followers wait for what they waited for.

        Parameters
        ----------
        stages
            Stages to leave out.
        """
        instead: dict[StageId, tuple[StageId, ...]] = {}
        kept = []
        for step in self.steps:
            before = (instead.get(stage, (stage,)) for stage in step.after)
            after = tuple(dict.fromkeys(chain.from_iterable(before)))
            if step.stage in stages:
                instead[step.stage] = after
            else:
                back_to = None if step.rework.back_to in stages else step.rework.back_to
                rework = replace(step.rework, back_to=back_to)
                kept.append(replace(step, after=after, rework=rework))
        return replace(self, steps=tuple(kept))


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Capacity that does reviews."""

    id: DeskId
    """Identifier."""
    name: Label
    """Name."""
    staff: int
    """Reviewers who work at the same time."""
    green_staff: int = 0
    """Of these, how many serve the green channel only."""
    discipline: str = "priority"
    """Who is served next: a registered discipline."""

    def __post_init__(self) -> None:
        require(
            f"desk {self.id}",
            (self.staff >= 0, "staff", f"must be ≥ 0; got {self.staff}"),
            (
                0 <= self.green_staff <= self.staff,
                "green_staff",
                f"must be between 0 and staff ({self.staff}); got {self.green_staff}",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class GreenChannel:
    """Who may take the green channel 绿色通道, and by which route."""

    route: RouteId
    """Route of the green channel."""
    standard_land_route: RouteId | None = None
    """Route on parcels offered as 标准地; None for the same."""
    min_score: float = 0.0
    """Smallest weighted admission mark, 0 to 100."""
    max_share: float = 1.0
    """Largest share of cases so far that may be green, so that the others are not starved."""
    archetypes: tuple[ArchetypeId, ...] = ()
    """Kinds of project eligible; empty for all."""
    has_priority: bool = True
    """Whether its cases are served before ordinary ones at shared desks."""

    def __post_init__(self) -> None:
        require(
            "green channel",
            (0 <= self.max_share <= 1, "max_share", f"must be 0 to 1; got {self.max_share:g}"),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Approvals:
    """The approval system in force."""

    stages: tuple[Stage, ...]
    """All stages."""
    routes: tuple[Route, ...]
    """All routes."""
    desks: tuple[Desk, ...] = ()
    """All desks."""
    ordinary_route: RouteId
    """Route of cases outside the green channel."""
    green_channel: GreenChannel | None = None
    """Green channel; None where there is none."""
    energy_review_mw: float = 0.57
    """Average power from which the energy review is triggered, in MW."""
    permit_promise_workdays: float | None = None
    """Promise 承诺时限: land contract to 施工许可, in working days; None without a promise."""
    floor_route: RouteId | None = None
    """Route, from the assignment on, of projects that get floor space; None takes their own
    route without the stages that only land and construction need."""

    def route_on_floor(self, own: RouteId) -> Route:
        """Return the route that a project on floor space takes from its assignment on.

        Parameters
        ----------
        own
            Route it is on before.

        Notes
        -----
        Without ``floor_route``: its own, cut down to admission, filing, contract, payment,
        delivery and production. What waited for a stage that falls away waits for the stages
        before it instead.
        """
        if self.floor_route is not None:
            return self.route(self.floor_route)
        roles = {stage.id: stage.role for stage in self.stages}
        return self.route(own).without(
            frozenset(stage for stage, role in roles.items() if role not in _ON_FLOOR)
        )

    def stage(self, stage_id: StageId) -> Stage:
        """Return a stage by identifier."""
        return next(stage for stage in self.stages if stage.id == stage_id)

    def route(self, route_id: RouteId) -> Route:
        """Return a route by identifier."""
        return next(route for route in self.routes if route.id == route_id)
