"""The sentences of `explain`: message ids, found by what they are about."""

from dataclasses import replace

from landsim.core.area import mu_from_m2
from landsim.core.decisionlog import ReservationEnd, Verdict
from landsim.core.plan import RefusalCause
from landsim.core.progress import Note
from landsim.core.project import Needs
from landsim.core.space import SupplyKind
from landsim.core.trajectory import MilestoneKind, ParcelState
from landsim.metrics.histories import Standing

CAUSES = {
    RefusalCause.NOT_ADMITTED: Note(message="It misses the admission standard."),
    RefusalCause.NO_ZONE: Note(message="No parcel lies in a zone it can use and is admitted to."),
    RefusalCause.NO_SIZE: Note(message="No parcel has a fitting size or floor area ratio."),
    RefusalCause.NO_MODE: Note(message="No tenure mode on offer is one it would take."),
    RefusalCause.NOT_FREE: Note(message="Every fitting parcel was held or not ready."),
    RefusalCause.NO_CAPACITY: Note(message="A node such as a substation had too little left."),
    RefusalCause.NO_QUOTA: Note(message="The land quota was used up."),
    RefusalCause.RULE: Note(message="Another rule of the policy kept it out."),
    RefusalCause.OUTCOMPETED: Note(message="Options existed; others were worth more."),
}
"""Why a project was passed over."""
OTHER_CAUSE = Note(message="The decider gave the cause {cause}.")
EVENTS = {
    MilestoneKind.CONTRACTED: Note(message="{date}: land contract signed."),
    MilestoneKind.PAID: Note(message="{date}: first payment made."),
    MilestoneKind.DELIVERED: Note(message="{date}: land handed over."),
    MilestoneKind.PERMITTED: Note(message="{date}: construction permit issued."),
    MilestoneKind.STARTED: Note(message="{date}: construction started."),
    MilestoneKind.COMPLETED: Note(message="{date}: construction completed."),
    MilestoneKind.PRODUCING: Note(message="{date}: production started."),
    MilestoneKind.FULL_PRODUCTION: Note(message="{date}: full production reached."),
    MilestoneKind.APPRAISAL_PASSED: Note(message="{date}: appraisal passed."),
    MilestoneKind.APPRAISAL_FAILED: Note(message="{date}: appraisal failed."),
    MilestoneKind.CURE_BEGUN: Note(message="{date}: cure period began."),
    MilestoneKind.CONVERTED: Note(message="{date}: the lease became a grant."),
    MilestoneKind.RENEWED: Note(message="{date}: term renewed."),
    MilestoneKind.IDLE_FEE: Note(message="{date}: idle-land fee charged."),
    MilestoneKind.RECLAIMED: Note(message="{date}: land reclaimed as idle."),
    MilestoneKind.EXITED: Note(message="{date}: the project left its land."),
    MilestoneKind.EXPIRED: Note(message="{date}: the term ended and was not renewed."),
    MilestoneKind.CLEARED: Note(message="{date}: the land is ready again."),
}
"""What happened after a project had land."""
STATES = {
    ParcelState.UNSERVICED: Note(message="{begin} to {end}: {area} mu not ready yet."),
    ParcelState.FREE: Note(message="{begin} to {end}: {area} mu free."),
    ParcelState.APPROVAL: Note(message="{begin} to {end}: {area} mu in approval for {holder}."),
    ParcelState.IDLE: Note(message="{begin} to {end}: {area} mu idle, held by {holder}."),
    ParcelState.CONSTRUCTION: Note(
        message="{begin} to {end}: {area} mu under construction by {holder}."
    ),
    ParcelState.LEASED: Note(message="{begin} to {end}: {area} mu leased by {holder}."),
    ParcelState.GRANTED: Note(message="{begin} to {end}: {area} mu granted to {holder}."),
    ParcelState.CLEARING: Note(message="{begin} to {end}: {area} mu being cleared."),
    ParcelState.RESERVED: Note(
        message="{begin} to {end}: {area} mu reserved for phase 2 of {holder}."
    ),
}
"""What a parcel was doing."""
VERDICTS = {
    Verdict.KEPT: Note(
        message="Announced on {date}: {parcel} in {period} under {mode}; the next decision kept it."
    ),
    Verdict.CHANGED: Note(
        message="Announced on {date}: {parcel} in {period} under {mode}; the next decision "
        "changed it."
    ),
    Verdict.LAPSED: Note(
        message="Announced on {date}: {parcel} in {period} under {mode}; no decision followed."
    ),
}
"""What was announced, and whether it was kept."""
FLOOR_STATES = {
    ParcelState.UNSERVICED: Note(message="{begin} to {end}: {area} m² of floor not finished yet."),
    ParcelState.FREE: Note(message="{begin} to {end}: {area} m² of floor free."),
    ParcelState.APPROVAL: Note(
        message="{begin} to {end}: {area} m² of floor in approval for {holder}."
    ),
    ParcelState.LEASED: Note(message="{begin} to {end}: {area} m² of floor let to {holder}."),
    ParcelState.GRANTED: Note(message="{begin} to {end}: {area} m² of floor sold to {holder}."),
    ParcelState.CLEARING: Note(message="{begin} to {end}: {area} m² of floor being handed back."),
}
"""What a building's floor space was doing; nothing is built there, so that none is idle."""
RESERVATIONS = {
    ReservationEnd.EXERCISED: Note(
        message="On {date} {parcel}, {area} mu, was reserved for its phase 2, which got the land "
        "on {end}."
    ),
    ReservationEnd.RELEASED: Note(
        message="On {date} {parcel}, {area} mu, was reserved for its phase 2; released unused on "
        "{end}."
    ),
    ReservationEnd.ABANDONED: Note(
        message="On {date} {parcel}, {area} mu, was reserved for its phase 2; given up on {end}."
    ),
    ReservationEnd.OPEN: Note(
        message="On {date} {parcel}, {area} mu, was reserved for its phase 2, and still is at the "
        "end of the horizon."
    ),
}
"""What became of land reserved for a later phase."""
SHORTFALLS = {
    "score": Note(
        message="Its admission mark is {promised} of {required}; {gap} points more would do."
    ),
    "investment_wan_cny_per_mu": Note(
        message="In zone {zone} it promises investment of {promised} where {required} is asked, "
        "in 10,000 CNY per mu; {gap} more would do."
    ),
    "output_wan_cny_per_mu": Note(
        message="In zone {zone} it promises yearly output of {promised} where {required} is asked, "
        "in 10,000 CNY per mu; {gap} more would do."
    ),
    "tax_wan_cny_per_mu": Note(
        message="In zone {zone} it promises yearly tax of {promised} where {required} is asked, "
        "in 10,000 CNY per mu; {gap} more would do."
    ),
    "rd_share": Note(
        message="In zone {zone} its research share is {promised} where {required} is asked; "
        "{gap} more would do."
    ),
}
"""What a project misses of the admission standard, and the smallest change that would do."""
OUTCOMES = {
    Standing.SERVED: Note(message="It had land within the horizon."),
    Standing.REFUSED: Note(message="Refused on {date}: not admitted."),
    Standing.WITHDRAWN: Note(message="Withdrawn on {date} without land."),
    Standing.OPEN: Note(message="Still without land when the horizon ends."),
}
"""Where a project stands at the end."""


def fill(note: Note, **values: str) -> Note:
    """Return a sentence with its values."""
    return replace(note, values=tuple(values.items()))


def introduction(needs: Needs) -> Note:
    """Return the sentence that says who a project is, by what it needs: land, floor, or either."""
    if not needs.takes(SupplyKind.FLOOR):
        return Note(
            message="{name} ({project}) filed on {filed}. It needs {smallest} to {largest} mu "
            "in zone {zones} and {power} MW by {need_by}, and waits until {deadline}."
        )
    if not needs.takes(SupplyKind.LAND):
        return Note(
            message="{name} ({project}) filed on {filed}. It needs {least} to {most} m² of floor "
            "in zone {zones} and {power} MW by {need_by}, and waits until {deadline}."
        )
    return Note(
        message="{name} ({project}) filed on {filed}. It needs {smallest} to {largest} mu, or "
        "{least} to {most} m² of floor, in zone {zones} and {power} MW by {need_by}, and waits "
        "until {deadline}."
    )


def area_text(area_m2: float, *, is_floor: bool) -> str:
    """Return land in mu, floor space in m², as figures."""
    return f"{area_m2:,.0f}" if is_floor else mu_text(area_m2)


def mu_text(area_m2: float) -> str:
    """Return an area in mu, as figures."""
    return f"{mu_from_m2(area_m2):.1f}"
