"""Small moves of weights and promises."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from landsim.core.ids import ProjectId
from landsim.core.problem import AllocationProblem, Asking
from landsim.core.project import Project, Scorecard

_MARK_MAX = 100.0
WEIGHT, MARK, AREA, POWER = "weight", "mark", "area", "power"
_PROMISES = {
    "investment": "investment_mcny",
    "output": "output_mcny_per_year",
    "tax": "tax_mcny_per_year",
    "jobs": "jobs",
}
FIGURES = (MARK, *_PROMISES, AREA, POWER)
"""Figures of a project that are moved."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Perturbation:
    """One figure moved by a share of itself."""

    figure: str
    """``weight`` of a criterion, or one of `FIGURES` of a project."""
    subject: str
    """Criterion or project."""
    share: float
    """By which share it moves; negative for less."""

    @property
    def project(self) -> ProjectId | None:
        """Project whose figure moves; None for a weight."""
        return None if self.figure == WEIGHT else ProjectId(self.subject)


def perturbations(problem: AllocationProblem, share: float) -> Iterator[Perturbation]:
    """Yield every weight and every figure of every project, moved up and down.

    Parameters
    ----------
    problem
        What was decided.
    share
        By how much, as a share of the figure.
    """
    moves = (share, -share)
    for criterion in dict.fromkeys(entry.objective for entry in problem.policy.objective):
        for move in moves:
            yield Perturbation(figure=WEIGHT, subject=criterion, share=move)
    for entry in sorted(problem.asking, key=lambda e: (e.project.filed_day, e.project.id)):
        for figure in FIGURES:
            for move in moves:
                one = Perturbation(figure=figure, subject=entry.project.id, share=move)
                if moved(entry.project, one) != entry.project:
                    yield one


def perturbed(problem: AllocationProblem, perturbation: Perturbation) -> AllocationProblem:
    """Return a problem with one figure moved.

    Parameters
    ----------
    problem
        What was decided.
    perturbation
        What moves.
    """
    if perturbation.project is None:
        factor = 1 + perturbation.share
        objective = tuple(
            replace(entry, weight=entry.weight * factor)
            if entry.objective == perturbation.subject
            else entry
            for entry in problem.policy.objective
        )
        return replace(problem, policy=replace(problem.policy, objective=objective))

    def changed(entry: Asking) -> Asking:
        if entry.project.id != perturbation.project:
            return entry
        return replace(entry, project=moved(entry.project, perturbation))

    return replace(problem, asking=tuple(map(changed, problem.asking)))


def moved(project: Project, perturbation: Perturbation) -> Project:
    """Return a project with one figure moved.

    Parameters
    ----------
    project
        Project.
    perturbation
        What moves.
    """
    factor, figure = 1 + perturbation.share, perturbation.figure
    if figure in _PROMISES:
        name = _PROMISES[figure]
        promises = replace(project.promises, **{name: getattr(project.promises, name) * factor})
        return replace(project, promises=promises)
    if figure == MARK:
        return replace(project, scorecard=_marks(project.scorecard, factor))
    needs = project.needs
    if figure == POWER:
        return replace(project, needs=replace(needs, power_mw=needs.power_mw * factor))
    area, floor = round(needs.area_min_m2 * factor), round(needs.floor_min_m2 * factor)
    return replace(
        project,
        needs=replace(
            needs,
            area_min_m2=area,
            area_max_m2=max(area, needs.area_max_m2),
            floor_min_m2=floor,
            floor_max_m2=max(floor, needs.floor_max_m2),
        ),
    )


def _marks(marks: Scorecard, factor: float) -> Scorecard:
    axes = ("registration", "technology", "environment", "management", "finance")
    return Scorecard(**{axis: min(_MARK_MAX, getattr(marks, axis) * factor) for axis in axes})
