"""What can be asked: every verb with its arguments and options, in the order of work.

A verb is done by the function ``answer`` of the module of its name, which is imported when the
verb is called: help, and mistakes on the command line, load nothing heavy.
"""

import importlib
import os
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from landsim.cli.settings import shared_options
from landsim.cli.tradeoff_options import METHOD, TRADEOFF_OPTIONS
from landsim.cli.wording import Option, Translated

REPS = 20
"""Replications unless the caller says otherwise."""
JOBS = os.cpu_count() or 1
"""Processes unless the caller says otherwise."""
MOVES = 200
"""Perturbations of an audit unless the caller says otherwise."""
_PATH = click.Path(path_type=Path)
_FILE = click.Path(path_type=Path, dir_okay=False)
_FOLDER = click.Path(path_type=Path, file_okay=False)


class Verb(Translated, click.Command):
    """A command that hands what was given to its module.

    Parameters
    ----------
    name
        Verb, and module of `landsim.cli` that does it.
    params
        Arguments and options; those that all verbs share are added.
    help
        Message id.
    module
        Module that does it, where it cannot have the verb's own name.
    """

    def __init__(
        self,
        name: str,
        params: Sequence[click.Parameter] = (),
        *,
        help: str,  # noqa: A002
        module: str = "",
    ) -> None:
        super().__init__(name, callback=self.call, params=[*params, *shared_options()], help=help)
        self.module = module or name

    def call(self, **given: Any) -> int:  # noqa: ANN401
        """Do the verb; print its document with ``--json``; return the exit code."""
        console = importlib.import_module("landsim.cli.console").Console
        module = importlib.import_module(f"landsim.cli.{self.module}")
        screen = console(click.get_current_context().obj)
        answer = module.answer(screen, **given)
        if screen.settings.is_json:
            screen.document(answer.document)
        return int(answer.exit_code)


def _scenario(*, required: bool = True) -> click.Argument:
    return click.Argument(["scenario"], type=_PATH, required=required)


def _results(*names: str) -> Option:
    return Option(
        [*names, "results"],
        type=_FOLDER,
        help="Folder of stored runs; LANDSIM_RESULTS or results if left out.",
    )


_OVERRIDES = Option(
    ["--set", "overrides"],
    multiple=True,
    metavar="KEY=VALUE",
    help="Override a value of the scenario, such as policy.supply.mode=batch; repeatable.",
)
_VARIANT = Option(
    ["--variant"],
    default="",
    metavar="NAME",
    help="Variant of the scenario; the baseline policy if left out.",
)
_SEED = Option(["--seed"], type=int, help="Root seed; the scenario's if left out.")
_STORE = _results("--results")
_PLANNER = Option(["--planner"], metavar="NAME", help="Registered planner.")
_GAP = Option(
    ["--gap"],
    type=click.FloatRange(min=0),
    help="Relative gap between plan and proven bound at which it may stop.",
)

_NEW = Verb(
    "new",
    [
        click.Argument(["folder"], type=_PATH, default=Path("my-park"), required=False),
        Option(
            ["--template"],
            metavar="NAME",
            default="qingsheng",
            show_default=True,
            help="What to start from: qingsheng (a worked example), blank (empty tables) or"
            " synthetic (a park of any size, drawn from a seed).",
        ),
        Option(
            ["--size"],
            type=click.Choice(["S", "M", "L", "XL"]),
            help="Size of a synthetic park; S if left out.",
        ),
        Option(["--seed"], type=int, help="Seed of a synthetic park; 1 if left out."),
        Option(
            ["--tightness"],
            type=click.FloatRange(min=0, min_open=True),
            help="Land asked for over land there is in a synthetic park; 1.4 if left out.",
        ),
        Option(
            ["--tenure-mix"],
            metavar="MIX",
            help="Shares of tenure modes in a synthetic park: capped, free, lease_first,"
            " or bounds such as grant=0-0.4; capped if left out.",
        ),
    ],
    help="Make a scenario folder to start from.",
)
_VALIDATE = Verb(
    "validate",
    [
        _scenario(),
        _OVERRIDES,
        _VARIANT,
        Option(
            ["--resolved"],
            is_flag=True,
            help="Print the scenario in force, each value with where it comes from.",
        ),
    ],
    help="Check a scenario; run nothing.",
)
_PLAN = Verb(
    "plan",
    [
        _scenario(),
        _OVERRIDES,
        _VARIANT,
        _PLANNER,
        _GAP,
        Option(
            ["--time-limit"],
            type=click.FloatRange(min=0, min_open=True),
            metavar="SECONDS",
            help="Stop after so many seconds with the best plan found.",
        ),
        _SEED,
        Option(["-o", "--out"], type=_FILE, help="File to write the plan to, as JSON."),
        Option(
            ["--write-program", "text"],
            type=_FILE,
            metavar="FILE.lp|FILE.mps",
            help="Write the program for other solvers too, beside it what columns and rows mean.",
        ),
        Option(
            ["--why"],
            multiple=True,
            metavar="PROJECT",
            help="Say what would serve a project that gets nothing; repeatable; all for every one.",
        ),
        Option(
            ["--prices", "has_prices"],
            is_flag=True,
            help="Show what a unit more of each limit is worth to the plan.",
        ),
    ],
    help="Plan with every project known beforehand; simulate nothing.",
)
_TRADEOFF = Verb(
    "tradeoff",
    [
        _scenario(),
        METHOD,
        _OVERRIDES,
        _VARIANT,
        _PLANNER,
        _GAP,
        Option(
            ["--time-limit"],
            type=click.FloatRange(min=0, min_open=True),
            metavar="SECONDS",
            help="Stop each solve after so many seconds with the best plan found.",
        ),
        _SEED,
        *TRADEOFF_OPTIONS,
    ],
    help="Weigh plans against each other: Pareto points, alternatives, weightings, futures.",
)
_RUN = Verb(
    "run",
    [
        _scenario(required=False),
        _OVERRIDES,
        Option(
            ["--variant", "variants"],
            multiple=True,
            metavar="NAME",
            help="Variant to run; repeatable; all stands for the baseline and every variant.",
        ),
        Option(
            ["--reps"],
            type=click.IntRange(min=1),
            default=REPS,
            show_default=True,
            help="Replications of each variant.",
        ),
        _SEED,
        Option(
            ["--jobs"],
            type=click.IntRange(min=1),
            default=JOBS,
            help="Processes; all processors if left out. Results do not depend on it.",
        ),
        Option(["--planner"], metavar="NAME", help="Registered planner that decides."),
        Option(
            ["--decider"],
            metavar="NAME",
            help="Registered decider: how decisions allow for projects to come.",
        ),
        Option(
            ["--resume", "resumed"],
            metavar="RUN",
            help="Continue a run that was cancelled or killed, instead of reading a scenario.",
        ),
        Option(
            ["--from", "repeated"],
            metavar="RUN",
            help="Repeat a stored run and report any difference, instead of reading a scenario.",
        ),
        _results("--out"),
    ],
    help="Decide, approve, build and measure over the whole horizon; write a report.",
)
_COMPARE = Verb(
    "compare",
    [
        click.Argument(["runs"], nargs=-1, required=True, metavar="RUN RUN..."),
        Option(
            ["--metric", "names"],
            multiple=True,
            metavar="NAME",
            help="Metric to compare; repeatable; all stands for every metric.",
        ),
        Option(["--baseline"], metavar="RUN", help="Run to compare with; the first if left out."),
        _STORE,
    ],
    help="Compare runs pair by pair on the same luck.",
)
_EXPLAIN = Verb(
    "explain",
    [
        click.Argument(["run"]),
        click.Argument(["subject"], required=False, metavar="[PROJECT|PARCEL]"),
        Option(
            ["--replication"],
            type=click.IntRange(min=0),
            help="Replication to tell; the first if left out.",
        ),
        Option(
            ["--short", "is_short"],
            is_flag=True,
            help="Leave out what would have served a project, which takes planning anew.",
        ),
        Option(
            ["--prices", "has_prices"],
            is_flag=True,
            help="Show what a unit more of each limit is worth to the plan.",
        ),
        Option(
            ["--audit", "has_audit"],
            is_flag=True,
            help="Show which awards flip when weights and promises move by 5 %.",
        ),
        Option(
            ["--moves"],
            type=click.IntRange(min=1),
            default=MOVES,
            show_default=True,
            help="Weights and promises that the audit moves at most, drawn with the seed.",
        ),
        _STORE,
    ],
    help="Say why a project got its land, or why it got none.",
)
_REPORT = Verb(
    "report",
    [
        click.Argument(["runs"], nargs=-1, required=True, metavar="RUN..."),
        Option(["-o", "--out"], type=_FILE, help="File to write; beside the run if left out."),
        _STORE,
    ],
    help="Write the offline HTML report of one or more runs.",
)
_EXPORT = Verb(
    "export",
    [
        click.Argument(["run"]),
        Option(
            ["--to", "form"],
            type=click.Choice(
                ["xlsx", "csv", "gpkg", "geojson", "parquet", "xes", "ocel", "events"]
            ),
            required=True,
            help="Format to write.",
        ),
        Option(
            ["-o", "--out"],
            type=_PATH,
            help="File or folder to write; named after the run if left out.",
        ),
        _STORE,
    ],
    help="Hand a run to Excel, QGIS, a process miner or a notebook.",
)
_IMPORT = Verb(
    "import",
    [
        click.Argument(["form"], type=click.Choice(["gap"]), metavar="FORMAT"),
        click.Argument(["file"], type=_FILE),
        Option(
            ["-o", "--out"], type=_FOLDER, help="Folder to make; named after the file if left out."
        ),
        Option(
            ["--problem"],
            type=click.IntRange(min=1),
            metavar="K",
            help="Which problem of a file that holds several, from 1.",
        ),
        Option(
            ["--maximise", "is_maximised"],
            is_flag=True,
            help="The values are profits to be maximised; costs if left out.",
        ),
    ],
    help="Turn a published instance (gap: generalised assignment) into a scenario folder.",
    module="imports",
)
_CALIBRATE = Verb(
    "calibrate",
    [
        click.Argument(["log"], type=_PATH),
        Option(
            ["--map", "mapping"],
            type=_PATH,
            metavar="FILE",
            help="CSV that says which activity is which stage: columns activity and stage.",
        ),
        Option(
            ["--column", "columns"],
            multiple=True,
            metavar="ROLE=NAME",
            help="Column of the log that tells case, activity, end, start or resource; repeatable.",
        ),
        Option(
            ["--route"],
            metavar="NAME",
            help="Change the steps of this route instead of making a new one; needs stages"
            " named as its steps.",
        ),
        Option(
            ["--evaluate"],
            is_flag=True,
            help="Fit on the earlier part of the log and measure how well it foretells the later.",
        ),
        Option(
            ["--split"],
            type=click.DateTime(formats=["%Y-%m-%d"]),
            metavar="DATE",
            help="Day that parts the earlier from the later; balanced if left out.",
        ),
        Option(["--seed"], type=int, default=1, show_default=True, help="Seed of generated logs."),
        Option(
            ["-o", "--out"],
            type=_FILE,
            default=Path("approvals.yaml"),
            show_default=True,
            help="Scenario fragment to write; the fit report goes beside it.",
        ),
    ],
    help="Fit approval stages, durations and desks to an event log.",
)
_RUNS = Verb(
    "runs",
    [
        click.Argument(["action"], type=click.Choice(["ls", "show", "rm"]), default="ls"),
        click.Argument(["runs"], nargs=-1, metavar="[RUN]..."),
        Option(["-y", "--yes"], is_flag=True, help="Remove without asking."),
        _STORE,
    ],
    help="List, show or remove stored runs.",
)
_VERIFY = Verb(
    "verify", [click.Argument(["run"]), _STORE], help="Recheck a stored run without a solver."
)
_SCHEMA = Verb(
    "schema",
    [Option(["-o", "--out"], type=_FILE, help="File to write to instead of printing.")],
    help="Print the JSON Schema of a scenario file.",
)
_PLUGINS = Verb("plugins", help="List the registered components and where they come from.")
_DOCTOR = Verb("doctor", help="Check this machine, for a bug report.")

VERBS = (
    _NEW,
    _VALIDATE,
    _PLAN,
    _TRADEOFF,
    _RUN,
    _COMPARE,
    _EXPLAIN,
    _REPORT,
    _EXPORT,
    _IMPORT,
    _CALIBRATE,
    _RUNS,
    _VERIFY,
    _SCHEMA,
    _PLUGINS,
    _DOCTOR,
)
"""All verbs, in the order of work."""
