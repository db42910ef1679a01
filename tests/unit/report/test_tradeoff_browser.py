"""The trade-off page in a real browser: points and rows open the plan behind them."""

import pytest
from unit.allocation.worlds import tiny_problem

from landsim.allocation.frontier import pareto_front
from landsim.core.label import Language
from landsim.core.planning import PlannerChoice
from landsim.report.tradeoff import write_tradeoff
from landsim.testing.builders import park, policy, tenure_terms, tiny_scenario

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    problem = tiny_problem(0)
    front = pareto_front(problem, ("output", "jobs"), n_points=None, choice=PlannerChoice(gap=0.0))
    projects = tuple(entry.project for entry in problem.asking)
    scenario = tiny_scenario(
        park=park(problem.park.parcels),
        projects=projects,
        policy=policy(tenure=tenure_terms()[:1]),
    )
    path = tmp_path_factory.mktemp("page") / "front.html"
    return write_tradeoff(scenario, projects, front, path, language=Language.EN)


def test_a_click_opens_the_plan(chromium, file):
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        page = browser.new_context(offline=True).new_page()
        complaints = []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(file.as_uri())
        page.wait_for_selector("body[data-drawn]")
        n_points = page.locator(".scatterlayer .point").count()
        assert n_points == page.evaluate("page.runs.length") >= 2
        served = page.locator("#allocation tbody").inner_text()
        box = page.locator(".scatterlayer .point").nth(n_points - 1).bounding_box()
        x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
        page.mouse.move(x, y)
        page.mouse.click(x, y)
        page.wait_for_function(f"chosen.run === {n_points - 1}")
        page.wait_for_selector("body[data-drawn]")
        assert page.locator("#allocation tbody").inner_text() != served
        page.locator("#tradeoff tbody tr").first.click()
        page.wait_for_function("chosen.run === 0")
        assert page.locator("#allocation tbody").inner_text() == served
        assert complaints == []
        browser.close()
