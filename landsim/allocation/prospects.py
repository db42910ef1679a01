"""What a project to come could be given: for each type of land, what it takes and earns there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from landsim.allocation.land import LandTable
from landsim.allocation.objective import tier_points
from landsim.allocation.options import Options, list_options
from landsim.core.area import M2_PER_HA
from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.ids import ProjectId
from landsim.core.problem import AllocationProblem, Asking, FloatArray, IntArray
from landsim.core.project import Project

N_SIZES = 3
"""Parcels of a zone and node count as small, medium or large."""


class LandTypes:
    """Parcels that are alike to a project to come: same zone, same nodes, like size.

    Parameters
    ----------
    land
        Parcels.
    """

    def __init__(self, land: LandTable) -> None:
        edges = np.quantile(land.area_m2, np.arange(1, N_SIZES) / N_SIZES)
        size = np.searchsorted(edges, land.area_m2, side="left")
        kinds, type_of = np.unique(
            np.vstack([land.zone, size, land.serves]), axis=1, return_inverse=True
        )
        self.of_parcel: IntArray = np.ravel(type_of)
        """Type of each parcel, shape (n_parcels,)."""
        self.n_types = kinds.shape[1]
        """Number of types."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Ways:
    """Ways to serve projects to come: land of one type, under the mode that earns most there."""

    project: IntArray
    """Place of its project among those asked about, shape (n_ways,)."""
    mode: IntArray
    """Row of the tenure mode, shape (n_ways,)."""
    points: FloatArray
    """Points when the land is given, shape (n_ways,)."""
    discounted: FloatArray
    """Part of the points that shrinks at the discount rate when it is given later."""
    uses: FloatArray
    """Land of each type, in ha, then power of each node, in MW, shape (n_ways, n_uses)."""

    def __len__(self) -> int:
        return len(self.project)


class Prospects:
    """Ways of projects to come, listed once for each project.

    Parameters
    ----------
    problem
        Any problem of the scenario: its park, policy and horizon count, nothing else.
    land
        Parcels and modes.
    types
        Types of land.

    Notes
    -----
    Ways are listed as if all land were free and every node had power, in the middle of the
    horizon: what is left of land and power is for rows to say. A way takes the mean area of
    the sites of its type that suit the project, and earns their mean points.
    """

    def __init__(self, problem: AllocationProblem, land: LandTable, types: LandTypes) -> None:
        n_periods = problem.horizon.n_periods
        self._land = land
        self._types = types
        self._period = n_periods // 2
        self._known: dict[ProjectId, tuple[Project, Ways]] = {}
        may_supply = np.zeros(n_periods, dtype=bool)
        may_supply[self._period] = True
        self._empty = replace(
            problem,
            first_period=self._period,
            asking=(),
            free_m2=np.repeat(land.area_m2[:, None], n_periods, axis=1),
            ready_period=np.zeros(len(land.area_m2), dtype=np.int64),
            may_supply=may_supply,
            quota_m2=None,
            capacity=np.full(problem.capacity.shape, np.inf),
            holdings=(),
            fits=(),
            is_epoch=False,
        )

    def of(self, projects: Sequence[Project]) -> Ways:
        """Return the ways of some projects.

        Parameters
        ----------
        projects
            Projects; when they file does not matter.
        """
        new = [project for project in projects if not self._knows(project)]
        if new:
            self._list(new)
        found = [self._known[project.id][1] for project in projects]
        counts = [len(ways) for ways in found]
        return Ways(
            project=np.repeat(np.arange(len(found)), counts),
            mode=np.concatenate([ways.mode for ways in found]),
            points=np.concatenate([ways.points for ways in found]),
            discounted=np.concatenate([ways.discounted for ways in found]),
            uses=np.concatenate([ways.uses for ways in found]),
        )

    def _knows(self, project: Project) -> bool:
        return project.id in self._known and self._known[project.id][0] == project

    def _list(self, projects: list[Project]) -> None:
        now = self._period
        asking = tuple(Asking(project=p, first_period=now, last_period=now) for p in projects)
        options = list_options(replace(self._empty, asking=asking), self._land)
        ways = _ways(options, self._types)
        place = {entry.project.id: row for row, entry in enumerate(options.askers.asking)}
        for project in projects:
            mine = np.flatnonzero(ways.project == place[project.id])
            self._known[project.id] = project, _of(ways, mine)


def _ways(options: Options, types: LandTypes) -> Ways:
    """Gather options of the same project, type of land and mode; keep the best mode."""
    n_modes = max(len(options.land.modes), 1)
    points, discounted = _points(options)
    type_of = types.of_parcel[options.take_parcel[options.take_begin[:-1]]]
    key = (options.project * types.n_types + type_of) * n_modes + options.mode
    groups, member = np.unique(key, return_inverse=True)
    size = np.bincount(member, minlength=len(groups))
    mean = np.bincount(member, weights=points, minlength=len(groups)) / size
    order = np.lexsort((-mean, groups // n_modes))
    is_best = np.diff(groups[order] // n_modes, prepend=-1) > 0
    kept = np.sort(order[is_best])
    kept = kept[mean[kept] > 0]
    return Ways(
        project=groups[kept] // n_modes // types.n_types,
        mode=groups[kept] % n_modes,
        points=mean[kept],
        discounted=(np.bincount(member, weights=discounted, minlength=len(groups)) / size)[kept],
        uses=(_uses(options, types, member, len(groups)) / size[:, None])[kept],
    )


def _points(options: Options) -> tuple[FloatArray, FloatArray]:
    """Return the points of each option, and the part of them that is discounted.

    The part is what the points lose when they are seen from the first day of the horizon,
    over what anything discounted loses.
    """
    problem = options.problem
    points = tier_points(options)[0]
    years = options.land.first_day[problem.first_period] / DAYS_PER_YEAR
    lost = 1 - (1 + problem.policy.price.discount_rate_per_year) ** -years
    if lost <= 0:
        return points, np.zeros(len(points))
    from_the_start = replace(options, problem=replace(problem, first_period=0))
    return points, (points - tier_points(from_the_start)[0]) / lost


def _uses(options: Options, types: LandTypes, member: IntArray, n_groups: int) -> FloatArray:
    """Return the summed uses of the options of each group, shape (n_groups, n_uses)."""
    serves = options.land.serves
    uses = np.zeros((n_groups, types.n_types + len(serves)))
    group = member[options.take_option]
    np.add.at(uses, (group, types.of_parcel[options.take_parcel]), options.take_area_m2 / M2_PER_HA)
    power_mw = options.askers.power_mw[options.project]
    for node, is_served in enumerate(serves):
        loads = np.zeros(len(options), dtype=bool)
        loads[options.take_option[is_served[options.take_parcel]]] = True
        np.add.at(uses[:, types.n_types + node], member[loads], power_mw[loads])
    return uses


def _of(ways: Ways, rows: IntArray) -> Ways:
    return Ways(
        project=ways.project[rows] * 0,
        mode=ways.mode[rows],
        points=ways.points[rows],
        discounted=ways.discounted[rows],
        uses=ways.uses[rows],
    )
