"""Help in the reader's language: click asks the catalogue that `speak` has put in place."""

import gettext
import os
from collections.abc import Iterator
from contextlib import contextmanager

import click

from landsim.core.label import Language
from landsim.locale.catalogue import DOMAIN, FOLDER


class Translated:
    """Help that is a message id, translated whenever it is shown."""

    _help: str | None = None

    @property
    def help(self) -> str | None:
        """Help in the reader's language."""
        return gettext.gettext(self._help) if self._help else self._help

    @help.setter  # noqa: A003  click names it so
    def help(self, message: str | None) -> None:
        self._help = message


class Option(Translated, click.Option):
    """An option whose help is a message id."""


@contextmanager
def speak(language: Language) -> Iterator[None]:
    """Let click's own sentences, which it takes from gettext, be in a language."""
    before = os.environ.get("LANGUAGE"), gettext.textdomain()
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
    os.environ["LANGUAGE"] = "zh_CN" if language is Language.ZH else "en"
    try:
        yield
    finally:
        gettext.textdomain(before[1])
        if before[0] is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before[0]
