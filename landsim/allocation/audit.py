"""How firm the awards are: who wins or loses land when a weight or a promise moves a little."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from landsim.allocation.answer import with_bonuses
from landsim.allocation.bench import narrowed, neighbourhood, slack_of
from landsim.allocation.blocking import chosen_options
from landsim.allocation.land import LandTable
from landsim.allocation.model import Effort, Model, Solves
from landsim.allocation.perturb import Perturbation, perturbations, perturbed
from landsim.allocation.planner import build_program
from landsim.allocation.program import Program
from landsim.core.ids import ProjectId
from landsim.core.plan import Plan
from landsim.core.problem import AllocationProblem, FloatArray
from landsim.core.progress import Finished, Listener, Progress, Started, ignore
from landsim.core.streams import Streams

SHARE = 0.05
"""By how much weights and promises move, as a share of them."""
_HALVINGS = 3
_NONE: frozenset[ProjectId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Flip:
    """A perturbation that changes who is served."""

    perturbation: Perturbation
    """What moves, by the smallest share found to change anything."""
    lost: tuple[ProjectId, ...]
    """Projects that lose their land, in order of the plan."""
    gained: tuple[ProjectId, ...]
    """Projects that get land instead, in order of filing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firmness:
    """How firm the award or the refusal of one project is."""

    project: ProjectId
    """Project."""
    is_served: bool
    """Whether the plan serves it."""
    n_flips: int
    """Perturbations tried under which that changes."""
    smallest: float | None
    """Smallest share found by which a figure must move for it to change; None if none did."""
    causes: tuple[Perturbation, ...]
    """Those perturbations, the smallest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Audit:
    """What moving every weight and promise did to a plan."""

    share: float
    """By how much figures moved, as a share of them."""
    flips: tuple[Flip, ...]
    """Perturbations that changed who is served, in the order tried."""
    projects: tuple[Firmness, ...]
    """All projects that ask, in order of filing."""
    n_tried: int
    """Perturbations tried."""
    n_possible: int
    """Perturbations there are."""
    is_exact: bool
    """Whether every project was planned anew each time; else a neighbourhood."""
    is_proven: bool
    """Whether every solve was proven to the end."""
    n_solves: int
    """Solves it took."""


def audit_plan(
    problem: AllocationProblem,
    plan: Plan,
    *,
    share: float = SHARE,
    most: int = 200,
    seed: int = 0,
    effort: Effort | None = None,
    listener: Listener = ignore,
) -> Audit:
    """Move each weight and each promise up and down a little, and plan anew each time.

    Parameters
    ----------
    problem
        What was decided.
    plan
        Plan to audit.
    share
        By how much figures move, as a share of them.
    most
        Perturbations tried at most: all weights, and promises drawn with the seed.
    seed
        Seed of that draw.
    effort
        Caps on each planning anew; None for the usual ones.
    listener
        Told of progress; an exception it raises stops the work.

    Notes
    -----
    A perturbation counts only if a plan with other winners is worth more than the plan audited
    is then: plans equally good change nothing. A share that flips an award is halved as long as
    it still does, so the smallest share found is an upper bound on the smallest there is.
    """
    possible = tuple(perturbations(problem, share))
    tried = _drawn(possible, most, seed)
    auditor = _Auditor(problem, plan, effort or Effort(), listener)
    listener(Started(task="audit", total=len(tried), unit="perturbations"))
    flips = []
    for done, perturbation in enumerate(tried, start=1):
        flip = auditor.smallest_flip(perturbation)
        if flip is not None:
            flips.append(flip)
        listener(Progress(task="audit", done=done, total=len(tried), unit="perturbations"))
    listener(Finished(task="audit"))
    return Audit(
        share=share,
        flips=tuple(flips),
        projects=tuple(_firmness(problem, auditor.served, flips)),
        n_tried=len(tried),
        n_possible=len(possible),
        is_exact=auditor.is_exact,
        is_proven=auditor.solves.is_proven,
        n_solves=auditor.solves.count,
    )


def _drawn(possible: tuple[Perturbation, ...], most: int, seed: int) -> list[Perturbation]:
    """Return all perturbations of weights, then as many others as there is room for."""
    weights = [one for one in possible if one.project is None][:most]
    others = [one for one in possible if one.project is not None]
    room = most - len(weights)
    if len(others) > room:
        luck = {one: _luck(one, seed) for one in others}
        picked = frozenset(sorted(others, key=luck.__getitem__)[:room])
        others = [one for one in others if one in picked]
    return [*weights, *others]


def _luck(one: Perturbation, seed: int) -> float:
    entity = f"{one.figure}/{one.subject}/{one.share:+g}"
    return Streams(seed, 0).uniforms("audit", entity)[0]


def _firmness(
    problem: AllocationProblem, served: frozenset[ProjectId], flips: list[Flip]
) -> Iterator[Firmness]:
    asking = sorted(problem.asking, key=lambda e: (e.project.filed_day, e.project.id))
    for entry in asking:
        project = entry.project.id
        causes = sorted(
            (flip.perturbation for flip in flips if project in (*flip.lost, *flip.gained)),
            key=lambda cause: abs(cause.share),
        )
        yield Firmness(
            project=project,
            is_served=project in served,
            n_flips=len(causes),
            smallest=abs(causes[0].share) if causes else None,
            causes=tuple(causes),
        )


class _Auditor:
    """Plans a perturbed problem anew, and compares it with the plan as it stands."""

    def __init__(
        self, problem: AllocationProblem, plan: Plan, effort: Effort, listener: Listener
    ) -> None:
        self.problem = problem
        self.plan = plan
        self.served = frozenset(assignment.project for assignment in plan.assignments)
        self.program = build_program(problem)
        self.land: LandTable = self.program.options.land
        self.is_exact = self.program.n_columns <= effort.exact_columns
        self.solves = Solves(replace(effort, solves=10**9), listener)
        if not self.is_exact:
            self.solves.max_nodes = effort.near_nodes
        self._surplus: dict[ProjectId | None, float] = {}

    def smallest_flip(self, perturbation: Perturbation) -> Flip | None:
        """Return what a perturbation changes at the smallest of its halves that changes it."""
        found = None
        for _ in range(_HALVINGS + 1):
            flip = self._flip(perturbation)
            if flip is None:
                break
            found = flip
            perturbation = replace(perturbation, share=perturbation.share / 2)
        return found

    def _flip(self, perturbation: Perturbation) -> Flip | None:
        surplus = self._surplus_of(perturbation.project)
        program = self._program(perturbed(self.problem, perturbation), perturbation.project)
        x, kept = self._best(program, surplus)
        if kept:
            return None
        options = program.options
        rows = np.unique(options.project[np.flatnonzero(x[: len(options)] > 0.5)])
        winners = frozenset(options.askers.asking[row].project.id for row in rows)
        if winners == self.served:
            return None
        return Flip(
            perturbation=perturbation,
            lost=tuple(a.project for a in self.plan.assignments if a.project not in winners),
            gained=tuple(
                options.askers.asking[row].project.id
                for row in rows
                if options.askers.asking[row].project.id not in self.served
            ),
        )

    def _best(self, program: Program, surplus: float) -> tuple[FloatArray, bool]:
        """Return the best choice, and whether the plan as it stands is as good."""
        chosen = chosen_options(program, self.plan)
        x = np.zeros(program.n_columns)
        x[chosen] = 1.0
        x = with_bonuses(program, x)
        rows = program.rows()
        is_plan = (
            len(chosen) == len(self.plan.assignments)
            and not (rows.excess(x) > 1e-6 * rows.size()).any()
        )
        points = program.tiers[0]
        worth = float(points @ x) if is_plan else -np.inf
        found = Model(program).solve(points, self.solves, start=x if is_plan else None)
        if found is None:
            return x, True
        return found.x, found.objective <= worth + surplus + slack_of(found.objective)

    def _surplus_of(self, project: ProjectId | None) -> float:
        """Return by how much the plan could be better around a project as things are."""
        if project not in self._surplus:
            program = self._program(self.problem, project)
            found = Model(program).solve(program.tiers[0], self.solves)
            x = np.zeros(program.n_columns)
            x[chosen_options(program, self.plan)] = 1.0
            worth = float(program.tiers[0] @ with_bonuses(program, x))
            self._surplus[project] = 0.0 if found is None else max(0.0, found.objective - worth)
        return self._surplus[project]

    def _program(self, problem: AllocationProblem, project: ProjectId | None) -> Program:
        if self.is_exact:
            return build_program(problem, self.land)
        return build_program(narrowed(problem, self.plan, self._near(project)), self.land)

    def _near(self, project: ProjectId | None) -> frozenset[ProjectId]:
        """Return who is planned anew beside a project: served ones, and as many refused."""
        most = max(1, self.solves.effort.near // 2)
        refused = [refusal.project for refusal in self.plan.refusals][:most]
        about = project or next(iter(refused), self.problem.asking[0].project.id)
        near = neighbourhood(self.program, self.plan, about, most)
        return near | frozenset(refused) | ({project} if project else _NONE)
