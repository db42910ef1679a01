"""Ctrl-C: the first one stops at the next good moment, the second at once."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from landsim.cli.console import Console

CANCELLED = 130
"""Exit code after Ctrl-C."""
AFTER_REPLICATIONS = "Stopping after the replications under way; Ctrl-C again stops at once."
AFTER_SOLVE = "Stopping after the solve under way; Ctrl-C again stops at once."


@contextmanager
def cancellable(console: Console, message: str = AFTER_REPLICATIONS) -> Iterator[threading.Event]:
    """Give an event that the first Ctrl-C sets; the second interrupts as usual.

    Parameters
    ----------
    console
        Where the first Ctrl-C is answered.
    message
        What it is answered with: a message id.
    """
    cancel = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        if cancel.is_set():
            signal.default_int_handler(number, frame)
        cancel.set()
        console.note(message)

    if threading.current_thread() is not threading.main_thread():
        yield cancel
        return
    before = signal.signal(signal.SIGINT, stop)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)
