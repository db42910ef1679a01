"""A temporal hold-out: fit on the past of a log, generate its future, measure the distance."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import astuple, dataclass, fields
from datetime import datetime

import numpy as np

from landsim.calibration.distance import Distances, log_distances
from landsim.calibration.histories import Histories, fit_histories, generate
from landsim.calibration.log import BoolArray, EventLog, FloatArray
from landsim.core.luck import generator
from landsim.core.progress import Finished, Listener, Progress, Started, ignore
from landsim.errors import Problem, ScenarioError

HALF_LIVES_DAYS = (float("inf"), 180.0, 90.0, 60.0, 45.0, 30.0, 20.0, 15.0)
"""Ages at which a past case may count half."""
N_LOGS = 10
"""Logs generated for a hold-out."""
_N_EFFECTIVE_MIN = 100.0
"""Fewest equally likely cases that weights may amount to."""
_INNER_SPLITS = (0.5, 0.6, 0.7, 0.8, 0.9)
_INNER_LOGS = 3
_FLOOR_HALVINGS = 5
_CASES_MIN = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldOut:
    """How well the past of a log tells its future."""

    split: datetime
    """Cases that ended before are fitted; cases that began after are foretold."""
    n_past: int
    """Cases fitted."""
    n_future: int
    """Cases foretold."""
    half_life_days: float
    """Age at which a past case counts half, chosen on the past alone."""
    mean: Distances
    """Distances between the generated logs and the future, on average."""
    deviation: Distances
    """Standard deviations between the generated logs."""
    floor: Distances
    """Distances between random halves of the future: noise that no model can pass below by
    more than luck."""


def hold_out(
    log: EventLog,
    *,
    split: datetime | None = None,
    seed: int = 1,
    n_logs: int = N_LOGS,
    listener: Listener = ignore,
) -> HoldOut:
    """Fit on the past, foretell the future, compare.

    Parameters
    ----------
    log
        Whole log.
    split
        Wall-clock time that parts past from future; None for the one that leaves as many
        cases on either side as can be.
    seed
        Seed of the generated logs.
    n_logs
        Number of generated logs.
    listener
        Told of progress.

    Raises
    ------
    ScenarioError
        If either side has too few cases.

    Notes
    -----
    Nothing of the future is used but its number of cases and its first instant. The half-life
    is chosen within the past, by the same procedure.
    """
    at = balanced_split(log) if split is None else (split - log.origin).total_seconds() / 3600
    past, future = parted(log, at)
    half_life = choose_half_life(past, now=at, seed=seed)
    histories = fit_histories(past, now=at, half_life_days=half_life)
    drawn = []
    listener(Started(task="calibrate", total=n_logs, unit="logs"))
    for distances in _foretold(histories, future, seed, n_logs):
        drawn.append(distances)
        listener(Progress(task="calibrate", done=len(drawn), total=n_logs, unit="logs"))
    listener(Finished(task="calibrate"))
    return HoldOut(
        split=log.when(at),
        n_past=past.n_cases,
        n_future=future.n_cases,
        half_life_days=half_life,
        mean=_over(drawn, np.mean),
        deviation=_over(drawn, np.std),
        floor=noise_floor(future, seed=seed),
    )


def balanced_split(log: EventLog) -> float:
    """Return the instant that leaves as many cases ended before as begun after it, in hours.

    Parameters
    ----------
    log
        Whole log.
    """
    days = np.arange(np.floor(log.case_start[0] / 24), np.ceil(log.end.max() / 24)) * 24
    ended = np.searchsorted(np.sort(log.case_end), days, side="left")
    begun = log.n_cases - np.searchsorted(log.case_start, days, side="left")
    return float(days[np.argmin(np.abs(ended - begun))])


def parted(log: EventLog, at: float) -> tuple[EventLog, EventLog]:
    """Return the cases that ended before an instant and those that began from it on.

    Parameters
    ----------
    log
        Whole log.
    at
        Instant, in hours.

    Raises
    ------
    ScenarioError
        If either side has too few cases.
    """
    sides: tuple[BoolArray, BoolArray] = (log.case_end < at, log.case_start >= at)
    past, future = int(sides[0].sum()), int(sides[1].sum())
    if min(past, future) < _CASES_MIN:
        values = (
            ("split", f"{log.when(at):%Y-%m-%d}"),
            ("past", str(past)),
            ("future", str(future)),
            ("least", str(_CASES_MIN)),
        )
        message = (
            "{past} cases ended before {split} and {future} began after it;"
            " each side needs at least {least}"
        )
        what = message.format_map(dict(values))
        raise ScenarioError([Problem(where="split", what=what, message=message, values=values)])
    return log.of(sides[0]), log.of(sides[1])


def choose_half_life(past: EventLog, *, now: float, seed: int) -> float:
    """Return the half-life, in days, that foretells the later part of the past best.

    Parameters
    ----------
    past
        Cases to choose on.
    now
        Instant at which they are known, in hours.
    seed
        Seed of the generated logs.

    Notes
    -----
    Five times the past is parted again and its later part foretold. Distances of control flow
    and of times within cases count, each in units of its noise floor. Half-lives that leave
    fewer than a hundred equally likely cases are not tried; of equal ones the longest wins.
    """
    scores: dict[float, list[float]] = {half_life: [] for half_life in _allowed(past, now)}
    for share in _INNER_SPLITS:
        at = float(np.quantile(past.case_start, share))
        sides = (past.case_end < at, past.case_start >= at)
        if min(int(side.sum()) for side in sides) < _CASES_MIN:
            continue
        earlier, later = past.of(sides[0]), past.of(sides[1])
        floor = _inner(noise_floor(later, seed=seed))
        for half_life, score in scores.items():
            histories = fit_histories(earlier, now=at, half_life_days=half_life)
            drawn = list(_foretold(histories, later, seed, _INNER_LOGS))
            score.append(float(np.mean(_inner(_over(drawn, np.mean)) / floor)))
    if not any(scores.values()):
        return float("inf")
    return min(scores, key=lambda half_life: float(np.mean(scores[half_life])))


def _inner(distances: Distances) -> FloatArray:
    told = (distances.n_gram, distances.relative_hours, distances.cycle_hours)
    figures: FloatArray = np.maximum(np.array(told), 1e-9)
    return figures


def noise_floor(log: EventLog, *, seed: int) -> Distances:
    """Return the distances between random halves of a log, on average.

    Parameters
    ----------
    log
        Log.
    seed
        Seed of the halvings.
    """
    rng = generator(seed, "noise floor")
    drawn = []
    for _ in range(_FLOOR_HALVINGS):
        is_first = rng.permutation(log.n_cases) % 2 == 0
        drawn.append(log_distances(log.of(is_first), log.of(~is_first)))
    return _over(drawn, np.mean)


def _allowed(past: EventLog, now: float) -> list[float]:
    return [
        half_life
        for half_life in HALF_LIVES_DAYS
        if np.isinf(half_life)
        or fit_histories(past, now=now, half_life_days=half_life).n_effective >= _N_EFFECTIVE_MIN
    ]


def _foretold(
    histories: Histories, future: EventLog, seed: int, n_logs: int
) -> Iterator[Distances]:
    """Yield how far generated logs are from the future, one after another."""
    begin = float(future.case_start[0])
    for number in range(n_logs):
        rng = generator(seed, "hold-out log", number)
        yield log_distances(future, generate(histories, future.n_cases, begin, rng))


def _over(drawn: Sequence[Distances], average: Callable[..., FloatArray]) -> Distances:
    columns = average(np.array([astuple(distances) for distances in drawn]), axis=0)
    names = [field.name for field in fields(Distances)]
    return Distances(**{name: float(value) for name, value in zip(names, columns, strict=True)})
