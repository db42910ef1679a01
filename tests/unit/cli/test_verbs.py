"""Every verb that is declared is done by its module, with exactly what it declares."""

import importlib
import inspect

import pytest

from landsim.cli.answer import Answer
from landsim.cli.console import Console
from landsim.cli.verbs import VERBS


@pytest.mark.parametrize("verb", VERBS, ids=[verb.name for verb in VERBS])
def test_answer_takes_what_the_verb_declares(verb):
    answer = importlib.import_module(f"landsim.cli.{verb.module}").answer
    signature = inspect.signature(answer)
    (console, *others) = signature.parameters.values()
    assert console.annotation is Console
    assert signature.return_annotation is Answer
    declared = {param.name for param in verb.params if param.expose_value}
    assert {param.name for param in others} == declared
    assert all(param.kind is inspect.Parameter.KEYWORD_ONLY for param in others)


def test_every_option_has_help():
    bare = [
        f"{verb.name} {param.name}"
        for verb in VERBS
        for param in verb.params
        if param.param_type_name == "option" and not param.help
    ]
    assert bare == []
