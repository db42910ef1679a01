"""``landsim new``: a scenario folder to start from."""

from pathlib import Path

import click

from landsim.cli.console import Console
from landsim.cli.verb import Answer, verb
from landsim.cli.wording import Option


@verb("new")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("my-park"), required=False)
@click.option(
    "--template",
    metavar="NAME",
    default="qingsheng",
    show_default=True,
    cls=Option,
    help="What to start from: qingsheng (a worked example) or blank (empty tables).",
)
def command(console: Console, *, folder: Path, template: str) -> Answer:
    """Make a scenario folder to start from."""
    from landsim.files.templates import write_template  # noqa: PLC0415  loads the table writers

    written = write_template(folder, template)
    for path in written:
        console.show(str(path))
    console.say("Next: landsim validate {folder}", folder=folder)
    return Answer(document={"folder": folder, "files": written})
