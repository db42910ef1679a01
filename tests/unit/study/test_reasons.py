"""Reasons of a stored run, at a decision epoch that is replayed and with foresight."""

import math
from dataclasses import replace

import pytest

from landsim.allocation.levers import Part
from landsim.allocation.reason import Change, Reason
from landsim.core.ids import ProjectId
from landsim.core.plan import Assignment, Refusal, RefusalCause
from landsim.core.progress import Note
from landsim.core.state import Decide, Decision, LandState
from landsim.core.trajectory import MilestoneKind
from landsim.files.store import RunStore, StoredRun
from landsim.study.reasons import change_lines, epoch_reason, foresight_reason, reason_lines
from landsim.study.run import run_study
from landsim.testing.builders import tiny_scenario
from tests.unit.conftest import loaded


def spoken(lines) -> list[str]:
    return [line.message.format_map(dict(line.values)) for line in lines]


class TestStoredRun:
    def test_the_last_decision_is_replayed(self, tiny_run: StoredRun) -> None:
        day, reason = epoch_reason(tiny_run, "J5", 1)
        passed = [e for e in tiny_run.trajectory(1).passed_over if e.project == "J5"]
        assert day == passed[-1].day
        assert (reason.refusal.cause, reason.refusal.rule) == (passed[-1].cause, passed[-1].rule)

    def test_what_is_said_of_it(self, tiny_run: StoredRun) -> None:
        lines = spoken(change_lines(tiny_run, "J5", 1))
        assert lines[0].startswith("The decision of 20")
        assert "As things are, no plan can serve it." in lines

    def test_with_foresight_too_in_the_first_replication(self, tiny_run: StoredRun) -> None:
        refused = tiny_run.table("plan_refusals")["project"].tolist()
        assert refused
        lines = spoken(change_lines(tiny_run, refused[0]))
        assert "The plan with every project known beforehand, planned anew:" in lines
        assert foresight_reason(tiny_run, refused[0]).project == refused[0]

    def test_served_projects_and_parcels_need_no_change(self, tiny_run: StoredRun) -> None:
        served = tiny_run.table("plan")["project"].tolist()
        assert foresight_reason(tiny_run, served[0]) is None
        assigned = {
            e.project for e in tiny_run.trajectory(1).milestones if e.kind is MilestoneKind.ASSIGNED
        }
        assert list(change_lines(tiny_run, min(assigned), 1)) == []
        assert list(change_lines(tiny_run, "P1")) == []

    def test_who_was_never_passed_over_has_no_epoch(self, tiny_run: StoredRun) -> None:
        assert epoch_reason(tiny_run, "nobody", 0) is None

    def test_a_decider_of_ones_own_is_not_replayed(self, tmp_path) -> None:
        def idle(scenario: object) -> Decide:
            def decide(state: LandState) -> Decision:
                del state
                return Decision(
                    assignments=(),
                    refusals=(Refusal(project=ProjectId("J0"), cause=RefusalCause.RULE),),
                )

            return decide

        run = run_study(
            loaded(tiny_scenario()), reps=1, store=RunStore(tmp_path), jobs=1, make_decide=idle
        )
        assert epoch_reason(run, "J0", 0) is None


PART = Part(
    rule="quota",
    message="the quota of {year} were {amount} ha larger ({before} → {after} ha)",
    values=(("year", "2025"), ("amount", "1.2"), ("before", "3"), ("after", "4.2")),
    unit="ha",
    amount=1.2,
    before=3.0,
    after=4.2,
)
CHANGE = Change(
    parts=(PART,),
    assignment=Assignment(project="J2", bundle=(), period=0, mode="grant", end_period=1),
    displaced=(),
    gain_points=1.0,
    is_least=True,
    is_best=True,
)
REASON = Reason(
    project=ProjectId("J2"),
    refusal=Refusal(project=ProjectId("J2"), cause=RefusalCause.NO_QUOTA),
    loss_points=2.0,
    assignment=None,
    displaced=(ProjectId("J1"),),
    changes=(CHANGE,),
    is_exact=True,
    is_proven=True,
    n_solves=7,
    is_capped=False,
)


class TestWords:
    def test_cost_change_and_proof(self) -> None:
        assert spoken(reason_lines(REASON, {"J1": "One"})) == [
            (
                "To serve it as things are would cost the plan 2 points, and these their land: "
                "One (J1)."
            ),
            "It would be served if the quota of 2025 were 1.2 ha larger (3 → 4.2 ha).",
            (
                "Each change was verified by planning anew (7 solves): with it a best plan serves "
                "the project."
            ),
        ]

    def test_without_anybody_displaced(self) -> None:
        lines = spoken(reason_lines(replace(REASON, displaced=()), {}))
        assert lines[0] == "To serve it as things are would cost the plan 2 points."

    def test_changes_together(self) -> None:
        two = replace(CHANGE, parts=(PART, PART), displaced=(ProjectId("J9"),))
        lines = spoken(reason_lines(replace(REASON, changes=(two,)), {}))
        assert lines[1].count("the quota of 2025") == 2
        assert lines[2] == "Then without land: J9 (J9)."

    def test_three_changes_together(self) -> None:
        three = replace(CHANGE, parts=(PART,) * 3)
        lines = spoken(reason_lines(replace(REASON, changes=(three,)), {}))
        assert lines[1].count("the quota of 2025") == 3

    def test_a_neighbourhood_says_so(self) -> None:
        lines = spoken(reason_lines(replace(REASON, is_exact=False, is_capped=True), {}))
        assert "its neighbourhood anew" in lines[-2]
        assert lines[-1] == "The search ended at its cap on solves: other changes may do."

    @pytest.mark.parametrize(
        ("loss", "said"),
        [
            (math.nan, "As things are, no plan can serve it."),
            (0.0, "A plan just as good serves it: the choice between them is open."),
        ],
    )
    def test_no_cost(self, loss: float, said: str) -> None:
        lines = list(reason_lines(replace(REASON, loss_points=loss, changes=()), {}))
        assert lines[0] == Note(message=said)

    def test_long_lists_are_cut(self) -> None:
        many = tuple(ProjectId(f"J{n}") for n in range(9))
        lines = spoken(reason_lines(replace(REASON, displaced=many), {}))
        assert lines[0].endswith("J4 (J4), … (+4).")
