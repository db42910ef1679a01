"""What one contract pays and is paid: postings in whole CNY, written when a phase closes."""

from landsim.core.contract import Contract
from landsim.core.horizon import DAYS_PER_MONTH, DAYS_PER_YEAR
from landsim.core.lifecycle import Lifecycle
from landsim.core.trajectory import MoneyKind, MoneyPosting, Party
from landsim.simulation.recorder import Recorder

_NEVER = float("inf")


class Account:
    """Money between the authority and the holder of one contract.

    Parameters
    ----------
    project
        Holder.
    contract
        Prices and rents.
    lifecycle
        Idle fee, damages, exit penalty.
    recorder
        Where postings go.

    Notes
    -----
    Rents are posted when their lease closes (conversion, renewal, end or horizon), each on the
    day it was due: nothing else depends on them, so they need no events.
    """

    def __init__(
        self, project: str, contract: Contract, lifecycle: Lifecycle, recorder: Recorder
    ) -> None:
        self._project = project
        self._contract = contract
        self._lifecycle = lifecycle
        self._recorder = recorder
        self._lease: tuple[float, float] | None = None
        self._balance_day = _NEVER
        self._grant: tuple[float, float] | None = None
        self._paid_cny = 0
        self._rent_paid_cny = 0
        self._damages_cny = 0
        self._discounts: list[tuple[float, float]] = []

    def open(self, day: float) -> None:
        """Begin the contract: the first instalment falls due, rents begin to run."""
        contract, terms = self._contract, self._contract.terms
        if contract.granted_share:
            self._grant = (day, terms.grant_years)
            first = round(contract.price_cny * terms.first_payment_share)
            self._pay(day, MoneyKind.PRICE, first)
            self._paid_cny = first
            if terms.first_payment_share < 1:
                self._balance_day = day + terms.balance_months * DAYS_PER_MONTH
        if contract.granted_share < 1:
            self._lease = (day, terms.total_years if terms.is_mixed else terms.lease_years)

    def set_discount(self, day: float, share: float) -> None:
        """Change the rent discount that a grade of performance earns."""
        self._discounts.append((day, share))

    def convert(self, day: float) -> None:
        """Turn the lease into a grant, less the credited rent."""
        self._close_lease(day)
        due = round(self._contract.conversion_cny(self._rent_paid_cny))
        self._pay(day, MoneyKind.CONVERSION, due)
        self._paid_cny = due
        self._grant = (day, self._contract.terms.grant_years)

    def renew(self, day: float) -> None:
        """Begin another term of the same kind."""
        terms = self._contract.terms
        if self._lease is not None:
            self._close_lease(day)
            self._lease = (day, terms.total_years if terms.is_mixed else terms.lease_years)
        if self._grant is not None:
            self._pay_balance(day)
            share = self._contract.granted_share or 1.0
            due = round(share * self._contract.grant_cny)
            self._pay(day, MoneyKind.RENEWAL, due)
            self._paid_cny = due
            self._grant = (day, terms.grant_years)

    def charge_idle_fee(self, day: float) -> None:
        """Charge the fee on land that stayed idle."""
        is_leased = self._lease is not None
        fee = self._contract.idle_fee_cny(self._lifecycle.idle, is_leased=is_leased)
        self._pay(day, MoneyKind.IDLE_FEE, round(fee))

    def charge_damages(self, day: float, late_days: float) -> None:
        """Charge damages for days of delay, up to their cap."""
        rules = self._lifecycle
        base = self._contract.damages_base_cny()
        most = round(base * rules.delay_damages_max_share) - self._damages_cny
        due = min(most, round(base * rules.delay_damages_share_per_day * late_days))
        self._damages_cny += max(0, due)
        self._pay(day, MoneyKind.DAMAGES, due)

    def close(self, day: float) -> None:
        """Settle at the horizon's end what fell due before it."""
        self._pay_rents(day)
        self._pay_balance(day)

    def end(self, day: float, *, is_refunded: bool) -> None:
        """Settle at the end of the contract, and refund the unexpired part of a grant."""
        self._close_lease(day)
        self._pay_balance(day)
        if is_refunded and self._grant is not None:
            begin, years = self._grant
            unexpired = 1 - (day - begin) / (years * DAYS_PER_YEAR)
            penalty = self._lifecycle.exit_penalty_share
            refund = round(self._contract.refund_cny(self._paid_cny, unexpired, penalty))
            self._refund(day, MoneyKind.REFUND, refund)

    def _close_lease(self, day: float) -> None:
        """Settle a lease; a cure period that outlasted it is paid for in proportion."""
        if self._lease is not None:
            begin, years = self._lease
            self._pay_rents(day)
            beyond_years = (day - begin) / DAYS_PER_YEAR - years
            if beyond_years > 0:
                self._pay_rent(day, self._contract.rent_cny(years) * beyond_years)
            self._lease = None

    def _pay_rents(self, until: float) -> None:
        if self._lease is not None:
            begin, years = self._lease
            for after_years, rent in self._contract.rents(years):
                due = begin + after_years * DAYS_PER_YEAR
                if due >= until:
                    break
                self._pay_rent(due, rent)

    def _pay_rent(self, day: float, amount: float) -> None:
        rent = round(amount)
        self._pay(day, MoneyKind.RENT, rent)
        share = next((share for since, share in reversed(self._discounts) if since <= day), 0.0)
        discount = round(rent * share)
        self._refund(day, MoneyKind.RENT_DISCOUNT, discount)
        self._pay(day, MoneyKind.RENT_DISCOUNT, -discount)
        self._rent_paid_cny += rent - discount

    def _pay_balance(self, until: float) -> None:
        if self._balance_day < until:
            balance = round(self._contract.price_cny) - self._paid_cny
            self._pay(self._balance_day, MoneyKind.BALANCE, balance)
            self._paid_cny += balance
        self._balance_day = _NEVER

    def _pay(self, day: float, kind: MoneyKind, amount_cny: int) -> None:
        self._post(day, Party.FIRM, Party.AUTHORITY, kind, amount_cny)

    def _refund(self, day: float, kind: MoneyKind, amount_cny: int) -> None:
        self._post(day, Party.AUTHORITY, Party.FIRM, kind, amount_cny)

    def _post(
        self, day: float, payer: Party, payee: Party, kind: MoneyKind, amount_cny: int
    ) -> None:
        if amount_cny > 0:
            posting = MoneyPosting(day, self._project, payer, payee, kind, amount_cny)
            self._recorder.money_postings.append(posting)
