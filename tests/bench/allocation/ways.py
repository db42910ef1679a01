"""The same program built in other ways: PuLP as people write it, linopy, raw arrays."""

import importlib
from collections import defaultdict
from typing import Any

import numpy as np
import pulp
from highspy import _core

from landsim.allocation.matrix import Matrix
from landsim.allocation.options import Options
from landsim.allocation.program import Program
from landsim.core.problem import AllocationProblem

Row = tuple[int, str, int, int, str, int, float, list[tuple[str, int]]]
"""Option, project, period, end, mode, area, power, and its parcels with the areas taken."""


def plain_rows(options: Options) -> list[Row]:
    """Return the options as tuples: what a loop over dictionaries would run over."""
    return [
        (
            row.index,
            str(row.project.id),
            row.period,
            row.end_period,
            str(row.mode),
            row.area_m2,
            row.project.needs.power_mw,
            [(str(take.parcel), take.area_m2) for take in row.bundle],
        )
        for row in options
    ]


def people_write(problem: AllocationProblem, rows: list[Row], points: list[float]) -> Any:
    """Return the program as PuLP is usually written: dictionaries, loops and ``lpSum``.

    Only the rules that a synthetic park has: matching, capacity for every parcel and period,
    power for every node and period, quota, tenure mix and clusters. Options are given, and so
    are their points: neither is counted.
    """
    model = pulp.LpProblem("people", pulp.LpMaximize)
    x = [model.add_variable(f"x{row[0]}", 0, 1, "Integer") for row in rows]
    model += pulp.lpSum(points[row[0]] * x[row[0]] for row in rows)
    by_project, by_cell, by_node = defaultdict(list), defaultdict(list), defaultdict(list)
    nodes = {parcel.id: parcel.nodes for parcel in problem.park.parcels}
    for index, project, period, end, _, _, power_mw, bundle in rows:
        by_project[project].append(index)
        for held in range(period, min(end, problem.horizon.n_periods)):
            for parcel, area_m2 in bundle:
                by_cell[parcel, held].append((area_m2, index))
                for node in nodes[parcel]:
                    by_node[node, held].append((power_mw, index))
    for members in by_project.values():
        model += pulp.lpSum(x[index] for index in members) <= 1
    area = {parcel.id: parcel.area_m2 for parcel in problem.park.parcels}
    for (parcel, _), members in by_cell.items():
        model += pulp.lpSum(taken * x[index] for taken, index in members) <= area[parcel]
    capacity = {node.id: problem.capacity[n] for n, node in enumerate(problem.park.nodes)}
    for (node, period), members in by_node.items():
        load = pulp.lpSum(power_mw * x[index] for power_mw, index in members)
        model += load <= float(capacity[node][period])
    _add_totals(model, problem, rows, x)
    return model


def _add_totals(model: Any, problem: AllocationProblem, rows: list[Row], x: list[Any]) -> None:
    """Add quota, tenure mix and clusters."""
    for year, quota_m2 in enumerate(problem.quota_m2.tolist()):
        given = [row for row in rows if problem.horizon.year_of(row[2]) == year]
        model += pulp.lpSum(row[5] * x[row[0]] for row in given) <= quota_m2
    for share in problem.policy.land.tenure_shares:
        excess = ((row[5] * ((row[4] == share.mode) - share.max_share), row[0]) for row in rows)
        model += pulp.lpSum(weight * x[index] for weight, index in excess) <= 0
    block = {parcel.id: parcel.block for parcel in problem.park.parcels}
    role = {entry.project.id: entry.project.chain_role for entry in problem.asking}
    brought = defaultdict(list)
    for row in rows:
        brought[block[row[7][0][0]], role[row[1]]].append(row[0])
    bonus = []
    for number, cluster in enumerate(problem.policy.land.clusters):
        y = model.add_variable(f"y{number}", 0, 1)
        bonus.append(cluster.bonus * y)
        for part in cluster.roles:
            model += y <= pulp.lpSum(x[index] for index in brought[cluster.block, part])
    model.setObjective(model.objective + pulp.lpSum(bonus))


def hand_to_highs(model: Any) -> None:
    """Give a PuLP model to HiGHS through PuLP's own adapter."""
    solver = pulp.HiGHS(msg=False)
    solver.createAndConfigureSolver(model)
    solver.buildSolverModel(model)


def linopy_model(program: Program) -> Any:
    """Return the program in linopy: an expression for each family, from the entries of its rows."""
    linopy, xarray = map(importlib.import_module, ("linopy", "xarray"))
    model, integer = linopy.Model(), program.is_integer
    n_options = int(np.count_nonzero(integer))
    for name, columns, settings in (
        ("x", np.arange(n_options), {"binary": True}),
        ("y", np.arange(n_options, program.n_columns), {"lower": 0, "upper": 1}),
    ):
        model.add_variables(coords=[columns], dims=["column"], name=name, **settings)
    for family in program.families:
        rows = program.rows([family])
        step = np.arange(len(rows.column)) - rows.begin[rows.row]
        shape = (len(rows), int(step.max(initial=0)) + 1)
        weights, labels = np.full(shape, np.nan), np.full(shape, -1)
        weights[rows.row, step], labels[rows.row, step] = rows.coefficient, rows.column
        dims = ("row", "_term")
        terms = xarray.Dataset({"coeffs": (dims, weights), "vars": (dims, labels)})
        total = linopy.LinearExpression(terms.assign_coords(row=np.arange(len(rows))), model)
        limit = xarray.DataArray(rows.upper, dims="row", coords={"row": np.arange(len(rows))})
        model.add_constraints(total <= limit, name=family)
    points = program.tiers[0]
    x, y = model.variables["x"], model.variables["y"]
    weights = xarray.DataArray(points, dims="column", coords={"column": np.arange(len(points))})
    earned = (weights[:n_options] * x).sum() + (weights[n_options:] * y).sum()
    model.add_objective(earned, sense="max")
    return model


def matrix_of(program: Program) -> Matrix:
    """Return what a solver is handed."""
    return Matrix(
        points=program.tiers[0],
        upper=program.upper,
        is_integer=program.is_integer,
        rows=program.rows(),
    )


def quiet_highs() -> Any:
    """Return a HiGHS that prints nothing."""
    highs = _core._Highs()
    highs.setOptionValue("output_flag", False)  # noqa: FBT003 - positional in highspy
    return highs


def raw_arrays(matrix: Matrix) -> tuple[object, ...]:
    """Return the arguments of ``passModel``, converted beforehand."""
    rows, n_columns = matrix.rows, len(matrix.points)
    row_wise, maximise = 2, -1
    return (
        n_columns,
        len(rows),
        len(rows.column),
        row_wise,
        maximise,
        0.0,
        matrix.points,
        np.zeros(n_columns),
        matrix.upper,
        np.ascontiguousarray(rows.lower),
        np.ascontiguousarray(rows.upper),
        rows.begin[:-1].astype(np.int32),
        rows.column.astype(np.int32),
        rows.coefficient,
        matrix.is_integer.astype(np.int32),
    )
