"""The pack's routes against the Monte-Carlo table of policy.md 7c.

The table was computed elsewhere, from the same triangles; here its figures are regained from the
pack as it is read, by a critical-path calculation that knows nothing of the simulator: no desks, no
corrections, and a decision epoch the moment a project is admitted.
"""

from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from landsim.core.approval import ASSIGNED, FILED, Approvals, Route, StageRole
from landsim.core.distribution import Constant, Distribution, Triangular
from landsim.files.read import read_scenario

N_RUNS = 40_000
TOLERANCE = 0.03
TABLE = {
    # route: arrival → permit mean, median, 90 %; contract → permit mean, 90 %; in working days
    "serial": (435, 434, 474, 313, 346),
    "parallel": (203, 202, 230, 130, 154),
    "green": (91, 91, 109, 43, 60),
    "green_phased": (64, 63, 78, 25, 38),
}
GOVERNMENT_AT_MODE = {"serial": 240, "parallel": 107, "green": 34, "green_phased": 26}
"""Government items up to the permit, at their modes, without the energy review."""

Draws = npt.NDArray[np.float64]


@pytest.fixture(scope="module")
def approvals() -> Approvals:
    return read_scenario(Path("scenarios/quickstart")).policy.approvals


def sampled(law: Distribution, rng: np.random.Generator) -> Draws:
    if isinstance(law, Constant):
        return np.full(N_RUNS, law.value)
    assert isinstance(law, Triangular), law
    return rng.triangular(law.low, law.mode, law.high, N_RUNS)


def ends(route: Route, approvals: Approvals, rng: np.random.Generator) -> dict[str, Draws]:
    """Return when each role's stage ends, in working days after filing."""
    done: dict[str, Draws] = {FILED: np.zeros(N_RUNS)}
    by_role: dict[str, Draws] = {}
    for step in route.steps:
        done[step.stage] = np.max([done[before] for before in step.after], axis=0) + sampled(
            step.workdays, rng
        )
        role = approvals.stage(step.stage).role
        by_role[role] = done[step.stage]
        if role is StageRole.ADMISSION:
            done[ASSIGNED] = done[step.stage]
        if role is StageRole.PERMIT:
            break
    return by_role


@pytest.mark.parametrize("name", TABLE)
def test_routes_regain_the_table(approvals: Approvals, name: str) -> None:
    route = next(route for route in approvals.routes if route.id == name)
    by_role = ends(route, approvals, np.random.default_rng(20200804))
    permit = by_role[StageRole.PERMIT]
    after_contract = permit - by_role[StageRole.CONTRACT]
    found = (
        permit.mean(),
        np.median(permit),
        np.quantile(permit, 0.9),
        after_contract.mean(),
        np.quantile(after_contract, 0.9),
    )
    assert found == pytest.approx(TABLE[name], rel=TOLERANCE)


@pytest.mark.parametrize("name", GOVERNMENT_AT_MODE)
def test_government_items_add_up(approvals: Approvals, name: str) -> None:
    route = next(route for route in approvals.routes if route.id == name)
    total = 0.0
    for step in route.steps:
        stage = approvals.stage(step.stage)
        if stage.kind == "government" and stage.id != "N14":
            law = step.workdays
            total += law.mode if isinstance(law, Triangular) else law.mean
        if stage.role is StageRole.PERMIT:
            break
    assert total == pytest.approx(GOVERNMENT_AT_MODE[name], rel=TOLERANCE)


def test_a_wrong_predecessor_would_be_seen(approvals: Approvals) -> None:
    """The green route's design after the contract, as in the parallel one, breaks its figure."""
    rng = np.random.default_rng(1)
    green = next(route for route in approvals.routes if route.id == "green")
    parallel = next(route for route in approvals.routes if route.id == "parallel")
    after = {step.stage: step.after for step in parallel.steps}
    slower = Route(
        id=green.id,
        name=green.name,
        steps=tuple(
            type(step)(stage=step.stage, after=after[step.stage], workdays=step.workdays)
            for step in green.steps
        ),
    )
    mean = ends(slower, approvals, rng)[StageRole.PERMIT].mean()
    assert mean > TABLE["green"][0] * (1 + TOLERANCE)
