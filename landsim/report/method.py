"""How the figures were made: the model in words, and every assumption with its source."""

from landsim.core.policy import Sourced
from landsim.report.blocks import Block, Chapter
from landsim.report.tables import Column, pill, row, table
from landsim.report.text import Json, Text, joined, plain, say
from landsim.report.view import RunView, StudyView

_CONFIDENCE = {
    "V": "read in the document",
    "D": "worked out from documents",
    "K": "well known",
    "U": "uncertain",
    "A": "modelling assumption",
    "set": "set by the scenario",
}
_SURE, _UNSURE = ("V", "D"), ("A", "U")


def chapter(study: StudyView) -> Chapter:
    """Return the chapter on method and assumptions."""
    return Chapter(
        id="method",
        title=say("Method and assumptions"),
        blocks=(
            Block(kind="prose", title=say("Method"), data=(_method(study),)),
            Block(
                kind="table",
                title=say("Values in force, with their sources"),
                note=say(
                    "Highlighted: assumptions and uncertain values; vary them before relying on "
                    "them."
                ),
                prints_marked_only=True,
                data=study.each(_sources),
                is_per_run=True,
            ),
        ),
    )


def _method(study: StudyView) -> list[Text]:
    return [
        say(
            "Each replication is one possible history. Projects file, are reviewed for admission "
            "and wait for land; at each decision an optimiser chooses who gets which land under "
            "which tenure, knowing only what is known on that day. Listing, contract, permits, "
            "construction, production, appraisals, conversion, exit and re-supply follow day by "
            "day, with staffed desks, statutory limits in working days, and chance."
        ),
        say(
            "Means stand with 95 % intervals (Student t) over {n} replications. Policies are "
            "compared on common random numbers: the same projects with the same luck meet each "
            "policy, so that differences are due to the policy alone. What has not happened when "
            "the horizon ends is not counted; lead times are of projects that completed.",
            n=study.baseline.n_replications,
        ),
        say(
            "The ledgers of land and money of every replication balance on every day; a run whose "
            "ledgers do not is an error and is not reported."
        ),
    ]


def _sources(view: RunView) -> Json | None:
    sources = view.scenario.sources
    if not sources:
        return None
    columns = (
        Column(name=say("Value"), kind="code"),
        Column(name=say("In force"), kind="code"),
        Column(name=say("Confidence"), kind="pill"),
        Column(name=say("Source")),
        Column(name=say("Remark")),
    )
    order = sorted(sources, key=lambda entry: (not _is_unsure(entry), entry.path))
    return table(columns, [_source_row(entry) for entry in order], filter_column=2)


def _source_row(entry: Sourced) -> Json:
    codes = entry.confidence.split("/")
    name = joined([say(_CONFIDENCE[c]) if c in _CONFIDENCE else plain(c) for c in codes], " / ")
    tone = "warn" if _is_unsure(entry) else "good" if set(codes) <= set(_SURE) else ""
    return row(
        entry.path,
        entry.value,
        pill(name, tone),
        entry.source,
        entry.note,
        is_marked=_is_unsure(entry),
    )


def _is_unsure(entry: Sourced) -> bool:
    return not set(entry.confidence.split("/")).isdisjoint(_UNSURE)
