"""Hand-made runs and the pages made of them, shared by the tests of the report."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from unit.report import handmade

from landsim.core.label import Language
from landsim.files.store import StoredRun
from landsim.report import write_report
from landsim.report.view import RunView, StudyView, study_view


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[StoredRun, StoredRun]:
    """Return a slow and a quick policy over the same park and projects."""
    folder = tmp_path_factory.mktemp("runs")
    slow = handmade.stored_run(
        folder / "traditional", handmade.scenario(name="Traditional"), speed=1.6
    )
    quick = handmade.stored_run(folder / "reform", handmade.scenario(name="Reform"))
    return slow, quick


@pytest.fixture(scope="session")
def study(runs: tuple[StoredRun, StoredRun]) -> StudyView:
    """Return both runs as sections see them."""
    return study_view(runs)


@pytest.fixture(scope="session")
def view(study: StudyView) -> RunView:
    """Return the quick run."""
    return study.runs[1]


@pytest.fixture(scope="session")
def page_file(runs: tuple[StoredRun, StoredRun], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the report of both runs, opening in Chinese."""
    return write_report(runs, tmp_path_factory.mktemp("page") / "report.html")


@pytest.fixture(scope="session")
def html(page_file: Path) -> str:
    """Return the text of the report."""
    return page_file.read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def data(html: str) -> dict[str, Any]:
    """Return what the page shows."""
    found = re.search(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert found is not None
    loaded: dict[str, Any] = json.loads(found.group(1))
    return loaded


@pytest.fixture(scope="session")
def languages() -> tuple[str, ...]:
    """Return the codes of all languages."""
    return tuple(language.value for language in Language)
