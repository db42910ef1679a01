import numpy as np
import pytest
from unit.calibration.logs import DAY, MONDAY, office_log

from landsim.calibration.distance import log_distances
from landsim.calibration.log import EventLog, make_log


def log_of(*events: tuple[str, str, float]) -> EventLog:
    case, activity, end = zip(*events, strict=True)
    return make_log(case=case, activity=activity, end=np.array(end), origin=MONDAY)


def test_a_log_is_not_away_from_itself() -> None:
    log = office_log(40)
    found = log_distances(log, log)
    assert set(vars_of(found)) == {0.0}


def vars_of(found: object) -> list[float]:
    return [getattr(found, name) for name in type(found).__dataclass_fields__]  # type: ignore[attr-defined]


def test_a_log_a_week_later_differs_in_absolute_time_alone() -> None:
    log = log_of(("a", "x", 10.0), ("a", "y", 12.0))
    later = log_of(("a", "x", 10.0 + 7 * DAY), ("a", "y", 12.0 + 7 * DAY))
    found = log_distances(log, later)
    assert found.absolute_hours == pytest.approx(7 * DAY)
    assert (found.n_gram, found.circadian_hours, found.relative_hours, found.cycle_hours) == (
        0,
        0,
        0,
        0,
    )


def test_hours_of_the_day_by_day_of_the_week() -> None:
    found = log_distances(log_of(("a", "x", 10.5)), log_of(("a", "x", 13.5)))
    assert found.circadian_hours == pytest.approx(3 / 7)
    assert found.working_circadian_hours == pytest.approx(3)


def test_a_stray_weekend_event_weighs_on_all_days_alone() -> None:
    week = [(f"c{n}", "x", 10.0 + DAY * (n % 5)) for n in range(300)]
    found = log_distances(log_of(*week), log_of(*week, ("stray", "x", 5 * DAY + 12)))
    assert found.circadian_hours == pytest.approx(23 / 7)
    assert found.working_circadian_hours == 0


def test_runs_of_three() -> None:
    found = log_distances(
        log_of(("a", "x", 1.0), ("a", "y", 2.0)), log_of(("a", "x", 1.0), ("a", "z", 2.0))
    )
    # ··x is shared; ·xy, xy·, y·· against ·xz, xz·, z··
    assert found.n_gram == pytest.approx(6 / 8)


def test_durations_and_times_within_cases() -> None:
    short = log_of(("a", "x", 0.0), ("a", "y", 10.0))
    long = log_of(("a", "x", 0.0), ("a", "y", 30.0))
    found = log_distances(short, long)
    assert found.cycle_hours == pytest.approx(20)
    assert found.relative_hours == pytest.approx(10)
