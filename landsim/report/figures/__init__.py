"""Plotly figures as plain dictionaries, for the page and for notebooks alike.

Texts stand in every language at once; `in_language` picks one, and then
``plotly.graph_objects.Figure(in_language(figure, Language.EN))`` shows it in a notebook.
"""

from landsim.report.figures.bars import bar_chart, column_chart
from landsim.report.figures.dots import Panel, dot_chart
from landsim.report.figures.fans import Fan, Goal, Layer, fan_chart, stack_chart
from landsim.report.figures.look import in_language
from landsim.report.figures.stages import Times, stage_chart
from landsim.report.figures.tradeoffs import future_chart, point_chart, regret_chart

__all__ = [
    "Fan",
    "Goal",
    "Layer",
    "Panel",
    "Times",
    "bar_chart",
    "column_chart",
    "dot_chart",
    "fan_chart",
    "future_chart",
    "in_language",
    "point_chart",
    "regret_chart",
    "stack_chart",
    "stage_chart",
]
