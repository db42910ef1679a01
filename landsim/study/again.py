"""A stored run once more: continue it, or repeat it and say what differs."""

from collections.abc import Iterator

from landsim.allocation.planner import planners
from landsim.errors import Problem, ResultsError
from landsim.files.loaded import Loaded
from landsim.files.reader import InputFile
from landsim.files.runfolder import SCENARIO, Manifest
from landsim.files.store import StoredRun

_VERSIONS = ("landsim", "python", "system")


def loaded_again(run: StoredRun) -> Loaded:
    """Return the scenario of a run as it was read then, whatever has become of its files.

    Parameters
    ----------
    run
        Stored run.

    Raises
    ------
    ResultsError
        If a researcher's own function decided: only its name is stored.
    """
    planner = run.manifest["planner"]
    if planner not in planners.names():
        raise ResultsError(f'run {run.run_id} was decided by "{planner}", which is not registered')
    return Loaded(
        scenario=run.scenario(),
        warnings=tuple(
            Problem(where=SCENARIO, what=str(warning), is_warning=True)
            for warning in run.manifest["warnings"]
        ),
        resolved={},
        origins={},
        inputs=tuple(
            InputFile(path=entry["path"], sha256=entry["sha256"])
            for entry in run.manifest["inputs"]
        ),
    )


def run_differences(before: StoredRun, after: StoredRun) -> tuple[str, ...]:
    """Return the results that differ between a run and its repetition; empty if none do.

    Parameters
    ----------
    before, after
        Two finished runs of the same scenario, seed and replications.
    """
    one, other = before.manifest["outputs"], after.manifest["outputs"]
    return tuple(name for name in sorted({*one, *other}) if one.get(name) != other.get(name))


def version_differences(before: StoredRun, after: StoredRun) -> tuple[str, ...]:
    """Return what ran differently: landsim, Python, packages or system, old and new.

    Parameters
    ----------
    before, after
        Two runs.
    """
    return tuple(_versions(before.manifest, after.manifest))


def _versions(one: Manifest, other: Manifest) -> Iterator[str]:
    was, now = (
        {name: entry[name] for name in _VERSIONS} | entry["packages"] for entry in (one, other)
    )
    for name in sorted({*was, *now}):
        before, after = was.get(name, "-"), now.get(name, "-")
        if before != after:
            yield f"{name} {before} → {after}"
