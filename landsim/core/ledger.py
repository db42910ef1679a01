"""Land and money add up on every day, or the run fails loudly."""

from collections import Counter, defaultdict
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from landsim.core.dues import deals, expected_payments
from landsim.core.ids import ParcelId
from landsim.core.readying import servicing_problems
from landsim.core.reserving import reservation_problems
from landsim.core.scenario import Scenario
from landsim.core.space import SupplyKind
from landsim.core.trajectory import (
    AreaAccount,
    MoneyKind,
    MoneyPosting,
    ParcelState,
    Party,
    Trajectory,
)

_ACCOUNT_OF = {
    ParcelState.UNSERVICED: AreaAccount.UNSERVICED,
    ParcelState.FREE: AreaAccount.READY,
    ParcelState.CLEARING: AreaAccount.CLEARING,
    ParcelState.RESERVED: AreaAccount.RESERVED,
}
_BOUNDED = (MoneyKind.DAMAGES, MoneyKind.RENT_DISCOUNT)
IntArray = npt.NDArray[np.int64]


def area_balances(
    scenario: Scenario, trajectory: Trajectory, kind: SupplyKind = SupplyKind.LAND
) -> dict[AreaAccount, IntArray]:
    """Return the area in each account at the end of each day, in m².

    Parameters
    ----------
    scenario
        Its park says how much there is; all of it begins unserviced.
    trajectory
        Postings.
    kind
        Land, or floor space: they are two ledgers.

    Returns
    -------
    dict of arrays of shape (n_days,)
        They add up to the park's area of that kind on every day.
    """
    changes = {account: np.zeros(trajectory.n_days, dtype=np.int64) for account in AreaAccount}
    changes[AreaAccount.UNSERVICED][0] = scenario.park.supply_m2(kind)
    of_kind = {parcel.id for parcel in scenario.park.parcels if parcel.supply is kind}
    for posting in trajectory.area_postings:
        if posting.parcel not in of_kind:
            continue
        changes[posting.source][int(posting.day)] -= posting.area_m2
        changes[posting.target][int(posting.day)] += posting.area_m2
    return {account: np.cumsum(change) for account, change in changes.items()}


def money_balances(trajectory: Trajectory) -> dict[Party, IntArray]:
    """Return what each party has received less paid by the end of each day, in CNY.

    Parameters
    ----------
    trajectory
        Postings.

    Returns
    -------
    dict of arrays of shape (n_days,)
        They add up to 0 on every day.
    """
    changes = {party: np.zeros(trajectory.n_days, dtype=np.int64) for party in Party}
    for posting in trajectory.money_postings:
        changes[posting.payer][int(posting.day)] -= posting.amount_cny
        changes[posting.payee][int(posting.day)] += posting.amount_cny
    return {party: np.cumsum(change) for party, change in changes.items()}


def area_problems(scenario: Scenario, trajectory: Trajectory) -> tuple[str, ...]:
    """Return what does not balance in the land of a trajectory; empty if all does.

    Parameters
    ----------
    scenario
        Its park says how much land there is.
    trajectory
        Postings and spans to check.

    Notes
    -----
    Balances change at postings only, so that checking each posting checks every day. No
    account of a parcel may fall below 0, the spans of a parcel must cover its area from the
    first day to the last, and spans and postings must tell the same story. Land is ready on its
    date, or earlier as an order or the parcel allows. Every parcel and every building balances
    by itself, so that land and floor space do as well.
    """
    return (
        *_overdrawn_land(scenario, trajectory),
        *_uncovered_land(scenario, trajectory),
        *_two_stories(scenario, trajectory),
        *servicing_problems(scenario, trajectory),
        *reservation_problems(scenario, trajectory),
    )


def money_problems(scenario: Scenario, trajectory: Trajectory) -> tuple[str, ...]:
    """Return what does not balance in the money of a trajectory; empty if all does.

    Parameters
    ----------
    scenario
        Its policy says what contracts cost.
    trajectory
        Postings to check.

    Notes
    -----
    Every payment has a payer, a payee and a positive amount, so that parties balance; and the
    payments are those that the contracts oblige to, worked out again from the milestones.
    Damages and rent discounts are checked against their largest amounts.
    """
    payments = trajectory.money_postings
    fixed = Counter(payment for payment in payments if payment.kind not in _BOUNDED)
    expected = Counter(expected_payments(scenario, trajectory))
    return (
        *(
            f"{_shown(payment)}: not a payment between two parties"
            for payment in payments
            if payment.amount_cny <= 0 or payment.payer == payment.payee
        ),
        *(f"{_shown(payment)}: no contract asks for it" for payment in sorted(fixed - expected)),
        *(f"{_shown(payment)}: due, but missing" for payment in sorted(expected - fixed)),
        *_excesses(scenario, trajectory),
    )


def _overdrawn_land(scenario: Scenario, trajectory: Trajectory) -> Iterator[str]:
    balance: dict[tuple[ParcelId, AreaAccount], int] = defaultdict(int)
    for parcel in scenario.park.parcels:
        balance[parcel.id, AreaAccount.UNSERVICED] = parcel.area_m2
    last = 0.0
    for posting in trajectory.area_postings:
        balance[posting.parcel, posting.source] -= posting.area_m2
        balance[posting.parcel, posting.target] += posting.area_m2
        where = f"parcel {posting.parcel}, day {posting.day:g}"
        if balance[posting.parcel, posting.source] < 0 or posting.area_m2 <= 0:
            yield f"{where}: account {posting.source} falls below 0 m²"
        if posting.day < last:
            yield f"{where}: posted after day {last:g}"
        last = posting.day


def _uncovered_land(scenario: Scenario, trajectory: Trajectory) -> Iterator[str]:
    changes: dict[ParcelId, dict[float, int]] = {
        parcel.id: defaultdict(int) for parcel in scenario.park.parcels
    }
    for span in trajectory.spans:
        changes[span.parcel][span.begin] += span.area_m2
        changes[span.parcel][span.end] -= span.area_m2
    for parcel in scenario.park.parcels:
        expected = {0.0: parcel.area_m2, float(trajectory.n_days): -parcel.area_m2}
        found = {day: change for day, change in changes[parcel.id].items() if change}
        if found != expected:
            yield f"parcel {parcel.id}: its spans do not cover {parcel.area_m2} m² on every day"


def _two_stories(scenario: Scenario, trajectory: Trajectory) -> Iterator[str]:
    differences: dict[tuple[ParcelId, AreaAccount, float], int] = defaultdict(int)
    for parcel in scenario.park.parcels:
        differences[parcel.id, AreaAccount.UNSERVICED, 0.0] = parcel.area_m2
    for posting in trajectory.area_postings:
        differences[posting.parcel, posting.source, posting.day] -= posting.area_m2
        differences[posting.parcel, posting.target, posting.day] += posting.area_m2
    for span in trajectory.spans:
        account = _ACCOUNT_OF.get(span.state, AreaAccount.SUPPLIED)
        differences[span.parcel, account, span.begin] -= span.area_m2
        if span.end < trajectory.n_days:
            differences[span.parcel, account, span.end] += span.area_m2
    for (parcel_id, account, day), area_m2 in differences.items():
        if area_m2:
            yield (
                f"parcel {parcel_id}, day {day:g}: postings and spans disagree on account "
                f"{account} by {area_m2} m²"
            )


def _excesses(scenario: Scenario, trajectory: Trajectory) -> Iterator[str]:
    """Yield damages above their cap and discounts above the best grade's."""
    lifecycle = scenario.policy.lifecycle
    best = max((abs(tier.rent_discount_share) for tier in lifecycle.tiers), default=0.0)
    total: dict[tuple[str, MoneyKind], int] = defaultdict(int)
    count: dict[tuple[str, MoneyKind], int] = defaultdict(int)
    for posting in trajectory.money_postings:
        total[posting.project, posting.kind] += posting.amount_cny
        count[posting.project, posting.kind] += 1
    if not any(kind in _BOUNDED for _, kind in total):
        return
    for deal in deals(scenario, trajectory):
        most = round(deal.contract.damages_base_cny() * lifecycle.delay_damages_max_share)
        damages = total[deal.project, MoneyKind.DAMAGES]
        if damages > most:
            yield f"project {deal.project}: damages of {damages} CNY; at most {most} CNY"
        discount = total[deal.project, MoneyKind.RENT_DISCOUNT]
        rents = total[deal.project, MoneyKind.RENT]
        rounding = count[deal.project, MoneyKind.RENT_DISCOUNT]
        if discount > best * rents + rounding:
            yield f"project {deal.project}: discount of {discount} CNY on rents of {rents} CNY"


def _shown(payment: MoneyPosting) -> str:
    return (
        f"project {payment.project}, day {payment.day:g}: {payment.kind} of "
        f"{payment.amount_cny} CNY from {payment.payer} to {payment.payee}"
    )
