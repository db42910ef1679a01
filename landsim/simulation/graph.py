"""The approval graph made quick: stages as bits, so that predecessors are one comparison."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from landsim.core.approval import (
    ASSIGNED,
    FILED,
    Approvals,
    Route,
    Stage,
    StageKind,
    StageRole,
    Step,
)
from landsim.core.ids import RouteId, StageId
from landsim.errors import Problem, ScenarioError

FILED_BIT = 1
ASSIGNED_BIT = 2
LIFE = (
    StageRole.LISTING,
    StageRole.CONTRACT,
    StageRole.PAYMENT,
    StageRole.DELIVERY,
    StageRole.PERMIT,
    StageRole.CONSTRUCTION,
    StageRole.ACCEPTANCE,
    StageRole.PRODUCTION,
    StageRole.FULL_PRODUCTION,
)
"""Roles of a project with land, in the order of its life."""
PHASES = frozenset({StageRole.CONSTRUCTION, StageRole.PRODUCTION, StageRole.FULL_PRODUCTION})
"""Roles whose length is the project's conduct."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteStep:
    """A step with everything a review needs, looked up once."""

    stage: Stage
    """Stage."""
    step: Step
    """The stage as the route takes it."""
    route: RouteId
    """Route."""
    bit: int
    """The stage as one bit; the same on every route."""
    needs: int
    """Bits of the stages that must end first."""
    back_to: int
    """Bit of the earlier stage a correction goes back to; 0 for none."""
    binds_government: bool
    """Whether it is a government review with a statutory limit."""
    again: int
    """Bits of the stages to repeat when a correction goes back to an earlier one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteGraph:
    """A route, ready to be walked."""

    route: RouteId
    """Route."""
    steps: tuple[RouteStep, ...]
    """Steps, predecessors first."""
    followers: dict[int, tuple[RouteStep, ...]]
    """Steps that wait for a bit, in order of the route."""
    by_bit: dict[int, RouteStep]
    """Step of each bit."""
    roles: frozenset[StageRole]
    """Roles its stages have."""


def route_graphs(approvals: Approvals) -> dict[RouteId, RouteGraph]:
    """Return every route of an approval system, ready to be walked.

    Parameters
    ----------
    approvals
        Stages and routes.

    Raises
    ------
    ScenarioError
        If a stage of the project's life on its land can begin before it has land.
    """
    bits = _bits(approvals)
    stages = {stage.id: stage for stage in approvals.stages}
    faults: list[Problem] = []
    graphs = {}
    for route in approvals.routes:
        graphs[route.id] = _graph(route, stages, bits)
        faults += _before_land(route, stages)
    if faults:
        raise ScenarioError(faults)
    return graphs


def floor_graphs(
    approvals: Approvals, graphs: Mapping[RouteId, RouteGraph]
) -> dict[RouteId, RouteGraph]:
    """Return the route on floor space that follows each route, ready to be walked.

    Parameters
    ----------
    approvals
        Stages and routes.
    graphs
        The routes themselves, as `route_graphs` gives them.
    """
    if approvals.floor_route is not None:
        return dict.fromkeys(graphs, graphs[approvals.floor_route])
    bits = _bits(approvals)
    stages = {stage.id: stage for stage in approvals.stages}
    return {route: _graph(approvals.route_on_floor(route), stages, bits) for route in graphs}


def _bits(approvals: Approvals) -> dict[StageId, int]:
    bits = {stage.id: 4 << place for place, stage in enumerate(approvals.stages)}
    return bits | {FILED: FILED_BIT, ASSIGNED: ASSIGNED_BIT}


def _graph(route: Route, stages: dict[StageId, Stage], bits: dict[StageId, int]) -> RouteGraph:
    ancestors = _ancestors(route)
    steps = tuple(
        RouteStep(
            stage=stages[step.stage],
            step=step,
            route=route.id,
            bit=bits[step.stage],
            needs=_mask(step.after or (FILED,), bits),
            back_to=_back_to(step, bits),
            binds_government=_binds_government(stages[step.stage]),
            again=_mask(_repeated(step, ancestors), bits),
        )
        for step in route.steps
    )
    awaited = {bit for step in steps for bit in bits.values() if step.needs & bit}
    return RouteGraph(
        route=route.id,
        steps=steps,
        followers={bit: tuple(s for s in steps if s.needs & bit) for bit in sorted(awaited)},
        by_bit={step.bit: step for step in steps},
        roles=frozenset(step.stage.role for step in steps),
    )


def _ancestors(route: Route) -> dict[StageId, frozenset[StageId]]:
    found: dict[StageId, frozenset[StageId]] = {}
    for step in route.steps:
        before = set(step.after or (FILED,))
        for stage in step.after:
            before |= found.get(stage, frozenset())
        found[step.stage] = frozenset(before)
    return found


def _binds_government(stage: Stage) -> bool:
    return stage.kind is StageKind.GOVERNMENT and stage.limit_workdays is not None


def _back_to(step: Step, bits: dict[StageId, int]) -> int:
    back_to = step.rework.back_to
    return 0 if back_to is None or back_to == step.stage else bits[back_to]


def _repeated(step: Step, ancestors: dict[StageId, frozenset[StageId]]) -> set[StageId]:
    """Return the stages between the one gone back to and this one, both included."""
    back_to = step.rework.back_to
    if back_to is None or back_to == step.stage:
        return set()
    between = {stage for stage in ancestors[step.stage] if back_to in ancestors.get(stage, ())}
    return between | {back_to, step.stage}


def _mask(stages: Iterable[StageId], bits: dict[StageId, int]) -> int:
    return sum(bits[stage] for stage in set(stages))


def _before_land(route: Route, stages: dict[StageId, Stage]) -> list[Problem]:
    ancestors = _ancestors(route)
    return [
        Problem(
            where=f"route {route.id}, step {step.stage}",
            path="after",
            what=f"stage {step.stage} ({stages[step.stage].role}) needs land, so it must follow "
            f'"{ASSIGNED}", directly or through other stages',
        )
        for step in route.steps
        if stages[step.stage].role in LIFE and ASSIGNED not in ancestors[step.stage]
    ]
