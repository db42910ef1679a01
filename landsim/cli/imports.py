"""``landsim import``: a published instance as a scenario folder."""

from pathlib import Path

from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.files.gap.instance import read_gap
from landsim.files.gap.texts import write_gap


def answer(
    console: Console,
    *,
    form: str,
    file: Path,
    out: Path | None,
    problem: int | None,
    is_maximised: bool,
) -> Answer:
    """Write a published instance as a scenario folder, its objective in its own units."""
    instance = read_gap(file, problem=problem, is_maximised=is_maximised)
    folder = out or Path(instance.name)
    written = write_gap(instance, folder)
    for path in written:
        console.show(str(path))
    n_agents, n_items = instance.values.shape
    console.say("{agents} agents, {items} items", agents=n_agents, items=n_items)
    console.say("Next: landsim plan {folder}", folder=folder)
    return Answer(
        document={
            "folder": folder,
            "files": written,
            "format": form,
            "agents": n_agents,
            "items": n_items,
            "sense": instance.sense.value,
        }
    )
