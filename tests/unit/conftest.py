"""A small stored run that tests may read but must not change."""

import pytest

from landsim.core.scenario import Scenario
from landsim.files.loaded import Loaded
from landsim.files.store import RunStore, StoredRun
from landsim.study.run import run_study
from landsim.testing.builders import tiny_scenario


def loaded(scenario: Scenario) -> Loaded:
    return Loaded(scenario=scenario, resolved={}, origins={})


@pytest.fixture(scope="session")
def tiny_run(tmp_path_factory: pytest.TempPathFactory) -> StoredRun:
    """Three replications of the tiny scenario: four projects served, two without land."""
    store = RunStore(tmp_path_factory.mktemp("results"))
    return run_study(loaded(tiny_scenario()), reps=3, store=store, planner="fcfs")
