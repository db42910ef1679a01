"""Wrong words on the command line: what is wrong, the nearest name, exit code 2, no traceback."""

import json

import pytest
from e2e.calls import BASE, QUICKSTART, assert_plain, call

from landsim.cli.verbs import VERBS

MISUSES = {
    "unknown verb": (("valdate", QUICKSTART), 'did you mean "validate"?'),
    "unknown option": (("run", QUICKSTART, "--rpes", "3"), "--reps"),
    "missing scenario": (("run",), "--resume RUN"),
    "no such scenario": (("validate", "scenarios/qickstart"), "no such file"),
    "unknown variant": (("run", QUICKSTART, "--variant", "tradtional"), '"traditional"'),
    "unknown planner": (("plan", QUICKSTART, "--planner", "optimum"), '"optimal"'),
    "unknown metric": (
        ("compare", BASE, "traditional", "--metric", "projects_serve"),
        '"projects_served"',
    ),
    "unknown run": (("verify", "nothing"), "no run matches"),
    "unknown project": (("explain", BASE, "P1"), "P"),
    "unknown format": (("export", BASE, "--to", "xls"), "xlsx"),
    "unknown template": (("new", "x", "--template", "qinsheng"), '"qingsheng"'),
    "order of a copy": (("new", "x", "--size", "M"), "synthetic"),
    "one run only": (("compare", BASE), "at least two runs"),
    "no reps": (("run", QUICKSTART, "--reps", "0"), "0"),
    "override without value": (("validate", QUICKSTART, "--set", "policy.supply"), "key=value"),
    "override of nothing": (
        ("validate", QUICKSTART, "--set", "policy.supply.comittee_days=3"),
        '"committee_days"',
    ),
    "unknown language": (("runs", "--lang", "fr"), "zh"),
}


@pytest.fixture(autouse=True)
def somewhere_else(tmp_path, monkeypatch):
    """Nothing of what is mistyped may be written into the repository."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(("words", "said"), MISUSES.values(), ids=MISUSES)
def test_misuse_names_what_is_wrong_and_the_nearest(words, said, lang, store):
    outcome = call(*words, store=store, lang=lang)
    assert outcome.exit_code == 2
    assert outcome.out == ""
    assert_plain(outcome)
    if lang == "en" or said.startswith(('"', "-")):
        assert said in outcome.err


@pytest.mark.parametrize("words", [misuse[0] for misuse in MISUSES.values()], ids=MISUSES)
def test_misuse_is_one_json_document(words, store):
    outcome = call(*words, "--json", store=store)
    assert outcome.document["exit_code"] == outcome.exit_code == 2
    assert outcome.document["error"]["message"]
    assert all(json.loads(line) for line in outcome.err.splitlines())


@pytest.mark.parametrize("verb", VERBS, ids=[verb.name for verb in VERBS])
def test_help_of_a_verb_is_translated(verb):
    english = call(verb.name, "--help", lang="en")
    chinese = call(verb.name, "--help", lang="zh")
    assert english.exit_code == chinese.exit_code == 0
    assert verb.help in " ".join(english.out.split())
    assert verb.help not in " ".join(chinese.out.split())
    assert "用法" in chinese.out


def test_debug_adds_the_traceback_of_a_fault():
    outcome = call("validate", QUICKSTART, "--set", "policy.supply", "--debug")
    assert outcome.exit_code == 2
    assert "Traceback" in outcome.err
