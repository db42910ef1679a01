"""``landsim new``: a scenario folder to start from."""

from pathlib import Path

from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.files.templates import write_template


def answer(console: Console, *, folder: Path, template: str) -> Answer:
    """Make a scenario folder to start from."""
    written = write_template(folder, template)
    for path in written:
        console.show(str(path))
    console.say("Next: landsim validate {folder}", folder=folder)
    return Answer(document={"folder": folder, "files": written})
