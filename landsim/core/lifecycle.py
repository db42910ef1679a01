"""Full life-cycle management 全生命周期管理: deadlines, appraisals, cure, exit, idle land."""

from dataclasses import dataclass

from landsim.core.distribution import Constant, Distribution
from landsim.core.invariant import require
from landsim.core.space import SupplyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class IdleLand:
    """Rules for land on which nobody starts to build 闲置土地."""

    fee_after_years: float = 1.0
    """Years after the contracted start from which the fee is due."""
    fee_share_of_price: float = 0.20
    """Fee as a share of the grant price."""
    fee_years_of_rent: float = 1.0
    """Fee on leased land, in yearly rents."""
    reclaim_after_years: float | None = 2.0
    """Years after the contracted start at which land is reclaimed; None for never."""
    excuses_government_delay: bool = True
    """Whether delay by government stops the clock."""

    def __post_init__(self) -> None:
        reclaim = self.reclaim_after_years
        require(
            "idle land",
            (
                self.fee_after_years >= 0,
                "fee_after_years",
                f"must be ≥ 0; got {self.fee_after_years:g}",
            ),
            (
                self.fee_share_of_price >= 0 and self.fee_years_of_rent >= 0,
                "fee_share_of_price",
                "fees must be ≥ 0",
            ),
            (
                reclaim is None or reclaim >= self.fee_after_years,
                "reclaim_after_years",
                f"must not precede the fee at {self.fee_after_years:g} years; got {reclaim}",
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier:
    """A grade of land-use performance 绩效评价 and what it earns."""

    min_ratio: float
    """Smallest achieved-over-promised ratio of the grade."""
    rent_discount_share: float = 0.0
    """Discount on the rent until the next review; negative for a surcharge."""
    has_renewal_priority: bool = False
    """Whether renewal is granted without a new competition."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """Checkpoints of a project after its contract, and what follows from them."""

    start_deadline_months: float = 12.0
    """Delivery to contracted 开工."""
    finish_deadline_months: float = 36.0
    """Delivery to contracted 竣工."""
    full_production_deadline_months: float = 24.0
    """竣工 to contracted 达产."""
    review_every_years: float = 4.0
    """Years between process reviews 过程评估 after 达产."""
    expiry_review_years: float = 1.0
    """Years before expiry of the review that decides on renewal 到期评估."""
    conversion_review_months: float = 6.0
    """Months before the lease ends of the appraisal that decides on conversion."""
    pass_ratio: float = 0.8
    """Smallest achieved-over-promised ratio that passes an appraisal."""
    cure_months: float = 12.0
    """Length of the cure period 整改; 0 for none."""
    exit_penalty_share: float = 0.15
    """Share of the unexpired price kept at exit."""
    delay_damages_share_per_day: float = 0.0
    """Damages for each day of late start or finish, as a share of the price."""
    delay_damages_max_share: float = 0.0
    """Most damages, as a share of the price."""
    idle: IdleLand = IdleLand()
    """Idle-land rules."""
    tiers: tuple[Tier, ...] = ()
    """Grades of performance, best first; none for no incentives."""
    clearing_months: Distribution = Constant(value=6.0)
    """Time to clear land after an exit before it can be supplied again."""
    floor_clearing_months: Distribution | None = None
    """Time to hand back floor space after a tenant leaves; None takes ``clearing_months``."""
    max_offers: int = 3
    """Offers a project may decline before it counts as withdrawn."""

    def __post_init__(self) -> None:
        ratios = [tier.min_ratio for tier in self.tiers]
        require(
            "lifecycle",
            (self.cure_months >= 0, "cure_months", f"must be ≥ 0; got {self.cure_months:g}"),
            (
                self.review_every_years > 0,
                "review_every_years",
                f"must be > 0; got {self.review_every_years:g}",
            ),
            (
                0 <= self.exit_penalty_share <= 1,
                "exit_penalty_share",
                f"must be 0 to 1; got {self.exit_penalty_share:g}",
            ),
            (
                ratios == sorted(ratios, reverse=True),
                "tiers",
                "must run from the best grade to the worst",
            ),
            (self.max_offers >= 1, "max_offers", f"must be ≥ 1; got {self.max_offers}"),
        )

    def clearing_law(self, kind: SupplyKind) -> Distribution:
        """Return how long clearing takes where the holder's conduct says nothing else."""
        if kind is SupplyKind.FLOOR and self.floor_clearing_months is not None:
            return self.floor_clearing_months
        return self.clearing_months

    def tier(self, ratio: float) -> Tier | None:
        """Return the grade of an achieved-over-promised ratio, or None below the lowest."""
        return next((tier for tier in self.tiers if ratio >= tier.min_ratio), None)
