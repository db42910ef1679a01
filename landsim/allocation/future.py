"""What is left of land, power and quota is worth: the best use projects to come could make of it.

A linear program in which projects to come take land in fractions: so many of a likeness in a
year, each on a type of land. Its optimum as a function of what is left is concave; a solve
gives its value and its slopes, the *bid prices*.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from landsim.allocation.matrix import Matrix
from landsim.allocation.prospects import Prospects, Ways
from landsim.allocation.relaxation import Relaxation
from landsim.allocation.rows import Rows, stacked, tidy
from landsim.allocation.stock import Stock
from landsim.core.forecast import Forecast
from landsim.core.horizon import DAYS_PER_YEAR
from landsim.core.problem import FloatArray, IntArray
from landsim.core.project import Project

N_LIKENESSES = 12
"""About as many projects stand for all to come."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Cut:
    """A plane above the worth of what is left."""

    left: FloatArray
    """Where it touches, shape (n_rows, n_years)."""
    worth: float
    """Worth there, in points."""
    prices: FloatArray
    """Points for one more unit of each amount, shape (n_rows, n_years)."""


class Future:
    """Projects to come after one decision.

    Parameters
    ----------
    stock
        What is left before the decision.
    forecast
        Projects that have not filed.
    in_review
        Projects that filed and are not admitted yet: they will ask for sure.
    prospects
        Ways to serve them.
    """

    def __init__(
        self,
        stock: Stock,
        forecast: Forecast,
        in_review: Sequence[Project],
        prospects: Prospects,
    ) -> None:
        likenesses = forecast.likenesses(N_LIKENESSES)
        projects = [entry.project for entry in likenesses] + list(in_review)
        self.stock = stock
        """What is left before the decision."""
        self.expected: FloatArray = _expected(
            stock, forecast, projects, np.array([entry.share for entry in likenesses])
        )
        """Expected number of each project in each year, shape (n_projects, n_years); the last
        rows are those in review, which come once."""
        self.n_known = len(in_review)
        """Number of projects in review."""
        self.ways: Ways | None = prospects.of(projects) if projects else None
        """Ways to serve them; None if nobody is expected."""
        self._relaxation: Relaxation | None = None
        if self.ways is not None and len(self.ways):
            self._load(self.ways)

    def _load(self, ways: Ways) -> None:
        stock, n_years = self.stock, self.stock.n_years
        ordinal = np.tile(np.arange(len(ways)), n_years)
        year = np.repeat(np.arange(n_years), len(ways))
        comes = self.expected[ways.project[ordinal], year] > 0
        ordinal, year = ordinal[comes], year[comes]
        self._group = ways.project[ordinal] * n_years + year
        points = _points(ways, ordinal, year, stock)
        self._relaxation = Relaxation(
            Matrix(
                points=points,
                upper=np.ones(len(points)),
                is_integer=np.zeros(len(points), dtype=bool),
                rows=stacked([_stock_rows(stock, ways, ordinal, year), self._number_rows()]),
            )
        )

    def _number_rows(self) -> Rows:
        """Return one row for each project and year: it is served no more often than it comes."""
        column = np.arange(len(self._group))
        n_rows = self.expected.size
        return _rows(self._group, column, np.ones(len(column)), len(column), n_rows)

    def points_per_ha(self, best_share: float) -> float:
        """Return what a project must earn to be among the best of those to come.

        Parameters
        ----------
        best_share
            Share of the projects to come that earn at least as much on a hectare.
        """
        if self.ways is None or len(self.ways) == 0:
            return 0.0
        n_types = self.stock.types.n_types
        earned = self.ways.points / self.ways.uses[:, :n_types].sum(axis=1)
        best = np.zeros(len(self.expected))
        np.maximum.at(best, self.ways.project, earned)
        order = np.argsort(-best)
        number = np.cumsum(self.expected.sum(axis=1)[order])
        place = int(np.searchsorted(number, best_share * number[-1], side="left"))
        return float(best[order[min(place, len(order) - 1)]])

    def cut(self, left: FloatArray, numbers: Sequence[FloatArray]) -> Cut:
        """Return the worth and the prices of what is left, the mean over some futures.

        Parameters
        ----------
        left
            What is left, shape (n_rows, n_years).
        numbers
            Number of each project in each year, like `expected`, for each future.
        """
        if self._relaxation is None:
            return Cut(left=left, worth=0.0, prices=np.zeros_like(left))
        worth, prices = 0.0, np.zeros(left.size)
        limits = np.maximum(left, 0.0).ravel()
        for number in numbers:
            flat = number.ravel()
            solved = self._relaxation.solve(flat[self._group], np.concatenate([limits, flat]))
            worth += solved.value / len(numbers)
            prices += solved.prices[: left.size] / len(numbers)
        return Cut(left=left, worth=worth, prices=prices.reshape(left.shape))


def _expected(
    stock: Stock, forecast: Forecast, projects: Sequence[Project], share: FloatArray
) -> FloatArray:
    """Return how many of each project open their window in each year."""
    problem = stock.problem
    lead_days = problem.policy.land.start_lead_days
    first_day = stock.land.first_day
    begins = np.append(first_day[stock.openings], first_day[stock.checkpoints[-1] + 1])
    expected = np.zeros((len(projects), stock.n_years))
    wait = np.array([max(p.need_by_day - p.filed_day - lead_days, 0.0) for p in projects])
    n_likenesses = len(share)
    filings = forecast.expected_by(begins[None, :] - wait[:n_likenesses, None])
    expected[:n_likenesses] = np.diff(filings, axis=1) * share[:, None]
    for row, project in enumerate(projects[n_likenesses:], start=n_likenesses):
        opens = max(project.need_by_day - lead_days, forecast.day)
        year = int(np.searchsorted(begins[1:-1], opens, side="right"))
        expected[row, year] = 1.0
    return expected


def _points(ways: Ways, ordinal: IntArray, year: IntArray, stock: Stock) -> FloatArray:
    """Return what each way earns when it is used in the middle of a year."""
    first_day = stock.land.first_day
    begin, end = first_day[stock.openings], first_day[stock.checkpoints + 1]
    years = ((begin + end) / 2 - first_day[stock.problem.first_period]) / DAYS_PER_YEAR
    rate = stock.problem.policy.price.discount_rate_per_year
    lost = 1 - (1 + rate) ** -years
    return np.asarray(ways.points[ordinal] - ways.discounted[ordinal] * lost[year])


def _stock_rows(stock: Stock, ways: Ways, ordinal: IntArray, year: IntArray) -> Rows:
    """Return one row for each amount and year: no more is used than is left."""
    n_types, n_years = stock.types.n_types, stock.n_years
    held = stock.held_until(stock.land.end_period[stock.openings[year], ways.mode[ordinal]])
    area_ha = ways.uses[:, :n_types].sum(axis=1)
    amounts = np.column_stack([ways.uses, area_ha])[ordinal]
    column, row = np.nonzero(amounts)
    is_quota = row == stock.n_rows - 1
    begin = year[column]
    end = np.where(is_quota, stock.quota_until(begin), np.maximum(held[column], begin))
    counts = end - begin
    entry = np.repeat(np.arange(len(column)), counts)
    step = np.arange(len(entry)) - np.repeat(np.cumsum(counts) - counts, counts)
    place = row[entry] * n_years + begin[entry] + step
    amount = amounts[column, row][entry]
    return _rows(place, column[entry], amount, len(ordinal), stock.n_rows * n_years)


def _rows(row: IntArray, column: IntArray, amount: FloatArray, n_columns: int, n_rows: int) -> Rows:
    row, column, amount = tidy(row, column, amount, n_columns)
    return Rows(
        begin=np.searchsorted(row, np.arange(n_rows + 1)),
        column=column,
        coefficient=amount,
        lower=np.full(n_rows, -np.inf),
        upper=np.full(n_rows, np.inf),
    )
