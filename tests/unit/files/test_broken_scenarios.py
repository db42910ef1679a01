"""One change each to a valid folder: the exact place, the sentence, the nearest name."""

import pytest
from unit.files.parkfolder import ParkFolder


def test_the_folder_is_valid_before_it_is_broken(park: ParkFolder) -> None:
    scenario = park.load().scenario
    assert [parcel.area_m2 for parcel in scenario.park.parcels] == [40_000] * 3
    assert [project.filed_day for project in scenario.projects] == [31, 59]


BROKEN = {
    "misspelt key": (
        ("n_periods: 8}", "n_periods: 8, month_per_period: 3}"),
        ("scenario.yaml:2:44", "horizon.month_per_period", 'unknown key "month_per_period"'),
        'did you mean "months_per_period"? known: start, n_periods, months_per_period',
    ),
    "misspelt key of the pack's extras": (
        ("  pack: tiny", "  pack: tiny\n  presett: slow"),
        ("scenario.yaml:19:3", "policy.presett", 'unknown key "presett"'),
        'did you mean "preset"?',
    ),
    "misspelt choice": (
        ("calendar: every_day", "calendar: every_dya"),
        ("scenario.yaml:3:11", "calendar", 'unknown choice "every_dya"'),
        'did you mean "every_day"? known: china, monday_friday, every_day',
    ),
    "text for a number": (
        ("quota_m2_per_year: 80000", "quota_m2_per_year: 五"),
        (
            "scenario.yaml:19:31",
            "policy.supply.quota_m2_per_year",
            'must be a whole number; got "五"',
        ),
        "",
    ),
    "truth for a number": (
        ("n_periods: 8", "n_periods: true"),
        ("scenario.yaml:2:41", "horizon.n_periods", 'must be a whole number; got "true"'),
        "",
    ),
    "no date": (
        ("start: 2021-01-01, n", "start: 2021-13-01, n"),
        (
            "scenario.yaml:2:18",
            "horizon.start",
            'must be a date such as 2021-03-31; got "2021-13-01"',
        ),
        "",
    ),
    "value out of range": (
        ("2021-01-01: 30}", "2021-01-01: -30}"),
        ("scenario.yaml:11:43", "park.nodes.S1.steps.2021-01-01", "must be ≥ 0; got -30"),
        "",
    ),
    "fault of a whole section": (
        ("start: 2021-01-01, n", "start: 2021-01-02, n"),
        (
            "scenario.yaml:2:18",
            "horizon.start",
            "must be the first day of a month; got 2021-01-02",
        ),
        "",
    ),
    "missing key points at its section": (
        (", n_periods: 8", ""),
        ("scenario.yaml:2:1", "horizon.n_periods", 'missing key "n_periods"'),
        "",
    ),
    "missing key of the file": (
        ("title: {zh: 测试园区, en: Test park}\n", ""),
        ("scenario.yaml", "title", 'missing key "title"'),
        "",
    ),
    "duplicate key": (
        ("calendar: every_day\n", "calendar: every_day\ncalendar: china\n"),
        ("scenario.yaml:4:1", "", 'key "calendar" occurs twice; first on line 3'),
        "",
    ),
    "broken YAML": (
        ("variants:\n", "variants: [\n"),
        ("scenario.yaml:22:3", "", "is not valid YAML: did not find expected ',' or ']'"),
        "",
    ),
    "mapping for a list": (
        ("offered: [lease]", "offered: {lease: 1}"),
        ("scenario.yaml:24:16", "policy.offered", "must be a list; got a mapping"),
        "",
    ),
    "list for a mapping": (
        ("  supply: {quota_m2_per_year: 80000}", "  supply: [80000]"),
        ("scenario.yaml:19:11", "policy.supply", "must hold keys and values; got a list"),
        "",
    ),
    "scalar for a collection": (
        ("    metro: {name: metro, x: 449100, y: 2530100, services: {2021-01-01: 100}}", "    5"),
        ("scenario.yaml:13:5", "park.stations", 'must be a mapping by id; got "5"'),
        "",
    ),
    "null where something must be": (
        ("{quota_m2_per_year: 80000}", "{committee_days: null}"),
        ("scenario.yaml:19:28", "policy.supply.committee_days", "must not be null"),
        "",
    ),
    "unknown pack": (
        ("pack: tiny", "pack: tinny"),
        ("scenario.yaml:18:9", "policy.pack", 'no such policy pack "tinny"'),
        'did you mean "tiny"? known: gz2020, gz2024, tiny',
    ),
    "missing table": (
        ("projects: projects.csv", "projects: project.csv"),
        ("scenario.yaml:15:13", "", 'no such file "project.csv"'),
        'did you mean "projects.csv"?',
    ),
    "unknown kind of table": (
        ("projects: projects.csv", "projects: scenario.yaml"),
        (
            "scenario.yaml:15:13",
            "",
            'cannot read ".yaml" files here; known: .csv, .tsv, .txt, .xlsx, .xlsm, .xls, .ods',
        ),
        "",
    ),
    "no finite number": (
        ("x: 449100", "x: .nan"),
        ("scenario.yaml:13:29", "park.stations.metro.x", 'must be a number; got ".nan"'),
        "",
    ),
    "new entry that is a misspelt old one": (
        (
            "  supply: {quota_m2_per_year: 80000}",
            "  supply: {}\n  tenure: {lese: {lease_years: 3}}",
        ),
        ("scenario.yaml:20:12", "policy.tenure.lese", 'unknown key "lese"'),
        'did you mean "lease"? known: grant, lease',
    ),
    "law without a name": (
        ("  supply: {quota_m2_per_year: 80000}", "  lifecycle: {clearing_months: {low: 3}}"),
        (
            "scenario.yaml:19:32",
            "policy.lifecycle.clearing_months.law",
            'missing key "law"',
        ),
        "known: constant, uniform, triangular, exponential, lognormal, discrete",
    ),
    "unknown law": (
        (
            "  supply: {quota_m2_per_year: 80000}",
            "  lifecycle: {clearing_months: {law: trianglar, low: 3}}",
        ),
        (
            "scenario.yaml:19:38",
            "policy.lifecycle.clearing_months.law",
            'unknown law "trianglar"',
        ),
        (
            'did you mean "triangular"? known: constant, uniform, triangular, exponential, '
            "lognormal, discrete"
        ),
    ),
    "key of another law": (
        (
            "  supply: {quota_m2_per_year: 80000}",
            "  lifecycle: {clearing_months: {law: uniform, low: 3, high: 4, mode: 3}}",
        ),
        (
            "scenario.yaml:19:64",
            "policy.lifecycle.clearing_months.mode",
            'unknown key "mode"',
        ),
        "known: law, low, high",
    ),
    "text in a law": (
        (
            "  supply: {quota_m2_per_year: 80000}",
            "  lifecycle: {clearing_months: {law: uniform, low: x, high: 4}}",
        ),
        (
            "scenario.yaml:19:52",
            "policy.lifecycle.clearing_months.low",
            'must be a number; got "x"',
        ),
        "",
    ),
    "law that contradicts itself": (
        (
            "  supply: {quota_m2_per_year: 80000}",
            "  lifecycle: {clearing_months: {law: uniform, low: 5, high: 4}}",
        ),
        (
            "scenario.yaml:19:52",
            "policy.lifecycle.clearing_months.low",
            "must be ≤ high; got 5.0 and 4.0",
        ),
        "",
    ),
    "reference to nothing": (
        (
            "  supply: {quota_m2_per_year: 80000}",
            "  approvals: {stages: {N01: {desk: pannel}}}",
        ),
        (
            "scenario.yaml:19:36",
            "policy.approvals.stages.N01.desk",
            'no such desk "pannel"',
        ),
        'did you mean "panel"?',
    ),
    "mode that nobody defined": (
        ("offered: [lease]", "offered: [lease, grunt]"),
        ("scenario.yaml:24:24", "policy.offered.1", 'no such mode "grunt"'),
        'did you mean "grant"? known: grant, lease',
    ),
    "standard that nobody defined": (
        ("  supply: {quota_m2_per_year: 80000}", "  standard: opem"),
        ("scenario.yaml:19:13", "policy.standard", 'no such admission standard "opem"'),
        'did you mean "open"? known: open',
    ),
    "step after one that never comes": (
        (
            "  supply: {quota_m2_per_year: 80000}",
            "  approvals: {routes: {ordinary: {steps: {N01: {after: [filed, N09]}}}}}",
        ),
        (
            "scenario.yaml:19:64",
            "policy.approvals.routes.ordinary.steps.N01.after.1",
            '"N09" is not an earlier step of the route',
        ),
        "",
    ),
    "truth for a law": (
        ("  supply: {quota_m2_per_year: 80000}", "  lifecycle: {clearing_months: true}"),
        (
            "scenario.yaml:19:32",
            "policy.lifecycle.clearing_months",
            'must be a number or a law; got "true"',
        ),
        "",
    ),
    "list for a law": (
        ("  supply: {quota_m2_per_year: 80000}", "  lifecycle: {clearing_months: [1, 2]}"),
        (
            "scenario.yaml:19:32",
            "policy.lifecycle.clearing_months",
            "must be a number or a law; got a list",
        ),
        "",
    ),
    "number for dated steps": (
        ("steps: {2023-01-01: 60, 2021-01-01: 30}", "steps: 30"),
        ("scenario.yaml:11:14", "park.nodes.S1.steps", 'must be a mapping by since; got "30"'),
        "",
    ),
    "no date where a date is the key": (
        ("{2023-01-01: 60, ", "{soon: 60, "),
        (
            "scenario.yaml:11:15",
            "park.nodes.S1.steps.soon",
            'must be a date such as 2021-03-31; got "soon"',
        ),
        "",
    ),
    "text where a date leads": (
        ("{2023-01-01: 60, ", "{2023-01-01: much, "),
        ("scenario.yaml:11:27", "park.nodes.S1.steps.2023-01-01", 'must be a number; got "much"'),
        "",
    ),
    "steps that wait for each other": (
        (
            "  supply: {quota_m2_per_year: 80000}",
            "  approvals: {routes: {ordinary: {steps: {N01: {after: [N05]}}}}}",
        ),
        (
            "scenario.yaml:19:57",
            "policy.approvals.routes.ordinary.steps.N01.after.0",
            '"N05" is not an earlier step of the route',
        ),
        "",
    ),
    "generator without rates that rise in time": (
        ("  generator: null", "  generator: {rates: {2021-01-01: -3}}"),
        ("scenario.yaml:16:35", "demand.generator.rates.2021-01-01", "must be ≥ 0; got -3"),
        "",
    ),
    "generator whose weights are too few": (
        ("  generator: null", "  generator: {rates: {2021-01-01: 3}, month_weights: [1, 1]}"),
        (
            "scenario.yaml:16:39",
            "demand.generator.month_weights",
            "needs twelve weights ≥ 0",
        ),
        "",
    ),
    "null of a target": (
        ("  generator: null", "  generator: null\ntargets: [null]"),
        ("scenario.yaml:17:11", "targets.0", "must not be null"),
        "",
    ),
    "unknown route": (
        (
            "  supply: {quota_m2_per_year: 80000}",
            "  approvals: {ordinary_route: ordinry}",
        ),
        (
            "scenario.yaml:19:31",
            "policy.approvals.ordinary_route",
            'no such route "ordinry"',
        ),
        'did you mean "ordinary"?',
    ),
    "term beyond the law": (
        (
            "  supply: {quota_m2_per_year: 80000}",
            "  tenure: {lease: {lease_years: 30}}",
        ),
        (
            "scenario.yaml:19:33",
            "policy.tenure.lease.lease_years",
            "must be ≤ 20 years; got 30",
        ),
        "",
    ),
}


@pytest.mark.parametrize(("change", "said", "hint"), BROKEN.values(), ids=BROKEN)
def test_fault_is_named_with_its_place(
    change: tuple[str, str], said: tuple[str, str, str], hint: str, park: ParkFolder
) -> None:
    variant = "leases" if "offered" in change[0] else ""
    problem = park.change(*change).problem(variant)
    assert (park.place(problem), problem.path, problem.what) == said
    assert problem.hint == hint
    if problem.column:
        assert problem.source == park.text().splitlines()[int(problem.where.split(":")[-2]) - 1]
        assert problem.where.endswith(f":{problem.column}")


@pytest.mark.parametrize(("change", "said", "hint"), BROKEN.values(), ids=BROKEN)
def test_fault_translates(
    change: tuple[str, str], said: tuple[str, str, str], hint: str, park: ParkFolder
) -> None:
    """Message and hint come apart into an id and values that give the sentence back."""
    problem = park.change(*change).problem("leases" if "offered" in change[0] else "")
    if problem.message:
        assert problem.message.format(**dict(problem.values)) == said[2]
    if problem.hint_message:
        assert problem.hint_message.format(**dict(problem.hint_values)) == hint


def test_all_faults_of_all_files_come_at_once(park: ParkFolder) -> None:
    park.change("calendar: every_day", "calender: every_day")
    park.change("n_periods: 8", "n_periods: eight")
    park.change("J2,Second,robotics,2021-03-01", "J2,Second,robotix,March", "projects.csv")
    park.change('"price_cny_per_m2": 1200, "nodes": "S1"}, "geometry": {"type": "Polygon", '
                '"coordinates": [[[449500.0', '"price_cny_per_m2": "dear"}, "geometry": '
                '{"type": "Polygon", "coordinates": [[[449500.0', "parcels.geojson")  # fmt: skip
    places = [park.place(problem) for problem in park.problems()]
    assert places == [
        "scenario.yaml:2:41",
        "scenario.yaml:3:1",
        "parcels.geojson[parcel P3]",
        "projects.csv:3:11",
        "projects.csv:3:19",
    ]


def test_fault_in_a_pack_names_the_file_of_the_pack(park: ParkFolder) -> None:
    park.change("staff: 2", "staff: two", "../packs/tiny/pack.yaml")
    problem = park.problem()
    assert park.place(problem) == "tiny/pack.yaml:45:35"
    assert problem.what == 'must be a whole number; got "two"'


def test_fault_of_an_unused_variant_is_shown_too(park: ParkFolder) -> None:
    problem = park.change("offered: [lease]", "offred: [lease]").problem()
    assert park.place(problem) == "scenario.yaml:24:7"
    assert problem.path == "variants.leases.policy.offred"


def test_unknown_variant_names_the_nearest(park: ParkFolder) -> None:
    problem = park.problem("btach")
    assert problem.where == "--variant"
    assert problem.hint == 'did you mean "batch"? known: batch, leases'


def test_variants_that_are_no_mapping(park: ParkFolder) -> None:
    text = park.text()
    park.write("scenario.yaml", text[: text.index("variants:")] + "variants: [a, b]\n")
    problem = park.problem()
    assert park.place(problem) == "scenario.yaml:20:11"
    assert problem.what == "must hold keys and values; got a list"


def test_variant_may_change_nothing(park: ParkFolder) -> None:
    loaded = park.change("  batch: {policy: {preset: slow}}", "  batch:").load("batch")
    assert loaded.scenario.variant == "batch"


def test_variant_that_is_a_word(park: ParkFolder) -> None:
    problem = park.change("  batch: {policy: {preset: slow}}", "  batch: slow").problem()
    assert park.place(problem) == "scenario.yaml:21:10"
    assert problem.path == "variants.batch"


def test_archetypes_that_all_weigh_nothing(park: ParkFolder) -> None:
    park.change("  generator: null", "  generator: {rates: {2021-01-01: 3}}")
    problem = park.change("share: 1\n", "share: 0\n", "../packs/tiny/pack.yaml").problem()
    assert park.place(problem) == "scenario.yaml:16:3"
    assert problem.path == "demand.generator.archetypes"
    assert problem.what == "shares must not all be 0"


def test_missing_pack_lists_what_there_is(park: ParkFolder) -> None:
    problem = park.change("  pack: tiny\n", "").problem()
    assert park.place(problem) == "scenario.yaml"
    assert problem.what == "a scenario must name its policy pack"
    assert problem.hint == "add policy.pack; known: gz2020, gz2024, tiny"


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b" \n", "is empty"),
        (b"- 1\n- 2\n", "must hold keys and values at its top level"),
        (b"just words\n", "must hold keys and values at its top level"),
        (b"\xff\xfe\x00\xd8", "is neither UTF-8 nor GB 18030 text"),
        (b"a: !!python/object:os.system x\n", 'the tag "tag:yaml.org,2002:python'),
        (b"? [a]\n: 1\n", "keys must be plain words"),
        (b"a: &a [*a]\n", "contains itself"),
    ],
)
def test_file_that_is_no_scenario(content: bytes, what: str, park: ParkFolder) -> None:
    park.write("scenario.yaml", content)
    assert any(problem.what.startswith(what) for problem in park.problems())


def test_missing_folder_and_missing_file(park: ParkFolder) -> None:
    (park.path / "scenario.yaml").rename(park.path / "scenari.yaml")
    problem = park.problem()
    assert problem.what == "the folder has no scenario.yaml"
    park.path /= "scenario.yaml"
    problem = park.problem()
    assert problem.what == 'no such file "scenario.yaml"'
    assert 'did you mean "scenari.yaml"?' in problem.hint
