"""What made a number: versions, machine, repository. For the manifest; never used in a run."""

import platform
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Any

_GIT_SECONDS = 10


def environment() -> dict[str, Any]:
    """Return the versions of landsim, Python and every required package, and the system."""
    return {
        "landsim": _version("landsim"),
        "python": sys.version.split()[0],
        "system": platform.platform(),
        "packages": {name: _version(name) for name in _required()},
    }


def _required() -> list[str]:
    plain = [entry for entry in requires("landsim") or () if "extra ==" not in entry]
    return sorted("".join(_name_of(entry)) for entry in plain)


def _name_of(requirement: str) -> str:
    ends = [requirement.find(mark) for mark in "<>=!~;[ "]
    return requirement[: min((end for end in ends if end > 0), default=len(requirement))]


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def repository(folder: Path) -> dict[str, Any] | None:
    """Return the git commit a folder is at and whether it has changes; None without git.

    Parameters
    ----------
    folder
        Folder of the inputs.
    """
    commit = _git(folder, "rev-parse", "HEAD")
    changes = _git(folder, "status", "--porcelain", "--", ".")
    if commit is None or changes is None:
        return None
    return {"commit": commit.strip(), "is_dirty": bool(changes.strip())}


def _git(folder: Path, *arguments: str) -> str | None:
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - fixed arguments, no shell
            command, capture_output=True, text=True, check=True, timeout=_GIT_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


@dataclass(slots=True)
class Stopwatch:
    """Wall and processor time of a piece of work, for the manifest."""

    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    _wall: float = field(default_factory=time.perf_counter)
    _cpu: float = field(default_factory=time.process_time)

    def figures(self) -> dict[str, Any]:
        """Return start, end and seconds so far."""
        return {
            "started": self.started.isoformat(timespec="seconds"),
            "ended": datetime.now(UTC).isoformat(timespec="seconds"),
            "wall_seconds": round(time.perf_counter() - self._wall, 3),
            "cpu_seconds": round(time.process_time() - self._cpu, 3),
        }
