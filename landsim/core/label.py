"""Names that people read, in both languages."""

from dataclasses import dataclass
from enum import StrEnum


class Language(StrEnum):
    """A language of the user interface."""

    ZH = "zh"
    EN = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A name in Chinese and in English."""

    zh: str
    """Chinese name."""
    en: str
    """English name."""

    def text(self, language: Language) -> str:
        """Return the name in one language."""
        return self.zh if language is Language.ZH else self.en
