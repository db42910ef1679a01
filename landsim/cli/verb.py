"""What a verb is: a click command that answers with a document, which ``--json`` prints."""

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import click

from landsim.cli.console import Console
from landsim.cli.settings import shared_options
from landsim.cli.verbs import VERBS
from landsim.cli.wording import Translated


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a verb hands back."""

    document: Mapping[str, Any] = field(default_factory=dict)
    """What ``--json`` prints."""
    exit_code: int = 0
    """0 done, 1 infeasible, 2 input fault, 3 internal error, 130 cancelled."""


class Verb(Translated, click.Command):
    """A command with the shared options and translated help."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.params = [*self.params, *shared_options()]


def verb(name: str) -> Callable[[Callable[..., Answer]], click.Command]:
    """Return a decorator that makes a function the verb of a name.

    The function takes a `Console` and what its options give, and returns an `Answer`.
    """

    def decorate(function: Callable[..., Answer]) -> click.Command:
        @click.pass_obj
        @functools.wraps(function)
        def call(settings: Any, /, **given: Any) -> int:  # noqa: ANN401
            console = Console(settings)
            answer = function(console, **given)
            if console.settings.is_json:
                console.document(answer.document)
            return answer.exit_code

        return click.command(name=name, cls=Verb, help=VERBS[name])(call)

    return decorate
