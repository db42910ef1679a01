"""What a plan is likely to stumble over, said before anything is solved."""

from collections import Counter
from collections.abc import Iterator

import numpy as np

from landsim.allocation.objective import objectives
from landsim.allocation.options import STAGES, Options
from landsim.allocation.program import Program
from landsim.core.problem import FloatArray
from landsim.core.progress import Note

_FAINT = 1e-6
"""A criterion that moves fewer points than this share of the strongest decides nothing."""
_RANGE = 1e9
"""Coefficients of one row that differ by more than this factor lose digits."""


def presolve_notes(program: Program) -> tuple[Note, ...]:
    """Return warnings about coverage and scale.

    Parameters
    ----------
    program
        Options, points and rows.
    """
    options = program.options
    return (
        *listing_notes(options),
        *_coverage(options),
        *_scale(options),
        *_ranges(program),
    )


def listing_notes(options: Options) -> tuple[Note, ...]:
    """Return what was left out of the options for being too much, so that no bound covers it.

    Parameters
    ----------
    options
        Options as listed.
    """
    bundles = options.land.bundles
    if not bundles.is_capped:
        return ()
    return (
        Note(
            message="only {n} assemblies of parcels are considered, small ones first; there are "
            "more (policy.land.assemblies_max)",
            values=(("n", str(len(bundles) - bundles.n_single)),),
        ),
    )


def _coverage(options: Options) -> Iterator[Note]:
    """Say how many projects have no option at all, by the filter they fail first."""
    causes: Counter[str] = Counter()
    for left in options.n_left:
        failed = np.flatnonzero(left == 0)
        if len(failed):
            causes[STAGES[failed[0]].value] += 1
    for cause, n_projects in sorted(causes.items()):
        yield Note(
            message="{n_projects} projects have no option: {cause}",
            values=(("n_projects", str(n_projects)), ("cause", cause)),
        )


def _scale(options: Options) -> Iterator[Note]:
    """Say which criteria weigh so little that they decide nothing."""
    criteria = options.problem.policy.objective
    spread = [
        criterion.weight / criterion.reference * _spread(objective.amounts(options))
        for criterion in criteria
        for objective in (objectives.get(criterion.objective)(),)
    ]
    strongest = max(map(abs, spread), default=0.0)
    for criterion, points in zip(criteria, spread, strict=True):
        if 0 < abs(points) < _FAINT * strongest:
            yield Note(
                message="criterion {criterion} moves {points} points at most, others {strongest}",
                values=(
                    ("criterion", criterion.objective),
                    ("points", f"{abs(points):.2g}"),
                    ("strongest", f"{strongest:.2g}"),
                ),
            )


def _spread(amounts: FloatArray) -> float:
    return float(np.ptp(amounts)) if len(amounts) else 0.0


def _ranges(program: Program) -> Iterator[Note]:
    """Say which families mix very large with very small coefficients."""
    for family in sorted(program.families):
        sizes = np.abs(program.rows([family]).coefficient)
        sizes = sizes[sizes > 0]
        if len(sizes) and sizes.max() > _RANGE * sizes.min():
            yield Note(
                message="rows of {family} mix coefficients from {small} to {large}",
                values=(
                    ("family", family),
                    ("small", f"{sizes.min():.2g}"),
                    ("large", f"{sizes.max():.2g}"),
                ),
            )
