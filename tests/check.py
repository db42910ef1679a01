"""Run every check of the project and end with a table.

``python tests/check.py`` runs what every change must pass; ``--full`` adds the slow tests, the
thorough Hypothesis profile, coverage, and a wheel that is built and tested away from the
source. Every check runs, whatever the others did, in the environment of the Python that runs
this file.
"""

import argparse
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PYTHON = (sys.executable, "-X", "utf8")
INSTALL = f'"{sys.executable}" -m pip install -e ".[dev]"'

OUTSIDE = re.compile(
    r'<(?:script|img|iframe)[^>]+src="(?:https?:)?//[^"]*|<link[^>]+href="(?:https?:)?//[^"]*'
)
"""What a browser would fetch from another machine by itself."""


@dataclass(frozen=True)
class Check:
    """One check: the module it needs, and how it runs."""

    name: str
    needs: str
    run: Callable[[], int]


@dataclass(frozen=True)
class Verdict:
    """How one check ended."""

    name: str
    state: str
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the checks and return the number of the worst exit."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument(
        "--full", action="store_true", help="add slow tests, coverage and the built wheel"
    )
    parser.add_argument("--only", nargs="+", metavar="NAME", help="run only the checks named")
    options = parser.parse_args(arguments)
    checks = all_checks(is_full=options.full)
    unknown = set(options.only or ()) - {check.name for check in checks}
    if unknown:
        names = ", ".join(check.name for check in checks)
        parser.error(f"no such check: {', '.join(sorted(unknown))}; known: {names}")
    verdicts = [judge(check) for check in checks if not options.only or check.name in options.only]
    show(verdicts)
    return int(any(verdict.state != "ok" for verdict in verdicts))


def all_checks(*, is_full: bool) -> tuple[Check, ...]:
    """Return the checks in the order in which they run: cheap ones first."""
    checks = (
        Check("format", "ruff", tool("ruff", "format", "--check", ".")),
        Check("lint", "ruff", tool("ruff", "check", ".")),
        Check("imports", "importlinter", contracts),
        Check("types", "mypy", tool("mypy")),
        Check("tests", "pytest", tests(is_full=is_full)),
        Check("docs", "sphinx", docs),
    )
    if not is_full:
        return checks
    return (*checks, Check("coverage", "coverage", coverage), Check("wheel", "hatchling", wheel))


def judge(check: Check) -> Verdict:
    """Run one check and say how it ended."""
    print(f"\n── {check.name} " + "─" * (74 - len(check.name)), flush=True)
    began = time.perf_counter()
    if importlib.util.find_spec(check.needs) is None:
        print(f"{check.needs} is not installed for {sys.executable}; install it with\n  {INSTALL}")
        return Verdict(check.name, "missing tool", 0.0)
    code = check.run()
    state = "ok" if code == 0 else f"FAILED ({code})"
    return Verdict(check.name, state, time.perf_counter() - began)


def show(verdicts: Sequence[Verdict]) -> None:
    """Print the closing table."""
    print("\n" + "─" * 78)
    for verdict in verdicts:
        print(f"{verdict.name:<10} {verdict.state:<16} {verdict.seconds:7.1f} s")
    total = sum(verdict.seconds for verdict in verdicts)
    n_bad = sum(verdict.state != "ok" for verdict in verdicts)
    print("─" * 78 + f"\n{'all ok' if not n_bad else f'{n_bad} not ok'}, {total:.1f} s", flush=True)


def call(*command: str, cwd: Path = ROOT, **environment: str) -> int:
    """Run a command with its output on this terminal."""
    surroundings = os.environ | {"PYTHONUTF8": "1"} | environment
    return subprocess.run(command, cwd=cwd, env=surroundings, check=False).returncode


def tool(module: str, *arguments: str) -> Callable[[], int]:
    """Return a check that runs a module as a program."""
    return lambda: call(*PYTHON, "-m", module, *arguments)


def contracts() -> int:
    """Check the import contracts; the tool has no ``-m`` of its own."""
    code = "from importlinter.cli import lint_imports_command as lint; lint(['--no-logo'])"
    return call(*PYTHON, "-c", code)


def tests(*, is_full: bool) -> Callable[[], int]:
    """Return the check that runs pytest; browser tests skip where there is no Chromium."""
    if is_full:
        measured = ("--cov=landsim", "--cov-branch", "--cov-report=")
        return lambda: call(*PYTHON, "-m", "pytest", "--hypothesis-profile=thorough", *measured)
    return lambda: call(*PYTHON, "-m", "pytest", "-m", "not slow")


def coverage() -> int:
    """Hold what the tests reached against what they must: all branches of the core and metrics."""
    report = (*PYTHON, "-m", "coverage", "report", "--skip-covered", "--show-missing")
    nouns = "landsim/core/*,landsim/metrics/*,landsim/errors.py,landsim/registry.py"
    everything = call(*report, "--fail-under=98")
    return call(*report, f"--include={nouns}", "--fail-under=100") or everything


def docs() -> int:
    """Build the documentation; a warning is an error, and so is a request to anywhere."""
    with tempfile.TemporaryDirectory() as folder:
        pages = Path(folder) / "html"
        flags = ("-W", "--keep-going", "-q", "-E", "-d", str(Path(folder) / "doctrees"))
        code = call(*PYTHON, "-m", "sphinx", *flags, "docs", str(pages))
        outside = [
            f"{page.relative_to(pages)}: {found.group()}"
            for page in sorted(pages.rglob("*.html"))
            for found in OUTSIDE.finditer(page.read_text(encoding="utf-8"))
        ]
        print(*outside, sep="\n", end="\n" if outside else "")
        return code or int(bool(outside))


def wheel() -> int:
    """Build the wheel, install it alone, and run the quick tests against it from elsewhere."""
    with tempfile.TemporaryDirectory() as folder:
        away = Path(folder)
        built = call(*PYTHON, "-m", "pip", "wheel", "-q", "--no-deps", "-w", folder, str(ROOT))
        if built:
            return built
        venv.create(away / "env", with_pip=True, system_site_packages=False)
        name = "Scripts/python.exe" if os.name == "nt" else "bin/python"
        python = str(away / "env" / name)
        (package,) = away.glob("landsim-*.whl")
        installed = call(python, "-m", "pip", "install", "-q", f"{package}[dev]", cwd=away)
        copied = ("tests", "scenarios", "docs", "README.md", "README.zh.md", "pyproject.toml")
        for entry in copied:
            copy(ROOT / entry, away / entry)
        chosen = ("-m", "not slow and not browser", "--ignore=tests/architecture")
        return installed or call(python, "-m", "pytest", "-q", *chosen, cwd=away)


def copy(source: Path, target: Path) -> None:
    """Copy a file or a folder."""
    if source.is_dir():
        shutil.copytree(source, target, ignore=shutil.ignore_patterns("__pycache__", "_build"))
    else:
        shutil.copy(source, target)


if __name__ == "__main__":
    sys.exit(main())
