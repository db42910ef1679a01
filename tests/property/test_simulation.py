"""Whatever the scenario: land and money balance, time runs forward, luck stays with its owner."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from landsim.core.approval import Approvals, Rework, Step
from landsim.core.distribution import Constant, Discrete, Exponential, Uniform
from landsim.core.expansion import phase_id
from landsim.core.horizon import Horizon
from landsim.core.landrules import LandRules
from landsim.core.ledger import area_balances, area_problems, money_balances, money_problems
from landsim.core.lifecycle import IdleLand, Lifecycle, Tier
from landsim.core.phase import LaterPhase
from landsim.core.plan import Assignment, Take
from landsim.core.project import Conduct, ModeAcceptance, Project
from landsim.core.scenario import Scenario
from landsim.core.servicing import ServicingOrder, earliest_ready_day, servicing_order
from landsim.core.space import SupplyKind
from landsim.core.state import Decide, Decision, LandState
from landsim.core.supply import Supply, SupplyMode
from landsim.core.tenure import TenureTerms
from landsim.core.trajectory import MilestoneKind, Outcome, Trajectory
from landsim.simulation import simulate
from landsim.testing import builders

_FLOOR_MODES = (builders.FLOOR_LEASE, builders.FLOOR_SALE)
_MODES = (*(terms.mode for terms in builders.tenure_terms()), builders.GRANT.__class__("mixed"))
_RATIOS = Discrete(values=(0.6, 0.75, 1.0), shares=(1.0, 1.0, 2.0))
_PHASES = (
    LaterPhase(area_m2=5_000, after_months=0.0, expiry_months=3.0, probability=1.0),
    LaterPhase(area_m2=9_000, after_months=7.5, expiry_months=40.0, probability=0.5),
)
_TIERS = (
    Tier(min_ratio=0.95, rent_discount_share=0.1, has_renewal_priority=True),
    Tier(min_ratio=0.7, rent_discount_share=-0.05),
)


def taker(scenario: Scenario, salt: int) -> Decide:
    """Return a decider that serves everybody it can, with a mode that depends on the case."""
    parcels = {parcel.id: parcel for parcel in scenario.park.parcels}

    def decide(state: LandState) -> Decision:
        free = {part.parcel: part for part in state.free if part.from_day <= state.day}
        chosen: list[Assignment] = []
        left = (
            None
            if state.quota_left_m2 is None
            else state.quota_left_m2[scenario.horizon.year_of(state.period)]
        )
        for waiting in state.waiting:
            for name, part in tuple(free.items()):
                lot = parcels[name].smallest_lot_m2
                area_m2 = part.area_m2 if lot is None else min(lot, part.area_m2)
                land_m2 = 0 if parcels[name].is_floor else area_m2
                if left is not None and land_m2 > left:
                    continue
                left = None if left is None else left - land_m2
                del free[name]
                modes = _FLOOR_MODES if parcels[name].is_floor else _MODES
                place = (salt + len(state.holdings) + len(chosen)) % len(modes)
                chosen.append(
                    Assignment(
                        project=waiting.project.id,
                        bundle=(Take(parcel=name, area_m2=area_m2),),
                        period=state.period,
                        mode=modes[place],
                        end_period=scenario.horizon.n_periods,
                    )
                )
                chosen += _reserved(waiting.project, chosen[-1], part.area_m2 - area_m2)
                break
        return Decision(assignments=tuple(chosen), orders=_orders(scenario, state))

    return decide


def _reserved(project: Project, first: Assignment, rest_m2: int) -> list[Assignment]:
    """Return what is reserved for phase 2 on the rest of the parcel, if that is enough."""
    phase = project.later_phase
    if phase is None or rest_m2 < phase.area_m2:
        return []
    bundle = (Take(parcel=first.bundle[0].parcel, area_m2=phase.area_m2),)
    return [replace(first, project=phase_id(project.id), bundle=bundle)]


def _orders(scenario: Scenario, state: LandState) -> tuple[ServicingOrder, ...]:
    """Return an order for the first parcel that can still be readied early, if it is affordable."""
    rules, horizon = scenario.policy.land, scenario.horizon
    for part in state.free:
        lot = scenario.park.parcel(part.parcel)
        due = horizon.day_of(lot.ready)
        if rules.early_works_days is None or part.from_day != due or due <= state.day:
            continue
        earliest = earliest_ready_day(horizon, lot, state.day, rules.early_works_days)
        order = servicing_order(horizon, lot, earliest, "J0")
        spent_mcny = state.early_spent_mcny[horizon.year_of(state.period)]
        if earliest < due and spent_mcny + order.cost_mcny <= rules.early_budget_mcny_per_year:
            return (order,)
    return ()


def _mixed() -> TenureTerms:
    return TenureTerms(
        mode=_MODES[-1],
        name=builders.label("mixed"),
        lease_years=3.0,
        grant_years=10.0,
        granted_share=0.4,
        first_payment_share=0.5,
        balance_months=10.0,
    )


@st.composite
def conducts(draw: st.DrawFn) -> Conduct:
    return Conduct(
        start_delay_months=draw(st.sampled_from((Constant(value=0.0), Uniform(low=0, high=60)))),
        build_months=Uniform(low=1, high=18),
        fit_out_months=Uniform(low=0, high=6),
        ramp_months=Uniform(low=0, high=24),
        delivery_ratio=draw(st.sampled_from((Constant(value=1.0), _RATIOS))),
        cure_gain=Uniform(low=0, high=0.2),
        exit_hazard_per_year=draw(st.sampled_from((0.0, 0.1, 2.0))),
        stay_years=draw(st.sampled_from((None, Exponential(mean=2.0)))),
        clearing_months=draw(st.sampled_from((None, Constant(value=0.0)))),
        ability_to_pay_factor=Uniform(low=0.1, high=2.0),
        renewal_probability=draw(st.sampled_from((0.0, 0.5, 1.0))),
    )


@st.composite
def projects(draw: st.DrawFn, number: int) -> Project:
    filed_day = draw(st.sampled_from((-5.0, 0.0, 40.0, 40.5, 400.0)))
    return builders.project(
        f"J{number}",
        filed_day,
        need_by_day=filed_day + draw(st.sampled_from((0.0, 30.0, 300.0))),
        patience_days=draw(st.sampled_from((0.0, 20.0, 2000.0))),
        conduct=draw(conducts()),
        acceptance=tuple(
            ModeAcceptance(mode=mode, probability=draw(st.sampled_from((0.3, 1.0))))
            for mode in _MODES
        ),
        ability_to_pay_mcny=draw(st.sampled_from((None, 5.0, 100.0))),
        later_phase=draw(st.sampled_from((None, *_PHASES))),
    )


@st.composite
def approval_systems(draw: st.DrawFn) -> Approvals:
    plain = builders.approvals(
        review=Uniform(low=0, high=20),
        staff=draw(st.sampled_from((0, 1, 3))),
        rework_probability=draw(st.sampled_from((0.0, 0.5))),
    )
    again = draw(st.sampled_from((0.0, 0.5, 1.0)))
    back = draw(st.booleans())
    revoked = draw(st.sampled_from((0.0, 0.5)))

    def twist(step: Step) -> Step:
        goes_back = back and step.stage == "N19"
        rework = Rework(
            probability=step.rework.probability,
            correction_workdays=step.rework.correction_workdays,
            review_again_share=again,
            back_to=step.after[-1] if goes_back else None,
            max_rounds=draw(st.sampled_from((0, 2, 1000))),
        )
        return replace(step, rework=rework, revocation_probability=revoked)

    return replace(
        plain,
        stages=tuple(
            replace(
                stage,
                is_deemed_approved=draw(st.booleans()),
                limit_workdays=draw(st.sampled_from((None, 0.0, 8.0, 30.0))),
            )
            for stage in plain.stages
        ),
        routes=tuple(
            replace(route, steps=tuple(map(twist, route.steps))) for route in plain.routes
        ),
        desks=tuple(
            replace(
                desk,
                green_staff=draw(st.integers(0, desk.staff)),
                discipline=draw(st.sampled_from(("priority", "first_come", "earliest_deadline"))),
            )
            for desk in plain.desks
        ),
        green_channel=draw(
            st.sampled_from((None, replace(plain.green_channel, min_score=0.0, max_share=0.5)))
        ),
    )


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    horizon = Horizon(
        start=builders.START, n_periods=draw(st.sampled_from((1, 8, 24))), months_per_period=6
    )
    lots = tuple(
        builders.parcel(
            f"P{n}",
            smallest_lot_m2=draw(st.sampled_from((None, 15_000))),
            ready=builders.START + timedelta(days=draw(st.sampled_from((-3, 0, 100, 10_000)))),
            early_months_max=12,
            early_cost_mcny_per_month=0.3,
        )
        for n in range(draw(st.integers(0, 4)))
    )
    for n in range(draw(st.integers(0, 2))):
        units_m2 = draw(st.sampled_from((None, 700)))
        lots = (builders.building(f"B{n}", 2_000, smallest_lot_m2=units_m2), *lots)
    policy = builders.policy(
        tenure=(*builders.tenure_terms(), *builders.floor_terms(), _mixed()),
        approvals=draw(approval_systems()),
        land=LandRules(
            early_budget_mcny_per_year=draw(st.sampled_from((0.5, 9.0))),
            early_works_days=draw(st.sampled_from((None, 20.5))),
        ),
        supply=Supply(
            mode=draw(st.sampled_from(SupplyMode)),
            committee_days=draw(st.sampled_from((0.0, 7.0))),
            quota_m2_per_year=draw(st.sampled_from((None, 0, 60_000))),
            has_carry_over=draw(st.booleans()),
            stock_link_share=draw(st.sampled_from((0.0, 0.5))),
        ),
        lifecycle=Lifecycle(
            cure_months=draw(st.sampled_from((0.0, 12.0))),
            review_every_years=1.5,
            delay_damages_share_per_day=draw(st.sampled_from((0.0, 0.001))),
            delay_damages_max_share=0.05,
            idle=IdleLand(reclaim_after_years=draw(st.sampled_from((None, 2.0)))),
            tiers=draw(st.sampled_from(((), _TIERS))),
            clearing_months=Uniform(low=0, high=12),
            floor_clearing_months=draw(st.sampled_from((None, Constant(value=1.0)))),
            max_offers=draw(st.integers(1, 3)),
        ),
    )
    calendar = draw(st.sampled_from((builders.every_day_calendar, builders.weekday_calendar)))
    return builders.tiny_scenario(
        horizon=horizon,
        calendar=calendar(horizon),
        park=builders.park(lots),
        projects=tuple(draw(projects(n)) for n in range(draw(st.integers(0, 6)))),
        policy=policy,
    )


@given(scenario=scenarios(), salt=st.integers(0, 4), replication=st.integers(0, 3))
def test_every_run_balances_and_runs_forward(
    scenario: Scenario, salt: int, replication: int
) -> None:
    trajectory = simulate(scenario, taker(scenario, salt), seed=7, replication=replication)
    for kind in SupplyKind:
        areas = np.sum(list(area_balances(scenario, trajectory, kind).values()), axis=0)
        assert (areas == scenario.park.supply_m2(kind)).all()
    assert not area_problems(scenario, trajectory)
    assert not money_problems(scenario, trajectory)
    assert (np.sum(list(money_balances(trajectory).values()), axis=0) == 0).all()
    days = [milestone.day for milestone in trajectory.milestones]
    assert days == sorted(days)
    assert all(0 <= day < trajectory.n_days for day in days)
    _check_passes(trajectory)
    _check_lives(trajectory)


def _check_passes(trajectory: Trajectory) -> None:
    for entry in trajectory.stage_passes:
        if entry.started == entry.started:
            assert entry.enabled <= entry.started <= entry.completed
        assert entry.enabled <= entry.completed <= entry.correction_until <= trajectory.n_days
        if entry.outcome is Outcome.DEEMED:
            assert entry.completed == entry.deadline
    ended = [p.completed for p in trajectory.stage_passes if p.outcome is not Outcome.UNFINISHED]
    assert ended == sorted(ended)


def _check_lives(trajectory: Trajectory) -> None:
    counts: dict[str, Counter[MilestoneKind]] = {}
    for milestone in trajectory.milestones:
        counts.setdefault(milestone.project, Counter())[milestone.kind] += 1
    once = (
        MilestoneKind.FILED,
        MilestoneKind.ADMITTED,
        MilestoneKind.ASSIGNED,
        MilestoneKind.CONTRACTED,
        MilestoneKind.STARTED,
    )
    ends = (
        MilestoneKind.EXITED,
        MilestoneKind.RECLAIMED,
        MilestoneKind.EXPIRED,
        MilestoneKind.WITHDRAWN,
        MilestoneKind.REFUSED,
    )
    for count in counts.values():
        assert all(count[kind] <= 1 for kind in once)
        assert sum(count[kind] for kind in ends) <= 1
