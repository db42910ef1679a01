"""Conflicts in words."""

from dataclasses import replace

from landsim.allocation.about import About, about
from landsim.allocation.infeasible import Conflict, ConflictRow, Relaxation
from landsim.allocation.levers import Part
from landsim.core.ids import ProjectId
from landsim.study.conflicts import conflict_lines

ROW = ConflictRow(rule="quota", subject=about("quota of {year}", year=2025))
PART = Part(
    rule="locks",
    message="{project} were not locked in",
    values=(("project", "J1"),),
    unit="",
    amount=1.0,
    before=1.0,
    after=0.0,
)
CONFLICT = Conflict(
    rules=("quota",),
    rows=(ROW,),
    is_whole=False,
    is_irreducible=True,
    without_option=(),
    relaxations=(),
    n_solves=3,
)


def said(**changes) -> list[str]:
    lines = conflict_lines(replace(CONFLICT, **changes))
    return [line.message.format_map(dict(line.values)) for line in lines]


def test_rows_by_what_they_are_about() -> None:
    assert said() == ["In conflict: quota of 2025 (rule quota)."]


def test_a_row_without_a_subject_goes_by_its_rule() -> None:
    row = ConflictRow(rule="own", subject=About(message=""))
    assert said(rows=(row,)) == ["In conflict: own (rule own)."]


def test_long_conflicts_are_cut() -> None:
    lines = said(rows=(ROW,) * 15)
    assert lines[-1] == "Further limits in conflict: 3."


def test_what_the_search_knows_of_itself() -> None:
    assert said(is_whole=True)[1] == "Parts of sites would fit; only whole sites conflict."
    assert said(is_irreducible=False)[1].startswith("The search ended at its cap")


def test_locked_projects_without_options() -> None:
    lacking = ((ProjectId("J1"), "site", "needs 9 ha"), (ProjectId("J2"), "locks", ""))
    assert said(without_option=lacking)[1:] == [
        "J1 has no option at all: needs 9 ha (rule site).",
        "J2 has no option at all: locks (rule locks).",
    ]


def test_ways_out() -> None:
    ways = tuple(Relaxation(parts=(PART,) * n) for n in (1, 2, 3, 5))
    one = "J1 were not locked in"
    assert said(relaxations=ways)[1:] == [
        f"There would be a plan if {one}.",
        f"There would be a plan if {one} and {one}.",
        f"There would be a plan if {one}, {one} and {one}.",
        f"There would be a plan if {one}, {one}, {one}, and after 2 further changes.",
    ]
