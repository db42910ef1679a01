"""How firm awards are, by hand and against enumeration of every perturbation."""

import itertools
from dataclasses import replace

import numpy as np
import pytest

from landsim.allocation.audit import audit_plan
from landsim.allocation.check import check_plan
from landsim.allocation.model import Effort
from landsim.allocation.objective import tier_points
from landsim.allocation.options import list_options
from landsim.allocation.perturb import FIGURES, Perturbation, moved, perturbations, perturbed
from landsim.allocation.planner import make_plan
from landsim.core.admission import Admission
from landsim.core.plan import Plan, SolveReport, Termination
from landsim.core.planning import Criterion
from landsim.core.problem import foresight_problem
from landsim.core.progress import Progress, Started
from landsim.core.project import Scorecard
from landsim.testing.builders import parcel, park, policy, project, tenure_terms, tiny_scenario

OUTPUT = (Criterion(objective="output", reference=1000.0),)


def problem(lots, asks, **levers):
    usual = {"tenure": tenure_terms()[:1], "objective": OUTPUT}
    scenario = tiny_scenario(
        park=park(lots), projects=tuple(asks), policy=policy(**(usual | levers))
    )
    return foresight_problem(scenario, scenario.projects)


def rich(name, output, **changes):
    plain = project(name, **({"patience_days": 30.0} | changes))
    return replace(plain, promises=replace(plain.promises, output_mcny_per_year=output))


def audit(asked, **options):
    return audit_plan(asked, make_plan(asked), **options)


def firmness(found, name):
    return next(entry for entry in found.projects if entry.project == name)


class TestByHand:
    CLOSE = ([parcel("P1")], [rich("J1", 630.0), rich("J2", 618.0)])

    def test_a_close_race_flips_on_either_promise(self):
        found = audit(problem(*self.CLOSE))
        moves = {(f.perturbation.figure, f.perturbation.subject) for f in found.flips}
        assert moves == {("output", "J1"), ("output", "J2")}
        assert all((f.lost, f.gained) == (("J1",), ("J2",)) for f in found.flips)

    def test_the_smallest_share_found_is_halved_down(self):
        """They are 2 % apart: 2.5 % flips them, 1.25 % does not."""
        found = audit(problem(*self.CLOSE))
        assert firmness(found, "J1").smallest == pytest.approx(0.025)
        assert firmness(found, "J2").smallest == pytest.approx(0.025)
        assert (firmness(found, "J1").n_flips, firmness(found, "J1").is_served) == (2, True)

    def test_a_clear_race_is_firm(self):
        found = audit(problem([parcel("P1")], [rich("J1", 900.0), rich("J2", 600.0)]))
        assert found.flips == ()
        assert firmness(found, "J1").smallest is None
        assert firmness(found, "J2").causes == ()

    def test_equal_claims_do_not_flip_by_themselves(self):
        found = audit(problem([parcel("P1")], [rich("J1", 600.0), rich("J2", 600.0)]))
        assert {f.perturbation.figure for f in found.flips} == {"output"}

    def test_a_mark_at_the_threshold(self):
        standard = Admission(standard="tiny", pass_score=50.0)
        found = audit(problem([parcel("P1")], [rich("J1", 600.0)], standards=(standard,)))
        (flip,) = found.flips
        assert (flip.perturbation.figure, flip.perturbation.share) == ("mark", -0.00625)
        assert (flip.lost, flip.gained) == (("J1",), ())

    def test_an_area_at_the_size_of_the_parcel(self):
        found = audit(problem([parcel("P1", 3.0)], [rich("J1", 600.0)]))
        (flip,) = found.flips
        assert flip.perturbation.figure == "area"
        assert flip.perturbation.share > 0

    def test_weights(self):
        """J1 leads by output, J2 by jobs; the weights decide between them."""
        j1, j2 = rich("J1", 620.0), rich("J2", 600.0)
        j2 = replace(j2, promises=replace(j2.promises, jobs=660.0))
        criteria = (
            Criterion(objective="output", reference=600.0),
            Criterion(objective="jobs", reference=600.0),
        )
        asked = problem([parcel("P1")], [j1, j2], objective=criteria)
        found = audit(asked)
        tried = {p for p in perturbations(asked, 0.05) if p.figure == "weight"}
        assert len(tried) == 4
        assert all(flip.lost for flip in found.flips)


class TestAgainstEnumeration:
    @pytest.mark.parametrize("seed", range(4))
    def test_every_flip_is_one_and_none_is_missed(self, seed):
        chance = np.random.default_rng(seed)
        asks = [rich(f"J{n}", float(chance.integers(560, 640))) for n in range(3)]
        asked = problem([parcel("P1")], asks)
        plan = make_plan(asked)
        found = audit_plan(asked, plan, most=1000)
        assert found.n_tried == found.n_possible
        flipped = {
            (f.perturbation.figure, f.perturbation.subject, f.perturbation.share > 0)
            for f in found.flips
        }
        served = {a.project for a in plan.assignments}
        for one in perturbations(asked, 0.05):
            winners = best_winners(perturbed(asked, one))
            key = (one.figure, one.subject, one.share > 0)
            assert (key in flipped) == (served not in winners), one

    def test_some_world_flips(self):
        chance = np.random.default_rng(0)
        asks = [rich(f"J{n}", float(chance.integers(560, 640))) for n in range(4)]
        assert audit(problem([parcel("P1"), parcel("P2", 3.1)], asks), most=1000).flips


def best_winners(asked):
    """Return the sets of winners of all best plans, by trying every plan."""
    options = list_options(asked)
    points = tier_points(options)[0]
    rows = range(len(options.askers.asking))
    choices = [[None, *np.flatnonzero(options.project == row).tolist()] for row in rows]
    plans = []
    for chosen in itertools.product(*choices):
        picked = [index for index in chosen if index is not None]
        plan = Plan(
            assignments=tuple(options.assignment(index) for index in picked),
            termination=Termination.HEURISTIC,
            report=SolveReport(planner="enumerated", objective=0.0),
        )
        if not check_plan(asked, plan):
            winners = {assignment.project for assignment in plan.assignments}
            plans.append((float(points[picked].sum()), winners))
    most = max(worth for worth, _ in plans)
    return [winners for worth, winners in plans if worth >= most - 1e-7]


class TestCaps:
    ASKED = ([parcel("P1")], [rich("J1", 630.0), rich("J2", 618.0)])

    def test_all_weights_and_a_seeded_draw_of_the_rest(self):
        asked = problem(*self.ASKED)
        one, same = audit(asked, most=6, seed=1), audit(asked, most=6, seed=1)
        assert one == same
        assert one.n_tried == 6
        assert one.n_possible == 2 + 2 * 2 * len(FIGURES)

    def test_a_neighbourhood_finds_the_same_here(self):
        asked = problem(*self.ASKED)
        found = audit(asked, effort=Effort(exact_columns=-1))
        assert not found.is_exact
        assert {f.perturbation.subject for f in found.flips} == {"J1", "J2"}

    def test_progress_is_told(self):
        heard = []
        audit(problem(*self.ASKED), most=3, listener=heard.append)
        assert Started(task="audit", total=3, unit="perturbations") in heard
        assert Progress(task="audit", done=3, total=3, unit="perturbations") in heard


class TestMoves:
    @pytest.mark.parametrize("figure", FIGURES)
    def test_each_figure_moves_alone(self, figure):
        before = project("J1")
        after = moved(before, Perturbation(figure=figure, subject="J1", share=0.05))
        assert after != before
        assert moved(before, Perturbation(figure=figure, subject="J1", share=0.0)) == before

    def test_marks_stay_below_100(self):
        marks = Scorecard(technology=99.0)
        after = moved(
            project("J1", scorecard=marks), Perturbation(figure="mark", subject="J1", share=0.05)
        )
        assert after.scorecard.technology == 100.0
        assert after.scorecard.finance == pytest.approx(52.5)

    def test_figures_of_0_do_not_move(self):
        asked = problem([parcel("P1")], [replace(project("J1"), promises=project("J1").promises)])
        still = replace(asked.asking[0].project.needs, power_mw=0.0)
        entry = replace(asked.asking[0], project=replace(asked.asking[0].project, needs=still))
        moves = perturbations(replace(asked, asking=(entry,)), 0.05)
        assert "power" not in {move.figure for move in moves}
