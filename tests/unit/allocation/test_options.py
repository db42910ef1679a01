from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from landsim.allocation.options import list_options
from landsim.allocation.planner import make_plan
from landsim.core.admission import Admission, Thresholds
from landsim.core.landrules import AssemblyBasis, Forbid, LandRules, Lock
from landsim.core.plan import Take
from landsim.core.problem import foresight_problem
from landsim.core.project import Fit, ModeAcceptance
from landsim.core.supply import Supply, SupplyMode
from landsim.testing.builders import (
    GRANT,
    LONG_LEASE,
    M0,
    M1,
    parcel,
    park,
    policy,
    project,
    tenure_terms,
    tiny_scenario,
)

ONE_MODE = tenure_terms()[:1]


def table(*, lots=None, projects=None, fits=(), first_only=True, **levers):
    """List options; only those of the first period unless said otherwise."""
    lots = [parcel("P1")] if lots is None else lots
    projects = [project("J1")] if projects is None else projects
    scenario = tiny_scenario(
        park=park(lots),
        projects=tuple(projects),
        fits=tuple(fits),
        policy=policy(**({"tenure": ONE_MODE} | levers)),
    )
    problem = foresight_problem(scenario, scenario.projects)
    if first_only:
        may_supply = np.zeros_like(problem.may_supply)
        may_supply[0] = True
        problem = replace(problem, may_supply=may_supply)
    return list_options(problem)


def with_needs(name="J1", **changes):
    plain = project(name)
    return replace(plain, needs=replace(plain.needs, **changes))


def bundles(options):
    return [option.bundle for option in options]


def test_one_option_for_each_open_period_of_the_window():
    options = table(first_only=False)
    assert options.period.tolist() == [0, 1, 2, 3, 4]  # until day 430
    assert set(options.end_period.tolist()) == {32}


def test_one_option_for_each_mode_on_offer():
    options = table(tenure=tenure_terms(), offered=(GRANT, LONG_LEASE))
    assert [option.mode for option in options] == [GRANT, LONG_LEASE]


@pytest.mark.parametrize(
    ("changes", "stage"),
    [
        ({"zones": (M0,)}, 0),
        ({"area_min_m2": 40_001, "area_max_m2": 80_000}, 2),
        ({"area_min_m2": 10_000, "area_max_m2": 39_999}, 2),
        ({"far": 0.4}, 2),
        ({"far": 4.1}, 2),
        ({"power_mw": 100.1}, 7),
    ],
)
def test_a_project_fails_at_the_first_filter_that_leaves_nothing(changes, stage):
    options = table(projects=[with_needs(**changes)])
    assert len(options) == 0
    assert options.n_left[0].tolist() == [1] * stage + [0] * (8 - stage)


@pytest.mark.parametrize(
    "changes",
    [
        {"area_min_m2": 40_000, "area_max_m2": 80_000},
        {"area_min_m2": 10_000, "area_max_m2": 40_000},
        {"far": 0.5},
        {"far": 4.0},
        {"power_mw": 100.0},
    ],
)
def test_limits_are_included(changes):
    assert len(table(projects=[with_needs(**changes)])) == 1


def test_only_admitted_zones():
    strict = Admission(standard="tiny", thresholds=(Thresholds(zone=M1, tax_wan_cny_per_mu=1e6),))
    lots = [parcel("P1"), parcel("P2", zone=M0)]
    options = table(lots=lots, standards=(strict,))
    assert bundles(options) == [(Take(parcel="P2", area_m2=40_000),)]
    assert options.n_left[0].tolist()[:2] == [2, 1]


def test_nobody_is_listed_where_nobody_is_admitted():
    strict = Admission(standard="tiny", pass_score=90)
    options = table(standards=(strict,))
    assert len(options) == 0
    assert options.n_left[0].tolist()[:2] == [1, 0]


def test_a_parcel_may_narrow_the_density_of_its_zone():
    assert len(table(lots=[parcel("P1", far_min=1.5)])) == 0
    assert len(table(lots=[parcel("P1", far_max=0.9)])) == 0


def test_divisible_parcels_give_what_is_needed():
    lots = [parcel("P1", smallest_lot_m2=5_000)]
    options = table(lots=lots, projects=[with_needs(area_min_m2=20_000, area_max_m2=30_000)])
    assert options.area_m2.tolist() == [20_000]


def test_no_part_is_smaller_than_the_smallest_lot():
    lots = [parcel("P1", smallest_lot_m2=25_000)]
    fitting = with_needs(area_min_m2=20_000, area_max_m2=30_000)
    assert table(lots=lots, projects=[fitting]).area_m2.tolist() == [25_000]
    tight = with_needs(area_min_m2=20_000, area_max_m2=24_999)
    assert len(table(lots=lots, projects=[tight])) == 0


def test_no_sliver_is_left_where_the_project_can_take_it():
    lots = [parcel("P1", smallest_lot_m2=15_000)]
    roomy = with_needs(area_min_m2=30_000, area_max_m2=40_000)
    assert table(lots=lots, projects=[roomy]).area_m2.tolist() == [40_000]
    tight = with_needs(area_min_m2=30_000, area_max_m2=39_999)
    assert table(lots=lots, projects=[tight]).area_m2.tolist() == [30_000]


def test_declined_parcels_and_modes_are_not_listed_again():
    scenario = tiny_scenario(projects=(project("J1"),))
    problem = foresight_problem(scenario, scenario.projects)
    asking = replace(problem.asking[0], excluded_modes=(GRANT,), excluded_parcels=("P1", "P3"))
    options = list_options(replace(problem, asking=(asking,)))
    assert {option.bundle[0].parcel for option in options} == {"P2", "P4"}
    assert GRANT not in {option.mode for option in options}


def test_modes_nobody_would_take_are_not_listed():
    refuses = (ModeAcceptance(mode=GRANT, probability=0.0),)
    options = table(projects=[project("J1", acceptance=refuses)], tenure=tenure_terms())
    assert GRANT not in {option.mode for option in options}
    assert len(options) == 3
    nothing = table(projects=[project("J1", acceptance=refuses)])
    assert nothing.n_left[0].tolist() == [1, 1, 1, 1, 0, 0, 0, 0]


def test_the_first_year_must_be_payable():
    price_mcny = 40_000 * 1200 / 1e6
    able = table(projects=[project("J1", ability_to_pay_mcny=price_mcny)])
    assert len(able) == 1
    unable = table(projects=[project("J1", ability_to_pay_mcny=price_mcny * 0.999)])
    assert unable.n_left[0].tolist() == [1, 1, 1, 1, 1, 1, 0, 0]
    leased = table(
        projects=[project("J1", ability_to_pay_mcny=price_mcny * 0.02)], tenure=tenure_terms()
    )
    assert {option.mode for option in leased} == {"long_lease", "lease_then_transfer"}


@pytest.mark.parametrize(
    "forbid",
    [
        Forbid(project="J1", parcel="P1"),
        Forbid(parcel="P1"),
        Forbid(project="J1"),
        Forbid(mode=GRANT),
        Forbid(project="J1", mode=GRANT),
        Forbid(parcel="P1", mode=GRANT),
        Forbid(project="J1", parcel="P1", mode=GRANT),
        Forbid(),
    ],
)
def test_forbidden_pairings_are_not_listed(forbid):
    assert len(table(land=LandRules(forbids=(forbid,)))) == 0


@pytest.mark.parametrize(
    "forbid",
    [
        Forbid(project="J2", parcel="P1"),
        Forbid(parcel="P2"),
        Forbid(mode=LONG_LEASE),
        Forbid(project="J1", parcel="P2", mode=GRANT),
    ],
)
def test_other_pairings_are_listed(forbid):
    lots = [parcel("P1"), parcel("P2")]
    options = table(lots=lots, land=LandRules(forbids=(forbid,)))
    assert "P1" in {option.bundle[0].parcel for option in options}


def test_a_locked_project_has_options_of_its_lock_alone():
    lock = Lock(project="J1", parcel="P2", mode=LONG_LEASE, period=3)
    lots = [parcel("P1"), parcel("P2")]
    land = LandRules(locks=(lock,))
    options = table(lots=lots, tenure=tenure_terms(), land=land, first_only=False)
    assert [(o.bundle[0].parcel, o.mode, o.period) for o in options] == [("P2", LONG_LEASE, 3)]
    off = table(lots=lots, land=LandRules(locks=(Lock(project="J1", mode=LONG_LEASE),)))
    assert len(off) == 0


def test_batch_supply_lists_rounds_alone():
    supply = Supply(mode=SupplyMode.BATCH, round_months=(4,))
    options = table(supply=supply, first_only=False)
    assert options.period.tolist() == [1]


def test_land_is_listed_from_the_period_in_which_it_is_ready():
    lots = [parcel("P1", ready=date(2021, 5, 1))]
    assert table(lots=lots, first_only=False).period.tolist() == [2, 3, 4]


def test_land_can_be_readied_early_within_the_budget():
    lots = [parcel("P1", ready=date(2021, 7, 1), early_months_max=6, early_cost_mcny_per_month=2.0)]
    rich = table(lots=lots, first_only=False, land=LandRules(early_budget_mcny_per_year=12.0))
    assert rich.period.tolist() == [0, 1, 2, 3, 4]
    assert rich.early_months.tolist() == [6, 3, 0, 0, 0]
    assert rich.early_cost_mcny.tolist() == [12.0, 6.0, 0.0, 0.0, 0.0]
    poor = table(lots=lots, first_only=False, land=LandRules(early_budget_mcny_per_year=11.9))
    assert poor.period.tolist() == [1, 2, 3, 4]


def test_part_of_a_parcel_bears_its_part_of_the_cost():
    lots = [
        parcel(
            "P1",
            ready=date(2021, 4, 1),
            early_months_max=3,
            early_cost_mcny_per_month=2.0,
            smallest_lot_m2=10_000,
        )
    ]
    land = LandRules(early_budget_mcny_per_year=12.0)
    half = with_needs(area_min_m2=20_000, area_max_m2=20_000)
    options = table(lots=lots, projects=[half], land=land)
    assert options.early_cost_mcny.tolist() == [3.0]


def test_a_project_with_fits_uses_only_its_fits():
    lots = [parcel("P1"), parcel("P2", zone=M0, smallest_lot_m2=1_000)]
    asks = with_needs(zones=(M1,), far=9.0)
    fits = [Fit(project="J1", parcel="P2", area_m2=7_000, value=3.0)]
    options = table(lots=lots, projects=[asks], fits=fits)
    assert bundles(options) == [(Take(parcel="P2", area_m2=7_000),)]


def test_a_fit_without_an_area_leaves_the_size_to_the_needs():
    lots = [parcel("P1"), parcel("P2", area_ha=9.0)]
    fits = [Fit(project="J1", parcel="P1"), Fit(project="J1", parcel="P2")]
    assert bundles(table(lots=lots, fits=fits)) == [(Take(parcel="P1", area_m2=40_000),)]


def test_a_fit_on_an_indivisible_parcel_takes_it_whole():
    fits = [Fit(project="J1", parcel="P1", area_m2=7_000)]
    assert bundles(table(fits=fits)) == [(Take(parcel="P1", area_m2=40_000),)]
    too_large = [Fit(project="J1", parcel="P1", area_m2=40_001)]
    assert len(table(fits=too_large)) == 0


def test_parcels_are_assembled_for_projects_too_large_for_any():
    lots = [parcel(f"P{n}") for n in (1, 2, 3)]
    large = with_needs(area_min_m2=70_000, area_max_m2=90_000)
    small = project("J2")
    land = LandRules(max_assembly=2)
    options = table(lots=lots, projects=[large, small], land=land)
    by_project = {
        name: {tuple(t.parcel for t in o.bundle) for o in options if o.project.id == name}
        for name in ("J1", "J2")
    }
    assert by_project == {"J1": {("P1", "P2"), ("P2", "P3")}, "J2": {("P1",), ("P2",), ("P3",)}}
    assert options.area_m2.tolist()[:2] == [80_000, 80_000]
    assert len(table(lots=lots, projects=[large])) == 0


def problem_of(lots, asking, rules):
    scenario = tiny_scenario(
        park=park(lots), projects=(asking,), policy=policy(tenure=ONE_MODE, land=rules)
    )
    return foresight_problem(scenario, scenario.projects)


def assemblies(options):
    return {
        (option.period, tuple(take.parcel for take in option.bundle))
        for option in options
        if len(option.bundle) > 1
    }


def test_parcels_are_assembled_while_every_single_one_is_taken():
    """The only parcel that is large enough is held until the third period."""
    lots = [parcel("P1"), parcel("P2"), parcel("P3", 8.0)]
    large = with_needs(area_min_m2=70_000, area_max_m2=90_000)
    park_wide = LandRules(max_assembly=2)
    free = LandRules(max_assembly=2, assembly=AssemblyBasis.NO_FREE_PARCEL_FITS)
    for rules, expected in ((park_wide, set()), (free, {(0, ("P1", "P2")), (1, ("P1", "P2"))})):
        problem = problem_of(lots, large, rules)
        problem.free_m2[2, :2] = 0
        assert assemblies(list_options(problem)) == expected
        problem.free_m2[2, :] = 0
        always = {period for period, _ in assemblies(list_options(problem))}
        window = range(problem.asking[0].last_period + 1)
        assert always == (set(window) if rules is free else set())


def test_a_parcel_one_must_not_use_does_not_keep_assemblies_away():
    lots = [parcel("P1"), parcel("P2"), parcel("P3", 8.0)]
    large = with_needs(area_min_m2=70_000, area_max_m2=90_000)
    rules = LandRules(
        max_assembly=2,
        assembly=AssemblyBasis.NO_FREE_PARCEL_FITS,
        forbids=(Forbid(project=large.id, parcel="P3"),),
    )
    options = list_options(problem_of(lots, large, rules))
    assert {bundle for _, bundle in assemblies(options)} == {("P1", "P2")}


def test_a_plan_says_when_assemblies_were_left_out():
    lots = [parcel(f"P{n}") for n in range(6)]
    large = with_needs(area_min_m2=70_000, area_max_m2=90_000)
    for most, said in ((5000, 0), (2, 1)):
        rules = LandRules(max_assembly=2, assemblies_max=most)
        heard = []
        plan = make_plan(problem_of(lots, large, rules), listener=heard.append)
        assert len(plan.report.notes) == said
        assert all(note in heard for note in plan.report.notes)
        assert all(note.values == (("n", "2"),) for note in plan.report.notes)


def test_projects_are_listed_by_filing_whatever_their_order():
    early, late = project("J9"), project("J1", filed_day=50.0)
    for order in ([early, late], [late, early]):
        options = table(projects=order)
        assert [entry.project.id for entry in options.askers.asking] == ["J9", "J1"]


@pytest.mark.parametrize("empty", ["lots", "projects"])
def test_nothing_to_list(empty):
    options = table(**{empty: []})
    assert len(options) == 0
    assert list(options) == []
    assert options.take_begin.tolist() == [0]


def test_a_closed_window_has_no_options():
    gone = project("J1", need_by_day=0.0, patience_days=0.0)
    scenario = tiny_scenario(projects=(gone,))
    problem = foresight_problem(scenario, scenario.projects)
    over = replace(problem, asking=(replace(problem.asking[0], last_period=-1),))
    assert list_options(over).n_left[0].tolist()[5] == 0


def test_an_option_reads_as_an_assignment():
    options = table()
    assignment = options.assignment(0, 2.5)
    option = options[0]
    assert assignment.project == option.project.id == "J1"
    assert assignment.bundle == option.bundle
    assert (assignment.period, assignment.mode) == (option.period, option.mode)
    assert assignment.value == 2.5
    assert option.area_m2 == assignment.area_m2
