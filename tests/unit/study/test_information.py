from pathlib import Path

from landsim.core.supply import Supply, SupplyMode
from landsim.files.store import RunStore, StoredRun
from landsim.study.information import value_of_information
from landsim.study.run import run_study
from landsim.testing.builders import parcel, park, policy, project, tiny_scenario
from tests.unit.conftest import loaded


def test_foresight_and_reality_stand_side_by_side(tiny_run: StoredRun) -> None:
    found = value_of_information(tiny_run)
    assert found is not None
    assert (found.foresight.projects, found.realised.projects) == (4, 4)
    assert found.realised.area_m2 == 160_000
    assert found.realised.output_mcny_per_year == 4 * 600


def test_who_decides_without_foresight_gives_the_only_parcel_to_the_first(tmp_path: Path) -> None:
    """A poor project asks a month before a rich one; one parcel, first come, first served."""
    poor, rich = project("poor"), project("rich", filed_day=30.0, area_ha=4.0)
    world = tiny_scenario(
        park=park((parcel("P1"),)),
        projects=(poor, rich),
        policy=policy(supply=Supply(mode=SupplyMode.ON_DEMAND)),
    )
    run = run_study(loaded(world), reps=1, store=RunStore(tmp_path), planner="fcfs")
    found = value_of_information(run)
    assert found is not None
    assert found.foresight.output_mcny_per_year == rich.promises.output_mcny_per_year
    assert found.realised.output_mcny_per_year == poor.promises.output_mcny_per_year


def test_no_projects_no_value(tmp_path: Path) -> None:
    run = run_study(loaded(tiny_scenario(projects=())), reps=1, store=RunStore(tmp_path))
    assert value_of_information(run) is None
