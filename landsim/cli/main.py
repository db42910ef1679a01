"""The door: finds the verb, and turns whatever happens into words and an exit code."""

import gettext
import os
import sys
from collections.abc import Sequence
from typing import Any

import click

from landsim.cli.settings import Settings, forgive, read_settings, shared_options
from landsim.cli.verbs import VERBS
from landsim.cli.wording import Option, Translated, speak
from landsim.errors import nearest_name

WORDS = {
    "SCENARIO": "A scenario folder, or its scenario.yaml.",
    "RUN": "A run's identifier, the beginning of it, or its folder; landsim runs lists them.",
}
"""What the help of verbs takes for granted."""
EXIT_CODES = "Exit codes: 0 done, 1 no plan, 2 fault of the input, 3 internal error, 130 cancelled."


class Landsim(Translated, click.Group):
    """All verbs."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Return the verbs in the order of work."""
        return list(self.commands)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the verb, or name the nearest."""
        name = args[0]
        if name not in self.commands and not name.startswith("-"):
            said = gettext.gettext('No such verb "{name}".').format(name=name)
            nearest = nearest_name(name, self.commands)
            if nearest:
                said += " " + gettext.gettext('did you mean "{name}"?').format(name=nearest)
            raise click.UsageError(said, ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the verbs with the whole of their help."""
        with formatter.section(gettext.gettext("Verbs")):
            formatter.write_dl([(verb.name or "", verb.help or "") for verb in VERBS])
        with formatter.section(gettext.gettext("Words")):
            formatter.write_dl([(word, gettext.gettext(what)) for word, what in WORDS.items()])
        formatter.write_paragraph()
        formatter.write_text(gettext.gettext(EXIT_CODES))

    def main(self, args: Sequence[str] | None = None, *rest: Any, **extra: Any) -> Any:  # noqa: ANN401, ARG002
        """Run a verb and leave with its exit code."""
        arguments = list(sys.argv[1:] if args is None else args) or ["--help"]
        settings = read_settings(arguments, os.environ)
        forgive(sys.stdout)
        forgive(sys.stderr)
        extra |= {"prog_name": "landsim", "standalone_mode": False, "obj": settings}
        with speak(settings.language):
            sys.exit(self._exit_code(settings, arguments, extra))

    def _exit_code(self, settings: Settings, arguments: list[str], extra: dict[str, Any]) -> int:
        try:
            return int(super().main(arguments, **extra) or 0)
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001  nothing may pass the door
            from landsim.cli.failure import explain_failure  # noqa: PLC0415  help needs no rich

            return explain_failure(error, settings)


@click.command(
    name="landsim",
    cls=Landsim,
    commands=VERBS,
    params=shared_options(),
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Who gets which parcel of an industrial park, when, under which tenure, and then what.",
)
@click.version_option(
    package_name="landsim",
    message="%(prog)s %(version)s",
    cls=Option,
    help="Show the version and exit.",
)
def main() -> None:
    """Run landsim."""
