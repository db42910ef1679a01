"""Arrays of a program as an ordinary PuLP problem, for solvers and files that PuLP knows."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from landsim.allocation.rows import Rows
from landsim.core.problem import BoolArray, FloatArray, IntArray

LOW = "_low"
"""What the name of a row's lower bound ends with, where the row has an upper one too."""


def pulp_model(
    points: FloatArray,
    upper: FloatArray,
    is_integer: BoolArray,
    families: Mapping[str, Rows],
    *,
    is_maximised: bool = True,
) -> Any:  # noqa: ANN401 - PuLP has no types
    """Return a PuLP problem with ordinal names.

    Parameters
    ----------
    points
        What each column earns.
    upper, is_integer
        Upper bounds of the columns, and which are whole numbers.
    families
        Rows by family.
    is_maximised
        Whether the most is sought.

    Notes
    -----
    Columns are named ``x0``, ``x1``, … and rows ``<family>_0``, …, since PuLP merges names
    that differ in punctuation alone.
    """
    import pulp  # noqa: PLC0415 - heavy, and only where somebody looks

    model = pulp.LpProblem("allocation", pulp.LpMaximize if is_maximised else pulp.LpMinimize)
    columns = [
        model.add_variable(
            f"x{index}", 0, float(most), "Integer" if is_integer[index] else "Continuous"
        )
        for index, most in enumerate(upper)
    ]
    counted = np.flatnonzero(points)
    model.setObjective(_sum(pulp, columns, counted, points[counted]))
    for family in sorted(families):
        block = families[family]
        for index in range(len(block)):
            places = slice(block.begin[index], block.begin[index + 1])
            terms = (columns, block.column[places], block.coefficient[places])
            least, most = float(block.lower[index]), float(block.upper[index])
            name = row_name(family, index)
            if least == most:
                model += _sum(pulp, *terms) == most, name
                continue
            if most < np.inf:
                model += _sum(pulp, *terms) <= most, name
            if least > -np.inf:
                model += _sum(pulp, *terms) >= least, name + LOW
    return model


def row_name(family: str, index: int) -> str:
    """Return the name of a row, from its rule and its place among the rule's rows."""
    return f"{family}_{index}"


def _sum(
    pulp: Any,  # noqa: ANN401 - PuLP has no types
    columns: list[Any],
    places: IntArray,
    weights: FloatArray,
) -> Any:  # noqa: ANN401
    """Return a weighted sum of columns; PuLP 3 and 4 build it by different names."""
    expression = pulp.LpAffineExpression
    build = getattr(expression, "from_list", expression)
    pairs = zip(places.tolist(), weights.tolist(), strict=True)
    return build([(columns[place], weight) for place, weight in pairs])
