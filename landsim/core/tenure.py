"""Tenure modes: how long land is leased, how long granted, and what joins the two.

Every mode is the same contract with other terms: a lease stage (perhaps none), a grant stage
(perhaps none), and between them a conversion that has to be earned. A new mode is a new
entry in a policy pack.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

from landsim.core.ids import TenureModeId
from landsim.core.invariant import require
from landsim.core.label import Label
from landsim.core.space import SupplyKind


class TermPricing(StrEnum):
    """How the price of a shorter term follows from the full-term price."""

    LINEAR = "linear"
    """Full price × term ÷ full term."""
    ANNUITY = "annuity"
    """Full price × annuity factor of the term ÷ that of the full term (年期修正)."""


class ConversionPrice(StrEnum):
    """Which price holds when a lease becomes a grant."""

    LOCKED_AT_LISTING = "locked_at_listing"
    """The one found in the public procedure at the start."""
    REASSESSED = "reassessed_at_conversion"
    """The assessed price at conversion."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TenureTerms:
    """Terms of one tenure mode."""

    mode: TenureModeId
    """Identifier, such as ``lease_then_transfer``."""
    name: Label
    """Name, such as 先租后让."""
    supply: SupplyKind = SupplyKind.LAND
    """What it applies to: land, or floor space in a building."""
    lease_years: float = 0.0
    """Length of the lease stage; 0 for a pure grant."""
    grant_years: float = 0.0
    """Length of the grant stage; 0 for a pure lease."""
    granted_share: float = 0.0
    """Share of the area granted from the first day while the rest is leased 租让结合."""
    rent_share_per_year: float = 0.02
    """Yearly rent as a share of the full-term price."""
    rent_review_years: float = 5.0
    """Years between rent reviews."""
    rent_rise_share: float = 0.0
    """Rise of the rent at each review."""
    rent_credit_share: float = 0.0
    """Share of the rent paid that counts towards the grant price at conversion."""
    term_pricing: TermPricing = TermPricing.LINEAR
    """How the price of a shorter term is found."""
    conversion_price: ConversionPrice = ConversionPrice.LOCKED_AT_LISTING
    """Which price holds at conversion."""
    first_payment_share: float = 1.0
    """Share of the grant price paid at contract."""
    balance_months: float = 0.0
    """Months until the balance is due."""
    is_renewable: bool = True
    """Whether the holder may ask for another term of the same kind at expiry."""
    start_delay_factor: float = 1.0
    """Factor on the firm's own delay before 开工; an assumption on hoarding."""

    def __post_init__(self) -> None:
        shares = ("granted_share", "rent_credit_share", "first_payment_share")
        require(
            f"tenure {self.mode}",
            (
                self.lease_years >= 0 and self.grant_years >= 0,
                "lease_years",
                "lease and grant years must be ≥ 0",
            ),
            (
                self.lease_years + self.grant_years > 0,
                "grant_years",
                "lease and grant years must not both be 0",
            ),
            (
                self.rent_share_per_year >= 0,
                "rent_share_per_year",
                f"must be ≥ 0; got {self.rent_share_per_year:g}",
            ),
            (
                self.rent_review_years > 0,
                "rent_review_years",
                f"must be > 0; got {self.rent_review_years:g}",
            ),
            (
                self.balance_months >= 0,
                "balance_months",
                f"must be ≥ 0; got {self.balance_months:g}",
            ),
            (
                self.granted_share == 0 or (self.lease_years > 0 and self.grant_years > 0),
                "granted_share",
                "a mixed mode needs lease and grant years > 0",
            ),
            *(
                (
                    0 <= getattr(self, share) <= 1,
                    share,
                    f"must be 0 to 1; got {getattr(self, share)}",
                )
                for share in shares
            ),
        )

    @property
    def converts(self) -> bool:
        """Whether a lease stage may become a grant."""
        return self.lease_years > 0 and self.grant_years > 0 and self.granted_share == 0

    @property
    def is_mixed(self) -> bool:
        """Whether part of the site is granted and part leased from the first day."""
        return 0 < self.granted_share < 1

    @property
    def starts_as_lease(self) -> bool:
        """Whether the whole site is leased at first."""
        return self.lease_years > 0 and self.granted_share == 0

    @property
    def total_years(self) -> float:
        """Longest holding without renewal."""
        if self.is_mixed:
            return max(self.lease_years, self.grant_years)
        return self.lease_years + self.grant_years


@dataclass(frozen=True, slots=True, kw_only=True)
class PriceRules:
    """Price floors and discounting common to all modes."""

    full_term_years: float = 50.0
    """Statutory maximum term of industrial land, to which assessed prices refer."""
    lease_max_years: float = 20.0
    """Statutory maximum of one lease."""
    floor_cny_per_m2: float = 0.0
    """National floor price for the full term, in CNY/m²."""
    priority_floor_factor: float = 1.0
    """Factor on the floor for priority industries."""
    priority_discount_share: float = 0.0
    """Discount on the assessed price for admitted projects, down to the floor."""
    discount_rate_per_year: float = 0.055
    """Real discount rate, for present values and for annuity pricing."""

    def __post_init__(self) -> None:
        rate, discount = self.discount_rate_per_year, self.priority_discount_share
        require(
            "price",
            (
                self.full_term_years > 0,
                "full_term_years",
                f"must be > 0; got {self.full_term_years:g}",
            ),
            (
                self.floor_cny_per_m2 >= 0 and self.priority_floor_factor >= 0,
                "floor_cny_per_m2",
                "floor and its factor must be ≥ 0",
            ),
            (0 <= discount <= 1, "priority_discount_share", f"must be 0 to 1; got {discount:g}"),
            (rate >= 0, "discount_rate_per_year", f"must be ≥ 0; got {rate:g}"),
        )

    def full_term_price_cny_per_m2(self, assessed_cny_per_m2: float) -> float:
        """Return the price charged for the full term, in CNY/m²."""
        floor = self.floor_cny_per_m2 * self.priority_floor_factor
        return max(floor, assessed_cny_per_m2 * (1 - self.priority_discount_share))

    def discount_factor(self, years: float) -> float:
        """Return the present value of 1 paid after some years."""
        return float((1 + self.discount_rate_per_year) ** -years)


def term_factor(terms: TenureTerms, years: float, rules: PriceRules) -> float:
    """Return the price of a term as a share of the full-term price.

    Parameters
    ----------
    terms
        Says whether the rule is linear or by annuity.
    years
        Length of the term.
    rules
        Full term and discount rate.

    References
    ----------
    policy.md 1.15: linear is inferred, annuity is the standard appraisal correction.
    """
    if terms.term_pricing is TermPricing.LINEAR or rules.discount_rate_per_year == 0:
        return years / rules.full_term_years
    return (1 - rules.discount_factor(years)) / (1 - rules.discount_factor(rules.full_term_years))


def rent_share(terms: TenureTerms, year: float) -> float:
    """Return the yearly rent in a year of the lease, as a share of the full-term price."""
    reviews = int(year // terms.rent_review_years)
    return terms.rent_share_per_year * (1 + terms.rent_rise_share) ** reviews


@dataclass(frozen=True, slots=True, kw_only=True)
class LandPayment:
    """A payment for land that the contract foresees."""

    after_years: float
    """Years after the contract."""
    share_of_full_price: float
    """Amount as a share of the full-term price of the whole site."""
    kind: str
    """``price``, ``balance``, ``rent`` or ``conversion``."""


def foreseen_payments(
    terms: TenureTerms, rules: PriceRules, within_years: float
) -> tuple[LandPayment, ...]:
    """Return the payments of a contract that runs its course, in order.

    Parameters
    ----------
    terms
        Tenure mode.
    rules
        Full term and discount rate.
    within_years
        Span after the contract that counts.
    """
    payments = []
    granted = terms.granted_share if terms.is_mixed else float(not terms.starts_as_lease)
    if granted and terms.grant_years:
        price = granted * term_factor(terms, terms.grant_years, rules)
        payments.append((0.0, price * terms.first_payment_share, "price"))
        payments.append(
            (terms.balance_months / 12, price * (1 - terms.first_payment_share), "balance")
        )
    rent_paid = 0.0
    for year in range(math.ceil(terms.lease_years)):
        part_of_year = min(1.0, terms.lease_years - year)
        rent = (1 - granted) * rent_share(terms, year) * part_of_year
        rent_paid += rent
        payments.append((float(year), rent, "rent"))
    if terms.converts:
        price = term_factor(terms, terms.grant_years, rules)
        due = max(0.0, price - terms.rent_credit_share * rent_paid)
        payments.append((terms.lease_years, due, "conversion"))
    return tuple(
        LandPayment(after_years=years, share_of_full_price=share, kind=kind)
        for years, share, kind in sorted(payments)
        if share > 0 and years <= within_years
    )
