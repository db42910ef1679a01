"""What one land contract costs: price, rents, conversion, renewal, fees and refund."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from landsim.core.ids import ParcelId
from landsim.core.lifecycle import IdleLand
from landsim.core.park import Parcel
from landsim.core.plan import Take
from landsim.core.tenure import PriceRules, TenureTerms, foreseen_payments, rent_share, term_factor


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A tenure mode on a site, in money; amounts are rounded when they are paid."""

    terms: TenureTerms
    """Tenure mode."""
    rules: PriceRules
    """Full term and discount rate."""
    full_price_cny: float
    """Price of the whole site, or floor space, for the full term, in CNY."""

    @property
    def granted_share(self) -> float:
        """Share of the site granted from the first day."""
        if self.terms.is_mixed:
            return self.terms.granted_share
        return 0.0 if self.terms.starts_as_lease else 1.0

    @property
    def price_cny(self) -> float:
        """Price of what is granted from the first day, for its term, in CNY."""
        if self.granted_share == 0:
            return 0.0
        return self.granted_share * self.grant_cny

    @property
    def grant_cny(self) -> float:
        """Price of a grant of the whole site for the mode's grant term, in CNY."""
        return self.full_price_cny * term_factor(self.terms, self.terms.grant_years, self.rules)

    @property
    def yearly_rent_cny(self) -> float:
        """Rent of the first year for what is leased, in CNY."""
        return self.rent_cny(0.0)

    @property
    def first_year_cny(self) -> float:
        """What falls due within the first year, in CNY."""
        payments = foreseen_payments(self.terms, self.rules, 1.0)
        shares = sum(entry.share_of_full_price for entry in payments if entry.after_years < 1.0)
        return self.full_price_cny * shares

    def rent_cny(self, year: float) -> float:
        """Return the yearly rent in a year of the lease, in CNY."""
        if self.terms.lease_years == 0:
            return 0.0
        return self.full_price_cny * (1 - self.granted_share) * rent_share(self.terms, year)

    def rents(self, years: float) -> Iterator[tuple[float, float]]:
        """Iterate over the rents of a lease: years after its begin, and amount in CNY.

        Parameters
        ----------
        years
            Length of the lease; the last part of a year is paid in proportion.
        """
        for year in range(math.ceil(years)):
            yield float(year), self.rent_cny(float(year)) * min(1.0, years - year)

    def conversion_cny(self, rent_paid_cny: float) -> float:
        """Return what is due when the lease becomes a grant, in CNY.

        Parameters
        ----------
        rent_paid_cny
            Rent paid so far, less discounts; the credited share of it is deducted.
        """
        return max(0.0, self.grant_cny - self.terms.rent_credit_share * rent_paid_cny)

    def refund_cny(self, paid_cny: float, unexpired_share: float, penalty_share: float) -> float:
        """Return what the holder of a grant gets back when it leaves early, in CNY.

        Parameters
        ----------
        paid_cny
            What it paid for the term that runs.
        unexpired_share
            Part of the term still to come.
        penalty_share
            Share kept by the authority.
        """
        return paid_cny * max(0.0, unexpired_share) * (1 - penalty_share)

    def idle_fee_cny(self, rules: IdleLand, *, is_leased: bool) -> float:
        """Return the fee on land that stays idle, in CNY.

        Parameters
        ----------
        rules
            Share of the price, and years of rent.
        is_leased
            Whether the lease stage of the mode runs.
        """
        rent = rules.fee_years_of_rent * self.yearly_rent_cny if is_leased else 0.0
        granted = self.price_cny if is_leased else max(self.price_cny, self.grant_cny)
        return rent + rules.fee_share_of_price * granted

    def damages_base_cny(self) -> float:
        """Return the sum on which damages for delay are reckoned, in CNY.

        The price of what is granted, plus the rents of the whole lease for what is leased.
        """
        return self.price_cny + sum(rent for _, rent in self.rents(self.terms.lease_years))


def contract(
    terms: TenureTerms,
    rules: PriceRules,
    bundle: tuple[Take, ...],
    parcels: Mapping[ParcelId, Parcel],
) -> Contract:
    """Return the contract for a bundle under a tenure mode.

    Parameters
    ----------
    terms
        Tenure mode.
    rules
        Prices.
    bundle
        Land or floor space taken from each parcel.
    parcels
        Parcels by identifier.
    """
    full_price_cny = sum(
        take.area_m2 * full_price_cny_per_m2(rules, parcels[take.parcel]) for take in bundle
    )
    return Contract(terms=terms, rules=rules, full_price_cny=full_price_cny)


def full_price_cny_per_m2(rules: PriceRules, parcel: Parcel) -> float:
    """Return the price charged for the full term, in CNY/m² of site or floor.

    Parameters
    ----------
    rules
        Floor price and discount; both are rules for land and leave floor space alone.
    parcel
        Land or building.
    """
    if parcel.is_floor:
        return parcel.price_cny_per_m2
    return rules.full_term_price_cny_per_m2(parcel.price_cny_per_m2)
