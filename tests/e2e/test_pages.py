"""What README and the pages of docs/ show is run as it stands there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from landsim.files.read import load_scenario

ROOT = Path(__file__).resolve().parents[2]
PAGES = sorted(
    path
    for path in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md"))
    if "```python" in path.read_text(encoding="utf-8")
)
PROOFS = {
    "extend.md": """
from landsim.metrics.metric import metrics
from landsim.simulation.discipline import disciplines
from landsim.testing import check_rule
tally = check_rule(LateLargeBundles)
assert tally.n_rows > 0
assert metrics.get("approved_by_day_400").label.en == "permitted by day 400"
assert disciplines.get("largest_first") is largest_first
""",
}
"""What a page promises about its own example."""


def fenced(path: Path, language: str) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)


def test_there_are_examples():
    assert "README.md" in {path.name for path in PAGES}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_examples_of_a_page_run_one_after_another(path):
    code = "\n".join([*fenced(path, "python"), PROOFS.get(path.name, "")])
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-W", "error", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_tenure_mode_shown_can_be_offered(tmp_path):
    (shown,) = (
        block
        for block in fenced(ROOT / "docs" / "how-to" / "extend.md", "yaml")
        if "short_lease_then_transfer" in block
    )
    base = (ROOT / "scenarios" / "quickstart" / "scenario.yaml").as_posix()
    (tmp_path / "scenario.yaml").write_text(f"extends: {base}\n{shown}", encoding="utf-8")
    policy = load_scenario(tmp_path).scenario.policy
    offered = {terms.mode: terms for terms in policy.modes_on_offer}
    assert set(offered) == {"flexible_grant", "short_lease_then_transfer"}
    assert offered["short_lease_then_transfer"].converts
