"""Money of the authority: land revenue, rent, fees and servicing, plain and discounted.

Payments to the authority count as they are due; what it pays back or spends counts against.
"""

from functools import partial

from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.result import Direction
from landsim.core.scenario import Scenario
from landsim.core.trajectory import MoneyKind, MoneyPosting, Party, Trajectory
from landsim.metrics import units
from landsim.metrics.metric import metric

_GRANT = (MoneyKind.PRICE, MoneyKind.BALANCE, MoneyKind.CONVERSION, MoneyKind.RENEWAL)
_RENT = (MoneyKind.RENT, MoneyKind.RENT_DISCOUNT)
_GROUPS = (
    ("land_revenue", (*_GRANT, *_RENT, MoneyKind.REFUND), "土地收入(扣除退款)", "land revenue"),
    ("grant_price", _GRANT, "出让价款", "grant prices"),
    ("rent", _RENT, "租金", "rent"),
    ("fees", (MoneyKind.IDLE_FEE, MoneyKind.DAMAGES), "闲置费与违约金", "idle fees and damages"),
    ("authority_net", tuple(MoneyKind), "管委会净收入", "net receipts of the authority"),
)
_FEES = "fees"


def to_authority_cny(posting: MoneyPosting) -> int:
    """Return a payment as the authority sees it: positive if received, in CNY."""
    sign = (posting.payee is Party.AUTHORITY) - (posting.payer is Party.AUTHORITY)
    return sign * posting.amount_cny


def _sum(_: Scenario, trajectory: Trajectory, *, kinds: tuple[MoneyKind, ...]) -> float:
    return sum(to_authority_cny(p) for p in trajectory.money_postings if p.kind in kinds) / 1e6


def _npv(scenario: Scenario, trajectory: Trajectory, *, kinds: tuple[MoneyKind, ...]) -> float:
    price = scenario.policy.price
    return (
        sum(
            to_authority_cny(posting) * price.discount_factor(posting.day / DAYS_PER_YEAR)
            for posting in trajectory.money_postings
            if posting.kind in kinds
        )
        / 1e6
    )


@metric(
    "early_servicing_mcny",
    zh="提前整备支出",
    en="spent on early servicing",
    unit=units.MCNY,
    better=Direction.LOWER,
)
def early_servicing_mcny(_: Scenario, trajectory: Trajectory) -> float:
    """Spending of the authority on readying land early."""
    return (
        sum(p.amount_cny for p in trajectory.money_postings if p.kind is MoneyKind.EARLY_SERVICING)
        / 1e6
    )


for _name, _kinds, _zh, _en in _GROUPS:
    _better = Direction.NEITHER if _name == _FEES else Direction.HIGHER
    metric(f"{_name}_mcny", zh=_zh, en=_en, unit=units.MCNY, better=_better)(
        partial(_sum, kinds=_kinds)
    )
    metric(
        f"{_name}_npv_mcny",
        zh=f"{_zh}现值",
        en=f"present value of {_en}",
        unit=units.MCNY,
        better=_better,
    )(partial(_npv, kinds=_kinds))
