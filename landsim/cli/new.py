"""``landsim new``: a scenario folder to start from."""

from pathlib import Path
from typing import Any

from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.files import messages
from landsim.files.faults import Faults, whole
from landsim.files.synthetic.order import ParkOrder, park_order
from landsim.files.templates import SYNTHETIC, write_template


def answer(
    console: Console,
    *,
    folder: Path,
    template: str,
    size: str | None,
    seed: int | None,
    tightness: float | None,
    tenure_mix: str | None,
) -> Answer:
    """Make a scenario folder to start from."""
    ordered = {"size": size, "seed": seed, "tightness": tightness, "tenure_mix": tenure_mix}
    written = write_template(folder, template, _order(template, ordered))
    for path in written:
        console.show(str(path))
    console.say("Next: landsim validate {folder}", folder=folder)
    return Answer(document={"folder": folder, "files": written})


def _order(template: str, ordered: dict[str, Any]) -> ParkOrder | None:
    """Return what a synthetic park is to be like; None for other templates."""
    given = {name: value for name, value in ordered.items() if value is not None}
    if template == SYNTHETIC:
        return park_order(**given)
    faults = Faults()
    for name in given:
        faults.add(whole(f"--{name.replace('_', '-')}"), messages.NOT_SYNTHETIC)
    faults.raise_any()
    return None
