"""A scenario as read: itself, and everything about where it came from."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from landsim.core.scenario import Scenario
from landsim.errors import Problem
from landsim.files.reader import InputFile


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loaded:
    """A scenario with its origins."""

    scenario: Scenario
    """The scenario."""
    warnings: tuple[Problem, ...] = ()
    """What does not stop a run, but should be known."""
    resolved: Mapping[str, Any]
    """The scenario file said in full, with every default; tables stay names of files."""
    origins: Mapping[str, str]
    """Where each value of ``resolved`` was set, by dotted key: ``scenario.yaml:13:11``,
    ``pack gz2020``, ``--set #1`` or ``default``."""
    inputs: tuple[InputFile, ...] = ()
    """Files it was read from, with their digests."""
    variants: tuple[str, ...] = ()
    """Variants it offers."""
