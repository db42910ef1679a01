"""What the tests of the file readers share."""

from pathlib import Path

import pytest
from unit.files.parkfolder import ParkFolder


@pytest.fixture
def park(tmp_path: Path) -> ParkFolder:
    """Return a small valid scenario folder."""
    return ParkFolder(tmp_path)
