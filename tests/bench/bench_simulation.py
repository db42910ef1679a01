"""How long a replication takes, what of it is decisions, and a desk against plain SimPy.

``python tests/bench/bench_simulation.py [SCENARIO]`` prints milliseconds for a replication
without the time of its decisions (they are recorded first and replayed), the same in units of
one plain SimPy timeout, so that machines compare, and the ratio of SimPy's ``PriorityResource``
to landsim's desk on the same M/M/3 queue with two classes. Before these it prints where the
processor time of whole replications goes, decisions included, and how long a decision takes
(``--replications N``, ``--decider NAME``).
"""

import argparse
import random
import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import simpy

from landsim.allocation.rolling import rolling
from landsim.core.approval import Desk, Stage, StageKind, Step
from landsim.core.ids import DeskId, RouteId, StageId
from landsim.core.scenario import Scenario
from landsim.core.spent import Work, seconds_spent, spending
from landsim.core.state import Decide, Decision, LandState
from landsim.files.read import read_scenario
from landsim.simulation import simulate
from landsim.simulation.clock import Clock, Rank
from landsim.simulation.disciplines.priority import priority
from landsim.simulation.graph import RouteStep
from landsim.simulation.pool import Pool
from landsim.simulation.review import Review
from landsim.study.tables import replication_tables
from landsim.testing import builders

N_CASES, N_REPEATS, STAFF, PER_DAY, GREEN_SHARE = 20_000, 7, 3, 2.4, 0.3
Case = tuple[float, float, bool]
"""Gap since the case before, work, and whether it is green."""


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("scenario", type=Path, nargs="?", default=Path("scenarios/qingsheng"))
    parser.add_argument("--replications", type=int, default=5)
    parser.add_argument("--decider", help="registered decider; the policy's if left out")
    given = parser.parse_args()
    path = given.scenario
    scenario = read_scenario(path)
    closed_loop(scenario, given.replications, given.decider)
    timeout = best(plain_timeouts) / N_CASES
    replication, n_projects, n_reviews = one_replication(scenario)
    cases = draws()
    theirs, ours = best(partial(plain_queue, cases)), best(partial(desk_queue, cases))
    rows = (
        (f"projects, reviews in a replication of {path.name}", f"{n_projects}, {n_reviews}"),
        ("a replication without its decisions", f"{1e3 * replication:.1f} ms"),
        ("the same in plain SimPy timeouts", f"{replication / timeout:,.0f}"),
        ("one plain SimPy timeout", f"{1e6 * timeout:.2f} µs"),
        ("M/M/3, two classes: plain SimPy", f"{1e6 * theirs / N_CASES:.1f} µs a case"),
        ("M/M/3, two classes: landsim's desk", f"{1e6 * ours / N_CASES:.1f} µs a case"),
        ("ratio", f"{theirs / ours:.1f}"),
    )
    for what, value in rows:
        sys.stdout.write(f"{what:<50} {value:>20}\n")


def closed_loop(scenario: Scenario, n_replications: int, decider: str | None) -> None:
    """Print where the processor time of whole replications goes; the first one warms up."""
    splits: list[dict[Work, float]] = []
    decisions: list[tuple[float, int, int]] = []
    for replication in range(n_replications + 1):
        decide = rolling(scenario, decider=decider)
        if replication == 1:
            decisions.clear()

        def timed_decision(state: LandState, decide: Decide = decide) -> Decision:
            begin = time.process_time()
            answer = decide(state)
            n_free = sum(part.from_day <= state.day for part in state.free)
            decisions.append((time.process_time() - begin, len(state.waiting), n_free))
            return answer

        with spending(Work.MEASURING):
            before = seconds_spent()
        with spending(Work.SIMULATING):
            trajectory = simulate(
                scenario, timed_decision, seed=scenario.seed, replication=replication
            )
        with spending(Work.MEASURING):
            replication_tables(scenario, trajectory)
        splits.append({work: spent - before[work] for work, spent in seconds_spent().items()})
    for work in Work:
        milliseconds = 1e3 * statistics.median(split[work] for split in splits[1:])
        sys.stdout.write(f"{'a replication: ' + work:<50} {milliseconds:>17.0f} ms\n")
    whole = 1e3 * statistics.median(sum(split.values()) for split in splits[1:])
    sys.stdout.write(f"{'a replication: all':<50} {whole:>17.0f} ms\n")
    small = [spent for spent, n_waiting, n_free in decisions if n_waiting <= 30 and n_free <= 40]
    what = f"a decision, at most 30 waiting and 40 free ({len(small)})"
    sys.stdout.write(f"{what:<50} {1e3 * statistics.median(small):>17.1f} ms\n")


def best(work: Callable[[], None]) -> float:
    """Return the least CPU time of several repetitions, in seconds."""
    return min(timed(work) for _ in range(N_REPEATS))


def timed(work: Callable[[], object]) -> float:
    """Return the CPU time of one call, in seconds."""
    begin = time.process_time()
    work()
    return time.process_time() - begin


def one_replication(scenario: Scenario) -> tuple[float, int, int]:
    """Return the CPU time of a replication with its decisions replayed, and its size."""
    decide, decisions = rolling(scenario), list[Decision]()

    def record(state: LandState) -> Decision:
        decisions.append(decide(state))
        return decisions[-1]

    trajectory = simulate(scenario, record, seed=1, replication=0)

    def replay() -> None:
        script = iter(decisions)
        simulate(scenario, lambda _: next(script), seed=1, replication=0)

    return best(replay), len(trajectory.projects), len(trajectory.stage_passes)


def plain_timeouts() -> None:
    """Let one process wait again and again."""
    env = simpy.Environment()

    def wait():
        for _ in range(N_CASES):
            yield env.timeout(1.0)

    env.process(wait())
    env.run()


def draws() -> list[Case]:
    """Return the cases, the same for both queues."""
    chance = random.Random(1)  # noqa: S311 - a workload, not a result
    return [
        (chance.expovariate(PER_DAY), chance.expovariate(1.0), chance.random() < GREEN_SHARE)
        for _ in range(N_CASES)
    ]


def plain_queue(cases: list[Case]) -> None:
    """Serve the cases as the SimPy documentation would."""
    env = simpy.Environment()
    desk = simpy.PriorityResource(env, capacity=STAFF)

    def case(work: float, *, is_green: bool):
        with desk.request(priority=0 if is_green else 1) as turn:
            yield turn
            yield env.timeout(work)

    def arrivals():
        for gap, work, is_green in cases:
            yield env.timeout(gap)
            env.process(case(work, is_green=is_green))

    env.process(arrivals())
    env.run()


def desk_queue(cases: list[Case]) -> None:
    """Serve the cases at a desk of landsim."""
    clock = Clock(float("inf"))
    desk = Desk(id=DeskId("desk"), name=builders.label("desk"), staff=STAFF)
    pool = Pool(clock, desk, 0, priority)
    coming = iter(enumerate(cases))
    step = any_step(desk)
    project = builders.project("J")
    work_of: dict[int, float] = {}

    def begin(review: Review) -> None:
        end = clock.day + work_of.pop(review.number)
        clock.at(end, Rank.END, review.number, lambda _: pool.give_back(review))

    def arrive(number: int, work: float, *, is_green: bool) -> None:
        work_of[number] = work
        pool.ask(
            Review(
                project=project,
                number=number,
                step=step,
                round_=0,
                enabled=clock.day,
                deadline=float("nan"),
                is_green=is_green,
                priority=int(not is_green),
                begin=begin,
            )
        )
        schedule_next()

    def schedule_next() -> None:
        upcoming = next(coming, None)
        if upcoming is not None:
            number, (gap, work, is_green) = upcoming
            clock.at(
                clock.day + gap,
                Rank.FILE,
                number,
                lambda _: arrive(number, work, is_green=is_green),
            )

    schedule_next()
    clock.run()


def any_step(desk: Desk) -> RouteStep:
    """Return a step at a desk."""
    stage = Stage(id=StageId("N01"), name=desk.name, kind=StageKind.GOVERNMENT, desk=desk.id)
    return RouteStep(
        stage=stage,
        step=Step(stage=stage.id, after=()),
        route=RouteId("route"),
        bit=4,
        needs=1,
        back_to=0,
        binds_government=False,
        again=0,
    )


if __name__ == "__main__":
    main()
