"""Worlds so small that every plan can be listed."""

import itertools
from dataclasses import replace

import numpy as np

from landsim.allocation.planner import build_program
from landsim.core.planning import Criterion
from landsim.core.problem import foresight_problem
from landsim.testing.builders import parcel, park, policy, project, tenure_terms, tiny_scenario

AREAS_HA = (1.0, 2.0, 3.0)


def rich(name, *, output, jobs, tax=10.0, area_ha=1.0, **changes):
    """Return a project that promises round figures."""
    plain = project(name, area_ha=area_ha, patience_days=60.0, **changes)
    promises = replace(
        plain.promises,
        output_mcny_per_year=float(output),
        jobs=float(jobs),
        tax_mcny_per_year=float(tax),
    )
    needs = replace(plain.needs, area_max_m2=plain.needs.area_min_m2 * 4)
    return replace(plain, promises=promises, needs=needs)


def tiny_problem(seed, *, n_projects=5, n_parcels=3, objective=None):
    """Return a problem of projects that want the same land, in one mode."""
    chance = np.random.default_rng(seed)
    asks = tuple(
        rich(
            f"J{n}",
            output=chance.integers(100, 160) * 10,
            jobs=chance.integers(20, 60),
            tax=chance.integers(50, 90),
            area_ha=float(chance.choice(AREAS_HA)),
        )
        for n in range(n_projects)
    )
    lots = [parcel(f"P{n}", float(chance.choice(AREAS_HA) + 1)) for n in range(n_parcels)]
    scenario = tiny_scenario(
        park=park(lots),
        projects=asks,
        policy=policy(
            tenure=tenure_terms()[:1],
            objective=objective or (Criterion(objective="output", reference=1000.0),),
        ),
    )
    problem = foresight_problem(scenario, asks)
    first = np.arange(problem.horizon.n_periods) == 0
    return replace(problem, may_supply=problem.may_supply & first)


def every_plan(problem):
    """Return every choice of options that keeps all rows, as columns."""
    program = build_program(problem)
    options, rows = program.options, program.rows()
    choices = [
        [None, *np.flatnonzero(options.project == row).tolist()]
        for row in range(len(options.askers.asking))
    ]
    found = []
    for chosen in itertools.product(*choices):
        x = np.zeros(program.n_columns)
        x[[index for index in chosen if index is not None]] = 1.0
        if not rows.excess(x).any():
            found.append(x)
    return program, found
