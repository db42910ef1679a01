"""``landsim schema``: the JSON Schema of a scenario file, for editors."""

import json
from pathlib import Path

import click

from landsim.cli.console import Console
from landsim.cli.verb import Answer, verb
from landsim.cli.wording import Option


@verb("schema")
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    cls=Option,
    help="File to write to instead of printing.",
)
def command(console: Console, *, out: Path | None) -> Answer:
    """Print the JSON Schema of a scenario file."""
    from landsim.files.schema import scenario_schema  # noqa: PLC0415  loads pydantic

    schema = scenario_schema()
    if out is None:
        if not console.settings.is_json:
            console.document(schema)
        return Answer(document=schema)
    text = json.dumps(schema, ensure_ascii=False, indent=2)
    out.write_text(text + "\n", encoding="utf-8", newline="\n")
    console.say("Written: {path}", path=out)
    return Answer(document={"path": out})
