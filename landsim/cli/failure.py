"""Whatever goes wrong, in words and with its exit code."""

import sys
import tempfile
import traceback
from collections.abc import Mapping
from typing import Any

import click

from landsim.cli.cancelling import CANCELLED
from landsim.cli.console import Console
from landsim.cli.faults import problem_document, show_problems
from landsim.cli.settings import Settings
from landsim.errors import LandsimError, MissingExtra, PlanError, ScenarioError


def explain_failure(error: BaseException, settings: Settings) -> int:
    """Print what went wrong and return the exit code."""
    console = Console(settings)
    if settings.is_debug:
        traceback.print_exception(error, file=sys.stderr)
    if isinstance(error, click.UsageError):
        return _misused(console, error)
    if isinstance(error, click.Abort | KeyboardInterrupt):
        return _fail(
            console,
            CANCELLED,
            "Cancelled",
            console.text("Cancelled; the same command continues where it stopped."),
        )
    if isinstance(error, ModuleNotFoundError) and not _is_ours(error):
        error = MissingExtra(f"{error.name} is not installed; run: pip install {error.name}")
    if isinstance(error, ScenarioError):
        return _faulty(console, error)
    if isinstance(error, LandsimError):
        return _failed(console, error)
    if isinstance(error, OSError) and error.filename:
        said = f"{error.filename}: {error.strerror}"
        return _fail(console, ScenarioError.exit_code, type(error).__name__, said)
    return _unexpected(console, error)


def _misused(console: Console, error: click.UsageError) -> int:
    if error.ctx is not None:
        console.fault(error.ctx.get_usage())
    return _fail(console, error.exit_code, "UsageError", error.format_message())


def _faulty(console: Console, error: ScenarioError) -> int:
    show_problems(console, error.problems)
    count = len(error.problems)
    counted = console.text("{n} faults. Not run." if count > 1 else "1 fault. Not run.", n=count)
    problems = [problem_document(console, problem) for problem in error.problems]
    return _fail(console, error.exit_code, type(error).__name__, counted, problems=problems)


def _failed(console: Console, error: LandsimError) -> int:
    said = console.sentence(str(error))
    rules = list(getattr(error, "rules", ()))
    if isinstance(error, PlanError) and rules:
        conflict = console.text("Rules in conflict: {rules}", rules=", ".join(rules))
        said = f"{said}\n{conflict}"
    details = [
        console.spoken(message, dict(values)) for message, values in getattr(error, "details", ())
    ]
    more = {"details": details} if details else {}
    text = "\n".join([said, *details])
    return _fail(console, error.exit_code, type(error).__name__, text, rules=rules, **more)


def _unexpected(console: Console, error: BaseException) -> int:
    """Say in one sentence what broke, and where the whole story is."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="landsim-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exception(error, file=log)
    said = console.text(
        "Internal error ({summary}). Details: {path}. Please report it with `landsim doctor`.",
        summary=f"{type(error).__name__}: {error}",
        path=log.name,
    )
    return _fail(console, LandsimError.exit_code, "InternalError", said, log=log.name)


def _fail(console: Console, exit_code: int, kind: str, said: str, **more: object) -> int:
    if console.settings.is_json:
        error: Mapping[str, Any] = {"kind": kind, "message": said, "problems": [], **more}
        console.document({"exit_code": exit_code, "error": error})
    console.fault(said, "bold red")
    return exit_code


def _is_ours(error: ModuleNotFoundError) -> bool:
    return (error.name or "").split(".")[0] == "landsim"
