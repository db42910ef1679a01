import random

import numpy as np
import pytest

from landsim.allocation import reduce
from landsim.allocation.distinct import distinct
from landsim.allocation.planner import build_program
from landsim.allocation.reduce import undominated
from landsim.allocation.slack import Slack
from landsim.allocation.solver import solve
from landsim.core.planning import PlannerChoice
from landsim.core.problem import foresight_problem
from landsim.testing.builders import policy, tenure_terms, tiny_scenario
from landsim.testing.drawn import drawn_problem
from landsim.testing.instances import synthetic_scenario


def tiny_program(**levers):
    scenario = tiny_scenario(policy=policy(**levers))
    return build_program(foresight_problem(scenario, scenario.projects))


@pytest.mark.parametrize("seed", range(30))
def test_what_is_left_has_the_same_optimum(seed):
    program = build_program(drawn_problem(random.Random(seed)))  # noqa: S311 - no secret
    points = program.tiers[0]
    columns = undominated(program, program.tiers)
    whole = solve(program, PlannerChoice(), points=points)
    part = solve(program, PlannerChoice(), points=points, columns=lambda: columns)
    assert (whole is None) == (part is None)
    if whole is not None:
        assert part.objective == pytest.approx(whole.objective)
        assert (program.rows().excess(part.x) <= 1e-6).all()


def test_equal_modes_are_one_choice():
    program = tiny_program()
    columns = undominated(program, program.tiers)
    kept = program.options.mode[columns]
    assert len(columns) < len(program.options) / 3
    assert set(kept.tolist()) == {0}  # all four modes earn and hold the same: the first stays


def test_every_tier_counts():
    program = tiny_program(tenure=tenure_terms()[:2])
    prefers_second = np.where(program.options.mode == 1, 1.0, 0.0)
    columns = undominated(program, [*program.tiers, prefers_second])
    assert set(program.options.mode[columns].tolist()) == {1}
    torn = undominated(program, [*program.tiers, prefers_second, -prefers_second])
    assert set(program.options.mode[torn].tolist()) == {0, 1}


def test_nothing_is_reduced_beyond_the_limit(monkeypatch):
    program = tiny_program()
    assert len(undominated(program, program.tiers)) < program.n_columns
    for limit in ("_MOST_CELLS", "MOST_PAIRS"):
        with monkeypatch.context() as change:
            change.setattr(reduce, limit, 10)
            merged = distinct(program.rows(), program.tiers, len(program.options))
            assert undominated(program, program.tiers).tolist() == merged.tolist()


def test_no_options():
    scenario = tiny_scenario(projects=())
    program = build_program(foresight_problem(scenario, ()))
    assert undominated(program, program.tiers).tolist() == []


class TestSlack:
    def program(self):
        scenario = synthetic_scenario(12, 14, 4)
        return build_program(foresight_problem(scenario, scenario.projects))

    def test_what_fits_breaks_nothing(self):
        program = self.program()
        slack, rows = Slack(program), program.rows()
        chance = np.random.default_rng(3)
        x = np.zeros(program.n_columns)
        for option in chance.permutation(len(program.options))[:300]:
            fits = bool(slack.fits(np.array([option]))[0])
            after = x.copy()
            after[option] += 1
            assert fits == (rows.excess(after) <= 1e-6).all()
            if fits:
                slack.choose(int(option))
                x = after
        assert x.sum() >= 3
        assert slack.activity == pytest.approx(rows.activity(x))

    def test_who_blocks(self):
        program = self.program()
        slack = Slack(program)
        option = int(np.flatnonzero(program.options.mode != 0)[0])  # grants have their share
        slack.choose(option)
        (kept_out,) = slack.blockers(np.array([option]))
        assert "matching" in np.array(slack.names)[kept_out]
        slack.change(option, -1.0)
        assert not slack.blockers(np.array([option])).any()

    def test_figures_of_the_tightest_row(self):
        program = self.program()
        slack = Slack(program)
        slack.choose(0)
        assert slack.figures(0, "matching") == (1.0, 0.0)
        assert slack.figures(0, "nothing") is None

    def test_an_exchange_must_leave_every_row_as_good(self):
        program = self.program()
        mine = np.flatnonzero(program.options.project == program.options.project[0])
        others = np.flatnonzero(program.options.project != program.options.project[0])
        slack = Slack(program)
        slack.choose(int(mine[0]))
        slack.choose(int(others[-1]))
        assert slack.may_exchange([int(mine[0])], [int(mine[1])])
        same = np.flatnonzero(program.options.project == program.options.project[others[-1]])
        assert not slack.may_exchange([int(mine[0])], [int(same[0])])


def test_equal_options_are_merged_into_their_best():
    program = tiny_program()
    rows, points = program.rows(), program.tiers[0]
    kept = distinct(rows, [points], len(program.options))
    columns = {}
    for column in range(len(program.options)):
        entry = rows.column == column
        key = tuple(zip(rows.row[entry].tolist(), rows.coefficient[entry].tolist(), strict=True))
        columns.setdefault(key, []).append(column)
    assert 0 < len(columns) < len(program.options)
    best = [max(same, key=lambda one: (points[one], -one)) for same in columns.values()]
    assert kept.tolist() == sorted(best)
