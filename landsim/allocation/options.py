"""Every admissible option, as one table: who could get which land, when, under which mode."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from landsim.allocation.askers import AskerTable
from landsim.allocation.bundles import Bundles
from landsim.allocation.candidates import STAGES, Candidates, Listing
from landsim.allocation.land import LandTable, land_table
from landsim.core.expansion import hold_days
from landsim.core.ids import TenureModeId
from landsim.core.plan import Assignment, Take
from landsim.core.problem import AllocationProblem, BoolArray, FloatArray, IntArray
from landsim.core.project import Project

__all__ = ["STAGES", "Option", "Options", "list_options"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One row of the table, for rules and readers that look at options one by one."""

    index: int
    """Row in the table."""
    project: Project
    """Project."""
    bundle: tuple[Take, ...]
    """Land."""
    period: int
    """Supply period."""
    mode: TenureModeId
    """Tenure mode."""
    end_period: int
    """First period in which the land is free again."""
    area_m2: int
    """Area, in m²."""
    early_cost_mcny: float
    """Cost of readying the land early, in million CNY."""


@dataclass(frozen=True, kw_only=True, eq=False)
class Options:
    """Admissible options as a struct of arrays; row *o* is one binary choice."""

    problem: AllocationProblem
    """What is decided."""
    land: LandTable
    """Parcels and modes that rows refer to."""
    askers: AskerTable
    """Projects that rows refer to."""
    project: IntArray
    """Row of the project in ``askers``, shape (n_options,)."""
    mode: IntArray
    """Row of the tenure mode in ``land.modes``, shape (n_options,)."""
    period: IntArray
    """Supply period, shape (n_options,)."""
    end_period: IntArray
    """First period in which the land is free again, shape (n_options,)."""
    area_m2: IntArray
    """Area of land or of floor space, in m², shape (n_options,)."""
    early_months: IntArray
    """Months by which the land is readied early, shape (n_options,)."""
    early_cost_mcny: FloatArray
    """Cost of that, in million CNY, shape (n_options,)."""
    take_begin: IntArray
    """Where the takes of an option begin, shape (n_options + 1,)."""
    take_parcel: IntArray
    """Row of the parcel of each take, shape (n_takes,)."""
    take_area_m2: IntArray
    """Area of each take, in m², shape (n_takes,)."""
    take_option: IntArray
    """Option of each take, shape (n_takes,)."""
    n_left: IntArray
    """Bundles left to each project after each of `STAGES`, shape (n_projects, n_stages)."""

    @cached_property
    def is_floor(self) -> BoolArray:
        """Which options take floor space in a building, shape (n_options,)."""
        return self.land.is_floor[self.take_parcel[self.take_begin[:-1]]]

    @cached_property
    def land_m2(self) -> IntArray:
        """Land each option takes, in m², shape (n_options,): 0 for floor space."""
        return np.where(self.is_floor, 0, self.area_m2)

    @cached_property
    def take_land_m2(self) -> IntArray:
        """Land of each take, in m², shape (n_takes,): 0 for floor space."""
        return np.where(self.land.is_floor[self.take_parcel], 0, self.take_area_m2)

    def __len__(self) -> int:
        return len(self.project)

    def __iter__(self) -> Iterator[Option]:
        return (self[index] for index in range(len(self)))

    def __getitem__(self, index: int) -> Option:
        return Option(
            index=index,
            project=self.askers.asking[self.project[index]].project,
            bundle=self.takes(index),
            period=int(self.period[index]),
            mode=self.land.modes[self.mode[index]].mode,
            end_period=int(self.end_period[index]),
            area_m2=int(self.area_m2[index]),
            early_cost_mcny=float(self.early_cost_mcny[index]),
        )

    def takes(self, index: int) -> tuple[Take, ...]:
        """Return the land of an option."""
        parcels = self.land.park.parcels
        return tuple(
            Take(
                parcel=parcels[self.take_parcel[place]].id,
                area_m2=int(self.take_area_m2[place]),
            )
            for place in range(self.take_begin[index], self.take_begin[index + 1])
        )

    def assignment(self, index: int, value: float = 0.0) -> Assignment:
        """Return an option as an assignment worth some points."""
        return Assignment(
            project=self.askers.asking[self.project[index]].project.id,
            bundle=self.takes(index),
            period=int(self.period[index]),
            mode=self.land.modes[self.mode[index]].mode,
            end_period=int(self.end_period[index]),
            value=value,
        )

    def sum_takes(self, amounts: FloatArray) -> FloatArray:
        """Return amounts of takes summed for each option."""
        sums = np.bincount(self.take_option, weights=amounts, minlength=len(self))
        return sums.astype(np.float64)


def list_options(problem: AllocationProblem, land: LandTable | None = None) -> Options:
    """List every admissible option.

    Parameters
    ----------
    problem
        What is decided.
    land
        Arrays of the park and policy; None computes them anew.

    Notes
    -----
    An option is admissible if the project can use the zone and is admitted there, the site is
    neither too small nor too large and takes its floor area ratio (floor space needs no such
    ratio), nobody forbids the pairing,
    the mode is on offer, acceptable and affordable, the land is free in a period of the
    project's window in which land may be released, and the nodes carry its power alone.
    """
    land = land or land_table(problem.park, problem.policy, problem.horizon)
    askers = AskerTable(problem, land)
    listing = Listing(problem, land, askers)
    found = listing.run()
    begin, parcel, area, option = _takes(land, land.bundles, found)
    return Options(
        problem=problem,
        land=land,
        askers=askers,
        project=found.project,
        mode=found.mode,
        period=found.period,
        end_period=_end_period(land, askers, found),
        area_m2=found.area_m2,
        early_months=found.early_months,
        early_cost_mcny=found.early_cost_mcny,
        take_begin=begin,
        take_parcel=parcel,
        take_area_m2=area,
        take_option=option,
        n_left=listing.n_left,
    )


def _end_period(land: LandTable, askers: AskerTable, found: Candidates) -> IntArray:
    """Return when land is free again: after the term, or when an option on it ends."""
    end = land.end_period[found.period, found.mode]
    for row, entry in enumerate(askers.asking):
        if entry.phase_of is not None and entry.phase_of.later_phase is not None:
            mine = found.project == row
            days = land.first_day[found.period[mine]] + hold_days(entry.phase_of.later_phase)
            end[mine] = np.searchsorted(land.first_day[:-1], days, side="left")
    return end


def _takes(
    land: LandTable, bundles: Bundles, found: Candidates
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    counts = np.diff(bundles.begin)[found.bundle]
    begin = np.concatenate([[0], np.cumsum(counts)])
    option = np.repeat(np.arange(len(counts)), counts)
    place = np.arange(begin[-1]) - begin[option] + bundles.begin[found.bundle[option]]
    parcel = bundles.parcel[place]
    is_single = counts[option] == 1
    area = np.where(is_single, found.area_m2[option], land.area_m2[parcel])
    return begin, parcel, area, option
