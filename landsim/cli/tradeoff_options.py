"""What ``landsim tradeoff`` can be asked: one way to weigh plans, and its options."""

from pathlib import Path

import click

from landsim.cli.wording import Option

_FILE = click.Path(path_type=Path, dir_okay=False)

METHOD = click.Argument(
    ["method"], type=click.Choice(["pareto", "alternatives", "weightings", "stochastic"])
)
"""Way to weigh plans."""
TRADEOFF_OPTIONS: tuple[click.Parameter, ...] = (
    Option(
        ["--of", "objectives"],
        default="output,jobs",
        show_default=True,
        metavar="NAME,NAME",
        help="pareto: two or three objectives; policy stands for the policy's own blend.",
    ),
    Option(
        ["--points"],
        type=click.IntRange(min=2),
        default=5,
        show_default=True,
        help="pareto: levels of each objective but the first.",
    ),
    Option(["--whole"], is_flag=True, help="pareto: every point there is, however many."),
    Option(
        ["--plans"],
        type=click.IntRange(min=1),
        default=3,
        show_default=True,
        help="alternatives: how many.",
    ),
    Option(
        ["--within"],
        type=click.FloatRange(min=0),
        default=0.02,
        show_default=True,
        help="alternatives: share of the best plan's points that one may lose.",
    ),
    Option(
        ["--differ"],
        type=click.Choice(["winners", "pairings"]),
        default="winners",
        show_default=True,
        help="alternatives: in who is served, or in who gets which parcel.",
    ),
    Option(
        ["--samples"],
        type=click.IntRange(min=0),
        default=20,
        show_default=True,
        help="weightings: how many beside the policy's and one for each criterion.",
    ),
    Option(
        ["--spread"],
        type=click.FloatRange(min=0, min_open=True, max=1),
        default=1.0,
        show_default=True,
        help="weightings: how far from the policy's; 1 for as far as can be.",
    ),
    Option(
        ["--stage"],
        type=click.IntRange(min=1),
        default=4,
        show_default=True,
        metavar="PERIODS",
        help="stochastic: supply periods decided now; who files by then is known.",
    ),
    Option(
        ["--futures"],
        type=click.IntRange(min=1),
        default=8,
        show_default=True,
        help="stochastic: sampled futures.",
    ),
    Option(
        ["--risk"],
        type=click.FloatRange(min=0, max=1),
        default=0.0,
        show_default=True,
        help="stochastic: weight of the worst futures against the mean of all.",
    ),
    Option(
        ["--tail"],
        type=click.FloatRange(min=0, max=1, max_open=True),
        default=0.8,
        show_default=True,
        help="stochastic: level beyond which futures are the worst, 0.8 for the worst fifth.",
    ),
    Option(
        ["--simulate", "simulated"],
        type=click.IntRange(min=0),
        default=0,
        show_default=True,
        metavar="N",
        help="stochastic: replications in which first stages are tried by simulation.",
    ),
    Option(["-o", "--out"], type=_FILE, help="File to write the answer to, as JSON."),
    Option(["--page"], type=_FILE, help="File to write an offline HTML page to."),
)
"""Options of all ways; the help of each names the way that takes it."""
