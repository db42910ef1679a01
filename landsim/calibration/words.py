"""Words of ``words.json``: spellings of columns, and names of what is fitted."""

import json
from functools import cache
from pathlib import Path
from typing import Any

_FILE = Path(__file__).with_name("words.json")


@cache
def words() -> dict[str, Any]:
    """Return the words, read once."""
    return dict(json.loads(_FILE.read_text(encoding="utf-8")))
