import pytest

from landsim.core.distribution import Constant
from landsim.core.ids import ParcelId, ProjectId
from landsim.core.project import (
    Conduct,
    Fit,
    ModeAcceptance,
    Needs,
    Project,
    Promises,
    Scorecard,
)
from landsim.errors import ScenarioError
from landsim.testing.builders import GRANT, LONG_LEASE, M1, project


def needs(**changes) -> Needs:
    return Needs(**({"area_min_m2": 10_000, "area_max_m2": 20_000, "zones": (M1,)} | changes))


def firm(**changes) -> Project:
    return project("J", 100.0, **changes)


@pytest.mark.parametrize(
    ("build", "path"),
    [
        (lambda: needs(area_min_m2=0), "area_min_m2"),
        (lambda: needs(area_min_m2=30_000), "area_min_m2"),
        (lambda: needs(zones=()), "zones"),
        (lambda: needs(far=-0.1), "far"),
        (lambda: needs(power_mw=-1.0), "power_mw"),
        (lambda: Promises(tax_mcny_per_year=-1.0), "tax_mcny_per_year"),
        (lambda: Scorecard(technology=100.5), "technology"),
        (lambda: Scorecard(finance=-1.0), "finance"),
        (lambda: ModeAcceptance(mode=GRANT, probability=1.5), "probability"),
        (lambda: Conduct(exit_hazard_per_year=-0.1), "exit_hazard_per_year"),
        (lambda: Conduct(renewal_probability=1.1), "renewal_probability"),
        (lambda: firm(need_by_day=99.0), "need_by_day"),
        (lambda: firm(patience_days=-1.0), "patience_days"),
    ],
)
def test_projects_that_cannot_be_are_refused(build, path):
    with pytest.raises(ScenarioError) as caught:
        build()
    assert [problem.path for problem in caught.value.problems] == [path]


def test_the_deadline_is_need_plus_patience():
    assert firm(need_by_day=150.0, patience_days=30.0).deadline_day == 180.0


def test_an_unlisted_mode_is_always_taken():
    picky = firm(acceptance=(ModeAcceptance(mode=GRANT, probability=0.25),))
    assert picky.accepts(GRANT) == 0.25
    assert picky.accepts(LONG_LEASE) == 1.0


def test_promises_per_mu_refer_to_the_smallest_usable_site():
    modest = firm(
        needs=needs(area_min_m2=20_000, power_mw=5.0),
        promises=Promises(investment_mcny=300, output_mcny_per_year=150, tax_mcny_per_year=15),
    )
    assert modest.investment_wan_cny_per_mu() == pytest.approx(1000)
    assert modest.output_wan_cny_per_mu() == pytest.approx(500)
    assert modest.tax_wan_cny_per_mu() == pytest.approx(50)
    assert modest.power_mw_per_ha() == pytest.approx(2.5)


def test_a_project_is_a_value():
    assert firm() == firm()
    assert hash(firm(conduct=Conduct())) == hash(firm(conduct=Conduct()))
    assert firm(conduct=Conduct(build_months=Constant(value=1))) != firm(conduct=Conduct())


def test_a_fit_without_an_area_follows_the_needs():
    assert Fit(project=ProjectId("J"), parcel=ParcelId("A")).area_m2 is None
