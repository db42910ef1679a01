"""One stored study that the tests of the command line share."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from e2e.calls import QUICKSTART, TRADITIONAL, call


@pytest.fixture(scope="session")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two finished runs of the quickstart scenario; tests must not change them."""
    folder = tmp_path_factory.mktemp("results")
    variants = ("--variant", "", "--variant", TRADITIONAL)
    outcome = call("run", QUICKSTART, *variants, "--reps", 2, "--jobs", 1, "-q", store=folder)
    assert outcome.exit_code == 0, outcome.err
    return folder


@pytest.fixture
def scenario(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that copies the quickstart scenario and changes its files."""

    def change(changes: dict[str, Callable[[str], str]] | None = None) -> Path:
        folder = tmp_path / "park"
        shutil.copytree(QUICKSTART, folder)
        for name, edit in (changes or {}).items():
            path = folder / name
            before = path.read_text(encoding="utf-8")
            after = edit(before)
            assert after != before, f"the edit of {name} changes nothing"
            path.write_text(after, encoding="utf-8", newline="\n")
        return folder

    return change
