"""Reference pages that are written from the code each time the documentation is built."""

import inspect
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import click
from sphinx.application import Sphinx

import landsim
from landsim.allocation.objective import objectives
from landsim.allocation.planner import planners
from landsim.allocation.rule import rules
from landsim.cli.verbs import VERBS
from landsim.core.label import Language
from landsim.files.columns import TABLES
from landsim.files.packs import pack_names, preset_names
from landsim.files.schema import scenario_schema
from landsim.metrics.metric import metrics
from landsim.registry import Registry
from landsim.simulation.discipline import disciplines

Row = Iterable[str]


def write_pages(app: Sphinx) -> None:
    """Write every generated page."""
    folder = Path(app.srcdir) / "reference" / "generated"
    folder.mkdir(parents=True, exist_ok=True)
    for name, page in PAGES.items():
        path, text = folder / f"{name}.md", "\n".join(page()) + "\n"
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def command_page() -> Iterator[str]:
    """Show the help of every verb."""
    yield "# Command line\n"
    yield "Exit codes: 0 done, 1 no plan exists, 2 input fault, 3 internal error, 130 cancelled."
    for verb in VERBS:
        context = click.Context(verb, info_name=f"landsim {verb.name}", max_content_width=96)
        yield f"\n## {verb.name}\n\n```text\n{verb.get_help(context)}\n```"


def library_page() -> Iterator[str]:
    """Show every public name."""
    yield "# Library\n"
    yield "Everything here is importable from `landsim`; the home of each name is shown."
    for name in landsim.__all__:
        thing = getattr(landsim, name)
        if isinstance(thing, Registry):
            yield f"\n## {name}\n\nRegistry of {thing.kind}s: see [](components.md)."
            continue
        directive = "autoclass" if inspect.isclass(thing) else "autofunction"
        target = f"{thing.__module__}.{thing.__qualname__}"
        yield f"\n## {name}\n\n```{{eval-rst}}\n.. {directive}:: {target}\n```"


def component_page() -> Iterator[str]:
    """List what is registered, and where each piece lives."""
    yield "# Components\n"
    yield "Found by name; add your own as [the how-to](../../how-to/extend.md) says."
    kinds: tuple[tuple[str, Registry[Any]], ...] = (
        ("Rules", rules),
        ("Objectives", objectives),
        ("Planners", planners),
        ("Disciplines", disciplines),
    )
    for title, registry in kinds:
        rows = (
            (f"`{name}`", first_line(part), home(registry, name)) for name, part in registry.items()
        )
        yield f"\n## {title}\n"
        yield from table(("name", "what", "module"), rows)
    yield "\n## Metrics\n"
    shown = (
        (f"`{name}`", metric.label.en, metric.label.zh, metric.unit, metric.better.value)
        for name, metric in metrics.items()
    )
    yield from table(("name", "English", "中文", "unit", "better"), shown)


def scenario_page() -> Iterator[str]:
    """List every key of a scenario file."""
    yield "# Scenario file\n"
    yield "Every key, from the JSON Schema that `landsim schema` prints."
    yield f"Policy packs: {', '.join(f'`{name}`' for name in pack_names())}; "
    yield f"presets: {', '.join(f'`{name}`' for name in preset_names())}.\n"
    schema = scenario_schema()
    yield from table(("key", "type", "meaning"), keys_of(schema, schema, ""))


def policy_page() -> Iterator[str]:
    """List the values of the policy pack in force on Qingsheng, with their sources."""
    scenario = landsim.read_scenario(Path(__file__).parents[1] / "scenarios" / "qingsheng")
    yield "# Policy values\n"
    policy = scenario.policy
    name = policy.name.text(Language.EN)
    yield f"In force on `{scenario.name}` under its base policy ({name}, pack `{policy.pack}`)."
    yield "Confidence: V read in the document, D computed from V, K well known, U uncertain,"
    yield "A assumption, set = chosen by a scenario file.\n"
    rows = (
        (f"`{entry.path}`", entry.value, entry.source, entry.confidence, entry.note)
        for entry in scenario.sources
    )
    yield from table(("key", "value", "source", "confidence", "note"), rows)


def keys_of(
    schema: dict[str, Any], node: dict[str, Any], path: str, depth: int = 0
) -> Iterator[Row]:
    """Iterate over the keys below a node of a JSON Schema."""
    for key, found in node.get("properties", {}).items():
        child = resolve(schema, found)
        here = f"{path}.{key}" if path else key
        yield f"`{here}`", kind_of(child), child.get("description", "")
        if depth < 4:
            for inner in (child, resolve(schema, child.get("additionalProperties", {}))):
                below = here if inner is child else f"{here}.<name>"
                yield from keys_of(schema, inner, below, depth + 1)


def resolve(schema: dict[str, Any], node: object) -> dict[str, Any]:
    """Follow a reference and step into the first plain alternative."""
    if not isinstance(node, dict):
        return {}
    if "$ref" in node:
        target: Any = schema
        for step in node["$ref"].lstrip("#/").split("/"):
            target = target[step]
        return resolve(schema, {**target, **{k: v for k, v in node.items() if k != "$ref"}})
    for alternatives in (node.get("anyOf"), node.get("oneOf"), node.get("allOf")):
        if alternatives:
            first = resolve(schema, alternatives[0])
            return {
                **first,
                **{k: v for k, v in node.items() if k not in {"anyOf", "oneOf", "allOf"}},
            }
    return node


def kind_of(node: dict[str, Any]) -> str:
    """Say what a key takes."""
    if "enum" in node:
        return ", ".join(f"`{choice}`" for choice in node["enum"] if choice is not None)
    kind = node.get("type", "")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def table(head: Row, rows: Iterable[Row]) -> Iterator[str]:
    """Write a table."""
    columns = tuple(head)
    yield "| " + " | ".join(columns) + " |"
    yield "|" + "---|" * len(columns)
    for row in rows:
        yield "| " + " | ".join(cell(text) for text in row) + " |"


def cell(text: object) -> str:
    """Return text that fits a table cell."""
    return " ".join(str(text).split()).replace("|", "\\|").replace("<name>", "‹name›")


def first_line(part: object) -> str:
    """Return the first line of a docstring, as plain text."""
    return (inspect.getdoc(part) or "").split("\n")[0]


def home(registry: Registry[Any], name: str) -> str:
    """Return the module of a component."""
    return f"`{registry.origin(name)}`"


def table_page() -> Iterator[str]:
    """List the tables of a stored run with their columns."""
    yield "# Tables of a stored run\n"
    yield "Parquet files below `tables/`. A column `…_day` counts calendar days since the first"
    yield "day of the horizon and has its date beside it in `…_date`."
    for table in TABLES:
        yield f"\n## {table.name}\n\nOne row: {table.label.en} ({table.label.zh}).\n"
        yield "| column | kind | meaning | 中文 |\n|---|---|---|---|"
        if table.has_replication:
            yield "| `replication` | integer | index of the replication | 模拟序号 |"
        for column in table.columns:
            label = column.label
            yield f"| `{column.name}` | {column.kind} | {label.en} | {label.zh} |"


PAGES: dict[str, Callable[[], Iterator[str]]] = {
    "cli": command_page,
    "components": component_page,
    "library": library_page,
    "policies": policy_page,
    "scenario": scenario_page,
    "tables": table_page,
}


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the pages before Sphinx reads any."""
    app.connect("builder-inited", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
