"""The page in a real browser, without a network: it draws, moves, sorts and prints."""

import re

import pytest

pytestmark = pytest.mark.browser
sync_api = pytest.importorskip("playwright.sync_api")


@pytest.fixture(scope="module")
def browser(chromium):
    with sync_api.sync_playwright() as playwright:
        found = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu"]
        )
        yield found
        found.close()


@pytest.fixture(scope="module")
def tab(browser, page_file):
    """Return the page in a browser, with what it complained of and asked for."""
    context = browser.new_context(
        viewport={"width": 1366, "height": 768},
        offline=True,
        permissions=["clipboard-read", "clipboard-write"],
    )
    page = context.new_page()
    page.complaints, page.requests = [], []
    page.on("console", lambda message: page.complaints.append(message.text))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.on("request", lambda request: page.requests.append(request.url))
    page.goto(page_file.as_uri())
    page.wait_for_selector("body[data-ready]")
    yield page
    context.close()


@pytest.fixture
def opened(tab):
    """Return the page as it opens, whatever a test before did to it."""
    tab.set_viewport_size({"width": 1366, "height": 768})
    tab.emulate_media(media="screen")
    tab.evaluate(
        """() => {
            stop();
            hidden.clear();
            const step = shownHistory().steps.length - 1;
            Object.assign(chosen, { language: page.language, run: page.shown, step, parcel: null });
            render();
        }"""
    )
    return tab


def classes(page, selector):
    return page.eval_on_selector_all(selector, "all => all.map(one => one.getAttribute('class'))")


def set_step(page, step):
    page.eval_on_selector(
        ".player input",
        "(slider, step) => { slider.value = step; slider.dispatchEvent(new Event('input')); }",
        step,
    )


def test_page_draws_without_complaint_and_asks_for_nothing(opened, page_file):
    assert opened.complaints == []
    assert opened.requests == [page_file.as_uri()]
    opened.wait_for_selector("body[data-drawn]")
    figures = opened.locator(".figure").count()
    assert figures > 10
    assert opened.locator(".figure .main-svg").count() >= figures
    assert opened.locator("script").count() == 3


def test_hostile_name_is_shown_as_text(opened):
    assert (
        opened.locator("#allocation td", has_text='Acme </script><script>alert("1")').count() >= 1
    )


def test_language_switches_everything(opened):
    assert opened.locator("h1").inner_text() == "试验园用地 · 模拟报告"
    opened.click("header button[lang=en]")
    opened.wait_for_selector("body[data-ready]")
    assert opened.locator("h1").inner_text() == "Test park land · simulation report"
    assert opened.evaluate("document.documentElement.lang") == "en"
    seen = opened.locator("body").inner_text().replace("中文", "")
    assert re.findall("[\u3400-\u9fff]+", seen) == []
    assert opened.complaints == []


def test_slider_changes_the_states_on_the_map(opened):
    set_step(opened, 0)
    before = classes(opened, "svg.park .parcel")
    set_step(opened, 60)
    after = classes(opened, "svg.park .parcel")
    assert before != after
    assert "2026-01" in opened.locator(".player output").inner_text()
    assert set(before) <= {"parcel s-free", "parcel s-unserviced"}


def test_key_adds_up_to_the_park(opened, view):
    opened.click("header button[lang=en]")
    opened.wait_for_selector("body[data-ready]")
    for step in (0, 40, 96):
        set_step(opened, step)
        texts = opened.locator(".map .key b").all_inner_texts()
        total = sum(float(text.replace("\u202f", "").split()[0]) for text in texts)
        assert total == pytest.approx(view.scenario.park.area_m2 / 1e4, abs=0.5)


def test_play_moves_the_slider_and_stops_at_the_end(opened):
    set_step(opened, 90)
    opened.click(".player button")
    opened.wait_for_selector(".player button:text-is('❚❚')")
    opened.wait_for_selector(".player button:text-is('▶')")
    assert opened.locator(".player input").input_value() == "96"


def test_click_on_a_parcel_tells_its_history_and_marks_its_line(opened):
    opened.locator("svg.park .parcel").nth(0).click()
    assert opened.locator(".panel h4").first.inner_text() == "QS-001"
    assert "Acme" in opened.locator(".panel").inner_text()
    assert opened.locator(".panel .events span").count() > 10
    assert opened.locator(".gantt .row-name[font-weight='700']").text_content() == "QS-001"
    assert opened.locator("svg.park .chosen").get_attribute("d") != ""


def test_click_on_a_bar_chooses_its_parcel(opened):
    chart = opened.locator(".gantt .rows svg")
    chart.scroll_into_view_if_needed()
    name = opened.locator(".gantt .row-name").nth(2).text_content()
    chart.click(position={"x": 600, "y": 2.5 * 16 + 2})
    assert opened.locator(".panel h4").first.inner_text() == name


def test_gantt_zooms_and_sorts(opened):
    bars = "all => all.map(one => one.getAttribute('d')).join()"
    before = opened.eval_on_selector_all(".gantt .bar", bars)
    opened.locator(".gantt").locator("xpath=..").locator("button", has_text="+").click()
    assert opened.eval_on_selector_all(".gantt .bar", bars) != before
    opened.select_option("#gantt select", "parcel")
    names = opened.locator(".gantt .row-name").all_text_contents()
    assert names == sorted(names)


def test_other_views_of_the_map_have_their_own_key(opened):
    opened.click("button[data-view=occupied]")
    assert "83–100 %" in opened.locator(".map .key").inner_text()
    opened.click("button[data-view=zones]")
    assert "M0" in opened.locator(".map .key").inner_text()


def test_table_sorts_filters_and_copies(opened):
    opened.click("header button[lang=en]")
    opened.wait_for_selector("body[data-ready]")
    table = opened.locator("#allocation")
    table.locator("th button", has_text="Project").click()
    table.locator("th button", has_text="Project").click()
    names = table.locator("tbody tr td:first-child").all_inner_texts()
    assert names == sorted(names, reverse=True)
    table.locator("input[type=search]").fill("J03")
    assert table.locator("tbody tr", has_text="J03").count() == table.locator("tbody tr").count()
    table.locator("input[type=search]").fill("")
    table.locator(".controls select").select_option("Not admitted")
    pills = set(table.locator("tbody .pill").all_inner_texts())
    assert pills == {"Not admitted"}
    table.locator("button.copy").click()
    opened.wait_for_selector("#allocation .copy:text-is('Copied')")
    copied = opened.evaluate("navigator.clipboard.readText()").split("\n")
    assert copied[0].startswith("Project\tKind, firm, channel\t")
    assert len(copied) == 1 + table.locator("tbody tr").count()


def test_row_of_the_allocation_leads_to_the_map(opened):
    opened.locator("#allocation tbody tr.linked").first.click()
    assert opened.locator(".panel h4").first.inner_text().startswith("QS-")
    assert opened.evaluate("window.scrollY") < opened.evaluate(
        "document.getElementById('allocation').offsetTop"
    )


def test_shown_policy_can_be_changed(opened):
    before = opened.locator(".kpi .figure").all_inner_texts()
    assert opened.locator(".kpi .better").count() >= 1
    opened.select_option("#shown-run", "0")
    opened.wait_for_selector("body[data-ready]")
    assert opened.locator(".kpi .figure").all_inner_texts() != before
    assert opened.locator(".kpi .better").count() == 0
    assert opened.complaints == []


def test_run_can_be_hidden_in_the_charts(opened):
    opened.wait_for_selector("body[data-drawn]")
    opened.locator(".run-key button").first.click()
    visible = "all => all.flatMap(one => one.data || []).filter(t => t.meta === 0 && t.visible)"
    assert (
        opened.eval_on_selector_all(
            "#trends .figure", f"{visible}.length".replace("all =>", "all => (", 1) + ")"
        )
        == 0
    )


def test_table_stands_behind_every_chart(opened):
    details = opened.locator("#trends details").first
    details.locator("summary").click()
    assert details.locator("tbody tr").count() > 10


@pytest.mark.parametrize("width", [1366, 1920])
def test_page_is_never_wider_than_the_window(opened, width):
    opened.set_viewport_size({"width": width, "height": 768})
    opened.wait_for_timeout(200)
    assert opened.evaluate("document.documentElement.scrollWidth") <= width


def test_paper_has_patterns_and_no_controls(opened):
    opened.emulate_media(media="print")
    fill = "getComputedStyle(document.querySelector('.key .s-leased')).fill"
    assert "p-leased" in opened.evaluate(fill)
    assert not opened.locator("nav").is_visible()
    assert not opened.locator("#allocation input").is_visible()


def test_page_prints(opened):
    assert opened.pdf(prefer_css_page_size=True, print_background=True).startswith(b"%PDF")


def test_parcel_is_found_without_a_pointer(opened):
    opened.locator("#map input[type=search]").fill("QS-005")
    opened.keyboard.press("Enter")
    assert opened.locator(".panel h4").first.inner_text() == "QS-005"
    assert opened.locator(".gantt .row-name[font-weight='700']").text_content() == "QS-005"
