"""What may be known at a decision epoch, and who decides."""

from dataclasses import dataclass
from typing import Protocol

from landsim.core.ids import ParcelId, TenureModeId
from landsim.core.plan import Assignment, Plan, Refusal
from landsim.core.project import Project
from landsim.core.servicing import ServicingOrder


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeLand:
    """Land nobody holds, now or from a known later day."""

    parcel: ParcelId
    """Parcel."""
    area_m2: int
    """Area free, in m²."""
    from_day: float
    """Day from which it can be supplied; not after today if it is ready now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A project that was admitted and waits for land."""

    project: Project
    """Project."""
    since_day: float
    """Day on which it was admitted."""
    declined_modes: tuple[TenureModeId, ...] = ()
    """Modes whose offer it declined; they are not offered again."""
    declined_parcels: tuple[ParcelId, ...] = ()
    """Parcels it declined as too dear; they are not offered again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """Land that was supplied, still held or not."""

    project: Project
    """Holder."""
    parcel: ParcelId
    """Parcel."""
    area_m2: int
    """Area, in m²."""
    mode: TenureModeId
    """Tenure mode."""
    from_day: float
    """Day of the decision."""
    until_day: float | None = None
    """Day on which the holding ended; None while it lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LandState:
    """Everything a decision may use; nothing of the future but dates already fixed."""

    day: float
    """Today, in calendar days since the horizon's start."""
    period: int
    """Supply period of today."""
    free: tuple[FreeLand, ...]
    """Land that is free or will be."""
    waiting: tuple[Waiting, ...]
    """Projects that wait, in order of admission."""
    holdings: tuple[Holding, ...]
    """All land supplied so far, ended holdings included."""
    quota_left_m2: tuple[int, ...] | None = None
    """Quota left in each calendar year of the horizon, carry-over included; None for no quota."""
    early_spent_mcny: tuple[float, ...] = ()
    """Spent on early servicing in each calendar year of the horizon."""
    announced: tuple[Assignment, ...] = ()
    """What the last decision announced to projects that still wait."""
    filed: tuple[Project, ...] = ()
    """All projects that filed so far, in order of filing, whatever has become of them."""
    in_review: tuple[Project, ...] = ()
    """Projects that filed and whose admission is not decided, in order of filing."""
    replication: int = 0
    """Replication, for deciders that draw random numbers of their own."""
    seed: int = 0
    """Root seed, for the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a decider answers."""

    assignments: tuple[Assignment, ...]
    """Assignments of today; each takes land that is free now."""
    refusals: tuple[Refusal, ...] = ()
    """Waiting projects passed over, and why."""
    plan: Plan | None = None
    """The plan behind the decision, where there is one."""
    look_again_day: float | None = None
    """Day on which to decide again if nothing has changed by then; None for none."""
    orders: tuple[ServicingOrder, ...] = ()
    """Parcels to be readied before their date, from today on."""
    announced: tuple[Assignment, ...] = ()
    """Assignments planned for later periods and made known; the next decision is told of them."""


class Decide(Protocol):
    """Anything that decides: the rolling optimiser, a baseline, a researcher's function."""

    def __call__(self, state: LandState) -> Decision:
        """Return today's assignments."""
