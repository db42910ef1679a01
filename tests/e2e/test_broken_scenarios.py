"""Twelve broken scenarios: the exact place, the reason, the nearest name; never a traceback."""

import re

import pytest
from e2e.calls import assert_plain, call, cell, property_of, put

BROKEN = {
    "misspelt key": (
        {"scenario.yaml": put("months_per_period: 3", "month_per_period: 3")},
        r"scenario\.yaml:9:40",
        "month_per_period",
        "months_per_period",
    ),
    "misspelt choice": (
        {"scenario.yaml": put("preset: reform", "preset: refrom")},
        r"scenario\.yaml:34:11",
        "refrom",
        "reform",
    ),
    "text for a number": (
        {"scenario.yaml": put("quota_m2_per_year: 80000", "quota_m2_per_year: eighty")},
        r"scenario\.yaml:35:31",
        "eighty",
        "",
    ),
    "duplicate key": (
        {"scenario.yaml": put("calendar: china", "calendar: china\ncalendar: china")},
        r"scenario\.yaml:11:1",
        "calendar",
        "",
    ),
    "missing key": (
        {"scenario.yaml": put("n_periods: 24, ", "")},
        r"scenario\.yaml:9:1",
        "n_periods",
        "",
    ),
    "broken YAML": (
        {"scenario.yaml": put("targets:\n", "targets: [\n")},
        r"scenario\.yaml:\d+:\d+",
        "YAML",
        "",
    ),
    "unknown mode in a variant": (
        {
            "scenario.yaml": put(
                "long_lease, lease_then_transfer]", "long_lease, lease_then_transfr]"
            )
        },
        r"scenario\.yaml:\d+:\d+",
        "lease_then_transfr",
        "lease_then_transfer",
    ),
    "missing table": (
        {"scenario.yaml": put("projects: projects.csv", "projects: project.csv")},
        r"scenario\.yaml:29:13",
        "project.csv",
        "projects.csv",
    ),
    "text for a number in a cell": (
        {"projects.csv": cell("P02", "area_min_m2", "thirty")},
        r"projects\.csv:3:\d+",
        "thirty",
        "",
    ),
    "unknown zone in a cell": (
        {"projects.csv": cell("P04", "zones", "M8")},
        r"projects\.csv:5:\d+",
        "M8",
        "M0",
    ),
    "duplicate project": (
        {"projects.csv": cell("P05", "id", "P04")},
        r"projects\.csv:6:\d+",
        "P04",
        "",
    ),
    "unknown column": (
        {"projects.csv": put("investment_mcny", "investmnt_mcny")},
        r"projects\.csv:1:\d+",
        "investmnt_mcny",
        "investment_mcny",
    ),
    "unknown node of a parcel": (
        {"parcels.geojson": property_of("QK-A2", "nodes", '"QK-10kV-2"')},
        r"parcels\.geojson\[\S*QK-A2\S*\]",
        "QK-10kV-2",
        "QK-10kV-1",
    ),
    "degrees labelled metres": (
        {"scenario.yaml": put("crs: EPSG:4547", "crs: EPSG:4526")},
        r"parcels\.geojson",
        "EPSG:4526",
        "EPSG:4547",
    ),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("changes", "where", "what", "nearest"), BROKEN.values(), ids=BROKEN)
def test_fault_is_named_with_its_place(changes, where, what, nearest, lang, scenario):
    folder = scenario(changes)
    variant = ("--variant", "lease_only") if what == "lease_then_transfr" else ()
    outcome = call("run", folder, *variant, lang=lang)
    assert outcome.exit_code == 2
    assert outcome.out == ""
    assert_plain(outcome)
    first, *others = outcome.err.splitlines()
    assert re.search(where, first), outcome.err
    assert what in outcome.err
    assert nearest in "\n".join([first, *others])
    assert others[-1] == ("1 fault. Not run." if lang == "en" else "共 1 处错误。未运行。")


def test_all_faults_are_shown_at_once(scenario):
    folder = scenario(
        {
            "scenario.yaml": put("seed: 20200804", "seed: many"),
            "projects.csv": cell("P02", "area_min_m2", "thirty"),
            "parcels.geojson": property_of("QK-A2", "zone", '"M7"'),
        }
    )
    outcome = call("validate", folder)
    assert outcome.exit_code == 2
    assert "3 faults. Not run." in outcome.err
    document = call("validate", folder, "--json").document
    files = [problem["where"] for problem in document["error"]["problems"]]
    assert len(files) == 3
    assert {re.search(r"(\w+)\.\w+[:\[]", name).group(1) for name in files} == {
        "scenario",
        "projects",
        "parcels",
    }
