"""``landsim doctor``: check this machine; ends with a block to paste into a bug report."""

from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.cli.machine import Verdict, look_around

_STYLES = {Verdict.GOOD: "green", Verdict.WARNING: "yellow", Verdict.BAD: "bold red"}


def answer(console: Console) -> Answer:
    """Check this machine, for a bug report."""
    findings = list(look_around())
    for finding in findings:
        verdict = console.text(finding.verdict.value)
        console.show(f"[{verdict}] {console.text(finding.subject)}", _STYLES[finding.verdict])
    console.show()
    console.say("To paste into a bug report:")
    console.show("```")
    for finding in findings:
        console.show(f"{finding.subject}: [{finding.verdict.value}] {finding.detail}")
    console.show("```")
    is_bad = any(finding.verdict is Verdict.BAD for finding in findings)
    return Answer(
        document={
            "findings": [
                {
                    "subject": finding.subject,
                    "verdict": finding.verdict.value,
                    "detail": finding.detail,
                }
                for finding in findings
            ]
        },
        exit_code=2 if is_bad else 0,
    )
