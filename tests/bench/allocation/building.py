"""How fast a program is built and handed over, beside other ways to build it."""

import importlib.util
from dataclasses import replace
from functools import cached_property

from timing import best_of, cpu_seconds, peak_gib, ratio_of
from ways import (
    hand_to_highs,
    linopy_model,
    matrix_of,
    people_write,
    plain_rows,
    quiet_highs,
    raw_arrays,
)

from landsim.allocation.highs import hand_over
from landsim.allocation.land import LandTable
from landsim.allocation.objective import set_points
from landsim.allocation.occupancy import Form
from landsim.allocation.options import list_options
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.allocation.rule import build_rows
from landsim.core.problem import foresight_problem
from landsim.core.scenario import Scenario
from landsim.files.synthetic.order import park_order
from landsim.files.synthetic.texts import synthetic_scenario


class Building:
    """One synthetic park, and the works that are timed on it.

    Parameters
    ----------
    size
        Named size.
    seed
        Seed of the park.
    repeats
        How often each work is timed.
    """

    def __init__(self, size: str, seed: int, repeats: int) -> None:
        self.size, self.seed, self.repeats = size, seed, repeats
        begin = cpu_seconds()
        self.scenario: Scenario = synthetic_scenario(park_order(size, seed=seed))
        self.reading = cpu_seconds() - begin
        self.problem = foresight_problem(self.scenario, self.scenario.projects)
        self.land = LandTable(self.scenario.park, self.scenario.policy, self.scenario.horizon)

    @cached_property
    def program(self) -> Program:
        """The program."""
        return build_program(self.problem, self.land)

    def build(self) -> Program:
        """List the options and build the rows, as one block."""
        program = Program(list_options(self.problem, self.land))
        build_rows(program)
        program.rows()
        return program

    def rows(self) -> dict[str, float]:
        """Return what is built, how long it takes and how much memory."""
        seconds = best_of(self.build, self.repeats)
        program = self.program
        return {
            "options": len(program.options),
            "rows": program.n_rows,
            "entries": len(program.rows().column),
            "build": seconds,
            "listing": best_of(lambda: list_options(self.problem, self.land), self.repeats),
            "points": best_of(lambda: set_points(program), self.repeats),
            "peak": peak_gib(),
            "reading": self.reading,
        }

    def forms(self) -> dict[str, float]:
        """Return the entries and the time of both forms where leases end after five years."""
        tenure = tuple(
            replace(terms, lease_years=5.0) if terms.mode == "long_lease" else terms
            for terms in self.scenario.policy.tenure
        )
        policy = replace(self.scenario.policy, tenure=tenure)
        scenario = replace(self.scenario, policy=policy)
        problem = foresight_problem(scenario, scenario.projects)
        options = list_options(problem)
        found: dict[str, float] = {}
        for form in Form:
            program = Program(options, form)
            build_rows(program)
            found[f"{form}_entries"] = len(program.rows().column)
            found[f"{form}_rows"] = program.n_rows
            found[form] = best_of(lambda form=form: build_rows(Program(options, form)), 1)
        return found

    def hand_over(self) -> dict[str, float]:
        """Return the hand-over in units of a raw ``passModel`` of the same arrays."""
        program = self.program
        program.rows()
        arguments = raw_arrays(matrix_of(program))

        def ours() -> None:
            hand_over(quiet_highs(), matrix_of(program), 1.0)

        def raw() -> None:
            quiet_highs().passModel(*arguments)

        ours()
        ratio = ratio_of(ours, raw, max(5, self.repeats))
        return {"ratio": ratio, "raw": best_of(raw, 1)}

    def naive(self) -> dict[str, float]:
        """Return PuLP as people write it, and as PuLP hands it over, against ours."""
        ours = best_of(lambda: hand_over(quiet_highs(), matrix_of(self.build()), 1.0), self.repeats)
        rows, points = plain_rows(self.program.options), self.program.tiers[0].tolist()
        begin = cpu_seconds()
        model = people_write(self.problem, rows, points)
        written = cpu_seconds()
        hand_to_highs(model)
        total = cpu_seconds() - begin
        return {
            "lpsum": written - begin,
            "total": total,
            "ours": ours,
            "ratio": total / ours,
            "peak": peak_gib(),
        }

    def linopy(self) -> dict[str, float]:
        """Return linopy, given the entries of the rows, against our rows alone."""
        if importlib.util.find_spec("linopy") is None:
            return {}
        program = self.program
        ours = best_of(lambda: build_rows(Program(program.options)), self.repeats)
        theirs = best_of(lambda: linopy_model(program), 1)
        return {"build": theirs, "ours": ours, "ratio": theirs / ours}
