"""Files read once: bytes, text in the encodings of Chinese Excel, YAML, and their digests."""

import hashlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from landsim.errors import nearest_name
from landsim.files import messages
from landsim.files.documents import located
from landsim.files.faults import Faults, whole
from landsim.files.located import Branch, Place, Source, empty_branch

_NONE: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True, kw_only=True)
class InputFile:
    """A file a scenario was read from."""

    path: str
    """Path seen from the scenario's folder."""
    sha256: str
    """Digest of its bytes."""


class Reader:
    """Reads files once, keeps their digests and what is wrong with them.

    Parameters
    ----------
    folder
        Folder of the scenario, against which short names are made.
    faults
        Basket for what is wrong.
    texts
        Files that are given rather than on disk, by name within the folder.
    """

    def __init__(self, folder: Path, faults: Faults, texts: Mapping[str, str] = _NONE) -> None:
        self.folder = folder
        self.faults = faults
        self._given = {folder / name: text.encode() for name, text in texts.items()}
        self.is_blind = False
        """Whether a layer is missing, so that what it holds would only seem to be missing."""
        self._inputs: dict[str, InputFile] = {}

    @property
    def inputs(self) -> tuple[InputFile, ...]:
        """Files read so far, in order of reading."""
        return tuple(self._inputs.values())

    def has(self, path: Path) -> bool:
        """Whether a file is given or on disk."""
        return path in self._given or path.is_file()

    def bytes_of(self, path: Path, asked_by: Place, short: str = "") -> bytes | None:
        """Return the bytes of a file; a fault and None if it cannot be read."""
        try:
            data = self._given.get(path) or path.read_bytes()
        except FileNotFoundError:
            self._missing(path, asked_by)
            return None
        except OSError as error:
            reason = error.strerror or str(error)
            self.faults.add(whole(str(path)), messages.UNREADABLE, reason=reason)
            return None
        short = short or self.short(path)
        digest = hashlib.sha256(data).hexdigest()
        self._inputs.setdefault(short, InputFile(path=short, sha256=digest))
        return data

    def text_of(self, path: Path, asked_by: Place, short: str = "") -> str | None:
        """Return the text of a file, UTF-8 (with or without BOM) or GB 18030."""
        data = self.bytes_of(path, asked_by, short)
        if data is None:
            return None
        text = decoded(data)
        if text is None:
            self.faults.add(whole(str(path)), messages.UNKNOWN_ENCODING)
        return text

    def yaml_of(
        self, path: Path, asked_by: Place, *, is_base: bool = False, pack: str = ""
    ) -> Branch:
        """Return the mapping in a YAML file; an empty one if it cannot be read."""
        short = f"policies/{path.parent.name}/{path.name}" if pack else self.short(path)
        text = self.text_of(path, asked_by, short)
        source = Source(
            name=str(path),
            short=short,
            folder=path.parent,
            lines=tuple((text or "").splitlines()),
            is_base=is_base,
            pack=pack,
        )
        n_faults = len(self.faults.errors)
        tree = empty_branch(Place(source)) if text is None else located(text, source, self.faults)
        self.is_blind |= text is None or (not tree.entries and len(self.faults.errors) > n_faults)
        return tree

    def short(self, path: Path) -> str:
        """Return a path as seen from the scenario's folder, with forward slashes."""
        try:
            relative = os.path.relpath(path.resolve(), self.folder.resolve())
        except ValueError:  # another drive
            return path.resolve().as_posix()
        return Path(relative).as_posix()

    def _missing(self, path: Path, asked_by: Place) -> None:
        siblings = sorted(entry.name for entry in path.parent.glob("*") if entry.is_file())
        nearest = nearest_name(path.name, siblings)
        hint = messages.DID_YOU_MEAN if nearest else ""
        hint_values = {"name": nearest} if nearest else {}
        name = self.short(path) if asked_by.line else str(path)
        self.faults.add(
            asked_by, messages.NO_SUCH_FILE, name=name, hint=hint, hint_values=hint_values
        )


def neat(path: Path) -> Path:
    """Return a path without detours such as ``park/../base``, as a user would write it."""
    return Path(os.path.normpath(path))


def decoded(data: bytes) -> str | None:
    """Return bytes as text: UTF-8 with or without BOM, then GB 18030; None if neither."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: Iterable[str] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return None if "\x00" in text else text
    return None
