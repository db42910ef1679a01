"""How long a replication takes, and a desk against plain SimPy; ratios of one run.

``python tests/bench/bench_simulation.py [SCENARIO]`` prints milliseconds for a replication
without the time of its decisions (they are recorded first and replayed), the same in units of
one plain SimPy timeout, so that machines compare, and the ratio of SimPy's ``PriorityResource``
to landsim's desk on the same M/M/3 queue with two classes.
"""

import random
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
from landsim.core.state import Decision, LandState
from landsim.files.read import read_scenario
from landsim.simulation import simulate
from landsim.simulation.clock import Clock, Rank
from landsim.simulation.disciplines.priority import priority
from landsim.simulation.graph import RouteStep
from landsim.simulation.pool import Pool
from landsim.simulation.review import Review
from landsim.testing import builders

N_CASES, N_REPEATS, STAFF, PER_DAY, GREEN_SHARE = 20_000, 7, 3, 2.4, 0.3
Case = tuple[float, float, bool]
"""Gap since the case before, work, and whether it is green."""


def main() -> None:
    """Print the table."""
    path = Path(sys.argv[1] if len(sys.argv) > 1 else "scenarios/qingsheng")
    scenario = read_scenario(path)
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
