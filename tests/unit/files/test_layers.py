"""Layers: pack < preset < extends < scenario < variant < overrides, each value with its origin."""

from datetime import date

import pytest
from unit.files.parkfolder import ParkFolder

from landsim.core.distribution import Constant, Triangular, Uniform
from landsim.core.supply import SupplyMode


def test_scenario_stands_above_pack_and_preset(park: ParkFolder) -> None:
    park.change("  pack: tiny", "  pack: tiny\n  preset: slow")
    park.change("{quota_m2_per_year: 80000}", "{quota_m2_per_year: 80000, round_months: [5]}")
    supply = park.load().scenario.policy.supply
    assert supply.mode is SupplyMode.BATCH
    assert supply.round_months == (5,)
    assert supply.quota_m2_per_year == 80_000


def test_preset_of_a_variant_stands_above_the_scenario(park: ParkFolder) -> None:
    park.change("{quota_m2_per_year: 80000}", "{round_months: [5]}")
    assert park.load().scenario.policy.supply.mode is SupplyMode.ON_DEMAND
    supply = park.load("batch").scenario.policy.supply
    assert (supply.mode, supply.round_months) == (SupplyMode.BATCH, (3, 9))


def test_a_variant_stands_above_its_own_preset(park: ParkFolder) -> None:
    park.change("batch: {policy: {preset: slow}}",
                "batch: {policy: {preset: slow, supply: {round_months: [7]}}}")  # fmt: skip
    assert park.load("batch").scenario.policy.supply.round_months == (7,)


def test_preset_of_a_variant_replaces_that_of_the_scenario(park: ParkFolder) -> None:
    """What a variant means does not depend on the preset it replaces."""
    park.write("../packs/presets/lavish.yaml", "policy: {supply: {reserve_share: 0.3}}\n")
    park.change("  pack: tiny", "  pack: tiny\n  preset: lavish")
    assert park.load().scenario.policy.supply.reserve_share == 0.3
    assert park.load("batch").scenario.policy.supply.reserve_share == 0.0


def test_overrides_stand_above_all_and_later_ones_win(park: ParkFolder) -> None:
    loaded = park.load("batch", "policy.supply.committee_days=3", "policy.supply.committee_days=5")
    assert loaded.scenario.policy.supply.committee_days == 5
    assert loaded.origins["policy.supply.committee_days"] == "--set #2"


def test_override_may_choose_the_preset(park: ParkFolder) -> None:
    supply = park.load("", "policy.preset=slow").scenario.policy.supply
    assert supply.mode is SupplyMode.BATCH


@pytest.mark.parametrize(
    ("override", "path", "what", "hint"),
    [
        ("policy.supply.quota", "", "an override has the form key=value; got", ""),
        ("=5", "", "an override has the form key=value; got =5", ""),
        ("policy.suply.mode=batch", "policy.suply", 'unknown key "suply"', "supply"),
        ("policy.supply.modus=batch", "policy.supply.modus", 'unknown key "modus"', "mode"),
        ("policy.supply.mode=bach", "policy.supply.mode", 'unknown choice "bach"', "batch"),
        (
            "policy.tenure.grnt.grant_years=40",
            "policy.tenure.grnt",
            'unknown key "grnt"',
            "grant",
        ),
        (
            "demand.archetypes.robotics.acceptance.grunt=0.5",
            "demand.archetypes.robotics.acceptance.grunt",
            'unknown key "grunt"',
            "grant",
        ),
        ("horizon.n_periods=many", "horizon.n_periods", "must be a whole number", ""),
        ("seed=[1", "", "is not valid YAML", ""),
    ],
)
def test_fault_of_an_override_names_it(
    override: str, path: str, what: str, hint: str, park: ParkFolder
) -> None:
    problem = park.problem("", "seed=2", override)
    assert problem.where == "--set #2"
    assert problem.path == path
    assert problem.what.startswith(what)
    assert hint in problem.hint
    assert problem.source == override


def test_caret_of_an_override_points_at_the_part_that_is_wrong(park: ParkFolder) -> None:
    assert park.problem("", "policy.suply.mode=batch").column == 8
    assert park.problem("", "policy.supply.mode=bach").column == 20


def test_override_of_a_date_and_of_a_new_mode(park: ParkFolder) -> None:
    loaded = park.load(
        "",
        "park.nodes.S1.steps.2022-01-01=45",
        "policy.tenure.short={name: short lease, lease_years: 2}",
        "policy.land.tenure_shares.grant.max_share=0.4",
    )
    steps = loaded.scenario.park.nodes[0].steps
    assert [(step.since, step.amount) for step in steps] == [
        (date(2021, 1, 1), 30),
        (date(2022, 1, 1), 45),
        (date(2023, 1, 1), 60),
    ]
    assert [terms.mode for terms in loaded.scenario.policy.tenure] == ["grant", "lease", "short"]
    assert loaded.scenario.policy.land.tenure_shares[0].max_share == 0.4


def test_null_removes_an_entry_or_an_optional_value(park: ParkFolder) -> None:
    loaded = park.load("", "policy.tenure.lease=null", "policy.supply.quota_m2_per_year=null")
    assert [terms.mode for terms in loaded.scenario.policy.tenure] == ["grant"]
    assert loaded.scenario.policy.supply.quota_m2_per_year is None


def test_null_for_what_is_not_there_is_a_fault(park: ParkFolder) -> None:
    problem = park.problem("", "policy.tenure.leas=null")
    assert problem.what == 'there is no "leas" to remove'
    assert 'did you mean "lease"?' in problem.hint


def test_part_of_a_law_may_change_but_a_new_law_stands_alone(park: ParkFolder) -> None:
    path = "policy.approvals.routes.ordinary.steps.N01.workdays"

    def first(*overrides: str) -> object:
        return park.load("", *overrides).scenario.policy.approvals.routes[0].steps[0].workdays

    assert first(f"{path}.mode=12") == Triangular(low=5, mode=12, high=20)
    assert first(f"{path}={{law: uniform, low: 1, high: 2}}") == Uniform(low=1, high=2)
    assert first(f"{path}=4") == Constant(value=4)


def test_lists_are_replaced_as_a_whole(park: ParkFolder) -> None:
    loaded = park.load("batch", "policy.supply.round_months=[6]")
    assert loaded.scenario.policy.supply.round_months == (6,)


def test_step_added_by_a_variant_takes_its_place_in_the_route(park: ParkFolder) -> None:
    steps = "policy.approvals.routes.ordinary.steps"
    loaded = park.load(
        "",
        "policy.approvals.stages.N04={name: listing, kind: market, role: listing}",
        f"{steps}.N05.after=[N04]",
        f"{steps}.N04={{after: [N01, assigned], workdays: 23}}",
    )
    route = loaded.scenario.policy.approvals.routes[0]
    assert [step.stage for step in route.steps] == ["N01", "N04", "N05"]


def test_extends_reads_the_base_first_and_its_files_from_its_folder(park: ParkFolder) -> None:
    park.write(
        "../child/scenario.yaml",
        "extends: ../park/scenario.yaml\n"
        "title: child\n"
        "policy: {supply: {quota_m2_per_year: 5}}\n"
        "variants:\n  leases: {policy: {supply: {committee_days: 1}}}\n  mine: {seed: 9}\n",
    )
    parent, park.path = park.path, park.path.parent / "child"
    loaded = park.load("leases")
    scenario = loaded.scenario
    assert scenario.name == "child"
    assert scenario.title.zh == scenario.title.en == "child"
    assert len(scenario.projects) == 2
    assert scenario.policy.supply.quota_m2_per_year == 5
    assert scenario.policy.supply.committee_days == 1
    assert scenario.policy.offered == ("lease",)
    assert loaded.variants == ("batch", "leases", "mine")
    assert loaded.origins["horizon.n_periods"] == "../park/scenario.yaml:2:41"
    assert loaded.origins["policy.supply.quota_m2_per_year"] == "scenario.yaml:3:38"
    text = (parent / "scenario.yaml").read_text(encoding="utf-8")
    (parent / "scenario.yaml").write_text(text.replace("n_periods: 8", "n_periods: x"), "utf-8")
    problem = park.problem()
    assert problem.where.endswith("park/scenario.yaml:2:41")
    assert problem.hint == "brought in by extends"


def test_extends_in_a_circle_is_a_fault(park: ParkFolder) -> None:
    park.write("scenario.yaml", "extends: other.yaml\n" + park.text())
    park.write("other.yaml", "extends: scenario.yaml\n")
    problem = park.problem()
    assert park.place(problem) == "other.yaml:1:10"
    assert problem.what.endswith("by way of scenario.yaml → other.yaml → scenario.yaml")


def test_extends_of_nothing_names_the_nearest(park: ParkFolder) -> None:
    park.write("scenario.yaml", "extends: projects.cvs\n" + park.text())
    problem = park.problem()
    assert park.place(problem) == "scenario.yaml:1:10"
    assert problem.hint == 'did you mean "projects.csv"?'


def test_pack_may_take_over_another(park: ParkFolder) -> None:
    park.write(
        "../packs/newer/pack.yaml",
        "extends_pack: tiny\npolicy: {tenure: {lease: {lease_years: 12}}}\n",
    )
    park.change("pack: tiny", "pack: newer")
    loaded = park.load()
    assert loaded.scenario.policy.pack == "newer"
    assert loaded.scenario.policy.terms("lease").lease_years == 12
    assert loaded.origins["policy.tenure.lease.lease_years"] == "pack newer"
    assert loaded.origins["policy.tenure.grant.grant_years"] == "pack tiny"


def test_packs_that_take_over_each_other_are_a_fault(park: ParkFolder) -> None:
    park.write("../packs/newer/pack.yaml", "extends_pack: newest\n")
    park.write("../packs/newest/pack.yaml", "extends_pack: newer\n")
    problem = park.change("pack: tiny", "pack: newer").problems()[0]
    assert park.place(problem) == "newest/pack.yaml:1:15"
    assert problem.what == "extends itself, by way of newer → newest → newer"


def test_every_value_knows_its_origin(park: ParkFolder) -> None:
    origins = park.load("batch", "seed=7").origins
    assert origins["seed"] == "--set #1"
    assert origins["title.zh"] == "scenario.yaml:1:13"
    assert origins["park.name.en"] == "scenario.yaml:5:9"
    assert origins["policy.supply.mode"] == "preset slow"
    assert origins["policy.supply.reserve_share"] == "default"
    assert origins["policy.standard"] == "pack tiny"
    assert origins["park.nodes.S1.steps.2021-01-01"] == "scenario.yaml:11:43"
    assert origins["demand.archetypes.robotics.conduct.build_months.low"] == "pack tiny"


def test_resolved_says_every_value_and_every_default(park: ParkFolder) -> None:
    loaded = park.load()
    assert loaded.resolved["policy"]["supply"]["mode"] == "on_demand"
    assert loaded.resolved["policy"]["supply"]["reserve_share"] == 0.0
    assert loaded.resolved["park"]["parcels"] == "parcels.geojson"
    assert loaded.resolved["horizon"] == {
        "start": "2021-01-01",
        "n_periods": 8,
        "months_per_period": 3,
    }


def test_inputs_are_listed_with_their_digests(park: ParkFolder) -> None:
    inputs = {entry.path: entry.sha256 for entry in park.load("batch").inputs}
    assert list(inputs) == [
        "scenario.yaml",
        "policies/tiny/pack.yaml",
        "policies/presets/slow.yaml",
        "parcels.geojson",
        "projects.csv",
    ]
    park.write("projects.csv", park.text("projects.csv") + "\n")
    again = {entry.path: entry.sha256 for entry in park.load("batch").inputs}
    assert [path for path in inputs if inputs[path] != again[path]] == ["projects.csv"]


def test_sources_come_from_the_pack_or_from_the_place(park: ParkFolder) -> None:
    sources = {entry.path: entry for entry in park.load("batch", "seed=7").scenario.sources}
    standard = sources["policy.standard"]
    assert (standard.value, standard.source, standard.confidence, standard.note) == (
        "open",
        "policy.md 2",
        "V",
        "no thresholds",
    )
    assert sources["policy.supply.mode"].source == "policy.md 8.7"
    assert sources["policy.tenure.lease.lease_years"].source == "policy.md 0"
    quota = sources["policy.supply.quota_m2_per_year"]
    assert (quota.value, quota.source, quota.confidence) == ("80000", "scenario.yaml:19:31", "set")
    law = sources["demand.archetypes.robotics.area_mu"]
    assert law.value == "{law: triangular, low: 20, mode: 45, high: 90}"
    assert "policy.name" not in sources


@pytest.mark.parametrize(
    ("wrapper", "what"),
    [
        ("{value: 2, source: x}", "a sourced value must state source, confidence"),
        ("{value: 2, source: x, confidence: Z}", 'unknown confidence "Z"'),
        ("{value: 2, note: x}", "a sourced value must state source, confidence"),
    ],
)
def test_incomplete_source_is_a_fault(wrapper: str, what: str, park: ParkFolder) -> None:
    park.change("staff: 2", f"staff: {wrapper}", "../packs/tiny/pack.yaml")
    problem = park.problem()
    assert problem.what.startswith(what)
    assert park.place(problem).startswith("tiny/pack.yaml:45:")


@pytest.mark.parametrize(
    ("common", "what"),
    [
        ("policy.md 0", "a sourced value must state source, confidence"),
        ("{source: x, confidence: A, page: 3}", 'unknown key "page"'),
        ("{confidence: A}", "a sourced value must state source, confidence"),
    ],
)
def test_common_source_that_is_none(common: str, what: str, park: ParkFolder) -> None:
    old = '_source: {source: "policy.md 0", confidence: A}'
    park.change(old, f"_source: {common}", "../packs/tiny/pack.yaml")
    problem = park.problem()
    assert problem.what == what
    assert park.place(problem).startswith("tiny/pack.yaml:1:")


def test_empty_override_is_null(park: ParkFolder) -> None:
    loaded = park.load("", "policy.supply.quota_m2_per_year=")
    assert loaded.scenario.policy.supply.quota_m2_per_year is None
