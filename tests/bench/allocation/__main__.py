"""The goals of the allocation with our figures, in one run.

``python tests/bench/allocation`` prints what building, hand-over, solving and deciding cost, each
part in a process of its own. ``--sizes S M L XL`` chooses the synthetic parks, ``--seed`` draws
others, ``--markdown`` writes the tables of the documentation. Times are CPU seconds of the
program's own code unless a column says otherwise; ratios carry over to other machines.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Callable
from typing import Any

from building import Building
from epochs import epochs, replications
from solving import by_cbc, by_raw_highs, optimal, priced
from tables import seconds, table, times

SIZES = ("S", "M", "L", "XL")
BUILD_GOALS = {"S": "0.05 s", "M": "0.2 s", "L": "0.6 s", "XL": "4 s, 4 GiB"}
NAIVE_GOALS = {"S": "50 ×", "M": "200 ×", "L": "300 ×"}
GAP_GOALS = {"S": "3 % in 30 s", "M": "3 % in 120 s", "L": "2 % in 120 s", "XL": "5 % in 300 s"}
GAP_SECONDS = {"S": 30.0, "M": 120.0, "L": 120.0, "XL": 300.0}
PARTS = ("rows", "hand_over", "naive", "linopy", "forms", "solve", "epochs", "loop")
NOTHING = "–"


def main() -> None:
    """Measure what is asked for and print the tables."""
    asked = _asked()
    if asked.part:
        sys.stdout.write(json.dumps(_measured(asked, asked.part, asked.sizes[0])))
        return
    show = _printer(is_markdown=asked.markdown)
    parts = [part for part in PARTS if part in asked.parts]
    if {"rows", "hand_over", "naive", "linopy"} & set(parts):
        show("Building", *_building(asked, parts))
    if "forms" in parts:
        show("Rows over time, where leases end after five years", *_forms(asked))
    if "solve" in parts:
        show(
            f"Solving to 1 %: rounds, or the time of the goal (seed {asked.seed})", *_solved(asked)
        )
    if "epochs" in parts:
        rows = [
            (str(waiting), str(free), f"{n_options:,}", f"{ms:.1f} ms", "10 ms")
            for waiting, free, n_options, ms in _apart(asked, "epochs", "S")
        ]
        head = ("waiting", "free parcels", "options", "build + solve + explain", "goal")
        show("One decision", head, rows)
    if "loop" in parts:
        median = _apart(asked, "loop", "S")["median"]
        rows = [("Qingsheng, ten years, decisions included", seconds(median), "0.5 s")]
        show("One replication", ("what", "median", "goal"), rows)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", nargs="+", choices=SIZES, default=["S", "M"])
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--naive", nargs="*", choices=SIZES, default=["S", "M"])
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--budget", type=int, default=40, help="rounds of planner priced")
    parser.add_argument("--markdown", action="store_true")
    parser.add_argument("--part", default="", help=argparse.SUPPRESS)
    return parser.parse_args()


def _measured(asked: argparse.Namespace, part: str, size: str) -> Any:
    """Return the figures of one part, in this process."""
    if part in ("rows", "hand_over", "naive", "linopy", "forms"):
        return getattr(Building(size, asked.seed, asked.repeats), part)()
    limit = GAP_SECONDS[size]
    works: dict[str, Callable[[], Any]] = {
        "epochs": lambda: epochs(asked.seed, asked.repeats),
        "loop": lambda: {"median": replications(max(5, asked.repeats))},
        "solve-cbc": lambda: by_cbc(asked.seed, limit),
        "solve-raw": lambda: by_raw_highs(size, asked.seed, limit),
        "solve-optimal": lambda: optimal(size, asked.seed, limit),
        "solve-priced": lambda: priced(size, asked.seed, asked.budget),
    }
    return works[part]()


def _apart(asked: argparse.Namespace, part: str, size: str) -> Any:
    """Return the figures of one part, measured in a process of its own."""
    command = [sys.executable, "-W", "ignore", __file__, "--part", part, "--sizes", size]
    for name in ("repeats", "seed", "budget"):
        command += [f"--{name}", str(getattr(asked, name))]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def _building(asked: argparse.Namespace, parts: list[str]) -> tuple[list[str], list[list[str]]]:
    built = {size: _apart(asked, "rows", size) for size in asked.sizes}
    rows = [
        ["options", *(f"{built[size]['options']:,}" for size in asked.sizes)],
        ["rows; entries", *(_counts(built[size]) for size in asked.sizes)],
        ["**options + rows** (goal)", *(_build(built[size], size) for size in asked.sizes)],
        ["of it, options", *(seconds(built[size]["listing"]) for size in asked.sizes)],
        ["points of the objective", *(seconds(built[size]["points"]) for size in asked.sizes)],
        ["most memory", *(f"{built[size]['peak']:.2f} GiB" for size in asked.sizes)],
        ["drawing and reading the park", *(seconds(built[s]["reading"]) for s in asked.sizes)],
    ]
    if "hand_over" in parts:
        ratios = [_apart(asked, "hand_over", size) for size in asked.sizes]
        cells = [f"{times(found['ratio'])} (1.5 ×)" for found in ratios]
        rows.append(["**hand-over / raw `passModel`** (goal)", *cells])
    if "naive" in parts:
        rows += _naive(asked)
    if "linopy" in parts:
        cells = [_apart(asked, "linopy", size) for size in asked.sizes]
        rows.append(
            [
                "rows by linopy / our rows",
                *(f"{times(c['ratio'])}, {seconds(c['build'])}" if c else NOTHING for c in cells),
            ]
        )
    return ["", *asked.sizes], rows


def _naive(asked: argparse.Namespace) -> list[list[str]]:
    found = {size: _apart(asked, "naive", size) for size in asked.sizes if size in asked.naive}
    ours, theirs = ["**`lpSum` + `pulp.HiGHS` / ours** (goal)"], ["`lpSum` + `pulp.HiGHS`"]
    for size in asked.sizes:
        if size in found:
            goal = NAIVE_GOALS.get(size, NOTHING)
            ours.append(f"{times(found[size]['ratio'])} ({goal})")
            theirs.append(f"{seconds(found[size]['total'])}, {found[size]['peak']:.1f} GiB")
        else:
            ours.append(NOTHING)
            theirs.append(NOTHING)
    return [ours, theirs]


def _forms(asked: argparse.Namespace) -> tuple[list[str], list[list[str]]]:
    found = {size: _apart(asked, "forms", size) for size in asked.sizes if size != "XL"}
    rows = [
        [name, *(f"{c[f'{form}_entries']:,} entries in {seconds(c[form])}" for c in found.values())]
        for form, name in (("clique", "cliques, for plans"), ("state", "states, for bounds"))
    ]
    return ["form", *found], rows


def _solved(asked: argparse.Namespace) -> tuple[list[str], list[list[str]]]:
    ways = {
        f"`priced`, {asked.budget} rounds": ("solve-priced", asked.sizes),
        "`optimal` (HiGHS on reduced columns)": ("solve-optimal", [*{"S", "M"} & set(asked.sizes)]),
        "HiGHS on the whole arrays": ("solve-raw", [*{"S", "M"} & set(asked.sizes)]),
        "CBC through PuLP": ("solve-cbc", [*{"S"} & set(asked.sizes)]),
    }
    rows = []
    for name, (part, sizes) in ways.items():
        cells = [_gap(asked, part, size) if size in sizes else NOTHING for size in asked.sizes]
        rows.append([name, *cells])
    rows.append(["goal", *(GAP_GOALS[size] for size in asked.sizes)])
    return ["planner", *asked.sizes], rows


def _gap(asked: argparse.Namespace, part: str, size: str) -> str:
    try:
        found = _apart(asked, part, size)
    except subprocess.CalledProcessError as fault:
        return f"no plan: {fault.stderr.strip().splitlines()[-1].rpartition('.')[2]}"
    if not found:
        return "not here"
    took = f"in {found['cpu']:.0f} s CPU, {found['wall']:.0f} s wall"
    if found["gap"] == float("inf"):
        return f"{found['points']:.2f} points, no bound, {took}"
    return f"{found['points']:.2f} points, gap {found['gap']:.2%} {took}"


def _counts(built: dict[str, float]) -> str:
    return f"{built['rows']:,}; {built['entries']:,}"


def _build(built: dict[str, float], size: str) -> str:
    return f"{seconds(built['build'])} ({BUILD_GOALS[size]})"


def _printer(*, is_markdown: bool) -> Callable[[str, Any, Any], None]:
    def show(title: str, header: Any, rows: Any) -> None:
        head = f"### {title}\n" if is_markdown else title
        sys.stdout.write(f"\n{head}\n{table(header, rows, is_markdown=is_markdown)}\n")
        sys.stdout.flush()

    return show


if __name__ == "__main__":
    main()
