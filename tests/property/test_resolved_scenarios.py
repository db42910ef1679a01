"""Any scenario, written in the form of a scenario file and read again, is the same scenario."""

import tempfile
from dataclasses import replace
from pathlib import Path

import yaml
from hypothesis import given, settings

from landsim.core.scenario import Scenario
from landsim.files.calendars import work_calendar
from landsim.files.dump import plain_scenario
from landsim.files.read import load_scenario
from landsim.testing.strategies import distributions, scenarios


def again(scenario: Scenario) -> Scenario:
    text = yaml.safe_dump(plain_scenario(scenario), allow_unicode=True, sort_keys=False)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        return load_scenario(path).scenario


def with_shipped_calendar(scenario: Scenario) -> Scenario:
    horizon = scenario.horizon
    return replace(scenario, calendar=work_calendar("china", horizon.start, horizon.end))


@settings(max_examples=15)
@given(drawn=scenarios())
def test_scenario_comes_back(drawn):
    scenario = with_shipped_calendar(drawn)
    assert again(scenario) == replace(scenario, archetypes=again(scenario).archetypes)


@settings(max_examples=15)
@given(law=distributions(), drawn=scenarios())
def test_law_comes_back(law, drawn):
    lifecycle = replace(drawn.policy.lifecycle, clearing_months=law)
    policy = replace(drawn.policy, lifecycle=lifecycle)
    scenario = with_shipped_calendar(replace(drawn, policy=policy))
    assert again(scenario).policy.lifecycle == lifecycle
