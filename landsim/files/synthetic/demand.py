"""The projects of a synthetic park: when they file, what they need, what they promise."""

from dataclasses import dataclass
from datetime import date, timedelta

from landsim.core.area import ha_from_m2
from landsim.core.horizon import Horizon
from landsim.core.streams import Streams
from landsim.files.synthetic.land import MW_PER_HA, START, Site, district_id, n_districts
from landsim.files.synthetic.order import ParkOrder

ARCHETYPES = ("rd_hq", "chip_line", "compute_centre", "robotics", "incubator")
"""Kinds of project, drawn evenly; they give conduct, place in the chain and acceptance of modes."""
_FIRM_CLASSES = ("startup", "growth", "mature")
_MARKS = ("registration", "technology", "environment", "management", "finance")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filing:
    """A project as drawn: one row of its table."""

    id: str
    name: str
    archetype: str
    firm_class: str
    filed: date
    need_by: date
    patience_months: float
    area_min_m2: int
    area_max_m2: int
    zones: str
    far: float
    power_mw: float
    investment_mcny: float
    output_mcny_per_year: float
    tax_mcny_per_year: float
    jobs: int
    rd_share: float
    registration: int
    technology: int
    environment: int
    management: int
    finance: int
    ability_to_pay_mcny: float


def draw_filings(order: ParkOrder, sites: tuple[Site, ...]) -> tuple[Filing, ...]:
    """Return the projects, in order of filing.

    Parameters
    ----------
    order
        What the park is to be like.
    sites
        Parcels, whose area the tightness refers to.

    Notes
    -----
    Areas are in proportion to 0.4 + 1.8 · u², scaled so that their sum is ``tightness`` times the
    area of the park: many small projects, a few large ones.
    """
    streams = Streams(order.seed, 0)
    weights = []
    for place in range(order.n_projects):
        size = streams.uniform("synthetic.area", str(place))
        weights.append(0.4 + 1.8 * size * size)
    wanted_m2 = order.tightness * sum(site.area_m2 for site in sites) / sum(weights)
    horizon = Horizon(start=START, n_periods=order.n_periods)
    return tuple(
        _filing(place, max(100, 100 * round(wanted_m2 * weight / 100)), order, horizon, streams)
        for place, weight in enumerate(weights)
    )


def _filing(
    place: int, area_m2: int, order: ParkOrder, horizon: Horizon, streams: Streams
) -> Filing:
    own = streams.uniforms("synthetic.project", str(place))
    more = streams.uniforms("synthetic.project", str(place), 1)
    marks = streams.uniforms("synthetic.marks", str(place))
    filed = horizon.date_of(horizon.n_days * 0.8 * (place + own[0]) / order.n_projects)
    area_ha = ha_from_m2(area_m2)
    investment = area_ha * (100 + 200 * more[0])
    return Filing(
        id=f"J{place + 1:05d}",
        name=f"project {place + 1}",
        archetype=ARCHETYPES[int(own[1] * len(ARCHETYPES))],
        firm_class=_FIRM_CLASSES[int(own[2] * len(_FIRM_CLASSES))],
        filed=filed,
        need_by=filed + timedelta(days=60 + round(200 * own[3])),
        patience_months=round(8 + 16 * own[4], 1),
        area_min_m2=area_m2,
        area_max_m2=100 * round(1.5 * area_m2 / 100),
        zones=_two_districts(own[5], own[6], n_districts(order)),
        far=round(1.5 + 2 * own[7], 1),
        power_mw=round(MW_PER_HA * area_ha * (0.4 + 1.2 * more[1]), 2),
        investment_mcny=round(investment, 1),
        output_mcny_per_year=round(area_ha * (100 + 300 * more[2]), 1),
        tax_mcny_per_year=round(area_ha * (5 + 20 * more[3]), 2),
        jobs=round(area_ha * (50 + 500 * more[4])),
        rd_share=round(0.02 + 0.18 * more[5], 3),
        ability_to_pay_mcny=round(investment * (0.04 + 0.26 * more[6]), 2),
        **{mark: round(40 + 60 * draw) for mark, draw in zip(_MARKS, marks, strict=False)},
    )


def _two_districts(one: float, other: float, count: int) -> str:
    """Return two different districts, every pair as likely as any other."""
    first = int(one * count)
    second = (first + 1 + int(other * (count - 1))) % count
    return ";".join(district_id(district) for district in sorted((first, second)))
