"""Stored runs made by hand: small true histories, without planner and simulation."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from landsim.core.label import Label
from landsim.core.park import Parcel, Station
from landsim.core.plan import RefusalCause
from landsim.core.policy import Sourced
from landsim.core.project import FirmClass, Project
from landsim.core.scenario import Scenario, Target
from landsim.core.trajectory import (
    AreaAccount,
    AreaPosting,
    Epoch,
    Milestone,
    MilestoneKind,
    MoneyKind,
    MoneyPosting,
    Outcome,
    ParcelState,
    Party,
    PassedOver,
    Production,
    Span,
    StagePass,
    Trajectory,
)
from landsim.files import runfolder
from landsim.files.columns import BY_NAME
from landsim.files.frames import arrow_table, write_parquet
from landsim.files.snapshot import write_snapshot
from landsim.files.store import StoredRun
from landsim.study.tables import replication_tables
from landsim.testing import builders

LEASE = builders.LEASE_THEN_TRANSFER
WIDE, HIGH = 90.0, 60.0


def scenario(
    n_parcels: int = 12, n_projects: int = 16, *, name: str = "Reform", step_days: float = 150.0
) -> Scenario:
    """Return a scenario with named blocks, two zones, a divisible parcel, and a hostile name."""
    tiny = builders.tiny_scenario()
    lots = [_lot(n) for n in range(n_parcels)]
    park = replace(
        builders.park(lots),
        name=Label(zh="试验园", en="Test park"),
        stations=(
            Station(id="near", name=Label(zh="庆盛站", en="Qingsheng"), x=200.0, y=40.0),
            Station(id="far", name=Label(zh="远站", en="Far"), x=9000.0, y=300.0),
        ),
    )
    kinds = list(FirmClass)
    projects = tuple(
        builders.project(f"J{n:02}", filed_day=step_days * n * 0.6, firm_class=kinds[n % 3])
        for n in range(n_projects)
    )
    hostile = replace(projects[0], name='Acme </script><script>alert("1")</script>')
    return replace(
        tiny,
        name="handmade",
        title=Label(zh="试验园用地", en="Test park land"),
        park=park,
        projects=(hostile, *projects[1:]),
        policy=replace(tiny.policy, name=Label(zh=f"方案{name}", en=name)),
        targets=(Target(metric="firms", amount=8.0, by=date(2026, 1, 1)),),
        sources=(
            Sourced(path="policy.x", value="5", source="policy.md 1.5", confidence="V"),
            Sourced(path="policy.y", value="0.2", source="", confidence="A", note="guess"),
        ),
        notice=Label(zh="地块为示意。", en="Parcels are illustrative."),
    )


def _lot(n: int) -> Parcel:
    column, row = n % 6, n // 6
    x, y = column * (WIDE + 8) + 14 * (column // 3), row * (HIGH + 8) + 16 * (row // 4)
    ring = ((x, y), (x + WIDE, y), (x + WIDE, y + HIGH), (x, y + HIGH))
    return replace(
        builders.parcel(f"QS-{n + 1:03}", area_ha=WIDE * HIGH / 1e4),
        zone=builders.M0 if n % 5 == 0 else builders.M1,
        boundary=(ring,),
        block=f"B{column // 3 + 2 * (row // 4) + 1}",
        smallest_lot_m2=2000 if n == 1 else None,
        ready=date(2021 + n % 3, 1, 1),
    )


@dataclass
class _Diary:
    """What a trajectory collects."""

    world: Scenario
    luck: float
    milestones: list[Milestone] = field(default_factory=list)
    passes: list[StagePass] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    area: list[AreaPosting] = field(default_factory=list)
    money: list[MoneyPosting] = field(default_factory=list)
    work: list[Production] = field(default_factory=list)

    def note(self, day: float, project: Project, kind: MilestoneKind, parcel: str = "") -> None:
        if day < self.world.horizon.n_days:
            mode = LEASE if parcel else ""
            self.milestones.append(Milestone(day, project.id, kind, parcel, mode, ""))


def trajectory(world: Scenario, replication: int, *, speed: float = 1.0) -> Trajectory:
    """Return a history in which projects get parcels in turn; every sixth gets none."""
    diary = _Diary(world, luck=0.85 + 0.07 * (replication % 5))
    queue = [p for n, p in enumerate(world.projects) if n % 6 != 4]
    for place, parcel in enumerate(world.park.parcels):
        held = [p for n, p in enumerate(queue) if n % len(world.park.parcels) == place]
        _parcel(diary, parcel, held[:1], speed)
    unlucky = [p for p in world.projects if p not in queue or p.id not in _holders(diary)]
    for n, project in enumerate(unlucky):
        diary.note(project.filed_day, project, MilestoneKind.FILED)
        last = MilestoneKind.REFUSED if n % 3 == 2 else MilestoneKind.ADMITTED
        diary.note(project.filed_day + 20, project, last)
        if n % 3 == 1:
            diary.note(project.filed_day + 430, project, MilestoneKind.WITHDRAWN)
    passed = tuple(
        PassedOver(p.filed_day + 60, p.id, RefusalCause.OUTCOMPETED, "", world.projects[0].id, "")
        for n, p in enumerate(unlucky)
        if n % 3 != 2
    )
    return Trajectory(
        replication=replication,
        seed=1,
        n_days=world.horizon.n_days,
        projects=world.projects,
        milestones=tuple(sorted(diary.milestones)),
        stage_passes=tuple(sorted(diary.passes, key=lambda p: p.completed)),
        spans=tuple(diary.spans),
        area_postings=tuple(sorted(diary.area)),
        money_postings=tuple(diary.money),
        productions=tuple(diary.work),
        epochs=(Epoch(60.0, 3, 50_000, 1, 5400, 10.0, 10.0, "optimal"),),
        passed_over=passed,
    )


def _holders(diary: _Diary) -> set[str]:
    return {span.project for span in diary.spans}


def _parcel(diary: _Diary, parcel: Parcel, held: list[Project], speed: float) -> None:
    n_days = float(diary.world.horizon.n_days)
    day = float(diary.world.horizon.day_of(parcel.ready))
    if day > 0:
        diary.spans.append(_span(parcel, "", ParcelState.UNSERVICED, 0.0, day))
        diary.area.append(
            AreaPosting(
                day, parcel.id, "", AreaAccount.UNSERVICED, AreaAccount.READY, parcel.area_m2
            )
        )
    for project in held:
        given = max(day, project.filed_day + 55)
        diary.spans.append(_span(parcel, "", ParcelState.FREE, day, min(given, n_days)))
        day = _stay(diary, parcel, project, given, speed)
    if day < n_days:
        diary.spans.append(_span(parcel, "", ParcelState.FREE, day, n_days))


def _stay(diary: _Diary, parcel: Parcel, project: Project, given: float, speed: float) -> float:
    n_days, pace = diary.world.horizon.n_days, speed * diary.luck
    kinds = (
        (MilestoneKind.CONTRACTED, 40.0),
        (MilestoneKind.DELIVERED, 60.0),
        (MilestoneKind.PERMITTED, 110.0),
        (MilestoneKind.STARTED, 150.0),
        (MilestoneKind.COMPLETED, 520.0),
        (MilestoneKind.PRODUCING, 600.0),
        (MilestoneKind.FULL_PRODUCTION, 1000.0),
        (MilestoneKind.CONVERTED, 1860.0),
    )
    diary.note(project.filed_day, project, MilestoneKind.FILED)
    diary.note(project.filed_day + 20, project, MilestoneKind.ADMITTED)
    diary.note(given, project, MilestoneKind.ASSIGNED, parcel.id)
    for kind, after in kinds:
        diary.note(given + after * pace, project, kind, parcel.id)
    for stage in ("N01", "N12", "N19"):
        diary.passes.append(_review(project, stage, given, pace))
    diary.area.append(
        AreaPosting(
            given, parcel.id, project.id, AreaAccount.READY, AreaAccount.SUPPLIED, parcel.area_m2
        )
    )
    diary.money.append(
        MoneyPosting(given + 40, project.id, Party.FIRM, Party.AUTHORITY, MoneyKind.RENT, 2_000_000)
    )
    diary.work.append(_production(project, given, pace, n_days))
    phases = _phases(fails=project.id.endswith("7"), given=given, pace=pace)
    for state, begin, end in phases:
        if begin < n_days:
            diary.spans.append(_span(parcel, project.id, state, begin, min(end, n_days)))
    return min(phases[-1][2], float(n_days))


def _phases(*, fails: bool, given: float, pace: float) -> list[tuple[ParcelState, float, float]]:
    begin, built, converted = given + 150 * pace, given + 520 * pace, given + 1860 * pace
    if fails:
        left = given + 700 * pace
        return [
            (ParcelState.APPROVAL, given, begin),
            (ParcelState.IDLE, begin, left),
            (ParcelState.CLEARING, left, left + 180),
        ]
    return [
        (ParcelState.APPROVAL, given, begin),
        (ParcelState.CONSTRUCTION, begin, built),
        (ParcelState.LEASED, built, converted),
        (ParcelState.GRANTED, converted, math.inf),
    ]


def _span(parcel: Parcel, project: str, state: ParcelState, begin: float, end: float) -> Span:
    holder = "" if state is ParcelState.CLEARING else project
    return Span(parcel.id, holder, state, begin, end, parcel.area_m2, LEASE if holder else "")


def _review(project: Project, stage: str, given: float, pace: float) -> StagePass:
    is_green = project.firm_class is FirmClass.STARTUP
    days = (8.0 if is_green else 21.0) * pace
    deadline = given + 20.0
    return StagePass(
        project.id,
        stage,
        "green" if is_green else "ordinary",
        0,
        given,
        given + 2.0,
        given + 2.0 + days,
        Outcome.PASSED,
        given + 2.0 + days,
        deadline,
        is_green,
    )


def _production(project: Project, given: float, pace: float, n_days: int) -> Production:
    promised = project.promises
    begin = given + 600 * pace
    return Production(
        project.id,
        begin,
        begin + 400,
        max(float(n_days), begin),
        promised.output_mcny_per_year,
        promised.tax_mcny_per_year,
        promised.jobs,
        1.0,
        promised.investment_mcny,
        0.95,
    )


def stored_run(folder: Path, world: Scenario, *, reps: int = 3, speed: float = 1.0) -> StoredRun:
    """Store a hand-made run and return it."""
    for replication in range(reps):
        history = trajectory(world, replication, speed=speed)
        runfolder.write_part(folder, replication, replication_tables(world, history))
    runfolder.merge_parts(folder, tuple(range(reps)))
    tables = {"plan": (), "plan_refusals": (), "baselines": tuple(_baselines())}
    for name, rows in tables.items():
        path = runfolder.table_path(folder, name)
        write_parquet(arrow_table(BY_NAME[name], rows, world.horizon), path)
    write_snapshot(world, folder / runfolder.SCENARIO)
    runfolder.write_manifest(
        folder,
        {
            "scenario": world.name,
            "variant": world.variant,
            "name": "handmade",
            "seed": 1,
            "reps": reps,
            "status": "finished",
            "planner": "optimal",
            "landsim": "0.1.0",
            "python": "3.11",
            "command": ["landsim", "run"],
            "scenario_sha256": "0" * 64,
            "inputs": [{"path": "scenario.yaml", "sha256": "1" * 64}],
            "warnings": [],
            "plan": {"solver": "HiGHS"},
            "packages": {"pulp": "3.3.2"},
            "repository": None,
            "outputs": {},
        },
    )
    runfolder.drop_parts(folder)
    return StoredRun(folder)


def _baselines() -> Iterator[tuple[object, ...]]:
    nan = math.nan
    yield ("optimal", 120.0, 121.5, 0.0125, "limit", 10, 54_000, 900, 120, 200, 0)
    yield ("fcfs", 96.0, nan, nan, "heuristic", 9, 48_600, 900, 0, 0, 0)
