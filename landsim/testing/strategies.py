"""Hypothesis strategies: laws, projects, parcels, policies, whole scenarios.

Everything drawn is small, valid and close to some limit: few parcels of few sizes, projects
that ask for nearly the same land at nearly the same time, quotas near what is asked.
"""

from dataclasses import replace
from typing import TypeVar

from hypothesis import strategies as st

from landsim.core.approval import Approvals
from landsim.core.distribution import (
    Constant,
    Discrete,
    Distribution,
    Exponential,
    LogNormal,
    Triangular,
    Uniform,
)
from landsim.core.horizon import Horizon
from landsim.core.landrules import (
    Claim,
    Cluster,
    FairnessFloor,
    Forbid,
    Incompatibility,
    LandRules,
    Lock,
    OccupancyBasis,
    TenureShare,
)
from landsim.core.park import Parcel
from landsim.core.policy import Policy
from landsim.core.project import ChainRole, FirmClass, Needs, Project
from landsim.core.scenario import Scenario
from landsim.core.supply import Supply, SupplyMode
from landsim.testing import builders

_AREAS_HA = (1.0, 2.0, 3.0, 4.0)
T = TypeVar("T")
_MODES = tuple(terms.mode for terms in builders.tenure_terms())
_KINDS = ("robotics", "compute")
_N_PROJECTS = 5
_N_PARCELS = 4


def horizons() -> st.SearchStrategy[Horizon]:
    """Draw horizons of one to three years."""
    return st.builds(
        Horizon,
        start=st.just(builders.START),
        n_periods=st.integers(4, 12),
        months_per_period=st.sampled_from((1, 3)),
    )


def distributions(*, most: float = 100.0) -> st.SearchStrategy[Distribution]:
    """Draw laws of every kind on values from 0 up.

    Parameters
    ----------
    most
        Largest bound of the laws that have one, and largest mean of the others.
    """
    amounts = st.floats(0.0, most)
    positive = st.floats(0.01, most)
    three = st.lists(amounts, min_size=3, max_size=3).map(sorted)
    entries = st.lists(st.tuples(amounts, st.floats(0.01, 1.0)), min_size=1, max_size=5)
    return st.one_of(
        st.builds(Constant, value=amounts),
        three.map(lambda bounds: Uniform(low=bounds[0], high=bounds[2])),
        three.map(lambda bounds: Triangular(low=bounds[0], mode=bounds[1], high=bounds[2])),
        st.builds(Exponential, mean=positive),
        st.builds(LogNormal, median=positive, sigma=st.floats(0.0, 1.0)),
        entries.map(
            lambda pairs: Discrete(
                values=tuple(value for value, _ in pairs),
                shares=tuple(share for _, share in pairs),
            )
        ),
    )


@st.composite
def parcels(draw: st.DrawFn, name: str) -> Parcel:
    """Draw a parcel, divisible or not, ready from the first day or later."""
    area_ha = draw(st.sampled_from(_AREAS_HA))
    return builders.parcel(
        name,
        area_ha,
        zone=draw(st.sampled_from((builders.M0, builders.M1))),
        ready=draw(st.sampled_from((builders.START, builders.START.replace(month=8)))),
        smallest_lot_m2=draw(st.sampled_from((None, None, 10_000))),
        block=draw(st.sampled_from(("A", "B"))),
        early_months_max=draw(st.sampled_from((0, 6))),
        early_cost_mcny_per_month=1.0,
    )


@st.composite
def projects(draw: st.DrawFn, name: str) -> Project:
    """Draw a project that asks within the first year."""
    area_m2 = round(draw(st.sampled_from(_AREAS_HA)) * 10_000)
    filed_day = draw(st.sampled_from((0.0, 45.0, 200.0)))
    plain = builders.project(name, filed_day)
    return replace(
        plain,
        archetype=type(plain.archetype)(draw(st.sampled_from(_KINDS))),
        firm_class=draw(st.sampled_from(tuple(FirmClass))),
        chain_role=draw(st.sampled_from(tuple(ChainRole))),
        patience_days=draw(st.sampled_from((0.0, 90.0, 400.0))),
        needs=Needs(
            area_min_m2=area_m2,
            area_max_m2=draw(st.sampled_from((area_m2, 2 * area_m2))),
            zones=draw(
                st.sampled_from(((builders.M0,), (builders.M1,), (builders.M0, builders.M1)))
            ),
            power_mw=draw(st.sampled_from((0.0, 30.0, 50.0, 60.0))),
        ),
    )


@st.composite
def land_rules(draw: st.DrawFn) -> LandRules:
    """Draw limits on the allocation, each absent as often as present."""
    shares = st.sampled_from((0.0, 0.25, 0.5, 1.0))

    names = [builders.project(f"J{n}").id for n in range(_N_PROJECTS)]
    lots = [builders.parcel(f"P{n}").id for n in range(_N_PARCELS)]
    kinds = [type(builders.project("J").archetype)(kind) for kind in _KINDS]
    claims = st.builds(
        Claim,
        name=st.just("claim"),
        zone=st.sampled_from((None, builders.M1)),
        firm_class=st.sampled_from((None, *FirmClass)),
        max_m2=st.sampled_from((None, 20_000, 40_000)),
        min_m2=st.sampled_from((0, 10_000)),
    )
    tenure = st.builds(TenureShare, mode=st.sampled_from(_MODES), max_share=shares)
    floors = st.builds(FairnessFloor, firm_class=st.just(FirmClass.STARTUP), min_share=shares)
    forbids = st.builds(
        Forbid,
        project=st.sampled_from((None, *names)),
        parcel=st.sampled_from(lots),
        mode=st.sampled_from((None, *_MODES)),
    )
    foes = st.just(Incompatibility(first=kinds[0], second=kinds[1]))
    clusters = st.just(Cluster(block="A", roles=(ChainRole.BASE, ChainRole.SUPPORT), bonus=5.0))
    locks = st.builds(
        Lock,
        project=st.just(names[0]),
        parcel=st.sampled_from((None, *lots)),
        period=st.sampled_from((None, 0, 1)),
    )
    return LandRules(
        tenure_shares=draw(_sometimes(tenure)),
        claims=draw(_sometimes(claims)),
        m0_max_share=draw(st.sampled_from((None, 0.0, 0.3, 0.5, 1.0))),
        early_budget_mcny_per_year=draw(st.sampled_from((0.0, 2.0, 6.0))),
        fairness=draw(_sometimes(floors)),
        incompatibilities=draw(_sometimes(foes)),
        clusters=draw(_sometimes(clusters)),
        locks=draw(_sometimes(locks)),
        forbids=draw(_sometimes(forbids)),
        occupancy=draw(st.sampled_from(tuple(OccupancyBasis))),
        start_lead_days=draw(st.sampled_from((0.0, 90.0))),
    )


@st.composite
def policies(draw: st.DrawFn, *, approvals: Approvals | None = None) -> Policy:
    """Draw a policy: rhythm of supply, quota, limits."""
    modes = draw(st.lists(st.sampled_from(_MODES), unique=True, max_size=len(_MODES)))
    return builders.policy(
        offered=tuple(modes),
        supply=Supply(
            mode=draw(st.sampled_from(tuple(SupplyMode))),
            quota_m2_per_year=draw(st.sampled_from((None, 0, 30_000, 60_000))),
            has_carry_over=draw(st.booleans()),
            reserve_share=draw(st.sampled_from((0.0, 0.25))),
        ),
        land=draw(land_rules()),
        approvals=approvals or builders.approvals(),
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """Draw a scenario of one to four parcels and up to five projects over one to three years."""
    horizon = draw(horizons())
    lots = [draw(parcels(f"P{n}")) for n in range(draw(st.integers(1, _N_PARCELS)))]
    firms = [draw(projects(f"J{n}")) for n in range(draw(st.integers(0, _N_PROJECTS)))]
    policy = draw(policies())
    land = replace(
        policy.land,
        locks=tuple(lock for lock in policy.land.locks if firms and _is_there(lock, lots)),
        forbids=tuple(
            entry
            for entry in policy.land.forbids
            if _is_there(entry, lots) and entry.project in (None, *(firm.id for firm in firms))
        ),
    )
    return builders.tiny_scenario(
        horizon=horizon,
        calendar=builders.every_day_calendar(horizon),
        park=builders.park(lots),
        projects=tuple(firms),
        policy=replace(policy, land=land),
    )


def _is_there(pairing: Lock | Forbid, lots: list[Parcel]) -> bool:
    return pairing.parcel in (None, *(lot.id for lot in lots))


def _sometimes(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=1).map(tuple)
