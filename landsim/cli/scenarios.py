"""What the verbs that take a scenario share: arguments, reading, and who is being read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from landsim.cli.wording import Option

_SCENARIO = click.argument("scenario", type=click.Path(path_type=Path))
overrides_option = click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    cls=Option,
    help="Override a value of the scenario, such as policy.supply.mode=batch; repeatable.",
)


def scenario_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the SCENARIO argument and ``--set``."""
    return _SCENARIO(overrides_option(command))


variant_option = click.option(
    "--variant",
    default="",
    metavar="NAME",
    cls=Option,
    help="Variant of the scenario; the baseline policy if left out.",
)
