"""Amounts are written with about three figures, in the unit of the language."""

import math

import pytest

from landsim.metrics import units
from landsim.report.compact import compact
from landsim.report.quantities import measure_of, measure_of_land, padded_range
from landsim.report.text import figure_of, joined, plain, say, signed


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234567.0, 0, "1\u202f234\u202f567"),
        (-12.34, 1, "−12.3"),
        (-0.04, 1, "0.0"),
        (math.nan, 1, "–"),
    ],
)
def test_numbers_are_grouped_and_signed(value, digits, text):
    assert figure_of(value, digits) == text


def test_difference_carries_its_sign():
    assert [signed(n, 1) for n in (2.0, -2.0, 0.0)] == ["+2.0", "−2.0", "0.0"]


def test_shares_become_percentages():
    measure = measure_of(units.SHARE)
    assert measure.amount(0.1234) == {"zh": "12.3", "en": "12.3"}
    assert measure.unit["en"] == "%"


def test_money_is_counted_in_hundreds_of_millions_in_chinese():
    measure = measure_of(units.MCNY)
    assert measure.amount(3160.0) == {"zh": "31.6", "en": "3\u202f160"}
    assert (measure.unit["zh"], measure.unit["en"]) == ("亿元", "million CNY")


def test_land_is_counted_in_mu_in_chinese():
    measure = measure_of_land()
    assert measure.scaled([2.0, None]) == {"zh": [30.0, None], "en": [2.0, None]}


def test_interval_has_the_decimals_of_its_mean():
    measure = measure_of(units.DAYS)
    assert measure.interval(98.0, 104.0, 101.0)["en"] == "98, 104"
    assert measure.interval(math.nan, math.nan, 1.0) == {"zh": "", "en": ""}


def test_range_of_dots_leaves_room():
    low, high = padded_range([1.0, math.nan], [3.0])
    assert low < 1.0
    assert high > 3.0
    assert padded_range([math.nan], [math.nan]) == (0.0, 1.0)


def test_value_of_a_message_is_put_in_by_language():
    text = say("target {amount}", amount={"zh": "三百", "en": "300"})
    assert text["en"] == "target 300"
    assert "三百" in text["zh"]


def test_texts_are_joined_language_by_language():
    assert joined([plain("a"), {"zh": "乙", "en": "b"}], "·") == {"zh": "a·乙", "en": "a·b"}


def test_compact_page_keeps_each_text_once_and_what_is_the_same_in_place():
    text = {"zh": "甲", "en": "A"}
    page = compact({"a": text, "b": [text, plain("x")], "c": {"zh": [1], "en": [2]}})
    assert page == {
        "a": {"w": 0},
        "b": [{"w": 0}, "x"],
        "c": {"zh": [1], "en": [2]},
        "texts": [text],
    }


def test_target_has_no_idle_decimals():
    measure = measure_of(units.FIRMS)
    assert [measure.short(n)["en"] for n in (60.0, 300.0, 0.0, 1.5)] == ["60", "300", "0", "1.5"]
