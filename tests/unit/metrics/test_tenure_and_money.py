from dataclasses import replace

import pytest

from landsim.core.ids import ParcelId
from landsim.core.project import FirmClass
from landsim.core.tenure import PriceRules
from landsim.core.trajectory import (
    AreaAccount,
    AreaPosting,
    Epoch,
    MoneyKind,
    MoneyPosting,
    Party,
)
from landsim.core.trajectory import MilestoneKind as Kind
from landsim.metrics.metric import metrics
from landsim.testing.builders import project, tiny_scenario
from landsim.testing.trajectories import made_trajectory, milestone

LEASED, GRANTED = "lease_then_transfer", "grant"
PLAIN = tiny_scenario(
    projects=(
        project("J1", firm_class=FirmClass.STARTUP),
        project("J2", firm_class=FirmClass.STARTUP),
        project("J3", firm_class=FirmClass.MATURE),
        project("J4", firm_class=FirmClass.MATURE),
        project("J5", firm_class=FirmClass.MATURE),
    )
)
WORLD = replace(PLAIN, policy=replace(PLAIN.policy, price=PriceRules(discount_rate_per_year=0.10)))


def supplied(name: str, ha: int) -> AreaPosting:
    source, target = AreaAccount.READY, AreaAccount.SUPPLIED
    return AreaPosting(0.0, ParcelId("P1"), name, source, target, ha * 10_000)


def paid(year: float, kind: MoneyKind, mcny: int, *, back: bool = False) -> MoneyPosting:
    payer, payee = Party.FIRM, Party.AUTHORITY
    if back:
        payer, payee = payee, payer
    return MoneyPosting(year * 365.25, "J1", payer, payee, kind, mcny * 1_000_000)


# J1 converts, J2's lease fails its appraisal and exits, J3 holds a grant, J4 got nothing,
# J5's lease still runs.
HISTORY = made_trajectory(
    WORLD,
    milestones=(
        milestone(1, "J1", Kind.ASSIGNED, mode=LEASED),
        milestone(1, "J2", Kind.ASSIGNED, mode=LEASED),
        milestone(1, "J3", Kind.ASSIGNED, mode=GRANTED),
        milestone(2, "J5", Kind.ASSIGNED, mode=LEASED),
        milestone(900, "J1", Kind.APPRAISAL_PASSED),
        milestone(901, "J1", Kind.CONVERTED),
        milestone(902, "J2", Kind.APPRAISAL_FAILED),
        milestone(903, "J2", Kind.CURE_BEGUN),
        milestone(950, "J2", Kind.APPRAISAL_FAILED),
        milestone(951, "J2", Kind.EXITED),
        milestone(990, "J3", Kind.IDLE_FEE),
    ),
    area_postings=(supplied("J1", 2), supplied("J2", 1), supplied("J3", 5)),
    money_postings=(
        paid(0, MoneyKind.PRICE, 100),
        paid(1, MoneyKind.RENT, 11),
        paid(1, MoneyKind.RENT_DISCOUNT, 1, back=True),
        paid(2, MoneyKind.CONVERSION, 121),
        paid(2, MoneyKind.REFUND, 40, back=True),
        paid(0, MoneyKind.IDLE_FEE, 7),
        MoneyPosting(
            0.0, "", Party.AUTHORITY, Party.CONTRACTOR, MoneyKind.EARLY_SERVICING, 3_000_000
        ),
    ),
    epochs=(
        Epoch(1.0, 4, 80_000, 3, 80_000, 9.0, 9.0, "optimal"),
        Epoch(9.0, 1, 0, 0, 0, 0.0, 0.0, "optimal"),
    ),
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("conversions", 1),
        ("conversion_share", 1 / 2),
        ("cures", 1),
        ("exits", 1),
        ("reclaims", 0),
        ("idle_fees", 1),
        ("appraisals_passed_share", 1 / 3),
        ("leased_first_share", 3 / 8),
        ("land_revenue_mcny", 100 + 11 - 1 + 121 - 40),
        ("grant_price_mcny", 221),
        ("rent_mcny", 10),
        ("rent_npv_mcny", 10 / 1.1),
        ("land_revenue_npv_mcny", 100 + 10 / 1.1 + (121 - 40) / 1.21),
        ("fees_mcny", 7),
        ("early_servicing_mcny", 3),
        ("authority_net_mcny", 191 + 7 - 3),
        ("served_share_startup", 1),
        ("served_share_mature", 2 / 3),
        ("served_share_gap", 1 / 3),
        ("epochs", 2),
        ("waiting_at_epochs", 2.5),
    ],
)
def test_tenure_and_money_by_hand(name: str, expected: float) -> None:
    assert metrics.get(name).compute(WORLD, HISTORY) == pytest.approx(expected)
