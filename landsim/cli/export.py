"""``landsim export``: a run for Excel, QGIS or a notebook."""

from pathlib import Path

import click

from landsim.cli.console import Console
from landsim.cli.stored import open_store, store_option
from landsim.cli.verb import Answer, verb
from landsim.cli.wording import Option

FORMATS = ("xlsx", "csv", "gpkg", "geojson", "parquet")
"""What a run can be handed over as."""


@verb("export")
@click.argument("run")
@click.option(
    "--to", "form", type=click.Choice(FORMATS), required=True, cls=Option, help="Format to write."
)
@click.option(
    "-o",
    "--out",
    type=click.Path(path_type=Path),
    cls=Option,
    help="File or folder to write; named after the run if left out.",
)
@store_option
def command(
    console: Console, *, run: str, form: str, out: Path | None, results: Path | None
) -> Answer:
    """Hand a run to Excel, QGIS or a notebook."""
    from landsim.files.export import export_run  # noqa: PLC0415  loads geopandas

    found = open_store(results).find(run)
    written = export_run(found, form, out or Path(f"{found.scenario_name}-{found.run_id}.{form}"))
    for path in written:
        console.say("Written: {path}", path=path)
    return Answer(document={"files": written})
