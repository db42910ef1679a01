"""Figures are plain data that Plotly accepts, in either language."""

import json

import plotly.graph_objects as go
import pytest

from landsim.core.label import Language
from landsim.report.figures import (
    Fan,
    Layer,
    Panel,
    Times,
    bar_chart,
    column_chart,
    dot_chart,
    fan_chart,
    in_language,
    stack_chart,
    stage_chart,
)
from landsim.report.text import plain

NAME = {"zh": "甲", "en": "A"}


def amounts(*values):
    return {"zh": [v * 15 for v in values], "en": list(values)}


FIGURES = {
    "fan": fan_chart(
        [
            Fan(
                name=NAME,
                colour="#1c6dd0",
                dates=["2021-03-31", "2021-06-30"],
                bands={q: amounts(q, q + 1) for q in (0.05, 0.25, 0.5, 0.75, 0.95)},
            )
        ]
    ),
    "stack": stack_chart(
        ["2021-03-31"], [Layer(name=NAME, colour="#1c6dd0", amounts=amounts(2.0))], unit=NAME
    ),
    "columns": column_chart(
        ["2021"], [Layer(name=NAME, colour="#1c6dd0", amounts=amounts(2.0))], unit=NAME
    ),
    "stages": stage_chart(
        [NAME, NAME],
        [Times(name=NAME, colour="#1c6dd0", medians=[3.0, None], p90s=[5.0, None])],
        [10.0, None],
        unit=NAME,
        limit_name=NAME,
    ),
    "dots": dot_chart(
        [
            Panel(
                title=NAME,
                means=amounts(1.0, 2.0),
                below=amounts(0.1, 0.2),
                above=amounts(0.1, 0.2),
                texts=[NAME, NAME],
            )
        ]
        * 4,
        [NAME, NAME],
        ["#1c6dd0", "#d97d0d"],
    ),
    "bars": bar_chart([NAME], [3.0], ["#1c6dd0"], unit=NAME, mark=(3.5, NAME)),
}


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("name", FIGURES)
def test_plotly_accepts_the_figure(name, language):
    figure = go.Figure(in_language(FIGURES[name], language))
    assert len(figure.data) >= 1
    assert "zh" not in json.loads(figure.to_json()).get("layout", {})


@pytest.mark.parametrize("name", FIGURES)
def test_figure_is_json(name):
    assert json.loads(json.dumps(FIGURES[name], allow_nan=False))


def test_one_language_is_picked_everywhere():
    text = json.dumps(in_language(FIGURES["stages"], Language.EN), ensure_ascii=False)
    assert "甲" not in text
    assert '"A"' in text


def test_each_language_counts_in_its_own_unit():
    chinese = in_language(FIGURES["stack"], Language.ZH)
    english = in_language(FIGURES["stack"], Language.EN)
    assert chinese["data"][0]["y"] == [30.0]
    assert english["data"][0]["y"] == [2.0]


def test_fan_of_one_replication_is_a_line():
    bands = dict.fromkeys((0.05, 0.25, 0.5, 0.75, 0.95), amounts(1.0))
    fan = Fan(name=plain("x"), colour="#1c6dd0", dates=["2021-03-31"], bands=bands)
    assert [trace["mode"] for trace in fan_chart([fan])["data"]] == ["lines"]


def test_traces_of_a_fan_belong_to_their_run():
    assert {trace["meta"] for trace in FIGURES["fan"]["data"]} == {0}
