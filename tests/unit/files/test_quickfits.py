"""Large tables of fits: read quickly where they are clean, carefully where not."""

from pathlib import Path

import numpy as np
import pytest

from landsim.core.planning import Sense
from landsim.core.project import Fit
from landsim.errors import ScenarioError
from landsim.files.faults import Faults, whole
from landsim.files.gap.instance import GapInstance
from landsim.files.gap.texts import gap_texts
from landsim.files.projects import read_fits
from landsim.files.quickfits import quick_fits
from landsim.files.read import scenario_of_texts
from landsim.files.reader import Reader

HEAD = "project,parcel,area_m2,value\n"
CLEAN = f"{HEAD}P1,A,40,1.5\nP1,B,,-2\nP2,A,7,\n"
FITS = (
    Fit(project="P1", parcel="A", area_m2=40, value=1.5),
    Fit(project="P1", parcel="B", value=-2.0),
    Fit(project="P2", parcel="A", area_m2=7),
)


def careful(text):
    """Read with a blank line that sends the table to the careful reader."""
    reader = Reader(Path("given"), Faults(), {"fits.csv": text.replace("\n", "\n\n", 1)})
    found = read_fits(Path("given/fits.csv"), whole("scenario.yaml"), reader)
    reader.faults.raise_any()
    return found.rows


def test_a_clean_table():
    assert quick_fits(CLEAN) == FITS == careful(CLEAN)


def test_line_feeds_of_any_system():
    assert quick_fits(CLEAN.replace("\n", "\r\n")) == FITS


@pytest.mark.parametrize(
    "line",
    [
        "P1,A,4e1,1",
        "P1,A,40 ,1",
        "P1,A,1_0,1",
        "P1,A",
        "P1,A,4,1,2",
        ",A,4,1",
        '"P1",A,4,1',
        "",
        "P1,A,4,nan",
    ],
)
def test_any_doubt_goes_to_the_careful_reader(line):
    assert quick_fits(f"{CLEAN}{line}\n") is None


@pytest.mark.parametrize("head", ["parcel,project,area_m2,value", "项目,地块,面积(亩),分值", ""])
def test_other_headers_too(head):
    assert quick_fits(f"{head}\nP1,A,40,1\n") is None


@pytest.mark.parametrize(("column", "new", "place"), [(0, "I0009", "3:1"), (1, "A0009", "3:7")])
def test_an_unknown_name_is_found_at_its_cell(column, new, place):
    amounts = np.array([[1, 2]])
    instance = GapInstance(
        name="two",
        sense=Sense.MINIMISE,
        values=amounts * 1.0,
        weights=amounts,
        capacities=np.array([9]),
    )
    texts = dict(gap_texts(instance))
    lines = texts["fits.csv"].split("\n")
    cells = lines[2].split(",")
    lines[2] = ",".join([*cells[:column], new, *cells[column + 1 :]])
    with pytest.raises(ScenarioError) as caught:
        scenario_of_texts(texts | {"fits.csv": "\n".join(lines)})
    (problem,) = caught.value.problems
    assert problem.where == f"given/fits.csv:{place}"
    assert f'"{new}"' in problem.what
