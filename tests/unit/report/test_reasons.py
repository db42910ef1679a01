"""Every project is given a reason that fits what happened to it."""

from landsim.core.admission import Admission, Thresholds
from landsim.report.reasons import missed_standard, project_reasons
from landsim.testing import builders


def test_every_project_has_a_reason_in_both_languages(view, languages):
    reasons = project_reasons(view)
    assert set(reasons) == set(view.shown("projects")["project"])
    assert all(set(text) == set(languages) and all(text.values()) for text in reasons.values())


def test_winner_is_told_whom_it_was_preferred_to(view):
    passed = view.shown("passed_over")
    winner = passed["competitors"].iloc[0]
    beaten = set(passed.loc[passed["competitors"] == winner, "project"])
    text = project_reasons(view)[winner]["en"]
    assert text.startswith("Preferred to ")
    assert sum(name in text for name in beaten) == min(4, len(beaten))


def test_loser_is_told_who_got_the_land(view):
    passed = view.shown("passed_over").iloc[-1]
    text = project_reasons(view)[passed["project"]]["en"]
    names = view.shown("projects").set_index("project")["name"]
    assert names[passed["competitors"]] in text
    assert "worth more" in text


def test_refusal_says_what_is_missed_and_what_would_do():
    project = builders.project("J1", area_ha=1.0)
    standard = Admission(
        standard="strict",
        thresholds=(Thresholds(zone=builders.M1, output_wan_cny_per_mu=10_000.0),),
    )
    text = missed_standard(standard, project)
    promised = project.output_wan_cny_per_mu()
    assert f"{promised:.4g}" in text["en"]
    assert "1e+04" in text["en"]
    assert f"{10_000 - promised:.3g}" in text["en"]
    assert "M1" in text["zh"]


def test_refused_and_waiting_projects_are_told_apart(view):
    frame = view.shown("projects").set_index("project")
    reasons = project_reasons(view)
    refused = frame.index[frame["standing"] == "refused"]
    assert len(refused)
    assert all("admission standard" in reasons[project]["en"] for project in refused)
