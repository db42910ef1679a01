"""How faults look: where first, so that editors and terminals make it clickable."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from rich.cells import cell_len

from landsim.cli.console import Console
from landsim.errors import Problem

_LINE = re.compile(r":(\d+)(?::\d+)?$")


def show_problems(console: Console, problems: Iterable[Problem]) -> None:
    """Print every fault with its source line, a caret and what to do about it."""
    for problem in problems:
        head = "  ".join(part for part in (problem.where, problem.path) if part)
        what = what_is_wrong(console, problem)
        kind = console.text("warning: ") if problem.is_warning else ""
        style = "yellow" if problem.is_warning else "bold"
        console.fault(f"{head}  {kind}{what}" if head else f"{kind}{what}", style)
        hint = what_to_do(console, problem)
        if problem.source and problem.column:
            number = _LINE.search(problem.where)
            gutter = f"{number.group(1) if number else '':>5} | "
            bar = " " * (len(gutter) - 2) + "| "
            source, column = _window(problem.source, problem.column, console.err.width)
            console.fault(gutter + source)
            console.fault(f"{bar}{_blank(source[: column - 1])}^ {hint}".rstrip())
        elif hint:
            console.fault(f"      {hint}")


def what_is_wrong(console: Console, problem: Problem) -> str:
    """Return what is wrong, in the reader's language."""
    if problem.message:
        return console.text(problem.message, **dict(problem.values))
    return console.sentence(problem.what)


def what_to_do(console: Console, problem: Problem) -> str:
    """Return the hint, in the reader's language; empty where there is none."""
    if problem.hint_message:
        return console.text(problem.hint_message, **dict(problem.hint_values))
    return console.sentence(problem.hint)


def problem_document(console: Console, problem: Problem) -> Mapping[str, Any]:
    """Return a fault for ``--json``."""
    return {
        "where": problem.where,
        "path": problem.path,
        "what": what_is_wrong(console, problem),
        "hint": what_to_do(console, problem),
        "is_warning": problem.is_warning,
    }


def _window(source: str, column: int, width: int) -> tuple[str, int]:
    """Return the part of a long line around a column, and the column within it."""
    room = max(20, width - 12)
    if cell_len(source) <= room:
        return source, column
    first = max(0, column - 1 - room // 2)
    part = source[first : first + room // 2 + room // 3]
    head = "…" if first else ""
    tail = "…" if first + len(part) < len(source) else ""
    return f"{head}{part}{tail}", column - first + len(head)


def _blank(text: str) -> str:
    """Return spaces as wide as a text: tabs stay, Chinese characters count two."""
    return "".join("\t" if letter == "\t" else " " * cell_len(letter) for letter in text)
