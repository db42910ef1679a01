"""The shown history is the one of replication 0, and chances come from all of them."""

import pytest

from landsim.metrics.series import OCCUPIED
from landsim.report.history import history_json, month_days, occupied_percent
from landsim.report.states import STATES


@pytest.fixture(scope="module")
def history(view):
    return history_json(view, 0)


def test_spans_cover_every_parcel_on_every_day(view, history):
    for place, parcel in enumerate(view.scenario.park.parcels):
        spans = sorted(span for span in history["spans"] if span[0] == place)
        begins = sorted({span[3] for span in spans})
        assert begins[0] == 0
        assert max(span[4] for span in spans) == history["days"]
        for day in begins:
            held = sum(s[5] for s in spans if s[3] <= day < s[4])
            assert held == parcel.area_m2


def test_spans_name_holder_and_mode_by_place(view, history):
    held = [span for span in history["spans"] if span[1] >= 0]
    assert held
    assert all(history["modes"][span[6]] for span in held)
    assert all(span[6] == -1 for span in history["spans"] if span[1] < 0)


def test_months_begin_on_the_first_and_end_with_the_horizon(view):
    horizon = view.scenario.horizon
    days = month_days(horizon)
    assert {horizon.date_of(day).day for day in days} == {1}
    assert (days[0], days[-1]) == (0, horizon.n_days)
    assert len(days) == horizon.n_years * 12 + 1


def test_chance_of_occupation_is_the_mean_over_replications(view):
    steps = month_days(view.scenario.horizon)
    percent = occupied_percent(view, steps)
    frame = view.table("parcel_timeline")
    for step in (0, 30, 60, len(steps) - 1):
        day = min(steps[step], view.scenario.horizon.n_days - 0.001)
        now = frame[(frame["begin_day"] <= day) & (day < frame["end_day"])]
        busy = now[now["state"].isin([state.value for state in OCCUPIED])]
        for place, parcel in enumerate(view.scenario.park.parcels):
            area = busy.loc[busy["parcel"] == parcel.id, "area_m2"].sum()
            expected = 100 * area / (parcel.area_m2 * view.n_replications)
            assert percent[place][step] == round(expected)


def test_states_of_spans_are_those_of_the_table(view, history):
    shown = view.shown("parcel_timeline")
    assert [STATES[span[2]].value for span in history["spans"]] == list(shown["state"])


def test_events_of_a_project_are_dated_and_in_order(history):
    served = next(p for p in history["projects"] if len(p["events"]) > 5)
    days = [day for day, _ in served["events"]]
    assert days == sorted(days)
    first = history["texts"][served["events"][0][1]]
    assert first["en"] == "Filed"
