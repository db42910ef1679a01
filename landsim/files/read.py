"""A scenario folder → `Scenario`: every fault of every file at once."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from landsim.core.scenario import Scenario
from landsim.files import messages
from landsim.files.assemble import assembled
from landsim.files.compose import compose
from landsim.files.faults import Faults, whole
from landsim.files.loaded import Loaded
from landsim.files.reader import Reader

__all__ = ["Loaded", "load_scenario", "read_scenario", "scenario_file", "scenario_of_texts"]

FILE_NAME = "scenario.yaml"
"""Name of the scenario file in a folder."""


def read_scenario(
    path: Path | str, *, variant: str = "", overrides: Sequence[str] = ()
) -> Scenario:
    """Read a scenario.

    Parameters
    ----------
    path
        Scenario folder, or its scenario file.
    variant
        Variant to apply; empty for the baseline policy.
    overrides
        Overrides such as ``policy.supply.mode=batch``, weakest first.

    Raises
    ------
    ScenarioError
        With every fault of every file.
    """
    return load_scenario(path, variant=variant, overrides=overrides).scenario


def load_scenario(
    path: Path | str,
    *,
    variant: str = "",
    overrides: Sequence[str] = (),
    packs: Iterable[Path] = (),
) -> Loaded:
    """Read a scenario, with warnings, the origin of every value, and digests of its files.

    Parameters
    ----------
    path, variant, overrides
        As for `read_scenario`.
    packs
        Folders to search for policy packs before the package's own.

    Raises
    ------
    ScenarioError
        With every fault of every file.
    """
    faults = Faults()
    file = scenario_file(Path(path), faults)
    faults.raise_any()
    reader = Reader(file.parent, faults)
    composed = compose(file, variant, overrides, reader, packs)
    return assembled(composed, reader, variant)


def scenario_of_texts(texts: Mapping[str, str]) -> Loaded:
    """Read a scenario whose files are given rather than on disk.

    Parameters
    ----------
    texts
        Files by name; ``scenario.yaml`` among them. Policy packs are the package's own.

    Raises
    ------
    ScenarioError
        With every fault of every file.
    """
    folder = Path("given")
    reader = Reader(folder, Faults(), texts)
    composed = compose(folder / FILE_NAME, "", (), reader)
    return assembled(composed, reader, "")


def scenario_file(path: Path, faults: Faults) -> Path:
    """Return the scenario file of a folder, or the file itself; a fault if there is none."""
    if path.is_dir():
        file = path / FILE_NAME
        if not file.is_file():
            faults.add(whole(str(path)), messages.NO_SCENARIO_IN_FOLDER)
        return file
    if not path.is_file():
        names = [entry.name for entry in path.parent.glob("*")]
        faults.unknown(whole(str(path)), messages.NO_SUCH_FILE, path.name, names, name=path.name)
    return path
