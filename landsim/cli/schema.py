"""``landsim schema``: the JSON Schema of a scenario file, for editors."""

import json
from pathlib import Path

from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.files.schema import scenario_schema


def answer(console: Console, *, out: Path | None) -> Answer:
    """Print the JSON Schema of a scenario file."""
    schema = scenario_schema()
    if out is None:
        if not console.settings.is_json:
            console.document(schema)
        return Answer(document=schema)
    text = json.dumps(schema, ensure_ascii=False, indent=2)
    out.write_text(text + "\n", encoding="utf-8", newline="\n")
    console.say("Written: {path}", path=out)
    return Answer(document={"path": out})
