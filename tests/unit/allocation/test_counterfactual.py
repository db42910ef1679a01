import math
from dataclasses import replace

import numpy as np
import pytest

from landsim.allocation.counterfactual import if_served
from landsim.allocation.planner import build_program, make_plan
from landsim.allocation.presolve import presolve_notes
from landsim.core.planning import Criterion, PlannerChoice
from landsim.core.problem import foresight_problem
from landsim.core.progress import Note
from landsim.core.supply import Supply, SupplyMode
from landsim.errors import PlanError
from landsim.testing.builders import parcel, park, policy, project, tenure_terms, tiny_scenario


def problem(lots, asks, **levers):
    scenario = tiny_scenario(
        park=park(lots),
        projects=tuple(asks),
        policy=policy(**({"tenure": tenure_terms()[:1]} | levers)),
    )
    return foresight_problem(scenario, scenario.projects)


def rich(name, output, **changes):
    plain = project(name, **changes)
    return replace(plain, promises=replace(plain.promises, output_mcny_per_year=output))


SERVED = (Criterion(objective="output"),)


class TestIfServed:
    def test_who_would_lose_its_land_and_what_it_costs(self):
        asked = problem([parcel("P1")], [rich("J1", 900.0), rich("J2", 600.0)], objective=SERVED)
        found = if_served(asked, "J2")
        best = make_plan(asked)
        assert found.assignment.project == "J2"
        assert found.displaced == ("J1",)
        assert found.loss_points == pytest.approx(best.assignments[0].value / 3)
        assert found.rules == ()

    def test_who_is_served_anyway_costs_nothing(self):
        asked = problem([parcel("P1")], [rich("J1", 900.0), rich("J2", 600.0)], objective=SERVED)
        found = if_served(asked, "J1")
        assert (found.loss_points, found.displaced) == (0.0, ())

    def test_rules_that_no_plan_can_satisfy(self):
        supply = Supply(mode=SupplyMode.ON_DEMAND, quota_m2_per_year=39_000)
        found = if_served(problem([parcel("P1")], [project("J1")], supply=supply), "J1")
        assert found.assignment is None
        assert math.isnan(found.loss_points)
        assert found.rules == ("quota",)

    def test_a_project_without_options_needs_no_rule_to_fail(self):
        found = if_served(problem([parcel("P1")], [project("J1", area_ha=9.0)]), "J1")
        assert (found.assignment, found.rules) == (None, ())

    def test_a_project_that_does_not_ask(self):
        with pytest.raises(PlanError, match="J9 does not ask for land"):
            if_served(problem([parcel("P1")], [project("J1")]), "J9")

    def test_another_planner_of_the_policy_does_not_matter(self):
        asked = problem([parcel("P1")], [project("J1")])
        found = if_served(asked, "J1", choice=PlannerChoice(name="fcfs"))
        assert found.assignment is not None


class TestPresolve:
    def notes(self, *world, **levers):
        return presolve_notes(build_program(problem(*world, **levers)))

    def test_nothing_to_say(self):
        assert self.notes([parcel("P1")], [project("J1")]) == ()

    def test_projects_without_options_are_counted_by_cause(self):
        asks = [project("J1"), project("J2", area_ha=9.0), project("J3", area_ha=8.0)]
        (note,) = self.notes([parcel("P1")], asks)
        assert dict(note.values) == {"n_projects": "2", "cause": "no_size"}

    def test_criteria_too_faint_to_matter_are_named(self):
        faint = (
            Criterion(objective="output"),
            Criterion(objective="waiting", reference=1e9),
        )
        (note,) = self.notes([parcel("P1")], [project("J1")], objective=faint)
        assert dict(note.values)["criterion"] == "waiting"

    def test_coefficients_that_lose_digits_are_named(self):
        program = build_program(problem([parcel("P1")], [project("J1")]))
        program.add_rows("mine", np.zeros(2, int), np.array([0, 1]), [1e-3, 1e9], upper=[1.0])
        (note,) = presolve_notes(program)
        assert dict(note.values) == {"family": "mine", "small": "0.001", "large": "1e+09"}

    def test_a_listener_hears_them(self):
        heard = []
        asked = problem([parcel("P1")], [project("J2", area_ha=9.0)])
        make_plan(asked, listener=heard.append)
        messages = [event.message for event in heard if isinstance(event, Note)]
        assert "{n_projects} projects have no option: {cause}" in messages
