"""The receipt log of a Dutch municipality: fitted on its past, tested on its future.

Buijs (2014), Receipt phase of an environmental permit application process (WABO), CoSeLoG
project, 4TU.ResearchData, doi:10.4121/12709127.
"""

import os
from datetime import datetime
from pathlib import Path

import pytest

from landsim.calibration.evaluate import hold_out
from landsim.calibration.reading import read_log

_BESIDE = Path(__file__).parents[3] / "shared" / "data"
DATA = Path(os.environ.get("LANDSIM_REFERENCE_DATA", _BESIDE)) / "permit_log"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason=f"no reference data at {DATA}; set LANDSIM_REFERENCE_DATA"
)


@pytest.mark.slow
def test_the_receipt_log_is_foretold_closer_than_by_published_tools() -> None:
    log = read_log(DATA / "receipt.csv")
    mean = hold_out(log, split=datetime(2011, 5, 13)).mean  # noqa: DTZ001 - wall-clock
    assert mean.n_gram <= 0.265
    assert mean.absolute_hours <= 160
    assert mean.working_circadian_hours <= 0.38
    assert mean.relative_hours <= 42
    assert mean.cycle_hours <= 65


def test_csv_and_xes_of_the_receipt_log_are_the_same_log() -> None:
    csv, xes = read_log(DATA / "receipt.csv"), read_log(DATA / "receipt.xes.gz")
    assert (csv.n_cases, len(csv)) == (1434, 8577)
    assert csv.activities == xes.activities
    assert (csv.end == xes.end).all()
    assert (csv.resource == xes.resource).all()
