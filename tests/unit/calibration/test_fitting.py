from pathlib import Path

import numpy as np
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from unit.calibration.logs import DAY, MONDAY, office_log, written

from landsim.calibration.arrivals import balanced, fit_arrivals
from landsim.calibration.calibrate import calibrate
from landsim.calibration.drift import find_drift
from landsim.calibration.evaluate import balanced_split, choose_half_life, hold_out, parted
from landsim.calibration.fragment import fragment, route_overrides
from landsim.calibration.histories import fit_histories, generate
from landsim.calibration.hours import OfficeHours, office_hours
from landsim.calibration.laws import fit_law
from landsim.calibration.log import EventLog, make_log
from landsim.calibration.parameters import fit_process
from landsim.calibration.stages import as_stages, read_stage_map
from landsim.calibration.starts import begin_times, enabled_times
from landsim.core.distribution import Constant, Discrete, Exponential, LogNormal
from landsim.errors import ScenarioError
from landsim.files.read import read_scenario

OFFICE = OfficeHours(
    weekdays=np.array([True, True, True, True, True, False, False]), opens=9, closes=17
)


def test_office_hours_are_found() -> None:
    found = office_hours(office_log())
    assert found.weekdays.tolist() == [True] * 5 + [False] * 2
    assert (found.opens, found.closes) == (9, 15)


def test_working_time_skips_nights_and_weekends() -> None:
    friday_16, monday_10 = 4 * DAY + 16, 7 * DAY + 10
    assert OFFICE.worked(np.array([monday_10, friday_16])) @ [1, -1] == pytest.approx(2)


@given(st.floats(0, 5000))
def test_instants_of_working_time_hold_that_much_of_it(worked: float) -> None:
    instant = OFFICE.instant(np.array([worked]))
    assert OFFICE.worked(instant)[0] == pytest.approx(worked, abs=1e-6)


def test_every_week_comes_once_before_any_comes_again() -> None:
    log = office_log(200)
    arrivals = fit_arrivals(log, office_hours(log))
    drawn = arrivals.draw(log.n_cases, 0.0, np.random.default_rng(3))
    weeks = np.bincount((drawn // (7 * DAY)).astype(int))
    assert sorted(weeks.tolist()) == sorted(arrivals.weekly.tolist())
    assert (np.diff(drawn) >= 0).all()


def test_balanced_numbers_are_one_of_each_part() -> None:
    drawn = np.sort(balanced(10, np.random.default_rng(1)))
    assert (np.floor(drawn * 10) == np.arange(10)).all()


def test_generated_cases_take_past_courses_in_office_hours() -> None:
    log = office_log()
    histories = fit_histories(log, now=log.end.max(), half_life_days=float("inf"))
    made = generate(histories, 150, 0.0, np.random.default_rng(1))
    assert made.n_cases == 150
    assert len(made) == 300
    hours = office_hours(log)
    assert (made.end % DAY >= hours.opens).all()
    assert (made.end % DAY <= hours.closes).all()
    assert (made.end // DAY % 7 < 5).all()
    again = generate(histories, 150, 0.0, np.random.default_rng(1))
    assert (again.end == made.end).all()


def test_weights_fade_with_age() -> None:
    log = office_log()
    now = float(log.end.max())
    weight = fit_histories(log, now=now, half_life_days=30).weight
    age_days = (now - log.case_start) / DAY
    ratio = weight[0] / weight[-1]
    assert ratio == pytest.approx(0.5 ** ((age_days[0] - age_days[-1]) / 30))


def test_a_process_that_changed_is_found_and_forgotten() -> None:
    changed, steady = office_log(400, slow_until=200), office_log(400)
    assert find_drift(changed)[0].p_value < 1e-6 < find_drift(steady)[0].p_value
    now = float(changed.end.max())
    assert choose_half_life(changed, now=now, seed=1) < float("inf")


def test_hold_out_parts_by_time_and_stays_near_the_noise_of_a_steady_process() -> None:
    log = office_log(400)
    at = balanced_split(log)
    past, future = parted(log, at)
    assert past.case_end.max() < at <= future.case_start.min()
    found = hold_out(log, n_logs=3)
    assert (found.n_past, found.n_future) == (past.n_cases, future.n_cases)
    assert found.mean.n_gram == 0
    assert found.mean.cycle_hours < 2 * found.floor.cycle_hours + 24
    assert hold_out(log, n_logs=3) == found


def test_too_few_cases_on_a_side_are_refused() -> None:
    with pytest.raises(ScenarioError, match="each side needs at least"):
        hold_out(office_log(60))


def work_log() -> EventLog:
    # Li works on a, then on b, which waited for him; Wang checks both, b twice.
    return make_log(
        case=["a", "a", "b", "b", "b"],
        activity=["draft", "check", "draft", "check", "check"],
        resource=["Li", "Wang", "Li", "Wang", "Wang"],
        end=np.array([12.0, 13.0, 14.0, 15.0, 16.0]),
        start=np.array([10.0, np.nan, np.nan, np.nan, np.nan]),
        origin=MONDAY,
    )


def test_work_begins_when_case_and_resource_are_free() -> None:
    log = work_log()
    assert enabled_times(log).tolist() == [10, 12, 14, 14, 15]
    assert begin_times(log).tolist() == [10, 12, 14, 14, 15]
    late = make_log(
        case=["a", "b", "b"],
        activity=["x", "x", "y"],
        resource=["Li", "Wang", "Li"],
        end=np.array([13.0, 11.0, 16.0]),
        origin=MONDAY,
    )
    ordered = dict(zip(late.end.tolist(), begin_times(late).tolist(), strict=True))
    assert ordered[16.0] == 13.0


def test_stages_desks_and_rework_of_a_small_log() -> None:
    log = work_log()
    fit = fit_process(log, OFFICE, np.ones(log.n_cases))
    draft, check = fit.stages
    assert (draft.stage, draft.after, check.stage, check.after) == ("draft", "", "check", "draft")
    assert draft.work_mean == pytest.approx(1 / 8)
    assert check.again_share == pytest.approx(1 / 3)
    assert [(desk.stages, desk.staff) for desk in fit.desks] == [(("check",), 1), (("draft",), 1)]
    assert not check.is_begin_stated


@pytest.mark.parametrize(
    ("sample", "law"),
    [
        (lambda rng: np.full(50, 2.0), Constant),
        (lambda rng: rng.exponential(3.0, 4000), Exponential),
        (lambda rng: rng.lognormal(1.0, 0.4, 4000), LogNormal),
        (lambda rng: np.where(rng.random(4000) < 0.5, 0.0, 9.0), Discrete),
    ],
)
def test_laws_are_recognised(sample: object, law: type) -> None:
    values = sample(np.random.default_rng(7))  # type: ignore[operator]
    fitted = fit_law(values, np.ones(len(values)))
    assert isinstance(fitted, law)
    assert fitted.mean == pytest.approx(values.mean(), rel=0.1)


def test_a_stage_map_renames_and_leaves_out(tmp_path: Path) -> None:
    log = work_log()
    path = written(tmp_path / "stages.csv", "activity,stage\ndraft,N01\ncheck,\n")
    mapped = as_stages(log, read_stage_map(path, log))
    assert mapped.activities == ("N01",)
    assert len(mapped) == 2
    with pytest.raises(ScenarioError, match='no activity "drat"') as caught:
        read_stage_map(written(tmp_path / "bad.csv", "activity,stage\ndrat,N01\n"), log)
    assert caught.value.problems[0].hint == 'did you mean "draft"?'


def test_the_fragment_is_part_of_a_scenario(tmp_path: Path) -> None:
    fit = calibrate(office_log()).process
    base = Path("scenarios/quickstart").resolve()
    written(
        tmp_path / "base.yaml",
        yaml.safe_dump(fragment(fit, "test log") | {"extends": str(base / "scenario.yaml")}),
    )
    scenario = read_scenario(tmp_path / "base.yaml")
    route = next(r for r in scenario.policy.approvals.routes if r.id == "calibrated")
    assert [step.stage for step in route.steps if not step.stage.endswith("_wait")] == [
        "receive",
        "decide",
    ]


def test_a_route_can_be_changed_in_place() -> None:
    fit = calibrate(office_log()).process
    made = route_overrides(fit, "serial", "test log")
    steps = made["policy"]["approvals"]["routes"]["serial"]["steps"]
    assert set(steps) == {"receive", "decide"}
    assert all("after" not in step for step in steps.values())
