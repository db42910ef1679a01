"""What contracts oblige their parties to pay, worked out from what happened."""

import itertools
import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from landsim.core.contract import Contract, contract
from landsim.core.horizon import DAYS_PER_MONTH, DAYS_PER_YEAR
from landsim.core.ids import ProjectId, TenureModeId
from landsim.core.plan import Take
from landsim.core.scenario import Scenario
from landsim.core.servicing import months_gained
from landsim.core.trajectory import (
    AreaAccount,
    AreaPosting,
    Milestone,
    MilestoneKind,
    MoneyKind,
    MoneyPosting,
    Party,
    Trajectory,
)

_CNY_PER_MCNY = 1e6
_ENDS = (MilestoneKind.EXITED, MilestoneKind.RECLAIMED, MilestoneKind.EXPIRED)
_TERMS = (MilestoneKind.CONTRACTED, MilestoneKind.CONVERTED, MilestoneKind.RENEWED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deal:
    """One contract as the milestones tell it."""

    project: ProjectId
    """Holder."""
    contract: Contract
    """Prices and rents."""
    milestones: tuple[Milestone, ...]
    """What happened to it, in order."""
    end: float
    """Day on which it ended; the horizon's end if it did not."""
    is_ended: bool
    """Whether it ended within the horizon."""
    discounts_cny: int
    """Rent discounts it was paid, less surcharges."""

    def days(self, kind: MilestoneKind) -> tuple[float, ...]:
        """Return the days of the milestones of one kind."""
        return tuple(entry.day for entry in self.milestones if entry.kind is kind)


def expected_payments(scenario: Scenario, trajectory: Trajectory) -> tuple[MoneyPosting, ...]:
    """Return every payment that contracts and early servicing oblige to, sorted.

    Parameters
    ----------
    scenario
        Its policy says what contracts cost.
    trajectory
        Its milestones and area postings say which contracts there were and how they went.

    Notes
    -----
    Damages and rent discounts are left out: they depend on delays and grades that the tables
    do not hold.
    """
    payments = list(_early_servicing(scenario, trajectory))
    for deal in deals(scenario, trajectory):
        payments += _payments(scenario, deal)
    return tuple(sorted(payment for payment in payments if payment.amount_cny > 0))


def deals(scenario: Scenario, trajectory: Trajectory) -> Iterator[Deal]:
    """Iterate over the contracts of a trajectory, in order of signing.

    Parameters
    ----------
    scenario
        Parcels, tenure modes and prices.
    trajectory
        What happened.
    """
    policy = scenario.policy
    parcels = {parcel.id: parcel for parcel in scenario.park.parcels}
    bundles: dict[str, list[Take]] = defaultdict(list)
    for posting in trajectory.area_postings:
        if posting.target is AreaAccount.SUPPLIED:
            take = Take(parcel=posting.parcel, area_m2=posting.area_m2)
            bundles[posting.project].append(take)
    histories: dict[ProjectId, list[Milestone]] = defaultdict(list)
    for milestone in trajectory.milestones:
        histories[milestone.project].append(milestone)
    discounts = _discounts(trajectory)
    for signed in trajectory.of(MilestoneKind.CONTRACTED):
        history = histories[signed.project]
        ends = [entry.day for entry in history if entry.kind in _ENDS]
        terms = policy.terms(TenureModeId(signed.mode))
        yield Deal(
            project=signed.project,
            contract=contract(terms, policy.price, tuple(bundles[signed.project]), parcels),
            milestones=tuple(history),
            end=ends[0] if ends else float(trajectory.n_days),
            is_ended=bool(ends),
            discounts_cny=discounts.get(signed.project, 0),
        )


def _discounts(trajectory: Trajectory) -> Mapping[str, int]:
    total: dict[str, int] = defaultdict(int)
    for posting in trajectory.money_postings:
        if posting.kind is MoneyKind.RENT_DISCOUNT:
            sign = 1 if posting.payee is Party.FIRM else -1
            total[posting.project] += sign * posting.amount_cny
    return total


def _early_servicing(scenario: Scenario, trajectory: Trajectory) -> Iterator[MoneyPosting]:
    parcels = {parcel.id: parcel for parcel in scenario.park.parcels}
    ordered = {order.parcel for order in trajectory.servicing}
    bills = [
        (order.day, order.parcel, order.project, order.ready_day) for order in trajectory.servicing
    ]
    bills += [
        (posting.day, posting.parcel, _taker(trajectory, posting), posting.day)
        for posting in trajectory.area_postings
        if posting.source is AreaAccount.UNSERVICED
        and posting.parcel not in ordered
        and posting.day < scenario.horizon.day_of(parcels[posting.parcel].ready)
    ]
    for day, name, project, ready_day in bills:
        months = months_gained(scenario.horizon, parcels[name], ready_day)
        cost = round(months * parcels[name].early_cost_mcny_per_month * _CNY_PER_MCNY)
        kind = MoneyKind.EARLY_SERVICING
        yield MoneyPosting(day, project, Party.AUTHORITY, Party.CONTRACTOR, kind, cost)


def _taker(trajectory: Trajectory, readied: AreaPosting) -> str:
    """Return the project that was given a parcel readied on that day."""
    return next(
        posting.project
        for posting in trajectory.area_postings
        if posting.parcel == readied.parcel and posting.target is AreaAccount.SUPPLIED
    )


def _payments(scenario: Scenario, deal: Deal) -> Iterator[MoneyPosting]:
    rents = tuple(_rents(deal))
    grants = tuple(_grants(deal, sum(amount for _, amount in rents)))
    for day, amount in rents:
        yield _to_authority(deal, day, MoneyKind.RENT, amount)
    for day, kind, amount in grants:
        yield _to_authority(deal, day, kind, amount)
    yield from _idle_fees(scenario, deal)
    exits = deal.days(MilestoneKind.EXITED)
    if exits and grants:
        refund = round(_refund(scenario, deal, grants))
        yield MoneyPosting(
            exits[0], deal.project, Party.AUTHORITY, Party.FIRM, MoneyKind.REFUND, refund
        )


def _to_authority(deal: Deal, day: float, kind: MoneyKind, amount: int) -> MoneyPosting:
    return MoneyPosting(day, deal.project, Party.FIRM, Party.AUTHORITY, kind, amount)


def _turns(deal: Deal) -> tuple[float, ...]:
    """Return the days on which a term of the contract begins, and its end."""
    days = (entry.day for entry in deal.milestones if entry.kind in _TERMS)
    return (*days, deal.end)


def _rents(deal: Deal) -> Iterator[tuple[float, int]]:
    if deal.contract.granted_share == 1:
        return
    terms, turns = deal.contract.terms, _turns(deal)
    converted = (*deal.days(MilestoneKind.CONVERTED), math.inf)[0]
    years = terms.total_years if terms.is_mixed else terms.lease_years
    for begin, end in itertools.pairwise(turns):
        if begin >= converted:
            return
        for after_years, rent in deal.contract.rents(years):
            due = begin + after_years * DAYS_PER_YEAR
            if due >= end:
                break
            yield due, round(rent)
        beyond_years = (end - begin) / DAYS_PER_YEAR - years
        if beyond_years > 0 and (deal.is_ended or end < deal.end):
            yield end, round(deal.contract.rent_cny(years) * beyond_years)


def _grants(deal: Deal, rents_cny: int) -> Iterator[tuple[float, MoneyKind, int]]:
    agreed, terms = deal.contract, deal.contract.terms
    signed = deal.days(MilestoneKind.CONTRACTED)[0]
    if agreed.granted_share:
        first = round(agreed.price_cny * terms.first_payment_share)
        yield signed, MoneyKind.PRICE, first
        due = signed + terms.balance_months * DAYS_PER_MONTH
        if terms.first_payment_share < 1 and due < (*deal.days(MilestoneKind.RENEWED), deal.end)[0]:
            yield due, MoneyKind.BALANCE, round(agreed.price_cny) - first
    for day in deal.days(MilestoneKind.CONVERTED):
        net_rents = rents_cny - deal.discounts_cny
        yield day, MoneyKind.CONVERSION, round(agreed.conversion_cny(net_rents))
    if agreed.granted_share or deal.days(MilestoneKind.CONVERTED):
        for day in deal.days(MilestoneKind.RENEWED):
            yield day, MoneyKind.RENEWAL, round((agreed.granted_share or 1.0) * agreed.grant_cny)


def _idle_fees(scenario: Scenario, deal: Deal) -> Iterator[MoneyPosting]:
    agreed, rules = deal.contract, scenario.policy.lifecycle.idle
    converted = (*deal.days(MilestoneKind.CONVERTED), math.inf)[0]
    for day in deal.days(MilestoneKind.IDLE_FEE):
        is_leased = agreed.granted_share < 1 and day < converted
        fee = round(agreed.idle_fee_cny(rules, is_leased=is_leased))
        yield _to_authority(deal, day, MoneyKind.IDLE_FEE, fee)


def _refund(
    scenario: Scenario, deal: Deal, grants: tuple[tuple[float, MoneyKind, int], ...]
) -> float:
    """Return the refund on what was paid for the term that ran at the end."""
    terms = deal.contract.terms
    begins = deal.days(MilestoneKind.RENEWED) or deal.days(MilestoneKind.CONVERTED)
    begin = (begins or deal.days(MilestoneKind.CONTRACTED))[-1]
    paid = sum(amount for day, _, amount in grants if day >= begin)
    unexpired = 1 - (deal.end - begin) / (terms.grant_years * DAYS_PER_YEAR)
    penalty = scenario.policy.lifecycle.exit_penalty_share
    return deal.contract.refund_cny(paid, unexpired, penalty)
