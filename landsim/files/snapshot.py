"""The resolved scenario of a run as one exact JSON file, and back.

Nothing is read again from tables or packs, so that a stored run stays what it was when those
change.
"""

import hashlib
import json
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from landsim.core.scenario import Scenario
from landsim.errors import ResultsError
from landsim.files.atomic import write_text


@cache
def _adapter() -> TypeAdapter[Scenario]:
    return TypeAdapter(Scenario)


def _dump(scenario: Scenario) -> str:
    plain = _adapter().dump_python(scenario)
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"), default=str)


def snapshot_text(scenario: Scenario) -> str:
    """Return a scenario as JSON; equal scenarios give equal text."""
    # One way through the types, so that 5 and 5.0 in a float field are the same text.
    settled = _adapter().validate_python(json.loads(_dump(scenario)))
    return _dump(settled)


def snapshot_hash(scenario: Scenario) -> str:
    """Return the SHA-256 of a scenario's snapshot."""
    return hashlib.sha256(snapshot_text(scenario).encode()).hexdigest()


def write_snapshot(scenario: Scenario, path: Path) -> None:
    """Write a scenario as JSON."""
    write_text(path, snapshot_text(scenario))


def read_snapshot(path: Path) -> Scenario:
    """Read a scenario that `write_snapshot` wrote.

    Raises
    ------
    ResultsError
        If the file is missing or is not such a snapshot.
    """
    try:
        return _adapter().validate_python(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, ValidationError) as fault:
        raise ResultsError(f"{path}: not a stored scenario: {fault}") from None
