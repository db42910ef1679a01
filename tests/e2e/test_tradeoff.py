"""Plans weighed against each other, from the command line."""

import json
import re
from html import unescape

import pytest
from e2e.calls import QUICKSTART, call


def tradeoff(method, *words):
    outcome = call("tradeoff", QUICKSTART, method, *words, "--json")
    assert outcome.exit_code == 0, outcome.err
    return outcome.document


def test_pareto_points_come_with_their_proof(tmp_path):
    file = tmp_path / "front.json"
    found = tradeoff("pareto", "--of", "output,jobs", "--whole", "--gap", "0", "-o", file)
    assert found["is_complete"]
    amounts = [point["amounts"] for point in found["points"]]
    assert len(amounts) >= 2
    assert amounts == sorted(amounts, reverse=True)
    assert [jobs for _, jobs in amounts] == sorted(jobs for _, jobs in amounts)
    for point in found["points"]:
        assert point["bound"] >= point["amounts"][0] - 1e-6
        assert point["gap"] == pytest.approx(0.0, abs=1e-6)
        assert point["assignments"]
    assert json.loads(file.read_text(encoding="utf-8")) == found


def test_alternatives_stay_within_the_loss():
    words = ("--plans", "3", "--within", "0.1", "--gap", "0")
    found = tradeoff("alternatives", *words)
    assert len(found["alternatives"]) == 3
    for other in found["alternatives"]:
        assert 0 <= other["loss_share"] <= 0.1 + 1e-6
        assert other["violations"] == []
        assert len(other["winners_in"]) + len(other["winners_out"]) >= 1
    moved = tradeoff("alternatives", *words, "--differ", "pairings")
    most = max(other["differences"] for other in found["alternatives"])
    assert max(other["differences"] for other in moved["alternatives"]) > most


def test_weightings_follow_the_seed_and_the_spread():
    words = ("--samples", "3", "--gap", "0")
    shares = [
        [weighting["shares"] for weighting in tradeoff("weightings", *words, *more)["weightings"]]
        for more in ((), ("--seed", "5"), ("--spread", "0.1"))
    ]
    assert shares[0][0] == pytest.approx(shares[1][0])
    assert shares[0][-1] != pytest.approx(shares[1][-1])
    own, near = shares[2][0], shares[2][-1]
    assert all(abs(a - b) <= 0.1 for a, b in zip(own, near, strict=True))


def test_a_first_stage_reckons_with_the_futures_and_is_tried():
    words = ("--stage", "6", "--futures", "3", "--risk", "0.5", "--simulate", "2")
    found = tradeoff("stochastic", *words, "--gap", "0.01")
    ours, expected, known = found["first_stages"]
    assert ours["objective"] >= max(expected["objective"], known["objective"]) - 0.1
    assert found["value_of_stochastic_solution"]["high"] >= 0
    assert len(ours["values"]) == len(found["arrivals"]) == 3
    assert all(entry["period"] < 6 for entry in ours["assignments"])
    simulated = found["simulation"]
    assert [entry["replication"] for entry in simulated["replications"]] == [0, 1]
    assert set(simulated["differences"]) == {"expected", "known"}


@pytest.mark.parametrize("method", ["pareto", "alternatives", "weightings", "stochastic"])
def test_the_page_holds_every_plan_and_loads_nothing(tmp_path, method):
    page = tmp_path / "page.html"
    words = ("--points", "3", "--plans", "2", "--samples", "1", "--futures", "2", "--gap", "0.05")
    outcome = call("tradeoff", QUICKSTART, method, *words, "--page", page)
    assert outcome.exit_code == 0, outcome.err
    html = page.read_text(encoding="utf-8")
    data = json.loads(re.search(r'id="data">(.*?)</script>', html, re.DOTALL).group(1))
    n_plans = len(data["runs"])
    assert n_plans == len(data["histories"]) >= 2
    assert [entry["id"] for entry in data["sections"]] == [
        "tradeoff",
        "map",
        "gantt",
        "allocation",
        "method",
    ]
    assert all(len(history["projects"]) > 0 for history in data["histories"])
    opened = [
        row["opens"]
        for block in data["sections"][0]["blocks"]
        for table in block["data"]
        for row in table.get("rows", [])
        if "opens" in row
    ]
    assert sorted(opened) == list(range(n_plans))
    assert "default-src 'none'" in unescape(html[:2000])


def test_an_unknown_objective_is_a_fault_of_the_input():
    outcome = call("tradeoff", QUICKSTART, "pareto", "--of", "output,job")
    assert outcome.exit_code == 2
    assert "jobs" in outcome.err


def test_one_objective_makes_no_front():
    outcome = call("tradeoff", QUICKSTART, "pareto", "--of", "output")
    assert outcome.exit_code != 0
    assert "two or three different objectives" in outcome.err
