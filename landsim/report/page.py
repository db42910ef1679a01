"""Runs to one offline page."""

import base64
import hashlib
import json
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from pathlib import Path

from landsim.core.label import Language
from landsim.errors import LandsimError, ResultsError
from landsim.files.atomic import write_text
from landsim.files.store import StoredRun
from landsim.locale.catalogue import translate
from landsim.report.compact import compact
from landsim.report.figures import in_language
from landsim.report.history import history_json
from landsim.report.map import park_json
from landsim.report.sections import SECTIONS, Section, chapters
from landsim.report.states import states_json
from landsim.report.text import Json, Text, joined, named, plain, say
from landsim.report.view import StudyView, study_view
from landsim.report.words import words
from landsim.study.compare import require_comparable

SCRIPTS = (
    "dom",
    "quantity",
    "map",
    "player",
    "panel",
    "rows",
    "gantt",
    "table",
    "funnel",
    "blocks",
    "page",
)
"""Parts of the page's script, in order."""
_NO_SCRIPT = "This report needs JavaScript; it loads nothing from anywhere."


def write_report(
    runs: Sequence[StoredRun],
    path: Path,
    *,
    language: Language = Language.ZH,
    sections: tuple[Section, ...] = SECTIONS,
) -> Path:
    """Write one HTML file about one or several runs; it opens offline, in both languages.

    Parameters
    ----------
    runs
        Runs, the first being the baseline of comparisons.
    path
        File to write.
    language
        Language in which the page opens; its reader can switch.
    sections
        What makes the chapters, in order.

    Raises
    ------
    ResultsError
        If there is no run, a run has no finished replication, or runs do not share seed,
        horizon, park and demand, so that comparing them would mislead.
    """
    if not runs:
        raise ResultsError("a report needs at least one run")
    for run in runs:
        if not run.replications:
            raise ResultsError(f"run {run.run_id} has no finished replication to report")
    for run in runs[1:]:
        require_comparable(runs[0], run)
    study = study_view(runs)
    write_text(path, render(page_json(study, language, sections), language))
    return path


def page_json(
    study: StudyView, language: Language, sections: tuple[Section, ...] = SECTIONS
) -> Json:
    """Return everything the page shows, once.

    Parameters
    ----------
    study
        Runs.
    language
        Language in which the page opens.
    sections
        What makes the chapters.
    """
    parks: list[Json] = []
    histories = []
    for view in study.runs:
        park = park_json(view.scenario.park)
        if park not in parks:
            parks.append(park)
        histories.append(history_json(view, parks.index(park)))
    return {
        "language": language.value,
        "shown": min(1, len(study.runs) - 1),
        "title": joined([named(study.baseline.scenario.title), say("simulation report")], " · "),
        "subtitle": _subtitle(study),
        "words": words(),
        "states": states_json(),
        "runs": [
            {"name": name, "colour": colour}
            for name, colour in zip(study.names, study.colours, strict=True)
        ],
        "parks": parks,
        "histories": histories,
        "sections": [chapter.as_json() for chapter in chapters(study, sections)],
    }


def _subtitle(study: StudyView) -> Text:
    manifest = study.baseline.run.manifest
    horizon = study.baseline.scenario.horizon
    return joined(
        [
            *(
                [study.names[0]]
                if len(study.runs) == 1
                else [say("{n} policies", n=len(study.runs))]
            ),
            plain(f"{horizon.start:%Y-%m} – {horizon.date_of(horizon.n_days - 1):%Y-%m}"),
            say("{n} replications", n=study.baseline.n_replications),
            say("seed {seed}", seed=manifest["seed"]),
            plain(f"landsim {manifest.get('landsim', '')}"),
        ],
        " · ",
    )


def render(page: Json, language: Language) -> str:
    """Return the page as HTML.

    Parameters
    ----------
    page
        What it shows.
    language
        Language in which it opens.

    Notes
    -----
    The content security policy allows the page's own two scripts by their hashes, inline
    styles, and pictures made in place; nothing else, and no request to anywhere.
    """
    from jinja2 import Environment, StrictUndefined  # noqa: PLC0415 - loaded when a page is made
    from markupsafe import Markup  # noqa: PLC0415 - the same
    from plotly.offline import get_plotlyjs  # noqa: PLC0415 - the same

    scripts = (get_plotlyjs(), page_script())
    for script in scripts:
        _refuse_end_tag(script)
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(
        _template("page.html.j2")
    )
    return template.render(
        html_language="zh-CN" if language is Language.ZH else "en",
        policy=content_policy(scripts),
        title=in_language(page["title"], language),
        style=Markup(_template("style.css")),  # noqa: S704 - our own file
        no_script=translate(_NO_SCRIPT, language),
        data=Markup(embedded_json(compact(page))),  # noqa: S704 - escaped by embedded_json
        plotly=Markup(scripts[0]),  # noqa: S704 - checked above
        script=Markup(scripts[1]),  # noqa: S704 - checked above
    )


def page_script() -> str:
    """Return the page's own script."""
    return "\n".join(_template(f"script/{part}.js") for part in SCRIPTS)


def content_policy(scripts: Sequence[str]) -> str:
    """Return the content security policy that allows these scripts and no request."""
    hashes = (hashlib.sha256(script.encode()).digest() for script in scripts)
    allowed = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in hashes)
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; "
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def embedded_json(value: object) -> str:
    r"""Return JSON that no HTML parser takes for the end of its element.

    Examples
    --------
    >>> embedded_json({"name": "</script>"})
    '{"name":"\\u003c/script>"}'
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    for character in "<\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def _refuse_end_tag(script: str) -> None:
    lowered = script.lower()
    if "</script" in lowered or "<!--" in lowered:
        raise LandsimError("a script of the report holds an end tag and cannot be embedded")


@cache
def _template(name: str) -> str:
    return files("landsim.report").joinpath("templates", name).read_text(encoding="utf-8")
