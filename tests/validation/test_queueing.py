"""Desks and land against queueing theory: scenarios, simulated through the public door.

Every case compares a mean over independent replications with its theoretical value; the
standard error comes from the spread between replications, and |z| must stay below 3. The seed
is fixed, so that a case that passes keeps passing.
"""

import itertools
from collections.abc import Callable
from dataclasses import replace
from statistics import fmean

import pytest
from validation.queues import (
    Review,
    Sample,
    cobham_waits,
    erlang_b,
    erlang_c_wait,
    mean_sojourn,
    mean_wait,
    queue,
    replications,
    sample,
    settled,
)

from landsim.core.approval import ASSIGNED, Approvals, Route, Step
from landsim.core.distribution import Constant, Discrete, Distribution, Exponential, Uniform
from landsim.core.horizon import DAYS_PER_YEAR, Horizon
from landsim.core.ids import RouteId, StageId
from landsim.core.lifecycle import Lifecycle
from landsim.core.park import Parcel
from landsim.core.plan import Assignment, Take
from landsim.core.project import Conduct, Needs
from landsim.core.scenario import Scenario
from landsim.core.state import Decision, LandState
from landsim.core.supply import Supply, SupplyMode
from landsim.core.trajectory import MilestoneKind, Trajectory
from landsim.simulation import simulate
from landsim.testing import builders
from landsim.testing.deciders import serve_in_turn

_MOST_Z = 3.0


def agrees(found: Sample, theory: float, *, within_share: float = 0.1) -> None:
    """Check a mean against theory, and that the error is small enough for that to mean much."""
    assert found.standard_error < within_share * theory
    assert abs(found.z(theory)) < _MOST_Z, f"{found.mean:.4f} against {theory:.4f}"


def test_the_formulas_give_the_published_values() -> None:
    assert erlang_c_wait(3, 2.4) == pytest.approx(1.0787, abs=1e-4)
    assert cobham_waits(3, (0.72, 1.68)) == pytest.approx([0.2839, 1.4193], abs=1e-4)
    assert cobham_waits(1, (0.2, 0.6)) == pytest.approx([1.0, 5.0])
    assert erlang_b(10, 8.0) == pytest.approx(0.121661, abs=1e-6)


@pytest.fixture(scope="module")
def three_clerks() -> list[Trajectory]:
    """M/M/3 at 80 % load, three cases in ten by the green channel."""
    return replications(queue(Review(staff=3), per_day=2.4, green_share=0.3, years=3), 10)


@pytest.mark.slow
def test_m_m_3_waits_as_erlang_c_says(three_clerks: list[Trajectory]) -> None:
    agrees(sample(three_clerks, mean_wait), erlang_c_wait(3, 2.4))


@pytest.mark.slow
@pytest.mark.parametrize("is_green", [True, False])
def test_two_classes_wait_as_cobham_says(three_clerks: list[Trajectory], *, is_green: bool) -> None:
    green, ordinary = cobham_waits(3, (0.72, 1.68))
    found = sample(three_clerks, lambda run: mean_wait(run, is_green=is_green))
    agrees(found, green if is_green else ordinary)


@pytest.mark.slow
def test_littles_law_holds_on_every_run(three_clerks: list[Trajectory]) -> None:
    """Mean length of the queue between two days = arrivals a day between them × mean wait."""
    for run in three_clerks:
        cases = settled(run)
        begin, end = cases[0].enabled, cases[-1].enabled
        lengths = (
            max(0.0, min(p.started, end) - max(p.enabled, begin))
            for p in run.stage_passes
            if p.started > begin
        )
        mean_length = sum(lengths) / (end - begin)
        arrivals_per_day = len(cases) / (end - begin)
        theory = arrivals_per_day * fmean(p.started - p.enabled for p in cases)
        assert mean_length == pytest.approx(theory, rel=0.05)


@pytest.mark.parametrize(
    ("staff", "load"),
    [(1, 0.5), *(pytest.param(*pair, marks=pytest.mark.slow) for pair in ((2, 1.4), (5, 4.0)))],
)
def test_m_m_c_waits_as_erlang_c_says(staff: int, load: float) -> None:
    runs = replications(queue(Review(staff=staff), per_day=load, years=3), 10)
    agrees(sample(runs, mean_wait), erlang_c_wait(staff, load))


@pytest.mark.slow
def test_m_m_1_with_two_classes() -> None:
    runs = replications(queue(Review(staff=1), per_day=0.8, green_share=0.25, years=12), 10)
    agrees(sample(runs, lambda run: mean_sojourn(run, is_green=True)), 2.0)
    agrees(sample(runs, lambda run: mean_sojourn(run, is_green=False)), 6.0)


@pytest.mark.slow
def test_m_m_1_with_rework() -> None:
    """One case in four is sent back at once: load 0.6 / 0.75 = 0.8, sojourn 4 / 0.6."""
    runs = replications(queue(Review(staff=1, rework=0.25), per_day=0.6, years=12), 10)
    agrees(sample(runs, mean_sojourn), 4 / 0.6)


@pytest.mark.slow
def test_three_desks_in_a_row_with_rework_are_a_jackson_network() -> None:
    """Three M/M/2; of the second 20 % go back to the first, of the third 30 % to the second."""
    row = (
        Review(staff=2),
        Review(staff=2, rework=0.2, back_to=0),
        Review(staff=2, rework=0.3, back_to=1),
    )
    filed = 0.8
    second = filed / (1 - 0.2 - 0.3 * 0.8)
    loads = (filed + 0.2 * second, second, 0.8 * second)
    theory = sum(load * (1 + erlang_c_wait(2, load)) for load in loads) / filed
    assert theory == pytest.approx(7.6912, abs=1e-3)
    runs = replications(queue(*row, per_day=filed, years=6), 10)
    agrees(sample(runs, mean_sojourn), theory)


def test_m_d_1_waits_half_as_long() -> None:
    review = Review(staff=1, work=Constant(value=1.0))
    runs = replications(queue(review, per_day=0.5, years=5), 10)
    agrees(sample(runs, mean_wait), 0.5)


@pytest.mark.slow
def test_m_g_1_waits_as_pollaczek_and_khinchine_say() -> None:
    law = Discrete(values=(0.5, 3.0), shares=(0.8, 0.2))
    runs = replications(queue(Review(staff=1, work=law), per_day=0.5, years=6), 10)
    theory = 0.5 * (law.variance + law.mean**2) / (2 * (1 - 0.5 * law.mean))
    agrees(sample(runs, mean_wait), theory)


_N_LOTS, _LOAD, _STAY_YEARS = 10, 8.0, 0.1


def park_without_waiting(
    *, stay: Distribution, parcels: list[Parcel], per_year: float, sizes: Distribution, years: int
) -> Scenario:
    """Return a park where who does not get land at once goes elsewhere, and leases are short."""
    horizon = Horizon(start=builders.START, n_periods=years, months_per_period=12)
    nothing = Route(id=RouteId("none"), name=builders.label("none"), steps=())
    kind = builders.archetype(
        "tenant",
        area_mu=sizes,
        area_slack_share=0.0,
        lead_months=Constant(value=0.0),
        patience_months=Constant(value=0.0),
        ability_to_pay_share=Constant(value=1e6),
        conduct=Conduct(stay_years=stay, clearing_months=Constant(value=0.0)),
    )
    return builders.tiny_scenario(
        horizon=horizon,
        calendar=builders.every_day_calendar(horizon),
        park=builders.park(parcels),
        projects=(),
        generator=builders.generator(per_year, archetypes=(kind,)),
        policy=builders.policy(
            approvals=Approvals(stages=(), routes=(nothing,), ordinary_route=nothing.id),
            supply=Supply(mode=SupplyMode.ON_DEMAND, committee_days=0.0),
            lifecycle=Lifecycle(clearing_months=Constant(value=0.0)),
        ),
    )


def lost_share(run: Trajectory) -> float:
    """Return the share of projects that found no land, after a warm-up of a year."""
    lost = {m.project for m in run.of(MilestoneKind.WITHDRAWN)}
    filed = [m.project for m in run.of(MilestoneKind.FILED) if m.day >= DAYS_PER_YEAR]
    return fmean(name in lost for name in filed)


@pytest.mark.slow
@pytest.mark.parametrize(
    "stay",
    [
        Exponential(mean=_STAY_YEARS),
        Constant(value=_STAY_YEARS),
        Uniform(low=0.0, high=2 * _STAY_YEARS),
    ],
    ids=lambda law: law.law,
)
def test_parcels_lose_as_erlang_b_says_whatever_the_lease_law(stay: Distribution) -> None:
    scenario = park_without_waiting(
        stay=stay,
        parcels=[builders.parcel(f"P{n:02d}") for n in range(_N_LOTS)],
        per_year=_LOAD / _STAY_YEARS,
        sizes=Constant(value=15.0),
        years=6,
    )
    decide = serve_in_turn(scenario, builders.LONG_LEASE)
    runs = [simulate(scenario, decide, seed=7, replication=r) for r in range(12)]
    agrees(sample(runs, lost_share), erlang_b(_N_LOTS, _LOAD))


def take_what_it_needs(state: LandState) -> Decision:
    """Give everybody the area asked for from the one divisible parcel, while it lasts."""
    left = {part.parcel: part.area_m2 for part in state.free if part.from_day <= state.day}
    chosen = []
    for waiting in state.waiting:
        area_m2 = waiting.project.needs.area_min_m2
        for parcel, free_m2 in left.items():
            if area_m2 <= free_m2:
                left[parcel] -= area_m2
                chosen.append(
                    Assignment(
                        project=waiting.project.id,
                        bundle=(Take(parcel=parcel, area_m2=area_m2),),
                        period=state.period,
                        mode=builders.LONG_LEASE,
                        end_period=0,
                    )
                )
    return Decision(assignments=tuple(chosen))


def kaufman_roberts(capacity: int, demands: dict[int, float]) -> dict[int, float]:
    """Return the share lost of each size (Kaufman 1981, Roberts 1981)."""
    weights = [1.0]
    for held in range(1, capacity + 1):
        terms = (
            size * load * weights[held - size] for size, load in demands.items() if size <= held
        )
        weights.append(sum(terms) / held)
    total = sum(weights)
    return {size: sum(weights[capacity - size + 1 :]) / total for size in demands}


def test_divisible_land_loses_as_kaufman_and_roberts_say() -> None:
    demands = {1: 3.0, 2: 1.5, 4: 0.5}
    theory = kaufman_roberts(10, demands)
    assert list(theory.values()) == pytest.approx([0.098027, 0.211211, 0.469001], abs=1e-6)
    sizes = Discrete(values=tuple(15.0 * size for size in demands), shares=tuple(demands.values()))
    scenario = park_without_waiting(
        stay=Exponential(mean=_STAY_YEARS),
        parcels=[builders.parcel("P1", 10.0, smallest_lot_m2=10_000)],
        per_year=sum(demands.values()) / _STAY_YEARS,
        sizes=sizes,
        years=6,
    )
    runs = [simulate(scenario, take_what_it_needs, seed=7, replication=r) for r in range(12)]
    for size, expected in theory.items():
        agrees(sample(runs, lambda run, size=size: lost_of_size(run, size)), expected)


def lost_of_size(run: Trajectory, size: int) -> float:
    lost = {m.project for m in run.of(MilestoneKind.WITHDRAWN)}
    asked = [p for p in run.projects if p.filed_day >= DAYS_PER_YEAR and is_of_size(p.needs, size)]
    return fmean(project.id in lost for project in asked)


def is_of_size(needs: Needs, size: int) -> bool:
    return round(needs.area_min_m2 / 10_000) == size


def in_a_chain(system: Approvals) -> Approvals:
    """Return approvals whose stages follow each other; listing still waits for land."""
    before = {
        step.stage: earlier.stage
        for route in system.routes
        for earlier, step in itertools.pairwise(route.steps)
    }
    return replace(
        system,
        routes=tuple(
            replace(
                route,
                steps=tuple(
                    replace(step, after=(before[step.stage], *_land(step)))
                    if step.stage in before
                    else step
                    for step in route.steps
                ),
            )
            for route in system.routes
        ),
    )


def _land(step: Step) -> tuple[StageId, ...]:
    return (ASSIGNED,) if ASSIGNED in step.after else ()


def longest_of_branches(length: dict[str, float]) -> float:
    branches = max(length["N06"] + length["N08"], length["N12"])
    return length["N04"] + length["N05"] + branches + length["N19"]


def sum_of_all(length: dict[str, float]) -> float:
    return sum(length[stage] for stage in ("N04", "N05", "N06", "N08", "N12", "N19"))


@pytest.mark.parametrize(
    ("shape", "theory"),
    [(lambda system: system, longest_of_branches), (in_a_chain, sum_of_all)],
    ids=["parallel", "serial"],
)
def test_without_queueing_a_route_lasts_as_long_as_its_critical_path(
    shape: Callable[[Approvals], Approvals], theory: Callable[[dict[str, float]], float]
) -> None:
    system = shape(builders.approvals(staff=99))
    scenario = builders.tiny_scenario(policy=builders.policy(approvals=system))
    decide = serve_in_turn(scenario)
    n_checked = 0
    for replication in range(5):
        run = simulate(scenario, decide, seed=3, replication=replication)
        given = {m.project: m.day for m in run.of(MilestoneKind.ASSIGNED)}
        for permit in run.of(MilestoneKind.PERMITTED):
            passes = (p for p in run.stage_passes if p.project == permit.project)
            length = {p.stage: p.completed - p.enabled for p in passes}
            assert permit.day - given[permit.project] == pytest.approx(theory(length))
            n_checked += 1
    assert n_checked >= 15
