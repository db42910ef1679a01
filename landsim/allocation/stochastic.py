"""A plan for now that reckons with many futures: two stages, recourse in each future."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from landsim.allocation.conflict import conflict
from landsim.allocation.extensive import (
    Risk,
    conditional_value,
    extensive_form,
    maximise,
    with_first_stage,
)
from landsim.allocation.first_stage import Between, FirstStage, TwoStage
from landsim.allocation.land import LandTable
from landsim.allocation.matrix import Solution
from landsim.allocation.objective import set_points
from landsim.allocation.options import list_options
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.allocation.repeated import as_plan
from landsim.allocation.rule import build_rows
from landsim.allocation.stays import sampled_ends
from landsim.core.forecast import Forecast, Forecaster
from landsim.core.plan import Termination
from landsim.core.planning import PlannerChoice
from landsim.core.problem import FloatArray, IntArray, foresight_problem
from landsim.core.progress import Finished, Listener, Progress, Started, ignore
from landsim.core.project import Project
from landsim.core.scenario import Scenario
from landsim.core.streams import Streams
from landsim.errors import PlanError

TASK = "futures"
STOCHASTIC, EXPECTED, KNOWN = "stochastic", "expected", "known"
_STAYS = "futures"


def two_stage(
    scenario: Scenario,
    projects: Sequence[Project],
    *,
    n_first: int = 4,
    n_futures: int = 8,
    risk: Risk | None = None,
    seed: int | None = None,
    replication: int = 0,
    choice: PlannerChoice | None = None,
    listener: Listener = ignore,
) -> TwoStage:
    """Plan the first periods against sampled futures.

    Parameters
    ----------
    scenario
        Park, policy, demand generator and horizon.
    projects
        Projects that will ask; those that file before the first stage ends are known, nothing
        else of them is looked at.
    n_first
        Supply periods decided now.
    n_futures
        Futures, equally likely.
    risk
        How much bad futures count; None for the mean alone.
    seed
        Root seed of the futures; None for the scenario's.
    replication
        Keys the futures: each replication has its own.
    choice
        Gap and limits; the solver is always HiGHS. None takes the policy's.
    listener
        Told of progress.

    Raises
    ------
    PlanError
        If there is no first stage or no future.
    Infeasible
        If the rules of some future conflict.

    Notes
    -----
    A future has projects to come, drawn as `landsim.core.forecast` draws them, and says of
    every project how long it stays: exits, failed conversions and clearing by the laws of its
    conduct. Land that comes back early can be given again; an option's points shrink with the
    time held. Policies of several tiers are planned by the first.
    """
    if not 0 < n_first < scenario.horizon.n_periods or n_futures < 1:
        raise PlanError(
            f"two stages need periods in both and a future; got {n_first} and {n_futures}"
        )
    choice = replace(choice or scenario.policy.planner, name="optimal", solver="HiGHS")
    root = scenario.seed if seed is None else seed
    listener(Started(task=TASK, total=n_futures, unit="futures"))
    futures = _Futures(scenario, projects, n_first, root, replication)
    search = _Search(futures, n_futures, risk or Risk(), choice, listener)
    found = search.run()
    listener(Finished(task=TASK))
    return found


class _Futures:
    """Makes the program of any future."""

    def __init__(
        self,
        scenario: Scenario,
        projects: Sequence[Project],
        n_first: int,
        seed: int,
        replication: int,
    ) -> None:
        self.scenario = scenario
        self.n_first = n_first
        self.land = LandTable(scenario.park, scenario.policy, scenario.horizon)
        self.day = float(scenario.horizon.first_day(n_first))
        self.known = tuple(project for project in projects if project.filed_day < self.day)
        self.streams = Streams(seed, replication).under(_STAYS)
        self.forecast: Forecast = Forecaster(scenario).forecast(
            self.day, self.known, seed=seed, replication=replication
        )

    def sampled(self, number: int) -> tuple[Program, int]:
        """Return the program of a sampled future, and how many projects come in it."""
        coming = self.forecast.sample(number)
        return self._program(coming, self.streams.under(str(number))), len(coming)

    def average(self) -> Program:
        """Return the program of the average future."""
        return self._program(self.forecast.average(), None)

    def known_only(self) -> Program:
        """Return the program in which nobody comes and everyone stays as contracted."""
        return build_program(foresight_problem(self.scenario, self.known), self.land)

    def _program(self, coming: tuple[Project, ...], streams: Streams | None) -> Program:
        problem = foresight_problem(self.scenario, (*self.known, *coming))
        options = list_options(problem, self.land)
        end_period, kept = sampled_ends(options, streams)
        program = Program(replace(options, end_period=end_period))
        set_points(program)
        program.points = [points * kept for points in program.points]
        build_rows(program)
        return program

    def first(self, program: Program) -> IntArray:
        """Return the options of a program that are decided in the first stage."""
        options, ids = program.options, {project.id for project in self.known}
        is_known = np.array([a.project.id in ids for a in options.askers.asking], dtype=bool)
        return np.flatnonzero(is_known[options.project] & (options.period < self.n_first))


class _Search:
    """The extensive form, the plans beside it, and what each comes to."""

    def __init__(
        self,
        futures: _Futures,
        n_futures: int,
        risk: Risk,
        choice: PlannerChoice,
        listener: Listener,
    ) -> None:
        self.futures = futures
        self.risk = risk
        self.choice = choice
        self.listener = listener
        made = [futures.sampled(number) for number in range(n_futures)]
        self.programs = [program for program, _ in made]
        self.n_arrivals = tuple(n_coming for _, n_coming in made)
        self.first = [futures.first(program) for program in self.programs]
        self.known = futures.known_only()

    def run(self) -> TwoStage:
        """Solve everything and compare."""
        perfect = [self._perfect(program) for program in self.programs]
        form = extensive_form(self.programs, self.first, self.risk)
        whole = maximise(form.matrix, self.choice, self.listener)
        if whole is None:
            raise conflict(self.programs[0], self.choice)
        bound = _bound(whole) + form.constant
        ours = replace(self._stage(STOCHASTIC, whole.x[: len(self.first[0])]), bound=bound)
        average = self.futures.average()
        expected = self._stage(EXPECTED, self._alone(average))
        known = self._stage(KNOWN, self._alone(self.known))
        best = self.risk.of([solution.objective for solution in perfect])
        best_bound = self.risk.of([_bound(solution) for solution in perfect])
        return TwoStage(
            n_first=self.futures.n_first,
            risk=self.risk,
            n_arrivals=self.n_arrivals,
            stages=(ours, expected, known),
            perfect=tuple(solution.objective for solution in perfect),
            stochastic_gain=Between(
                value=ours.objective - expected.objective,
                low=ours.objective - expected.bound,
                high=bound - expected.objective,
            ),
            perfect_gain=Between(
                value=best - ours.objective, low=best - bound, high=best_bound - ours.objective
            ),
            is_proven=whole.termination is Termination.OPTIMAL,
        )

    def _perfect(self, program: Program) -> Solution:
        """Return the best plan of one who knows a future."""
        solution = maximise(program.matrix(), self.choice)
        if solution is None:
            raise conflict(program, self.choice)
        return solution

    def _alone(self, program: Program) -> FloatArray:
        """Return the first stage of the best plan of one program."""
        x: FloatArray = self._perfect(program).x[self.futures.first(program)]
        return x

    def _stage(self, name: str, chosen: FloatArray) -> FirstStage:
        """Decide the rest of every future after a first stage."""
        solutions = []
        for number, (program, first) in enumerate(zip(self.programs, self.first, strict=True)):
            solutions.append(maximise(with_first_stage(program, first, chosen), self.choice))
            done, total = number + 1, len(self.programs)
            self.listener(Progress(task=TASK, done=done, total=total, unit="futures"))
        values = [np.nan if one is None else one.objective for one in solutions]
        bounds = [np.nan if one is None else _bound(one) for one in solutions]
        x = np.zeros(self.known.n_columns)
        x[self.futures.first(self.known)] = chosen
        return FirstStage(
            name=name,
            plan=as_plan(self.known, x, name),
            values=tuple(values),
            bounds=tuple(bounds),
            mean=float(np.mean(values)),
            conditional=conditional_value(values, self.risk.tail),
            objective=self.risk.of(values),
            bound=self.risk.of(bounds),
        )


def _bound(solution: Solution) -> float:
    return solution.objective if solution.bound is None else solution.bound
