"""How this call of the command line talks: language, form and amount."""

import locale
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

import click

from landsim.cli.wording import Option
from landsim.core.label import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Choices that every verb shares."""

    language: Language = Language.EN
    """Language of messages."""
    is_json: bool = False
    """Whether stdout gets exactly one JSON document."""
    is_quiet: bool = False
    """Whether only results and errors are shown."""
    is_verbose: bool = False
    """Whether details are shown."""
    has_colour: bool = True
    """Whether a terminal may be coloured."""
    is_debug: bool = False
    """Whether an unexpected error shows its traceback."""
    arguments: tuple[str, ...] = ()
    """The command line, for the manifest of a run."""


def read_settings(arguments: Sequence[str], environment: Mapping[str, str]) -> Settings:
    """Return the settings, read before anything else since faults of parsing obey them too.

    Parameters
    ----------
    arguments
        Arguments of the command line.
    environment
        Environment variables.
    """
    given = arguments[: arguments.index("--")] if "--" in arguments else arguments
    return Settings(
        language=_language(given, environment),
        is_json="--json" in given,
        is_quiet=any(word in given for word in ("-q", "--quiet")),
        is_verbose=any(word in given for word in ("-v", "--verbose")),
        has_colour="--no-color" not in given and not environment.get("NO_COLOR"),
        is_debug="--debug" in given,
        arguments=tuple(arguments),
    )


def shared_options() -> list[click.Parameter]:
    """Return the options every verb takes; `read_settings` has read them already."""
    languages = click.Choice([language.value for language in Language])
    flags = (
        (["--json"], "Print exactly one JSON document."),
        (["-q", "--quiet"], "Show results and errors only."),
        (["-v", "--verbose"], "Show details."),
        (["--no-color"], "Never colour the output."),
        (["--debug"], "Show the traceback of an unexpected error."),
    )
    lang = Option(["--lang"], type=languages, expose_value=False, help="Language of messages.")
    return [
        lang,
        *(Option(names, is_flag=True, expose_value=False, help=text) for names, text in flags),
    ]


def forgive(stream: TextIO) -> None:
    """Let a stream print ? for what its encoding lacks instead of failing."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")


def results_folder() -> Path:
    """Return where runs are stored: ``LANDSIM_RESULTS``, else ``results`` here."""
    return Path(os.environ.get("LANDSIM_RESULTS", "") or "results")


def _language(arguments: Sequence[str], environment: Mapping[str, str]) -> Language:
    spoken = [
        *_values_of("--lang", arguments),
        environment.get("LANDSIM_LANG", ""),
        *(environment.get(name, "") for name in ("LC_ALL", "LC_MESSAGES", "LANG")),
        locale.getlocale()[0] or "",
    ]
    first = next((name for name in spoken if name), "")
    return Language.ZH if first.lower().startswith(("zh", "chinese")) else Language.EN


def _values_of(option: str, arguments: Sequence[str]) -> list[str]:
    values = [word.partition("=")[2] for word in arguments if word.startswith(f"{option}=")]
    places = [place for place, word in enumerate(arguments[:-1]) if word == option]
    return [arguments[place + 1] for place in places[-1:]] + values[-1:]
