"""Units that a table may name in its header, and what they are worth inside."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What is measured; a column without a unit is in the first one."""

    name: str
    factors: dict[str, float]
    """Worth of one unit in the first unit, by its spelling in lower case."""


AREA = Quantity(
    name="area",
    factors={
        "m2": 1.0, "m²": 1.0, "㎡": 1.0, "平方米": 1.0, "平米": 1.0, "sqm": 1.0,
        "ha": 10_000.0, "公顷": 10_000.0, "hm2": 10_000.0, "hm²": 10_000.0,
        "mu": 10_000.0 / 15, "亩": 10_000.0 / 15,
        "km2": 1e6, "km²": 1e6, "平方公里": 1e6, "平方千米": 1e6,
    },
)  # fmt: skip
MONEY = Quantity(
    name="money",
    factors={
        "mcny": 1.0, "百万元": 1.0, "百万": 1.0, "million": 1.0,
        "万元": 0.01, "万": 0.01, "wan": 0.01, "亿元": 100.0, "亿": 100.0, "元": 1e-6, "cny": 1e-6,
        "千万元": 10.0,
    },
)  # fmt: skip
MONEY_PER_YEAR = Quantity(
    name="money a year",
    factors={
        f"{unit}{per}": worth
        for per in ("_per_year", "/年", "每年", "/a", "/year", "")
        for unit, worth in MONEY.factors.items()
    },
)
MONEY_PER_MONTH = Quantity(
    name="money a month",
    factors={
        f"{unit}{per}": worth
        for per in ("_per_month", "/月", "每月", "/month", "")
        for unit, worth in MONEY.factors.items()
    },
)
PRICE = Quantity(
    name="price",
    factors={
        "cny_per_m2": 1.0, "元/m2": 1.0, "元/m²": 1.0, "元/㎡": 1.0, "元/平方米": 1.0,
        "元/平米": 1.0, "cny/m2": 1.0, "cny/m²": 1.0, "元": 1.0,
        "万元/亩": 15.0, "万/亩": 15.0, "wan_cny_per_mu": 15.0, "元/亩": 0.0015,
        "万元/公顷": 1.0, "wan_cny_per_ha": 1.0,
    },
)  # fmt: skip
POWER = Quantity(
    name="power",
    factors={"mw": 1.0, "兆瓦": 1.0, "kw": 0.001, "千瓦": 0.001, "万千瓦": 10.0, "kva": 0.001,
             "mva": 1.0},
)  # fmt: skip
MONTHS = Quantity(
    name="months",
    factors={"months": 1.0, "month": 1.0, "月": 1.0, "个月": 1.0, "years": 12.0, "年": 12.0},
)
SHARE = Quantity(name="share", factors={"": 1.0, "share": 1.0, "%": 0.01, "percent": 0.01})
