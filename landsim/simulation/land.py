"""The land book: which part of which parcel is doing what, and the area ledger."""

from itertools import chain
from math import inf

from landsim.core.ids import ParcelId
from landsim.core.park import Parcel, Park
from landsim.core.state import FreeLand
from landsim.core.trajectory import AreaAccount, AreaPosting, ParcelState, Span
from landsim.simulation.recorder import Recorder

_ACCOUNTS = {
    ParcelState.UNSERVICED: AreaAccount.UNSERVICED,
    ParcelState.FREE: AreaAccount.READY,
    ParcelState.CLEARING: AreaAccount.CLEARING,
    ParcelState.RESERVED: AreaAccount.RESERVED,
}


class Portion:
    """A part of a parcel in one state."""

    __slots__ = ("area_m2", "begin", "mode", "number", "parcel", "project", "ready_day", "state")

    def __init__(
        self,
        *,
        parcel: ParcelId,
        area_m2: int,
        state: ParcelState,
        begin: float,
        ready_day: float,
        number: int,
        project: str = "",
        mode: str = "",
    ) -> None:
        self.parcel = parcel
        self.area_m2 = area_m2
        self.state = state
        self.begin = begin
        self.ready_day = ready_day
        """Day from which it can be supplied, as far as known; infinite while held."""
        self.number = number
        """Position of the parcel in the park."""
        self.project = project
        self.mode = mode


class LandBook:
    """All land, portion by portion; every move is posted.

    Parameters
    ----------
    park
        Parcels.
    ready_days
        Day on which each parcel becomes ready, in the order of the park.
    recorder
        Where spans and postings go.
    """

    def __init__(self, park: Park, ready_days: list[float], recorder: Recorder) -> None:
        self._recorder = recorder
        self.parcels: dict[ParcelId, Parcel] = {parcel.id: parcel for parcel in park.parcels}
        self._portions: dict[ParcelId, list[Portion]] = {}
        self._claims: dict[tuple[ParcelId, str], Portion] = {}
        self._free: dict[ParcelId, tuple[FreeLand, ...]] = dict.fromkeys(self.parcels, ())
        self._stale: set[ParcelId] = set()
        self._all_free: tuple[FreeLand, ...] = ()
        for number, (parcel, ready_day) in enumerate(zip(park.parcels, ready_days, strict=True)):
            portion = Portion(
                parcel=parcel.id,
                area_m2=parcel.area_m2,
                state=ParcelState.UNSERVICED,
                begin=0.0,
                ready_day=ready_day,
                number=number,
            )
            self._portions[parcel.id] = [portion]
            self._stale.add(parcel.id)
            if ready_day <= 0.0:
                self.make_ready(portion, 0.0)

    def unready(self) -> tuple[Portion, ...]:
        """Return the portions that are not ready yet."""
        return tuple(
            portion
            for portions in self._portions.values()
            for portion in portions
            if portion.state is ParcelState.UNSERVICED
        )

    def free(self) -> tuple[FreeLand, ...]:
        """Return land nobody holds, now or from a known later day, in the order of the park."""
        if self._stale:
            for parcel in self._stale:
                self._free[parcel] = _free_parts(self._portions[parcel])
            self._stale.clear()
            self._all_free = tuple(chain.from_iterable(self._free.values()))
        return self._all_free

    def free_m2(self, parcel: ParcelId) -> int:
        """Return the area of a parcel that is free now, in m²."""
        portion = self._find(parcel, ParcelState.FREE)
        return portion.area_m2 if portion else 0

    def unserviced(self, parcel: ParcelId) -> Portion | None:
        """Return the part of a parcel that is not ready yet, or None."""
        return self._find(parcel, ParcelState.UNSERVICED)

    def expect(self, portion: Portion, ready_day: float) -> None:
        """Let land that is not ready yet be expected on another day."""
        portion.ready_day = ready_day
        self._stale.add(portion.parcel)

    def make_ready(self, portion: Portion, day: float) -> None:
        """Join a portion to the free land of its parcel."""
        account = _ACCOUNTS[portion.state]
        self._post(day, portion, account, AreaAccount.READY, portion.area_m2)
        self._close(portion, day)
        free = self._find(portion.parcel, ParcelState.FREE)
        if free is None:
            portion.state, portion.project, portion.mode = ParcelState.FREE, "", ""
            portion.begin = portion.ready_day = day
        else:
            self._close(free, day)
            free.area_m2 += portion.area_m2
            self._portions[portion.parcel].remove(portion)
        self._stale.add(portion.parcel)

    def take(self, parcel: ParcelId, area_m2: int, project: str, mode: str, day: float) -> Portion:
        """Supply free land to a project.

        Parameters
        ----------
        parcel
            Parcel.
        area_m2
            Area, at most what is free.
        project
            Holder.
        mode
            Tenure mode.
        day
            Today.
        """
        held, source = self._claims.pop((parcel, project), None), AreaAccount.RESERVED
        if held is None:
            held, source = self._cut(parcel, area_m2, day), AreaAccount.READY
        else:
            self._close(held, day)
        held.state, held.project, held.mode = ParcelState.APPROVAL, project, mode
        self._post(day, held, source, AreaAccount.SUPPLIED, held.area_m2)
        return held

    def reserve(
        self, parcel: ParcelId, area_m2: int, project: str, claimant: str, day: float
    ) -> Portion:
        """Hold free land for a later phase.

        Parameters
        ----------
        parcel
            Parcel.
        area_m2
            Area, at most what is free.
        project
            Project that has the option.
        claimant
            Name under which its later phase takes the land.
        day
            Today.
        """
        held = self._claims[parcel, claimant] = self._cut(parcel, area_m2, day)
        held.state, held.project = ParcelState.RESERVED, project
        self._post(day, held, AreaAccount.READY, AreaAccount.RESERVED, area_m2)
        return held

    def release(self, portion: Portion, claimant: str, day: float) -> None:
        """Free land that was held for a later phase."""
        del self._claims[portion.parcel, claimant]
        self.make_ready(portion, day)

    def change(self, portion: Portion, state: ParcelState, day: float) -> None:
        """Let held land be doing something else."""
        self._close(portion, day)
        portion.state = state

    def split(self, portion: Portion, area_m2: int, day: float) -> Portion:
        """Cut an area off a held portion and return it as a portion of its own."""
        self._close(portion, day)
        portion.area_m2 -= area_m2
        part = Portion(
            parcel=portion.parcel,
            area_m2=area_m2,
            state=portion.state,
            begin=day,
            ready_day=portion.ready_day,
            number=portion.number,
            project=portion.project,
            mode=portion.mode,
        )
        self._portions[portion.parcel].append(part)
        return part

    def vacate(self, portion: Portion, ready_day: float, day: float) -> None:
        """Take land back from its holder, to be cleared until a day."""
        self._post(day, portion, AreaAccount.SUPPLIED, AreaAccount.CLEARING, portion.area_m2)
        self._close(portion, day)
        portion.state, portion.mode = ParcelState.CLEARING, ""
        portion.ready_day = ready_day
        self._stale.add(portion.parcel)

    def close(self, day: float) -> None:
        """Write down the spans that last until the horizon's end."""
        for portions in self._portions.values():
            for portion in portions:
                self._close(portion, day)

    def _cut(self, parcel: ParcelId, area_m2: int, day: float) -> Portion:
        """Cut an area off the free land of a parcel, as a portion nobody has yet."""
        free = self._find(parcel, ParcelState.FREE)
        if free is None or free.area_m2 < area_m2:
            raise ValueError(f"parcel {parcel} has less than {area_m2} m² free")
        self._close(free, day)
        free.area_m2 -= area_m2
        portions = self._portions[parcel]
        if free.area_m2 == 0:
            portions.remove(free)
        held = Portion(
            parcel=parcel,
            area_m2=area_m2,
            state=ParcelState.FREE,
            begin=day,
            ready_day=inf,
            number=free.number,
        )
        portions.append(held)
        self._stale.add(parcel)
        return held

    def _find(self, parcel: ParcelId, state: ParcelState) -> Portion | None:
        portions = self._portions[parcel]
        return next((portion for portion in portions if portion.state is state), None)

    def _close(self, portion: Portion, day: float) -> None:
        if day > portion.begin:
            span = Span(
                portion.parcel,
                portion.project,
                portion.state,
                portion.begin,
                day,
                portion.area_m2,
                portion.mode,
            )
            self._recorder.spans.append(span)
        portion.begin = day

    def _post(
        self, day: float, portion: Portion, source: AreaAccount, target: AreaAccount, area_m2: int
    ) -> None:
        posting = AreaPosting(day, portion.parcel, portion.project, source, target, area_m2)
        self._recorder.area_postings.append(posting)


def _free_parts(portions: list[Portion]) -> tuple[FreeLand, ...]:
    return tuple(
        FreeLand(parcel=part.parcel, area_m2=part.area_m2, from_day=part.ready_day)
        for part in portions
        if part.ready_day < inf
    )
