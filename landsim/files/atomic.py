"""Files that are either whole or absent, whatever stops the program."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Give a path to write to, and put it in place of ``path`` when all went well.

    Parameters
    ----------
    path
        File to make or to replace; its folder is made if need be.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        yield draft
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def write_text(path: Path, text: str, *, encoding: str = "utf-8") -> None:
    """Write a text file in one piece, with line feeds on every system."""
    with replacing(path) as draft:
        draft.write_text(text, encoding=encoding, newline="\n")


def write_texts(folder: Path, texts: Mapping[str, str]) -> tuple[Path, ...]:
    """Write text files into a folder, which is made if need be.

    Parameters
    ----------
    folder
        Folder.
    texts
        Contents by file name.

    Returns
    -------
    tuple of Path
        Files written.
    """
    for name, text in texts.items():
        write_text(folder / name, text)
    return tuple(folder / name for name in texts)
