"""What a verb hands back."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """The document of ``--json`` and the exit code."""

    document: Mapping[str, Any] = field(default_factory=dict)
    """What ``--json`` prints."""
    exit_code: int = 0
    """0 done, 1 infeasible, 2 input fault, 3 internal error, 130 cancelled."""
