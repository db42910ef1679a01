"""How progress looks: bars to a watcher, a line now and then to a log, JSON lines to a program."""

import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Self

from rich.progress import BarColumn, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Drawing

from landsim.cli.console import Console, printable
from landsim.core.progress import (
    Finished,
    Incumbent,
    Listener,
    Note,
    Progress,
    ProgressEvent,
    Started,
    ignore,
)

LINE_EVERY_SECONDS = 10.0
"""How often a log gets a line of progress."""
TASKS = {
    "read": "Reading",
    "plan": "Planning",
    "simulate": "Replications",
    "store": "Storing",
    "report": "Report",
    "measure": "Measuring",
    "verify": "Checking",
    "audit": "Moving figures",
    "pareto": "Pareto points",
    "alternatives": "Alternatives",
    "weightings": "Weightings",
    "futures": "Futures",
}
"""What each task of the progress protocol is called."""


@contextmanager
def watching(console: Console) -> Iterator[Listener]:
    """Give a listener that shows what it hears."""
    if console.settings.is_json:
        yield _JsonLines().hear
    elif console.settings.is_quiet:
        yield ignore
    elif console.is_live:
        with _Bars(console) as bars:
            yield bars.hear
    else:
        yield _Log(console).hear


class _JsonLines:
    """One JSON object a line, on stderr."""

    def __init__(self) -> None:
        self._last = 0.0

    def hear(self, event: ProgressEvent) -> None:
        now = time.monotonic()
        if isinstance(event, Progress | Incumbent):
            if now - self._last < LINE_EVERY_SECONDS:
                return
            self._last = now
        line = {"event": type(event).__name__.lower(), **asdict(event)}
        sys.stderr.write(json.dumps(line) + "\n")
        sys.stderr.flush()


class _Log:
    """A line every ten seconds, for pipes and files."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._last = time.monotonic()

    def hear(self, event: ProgressEvent) -> None:
        if isinstance(event, Note):
            self._console.note(event.message, **dict(event.values))
        elif isinstance(event, Progress | Incumbent) and self._is_due():
            self._write(event)

    def _is_due(self) -> bool:
        now = time.monotonic()
        if now - self._last < LINE_EVERY_SECONDS:
            return False
        self._last = now
        return True

    def _write(self, event: Progress | Incumbent) -> None:
        task = self._console.text(TASKS.get(event.task, event.task))
        if isinstance(event, Progress):
            self._console.note(
                "{task} {amount} {unit}",
                task=task,
                amount=_amount(event.done, event.total),
                unit=self._console.text(event.unit),
            )
        else:
            self._console.note(
                "{task} best {value:.4g}, bound {bound:.4g}",
                task=task,
                value=event.value,
                bound=event.bound,
            )


class _Bars:
    """A bar for each task, on a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._bars = Drawing(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[amount]}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[note]}"),
            console=console.err,
            transient=True,
        )
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        self._bars.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._bars.stop()

    def hear(self, event: ProgressEvent) -> None:
        if isinstance(event, Note):
            text = self._console.text(event.message, **dict(event.values))
            self._console.err.print(printable(text))
            return
        task = self._task(event.task)
        if isinstance(event, Started):
            self._bars.update(task, total=event.total, amount=_amount(0, event.total))
        elif isinstance(event, Progress):
            amount = _amount(event.done, event.total)
            self._bars.update(task, completed=event.done, total=event.total, amount=amount)
        elif isinstance(event, Incumbent):
            gap = abs(event.bound - event.value) / max(abs(event.value), 1e-9)
            note = self._console.text("gap {gap:.2%}", gap=gap)
            self._bars.update(task, note=note)
        elif isinstance(event, Finished):
            self._bars.remove_task(task)
            del self._tasks[event.task]

    def _task(self, name: str) -> TaskID:
        if name not in self._tasks:
            text = self._console.text(TASKS.get(name, name))
            self._tasks[name] = self._bars.add_task(text, total=None, note="", amount="")
        return self._tasks[name]


def _amount(done: int, total: int | None) -> str:
    if total is None:
        return str(done) if done else ""
    return f"{done}/{total}"
