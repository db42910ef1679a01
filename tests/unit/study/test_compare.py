import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from landsim.core.area import m2_from_mu
from landsim.core.horizon import Horizon
from landsim.core.scenario import Scenario
from landsim.core.supply import Supply, SupplyMode
from landsim.core.trajectory import Trajectory
from landsim.errors import ResultsError, UnknownNameError
from landsim.files.columns import BY_NAME
from landsim.files.frames import write_parquet
from landsim.files.runfolder import table_path, write_manifest
from landsim.files.snapshot import write_snapshot
from landsim.files.store import RunStore, StoredRun
from landsim.metrics.metric import metrics
from landsim.study.compare import compare, displacement, estimates
from landsim.study.run import run_study
from landsim.study.tables import replication_tables
from landsim.testing.builders import (
    every_day_calendar,
    parcel,
    park,
    policy,
    project,
    tiny_scenario,
)
from landsim.testing.trajectories import made_trajectory, review
from tests.unit.conftest import loaded

BATCH = policy(supply=Supply(mode=SupplyMode.BATCH, round_months=(6,)))


def stored(folder: Path, scenario: Scenario, *trajectories: Trajectory, seed: int = 1) -> StoredRun:
    """Store trajectories written by hand as a finished run."""
    parts = [replication_tables(scenario, trajectory) for trajectory in trajectories]
    for name in parts[0]:
        assert BY_NAME[name].has_replication
        write_parquet(pa.concat_tables(part[name] for part in parts), table_path(folder, name))
    write_snapshot(scenario, folder / "scenario.json")
    manifest = {"scenario": scenario.name, "variant": "", "name": "made", "seed": seed}
    write_manifest(folder, manifest | {"reps": len(parts), "status": "finished"})
    return StoredRun(folder)


def served(scenario: Scenario, replication: int, n_projects: int) -> Trajectory:
    projects = tuple(project(f"F{n}") for n in range(n_projects))
    return made_trajectory(scenario, replication=replication, projects=projects)


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> tuple[StoredRun, StoredRun]:
    store = RunStore(tmp_path_factory.mktemp("pair"))
    on_demand = tiny_scenario()
    batch = replace(on_demand, variant="batch", policy=BATCH)
    first, second = (
        run_study(loaded(scenario), reps=3, store=store, planner="fcfs")
        for scenario in (on_demand, batch)
    )
    return first, second


def test_pairs_by_hand(tmp_path: Path) -> None:
    world = tiny_scenario()
    base = stored(
        tmp_path / "a", world, *(served(world, n, filed) for n, filed in enumerate((3, 5)))
    )
    other = stored(
        tmp_path / "b", world, *(served(world, n, filed) for n, filed in enumerate((4, 9)))
    )
    (comparison,) = compare([base, other], ["projects_filed"])
    (pair,) = comparison.differences
    assert (pair.baseline.mean, pair.variant.mean, pair.difference.mean) == (4, 6.5, 2.5)
    assert pair.difference.n == 2
    assert math.isnan(pair.probability_better)  # more filings are neither better nor worse


def test_policies_are_paired_replication_by_replication(
    policies: tuple[StoredRun, StoredRun],
) -> None:
    base, batch = policies
    (comparison,) = compare(policies)
    found = {pair.metric: pair for pair in comparison.differences}
    assert (comparison.baseline, comparison.run) == (base.run_id, batch.run_id)
    of_land = {name for name in metrics.names() if "floor" not in name}
    assert set(found) == of_land
    name = "filing_to_assignment_workdays"
    tables = [
        frame.loc[frame["metric"] == name, "value"].to_numpy()
        for frame in (run.table("metrics") for run in policies)
    ]
    assert found[name].difference.mean == pytest.approx((tables[1] - tables[0]).mean())
    assert found[name].difference.mean > 50  # one round a year makes everybody wait
    assert found[name].probability_better == 0


def test_the_baseline_may_be_any_run(policies: tuple[StoredRun, StoredRun]) -> None:
    (forth,) = compare(policies, ["epochs"])
    (back,) = compare(policies, ["epochs"], baseline=policies[1])
    assert back.run == forth.baseline
    assert back.differences[0].difference.mean == -forth.differences[0].difference.mean


def test_a_run_alone_has_nothing_to_compare_with(tiny_run: StoredRun) -> None:
    assert compare([tiny_run, tiny_run]) == ()


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"projects": (project("J0"),)}, r"projects: 6 and 1 entries"),
        (
            {"projects": tuple(project(f"J{n}", filed_day=120.0 * n + (n > 3)) for n in range(6))},
            r"projects: 2 differ, such as J4",
        ),
        ({"park": park(parcel(f"P{n}", 5.0) for n in (1, 2, 3, 4))}, r"park: 4 differ, such as P1"),
        (
            {"horizon": Horizon(start=date(2021, 1, 1), n_periods=16)},
            r"horizon: 2021-01-01, 2922 days and 2021-01-01, 1461 days",
        ),
    ],
)
def test_runs_of_different_worlds_are_refused(
    tmp_path: Path, changes: dict[str, object], named: str
) -> None:
    world = tiny_scenario()
    other = tiny_scenario(**changes)
    pair = [
        stored(tmp_path / "a", world, made_trajectory(world)),
        stored(tmp_path / "b", other, made_trajectory(other)),
    ]
    with pytest.raises(ResultsError, match=named):
        compare(pair)


def test_runs_of_different_seeds_are_refused(tmp_path: Path) -> None:
    world = tiny_scenario()
    one = stored(tmp_path / "a", world, made_trajectory(world), seed=1)
    other = stored(tmp_path / "b", world, made_trajectory(world), seed=2)
    with pytest.raises(ResultsError, match="seed 1 and 2"):
        compare([one, other])


def test_runs_without_a_common_replication_are_refused(tmp_path: Path) -> None:
    world = tiny_scenario()
    one = stored(tmp_path / "a", world, made_trajectory(world))
    write_manifest(one.folder, one.manifest | {"status": "partial"})
    other = stored(tmp_path / "b", world, made_trajectory(world))
    with pytest.raises(ResultsError, match="no finished replication in common"):
        compare([other, StoredRun(one.folder)])


def test_another_work_calendar_is_refused(tmp_path: Path) -> None:
    world = tiny_scenario()
    calendar = every_day_calendar(world.horizon)
    lazy = replace(calendar, name="lazy", working=(False, *calendar.working[1:]))
    pair = [
        stored(tmp_path / "a", world, made_trajectory(world)),
        stored(tmp_path / "b", replace(world, calendar=lazy), made_trajectory(world)),
    ]
    with pytest.raises(ResultsError, match="work calendar every_day and lazy"):
        compare(pair)


def test_estimates_are_means_over_replications(tiny_run: StoredRun) -> None:
    (found,) = estimates(tiny_run, ["land_supplied_mu"])
    assert (found.n, found.mean) == (3, 4 * 60)
    assert m2_from_mu(found.mean) == tiny_run.scenario().park.area_m2


def test_a_metric_nobody_knows_names_the_nearest(tiny_run: StoredRun) -> None:
    with pytest.raises(UnknownNameError, match='did you mean "conversions"'):
        estimates(tiny_run, ["conversion"])


def test_a_metric_newer_than_the_run_is_said_to_be(tmp_path: Path) -> None:
    world = tiny_scenario()
    run = stored(tmp_path / "a", world, made_trajectory(world))
    table = run.arrow("metrics")
    write_parquet(table.slice(0, 1), table_path(run.folder, "metrics"))
    with pytest.raises(ResultsError, match="stored before that existed"):
        estimates(StoredRun(run.folder), ["vacant_share"])


def test_displacement_pairs_the_ordinary_cases_of_both_runs(tmp_path: Path) -> None:
    """J1 waits 4 days more, J2 2 more; J3 is green in one run, J4 appears in one only.

    J1 went further in one run than in the other: its wait at N12 has no counterpart.
    """
    world = tiny_scenario()

    without = stored(
        tmp_path / "without",
        world,
        made_trajectory(
            world,
            stage_passes=(
                review("J1", 0, 20, started=1.0),
                review("J2", 0, 20, started=3.0),
                review("J3", 0, 20, started=9.0),
            ),
        ),
    )
    with_channel = stored(
        tmp_path / "with",
        world,
        made_trajectory(
            world,
            stage_passes=(
                review("J1", 0, 20, started=5.0),
                review("J1", 50, 90, started=80.0, stage="N12"),
                review("J2", 0, 20, started=4.0),
                review("J2", 30, 50, started=31.0, round=1),
                review("J3", 0, 20, started=0.5, is_green=True),
                review("J4", 0, 20, started=19.0),
            ),
        ),
    )
    found = displacement(with_channel, without)
    assert found.n_projects == 2
    assert found.per_project_workdays.mean == pytest.approx((4 + 2) / 2)
