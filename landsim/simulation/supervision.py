"""Appraisals and what follows: conversion, cure, exit, renewal, expiry 全生命周期管理."""

from math import inf

from simpy import Event

from landsim.core.approval import StageRole
from landsim.core.horizon import DAYS_PER_MONTH, DAYS_PER_YEAR
from landsim.core.trajectory import MilestoneKind
from landsim.simulation.clock import Action, Rank
from landsim.simulation.tenancy import Tenancy


class Supervision:
    """The reviews a contract foresees.

    Parameters
    ----------
    tenancy
        Who is supervised.

    Notes
    -----
    An appraisal compares the delivery ratio with ``pass_ratio``. A first failure opens a cure
    period; the appraisal at its end decides. A review that falls due during a cure is left to
    that appraisal.

    References
    ----------
    policy.md 5.1 (checkpoints), 5.6 (cure, then exit), 1.11 (conversion).
    """

    def __init__(self, tenancy: Tenancy) -> None:
        self._tenancy = tenancy
        self._world = tenancy.world
        self._rules = tenancy.world.policy.lifecycle
        self._lease_end = inf
        self._term_end = inf
        self._is_curing = False
        self._decides_conversion = False
        self._n_terms = 0

    def reach(self, role: StageRole) -> None:
        """Begin the term at the contract; appraise at full production."""
        if role is StageRole.CONTRACT:
            self._begin_first_term()
        elif role is StageRole.FULL_PRODUCTION:
            self._appraise_or_cure("full_production")
            self._review_later()

    @property
    def _now(self) -> float:
        return self._world.clock.day

    def _at(self, day: float, action: Action) -> None:
        self._world.clock.at(day, Rank.END, self._tenancy.number, action)

    def _begin_first_term(self) -> None:
        terms = self._tenancy.terms
        if terms.converts:
            self._lease_end = self._now + terms.lease_years * DAYS_PER_YEAR
            lead = self._rules.conversion_review_months * DAYS_PER_MONTH
            self._at(self._lease_end - lead, self._review_conversion)
        else:
            self._begin_term(terms.total_years)

    def _begin_term(self, years: float) -> None:
        self._term_end = self._now + years * DAYS_PER_YEAR
        lead = self._rules.expiry_review_years * DAYS_PER_YEAR
        review = self._term_end - lead
        self._at(self._term_end if review < self._now else review, self._review_expiry)

    def _appraise(self, cause: str) -> bool:
        tenancy = self._tenancy
        is_passed = tenancy.is_producing and tenancy.ratio >= self._rules.pass_ratio
        kind = MilestoneKind.APPRAISAL_PASSED if is_passed else MilestoneKind.APPRAISAL_FAILED
        shown = f"ratio {tenancy.ratio:.2f}" if tenancy.is_producing else "not producing"
        tenancy.mark(kind, f"{cause}: {shown}")
        if self._rules.tiers and tenancy.is_producing:
            tier = self._rules.tier(tenancy.ratio)
            tenancy.account.set_discount(self._now, tier.rent_discount_share if tier else 0.0)
        return is_passed

    def _appraise_or_cure(self, cause: str) -> bool:
        """Appraise; on failure begin a cure, or exit where the policy has none."""
        if self._is_curing:
            return False
        if self._appraise(cause):
            return True
        if self._rules.cure_months > 0:
            self._is_curing = True
            self._tenancy.mark(MilestoneKind.CURE_BEGUN, cause)
            self._at(self._now + self._rules.cure_months * DAYS_PER_MONTH, self._end_cure)
        else:
            self._exit_at_term()
        return False

    def _end_cure(self, _: Event) -> None:
        if self._tenancy.is_over:
            return
        self._is_curing = False
        self._tenancy.improve()
        if not self._appraise("cure"):
            self._exit_at_term()
        elif self._decides_conversion:
            self._at(max(self._now, self._lease_end), self._convert)

    def _exit_at_term(self) -> None:
        """Leave for failing: at once, or when the lease that was to convert ends."""
        is_lease_to_end = self._decides_conversion and self._now < self._lease_end
        if is_lease_to_end:
            self._at(self._lease_end, self._exit)
        else:
            self._tenancy.end(MilestoneKind.EXITED, "review", is_refunded=True)

    def _exit(self, _: Event) -> None:
        if not self._tenancy.is_over:
            self._tenancy.end(MilestoneKind.EXITED, "review", is_refunded=True)

    def _review_later(self) -> None:
        self._at(self._now + self._rules.review_every_years * DAYS_PER_YEAR, self._review)

    def _review(self, _: Event) -> None:
        if not self._tenancy.is_over:
            self._appraise_or_cure("process")
            self._review_later()

    def _review_conversion(self, _: Event) -> None:
        if self._tenancy.is_over:
            return
        self._decides_conversion = True
        if self._appraise_or_cure("conversion"):
            self._at(self._lease_end, self._convert)

    def _convert(self, _: Event) -> None:
        if not self._tenancy.is_over:
            self._decides_conversion = False
            self._tenancy.convert()
            self._begin_term(self._tenancy.terms.grant_years)

    def _review_expiry(self, _: Event) -> None:
        tenancy = self._tenancy
        if tenancy.is_over:
            return
        if self._is_curing and self._now < self._term_end:
            self._at(self._term_end, self._review_expiry)
            return
        luck = self._world.streams.uniform("renewal", tenancy.project.id, self._n_terms)
        asks = luck < tenancy.project.conduct.renewal_probability
        self._n_terms += 1
        is_renewed = (
            asks and tenancy.terms.is_renewable and self._appraise("expiry") and self._keeps_site()
        )
        self._at(self._term_end, self._renew if is_renewed else self._expire)

    def _keeps_site(self) -> bool:
        """Whether the holder keeps the site: by its grade, or for want of a competitor."""
        tier = self._rules.tier(self._tenancy.ratio)
        if not self._rules.tiers or (tier is not None and tier.has_renewal_priority):
            return True
        kind = self._tenancy.terms.supply
        return not any(
            entry.project.needs.takes(kind)
            and entry.project.needs.bounds_m2(kind)[0] <= self._tenancy.area_m2
            and self._tenancy.zone in self._world.policy.admission.zones(entry.project)
            for entry in self._world.waiting.values()
        )

    def _renew(self, _: Event) -> None:
        if not self._tenancy.is_over:
            self._tenancy.renew()
            terms = self._tenancy.terms
            self._begin_term(terms.grant_years if terms.converts else terms.total_years)

    def _expire(self, _: Event) -> None:
        if not self._tenancy.is_over:
            self._tenancy.end(MilestoneKind.EXPIRED)
