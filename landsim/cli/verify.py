"""``landsim verify``: recheck a stored run without a solver."""

from pathlib import Path

from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.cli.stored import open_store, run_document
from landsim.study.verify import verify

UNSOUND = 2
"""Exit code of a run that does not pass."""


def answer(console: Console, *, run: str, results: Path | None) -> Answer:
    """Recheck a stored run without a solver."""
    found = open_store(results).find(run)
    checks = verify(found)
    for check in checks:
        mark = console.text("ok" if check.is_ok else "fault")
        console.show(f"[{mark}] {console.text(check.message)}", "" if check.is_ok else "bold red")
        if not check.is_ok:
            console.show(f"      {console.sentence(check.detail)}")
    is_sound = all(check.is_ok for check in checks)
    if is_sound:
        console.say("{run} is sound.", run=found.run_id)
    else:
        console.say("{run} must not be relied on.", run=found.run_id)
    return Answer(
        document=run_document(found)
        | {
            "is_sound": is_sound,
            "checks": [
                {"check": check.message, "is_ok": check.is_ok, "detail": check.detail}
                for check in checks
            ],
        },
        exit_code=0 if is_sound else UNSOUND,
    )
