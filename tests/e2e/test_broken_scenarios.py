"""Twelve broken scenarios: the exact place, the reason, the nearest name; never a traceback."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from e2e.calls import assert_plain, call, cell, property_of, put


@dataclass(frozen=True, slots=True, kw_only=True)
class Break:
    """A way to break a scenario, and what must be said about it."""

    file: str
    edit: Callable[[str], str]
    place: str
    """Text at which the fault must point, or the name of a feature in brackets."""
    in_file: str = ""
    what: str
    nearest: str = ""
    variant: str = ""

    def where(self, folder: Path) -> str:
        """Return the exact place, found by looking for the text."""
        path = folder / (self.in_file or self.file)
        if self.place.startswith("[parcel"):
            return f"{path}{self.place}"
        text = path.read_text(encoding="utf-8")
        before = text[: text.index(self.place)]
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return f"{path}:{line}:{column}"


BROKEN = {
    "misspelt key": Break(
        file="scenario.yaml",
        edit=put("months_per_period: 3", "month_per_period: 3"),
        place="month_per_period",
        what='"month_per_period"',
        nearest='"months_per_period"',
    ),
    "misspelt choice": Break(
        file="scenario.yaml",
        edit=put("preset: reform", "preset: refrom"),
        place="refrom",
        what='"refrom"',
        nearest='"reform"',
    ),
    "text for a number": Break(
        file="scenario.yaml",
        edit=put("quota_m2_per_year: 80000", "quota_m2_per_year: eighty"),
        place="eighty",
        what='"eighty"',
    ),
    "duplicate key": Break(
        file="scenario.yaml",
        edit=put("\ncalendar: china", "\nseed: 7"),
        place="seed: 7",
        what='"seed"',
    ),
    "missing key": Break(
        file="scenario.yaml",
        edit=put("n_periods: 24, ", ""),
        place="horizon:",
        what='"n_periods"',
    ),
    "broken YAML": Break(
        file="scenario.yaml",
        edit=put("\nseed:", "\n\tseed:"),
        place="\tseed",
        what="YAML",
    ),
    "unknown mode in a variant": Break(
        file="scenario.yaml",
        edit=put("lease_then_transfer]", "lease_then_transfr]"),
        place="lease_then_transfr]",
        what='"lease_then_transfr"',
        nearest="lease_then_transfer",
        variant="lease_only",
    ),
    "missing table": Break(
        file="scenario.yaml",
        edit=put("projects: projects.csv", "projects: project.csv"),
        place="project.csv",
        what='"project.csv"',
        nearest='"projects.csv"',
    ),
    "text for a number in a cell": Break(
        file="projects.csv",
        edit=cell("P02", "area_min_m2", "thirty"),
        place="thirty",
        what='"thirty"',
    ),
    "unknown zone in a cell": Break(
        file="projects.csv",
        edit=cell("P04", "zones", "M8"),
        place="M8",
        what='"M8"',
        nearest="M0, M1",
    ),
    "duplicate project": Break(
        file="projects.csv",
        edit=cell("P05", "id", "P04"),
        place="P04,灵犀",
        what='"P04"',
    ),
    "unknown column": Break(
        file="projects.csv",
        edit=put("investment_mcny", "investmnt_mcny"),
        place="investmnt_mcny",
        what='"investmnt_mcny"',
        nearest="investment_mcny",
    ),
    "unknown node of a parcel": Break(
        file="parcels.geojson",
        edit=property_of("QK-A2", "nodes", '"QK-10kV-2"'),
        place="[parcel QK-A2]",
        what='"QK-10kV-2"',
        nearest='"QK-10kV-1"',
    ),
    "easting without the zone prefix its system asks for": Break(
        file="scenario.yaml",
        edit=put("crs: EPSG:4547", "crs: EPSG:4526"),
        place="452060.0",
        what="EPSG:4526",
        nearest="EPSG:4547",
    ),
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_fault_is_named_with_its_place_and_the_nearest(broken, lang, scenario):
    folder = scenario({broken.file: broken.edit})
    variant = ("--variant", broken.variant) if broken.variant else ()
    outcome = call("run", folder, *variant, lang=lang)
    assert outcome.exit_code == 2
    assert outcome.out == ""
    assert_plain(outcome)
    lines = outcome.err.splitlines()
    assert lines[0].startswith(f"{broken.where(folder)}  ")
    assert broken.what in lines[0]
    assert broken.nearest in "\n".join(lines)
    assert lines[-1] == ("1 fault. Not run." if lang == "en" else "共 1 处错误。未运行。")


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_fault_is_one_json_document(broken, scenario):
    folder = scenario({broken.file: broken.edit})
    variant = ("--variant", broken.variant) if broken.variant else ()
    document = call("validate", folder, *variant, "--json").document
    (problem,) = document["error"]["problems"]
    assert problem["where"] == broken.where(folder)


def test_all_faults_are_shown_at_once(scenario):
    folder = scenario(
        {
            "scenario.yaml": put("seed: 20200804", "seed: many"),
            "projects.csv": cell("P02", "area_min_m2", "thirty"),
            "parcels.geojson": property_of("QK-A2", "price_cny_per_m2", '"dear"'),
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
