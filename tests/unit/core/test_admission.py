from dataclasses import replace

import pytest

from landsim.core.admission import Admission, ScorecardWeights, Shortfall, Thresholds
from landsim.core.project import Promises, Scorecard
from landsim.errors import ScenarioError
from landsim.testing.builders import M0, M1, project

STANDARD = Admission(
    standard="ai",
    pass_score=60,
    thresholds=(
        Thresholds(zone=M1, investment_wan_cny_per_mu=750, tax_wan_cny_per_mu=50, rd_share=0.03),
        Thresholds(zone=M0, investment_wan_cny_per_mu=1300, output_wan_cny_per_mu=1350),
    ),
)
GOOD = Scorecard(registration=60, technology=60, environment=60, management=60, finance=60)


def firm(investment: float = 1000, **changes):
    """Return a project on 15 mu, so that 0.15 million a mu is 15 万元/亩."""
    one_hectare = project("J", area_ha=1.0)
    promises = Promises(
        investment_mcny=0.15 * investment,
        output_mcny_per_year=0.15 * 900,
        tax_mcny_per_year=0.15 * 50,
        rd_share=0.03,
    )
    return replace(one_hectare, promises=promises, scorecard=GOOD, **changes)


def test_the_score_is_the_weighted_mean():
    weights = ScorecardWeights(registration=1, technology=2, environment=0, management=0, finance=1)
    marks = Scorecard(registration=40, technology=80, environment=0, management=0, finance=100)
    assert weights.score(marks) == pytest.approx((40 + 160 + 100) / 4)


def test_weights_are_scaled():
    weights = ScorecardWeights()
    doubled = ScorecardWeights(
        **{
            axis: 2 * getattr(weights, axis)
            for axis in ("registration", "technology", "environment", "management", "finance")
        }
    )
    marks = Scorecard(registration=10, technology=20, environment=30, management=40, finance=90)
    assert doubled.score(marks) == pytest.approx(weights.score(marks))


def test_a_project_at_every_limit_is_admitted():
    assert STANDARD.admits(firm(750), M1)
    assert not STANDARD.admits(firm(749.99), M1)


def test_thresholds_hold_in_their_own_zone_only():
    assert STANDARD.zones(firm(1000)) == (M1,)
    assert {shortfall.criterion for shortfall in STANDARD.shortfalls(firm(1000), M0)} == {
        "investment_wan_cny_per_mu",
        "output_wan_cny_per_mu",
    }


def test_a_zone_without_thresholds_asks_for_the_score_alone():
    bare = replace(STANDARD, thresholds=())
    assert bare.admits(firm(1), M0)
    assert not bare.admits(replace(firm(1), scorecard=replace(GOOD, technology=59)), M0)


def test_shortfalls_say_what_was_shown_and_asked():
    poor = replace(firm(600), scorecard=replace(GOOD, finance=40))
    missed = STANDARD.shortfalls(poor, M1)
    assert missed[0] == Shortfall(
        criterion="score", zone="", promised=pytest.approx(55), required=60
    )
    assert missed[1] == Shortfall(
        criterion="investment_wan_cny_per_mu",
        zone=M1,
        promised=pytest.approx(600),
        required=750,
    )
    assert len(missed) == 2


@pytest.mark.parametrize("score", [-1, 101])
def test_a_pass_score_is_a_mark(score):
    with pytest.raises(ScenarioError, match="0 to 100"):
        Admission(standard="x", pass_score=score)


def test_weights_must_say_something():
    with pytest.raises(ScenarioError, match="must not all be 0"):
        ScorecardWeights(registration=0, technology=0, environment=0, management=0, finance=0)
    with pytest.raises(ScenarioError, match="technology"):
        ScorecardWeights(technology=-1)
