"""``landsim validate``: everything short of solving."""

from pathlib import Path

import click

from landsim.cli.console import Console
from landsim.cli.faults import problem_document, show_problems
from landsim.cli.scenarios import scenario_options, variant_option
from landsim.cli.verb import Answer, verb
from landsim.cli.wording import Option


@verb("validate")
@scenario_options
@variant_option
@click.option(
    "--resolved",
    is_flag=True,
    cls=Option,
    help="Print the scenario in force, each value with where it comes from.",
)
def command(
    console: Console, scenario: Path, overrides: tuple[str, ...], variant: str, *, resolved: bool
) -> Answer:
    """Check a scenario; run nothing."""
    from landsim.files.read import load_scenario  # noqa: PLC0415  heavy, and only this verb's

    loaded = load_scenario(scenario, variant=variant, overrides=overrides)
    show_problems(console, loaded.warnings)
    return Answer(
        document={
            "runnable": True,
            "scenario": loaded.scenario.name,
            "warnings": [problem_document(console, problem) for problem in loaded.warnings],
        }
    )
