"""What a machine must have for landsim to work: one check each, none that changes anything."""

import importlib.metadata
import importlib.util
import os
import platform
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from landsim.allocation.solver import available_solvers
from landsim.cli.settings import results_folder
from landsim.core.label import Language
from landsim.locale.catalogue import translate

_FONTS = {
    "win32": [Path(os.environ.get("WINDIR", "C:/Windows")) / "Fonts"],
    "darwin": [
        Path("/System/Library/Fonts"),
        Path("/Library/Fonts"),
        Path.home() / "Library/Fonts",
    ],
}
_UNIX_FONTS = [Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts"]
_CHINESE_FONTS = ("msyh", "pingfang", "notosanscjk", "sourcehansans", "wqy", "simhei", "simsun")
_PROJ_VARIABLES = ("PROJ_LIB", "PROJ_DATA", "GDAL_DATA", "PROJ_NETWORK")


class Verdict(StrEnum):
    """How a check ended."""

    GOOD = "ok"
    WARNING = "warning"
    BAD = "fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One line of the check."""

    subject: str
    """What was checked: a message id."""
    verdict: Verdict
    """How it ended."""
    detail: str
    """What was found, in English, to be pasted into a report."""


def look_around() -> Iterator[Finding]:
    """Run every check."""
    yield _python()
    yield from _packages()
    yield _solvers()
    yield from _projections()
    yield _encoding()
    yield _fonts()
    yield _results()


def _python() -> Finding:
    version = platform.python_version()
    return Finding(
        subject="Python and system",
        verdict=Verdict.GOOD if sys.version_info >= (3, 11) else Verdict.BAD,
        detail=f"Python {version} ({platform.machine()}), {platform.platform()}",
    )


def _packages() -> Iterator[Finding]:
    """Check what the installed distribution itself says it needs."""
    found, missing = [], []
    for line in importlib.metadata.requires("landsim") or []:
        if "extra ==" in line:
            continue
        name = _name_of(line)
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    version = importlib.metadata.version("landsim")
    yield Finding(
        subject="Packages",
        verdict=Verdict.BAD if missing else Verdict.GOOD,
        detail=f"landsim {version}; {', '.join(found)}"
        + (f"; missing: {', '.join(missing)}" if missing else ""),
    )


def _solvers() -> Finding:
    names = available_solvers()
    return Finding(
        subject="Solvers",
        verdict=Verdict.GOOD if "HiGHS" in names else Verdict.BAD,
        detail=", ".join(names) or "none",
    )


def _projections() -> Iterator[Finding]:
    """Check that CGCS2000 resolves, and that no other program's PROJ data is in the way."""
    given = {name: os.environ[name] for name in _PROJ_VARIABLES if name in os.environ}
    listed = ", ".join(f"{name}={value}" for name, value in given.items())
    yield Finding(
        subject="PROJ variables",
        verdict=Verdict.WARNING if given else Verdict.GOOD,
        detail=listed or "none set",
    )
    try:
        from pyproj import CRS  # noqa: PLC0415  loads PROJ

        names = [CRS.from_epsg(code).name for code in (4490, 4526, 4547)]
    except Exception as error:  # noqa: BLE001  whatever PROJ says belongs in the report
        yield Finding(
            subject="Coordinate systems", verdict=Verdict.BAD, detail=f"{error}".splitlines()[0]
        )
    else:
        yield Finding(subject="Coordinate systems", verdict=Verdict.GOOD, detail="; ".join(names))


def _encoding() -> Finding:
    """Check whether Chinese can be printed."""
    encoding = getattr(sys.stdout, "encoding", None) or "unknown"
    try:
        f"{translate('Parcel', Language.ZH)}㎡".encode(encoding)
    except (LookupError, UnicodeEncodeError):
        verdict = Verdict.WARNING
    else:
        verdict = Verdict.GOOD
    return Finding(
        subject="Encoding",
        verdict=verdict,
        detail=f"stdout {encoding}, files {sys.getfilesystemencoding()}",
    )


def _fonts() -> Finding:
    """Check whether a browser will find Chinese letters for the report."""
    folders = _FONTS.get(sys.platform, _UNIX_FONTS)
    names = (path.name for folder in folders if folder.is_dir() for path in folder.rglob("*.tt?"))
    others = (path.name for folder in folders if folder.is_dir() for path in folder.rglob("*.otf"))
    chinese = sorted({name for name in (*names, *others) if _is_chinese(name)})
    return Finding(
        subject="Chinese fonts",
        verdict=Verdict.GOOD if chinese else Verdict.WARNING,
        detail=", ".join(chinese[:4]) or "none found",
    )


def _results() -> Finding:
    """Check whether results can be written, without leaving anything behind."""
    folder = results_folder()
    place = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
    try:
        with tempfile.TemporaryFile(dir=place):
            verdict = Verdict.GOOD
    except OSError:
        verdict = Verdict.BAD
    return Finding(subject="Results folder", verdict=verdict, detail=str(folder.absolute()))


def _is_chinese(name: str) -> bool:
    plain = name.lower().replace("-", "").replace("_", "")
    return any(font in plain for font in _CHINESE_FONTS)


def _name_of(requirement: str) -> str:
    stops = [place for place, letter in enumerate(requirement) if letter in " <>=!~;[("]
    return requirement[: stops[0]] if stops else requirement
