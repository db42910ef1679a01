"""What a scenario amounts to is counted, and a longer run is expected to take longer."""

from landsim.study.facts import scenario_facts
from landsim.testing.builders import parcel, park, policy, project, tiny_scenario


def test_facts_count_land_demand_and_options():
    facts = scenario_facts(
        tiny_scenario(
            park=park([parcel("A", area_ha=4), parcel("B", area_ha=2)]),
            projects=(project("J1", area_ha=3), project("J2", filed_day=50, area_ha=1)),
        )
    )
    assert (facts.n_parcels, facts.area_mu) == (2, 90)
    assert (facts.n_projects, facts.n_listed, facts.demand_mu) == (2, 2, 60)
    assert (facts.n_periods, facts.n_modes, facts.is_on_demand) == (32, 4, True)
    assert facts.n_options > 0


def test_scenario_without_land_for_anybody_has_no_options():
    facts = scenario_facts(tiny_scenario(policy=policy(offered=()), projects=()))
    assert (facts.n_projects, facts.n_options) == (0, 0)


def test_estimate_grows_with_replications_and_shrinks_with_processes():
    facts = scenario_facts(tiny_scenario())
    assert facts.estimated_seconds(40, 2) > facts.estimated_seconds(20, 2)
    assert facts.estimated_seconds(20, 2) < facts.estimated_seconds(20, 1)
