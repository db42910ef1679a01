"""The picture in the README: the head of a report, photographed in the machine's Chromium.

Used as ``python docs/report_image.py results/qingsheng/<run>/report.html``; needs the packages
of the extra ``dev`` and a Chromium.
"""

import argparse
import shutil
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PICTURE = Path(__file__).parent / "images" / "report.png"
WIDTH, HEIGHT = 1280, 1180
ZOOM_OUT = 0.75
"""Pixels of the picture to a pixel of the page: it is shown small."""


def photograph(report: Path, parcel: str) -> None:
    """Open a report in English, choose a parcel, and keep what is seen above the fold.

    Parameters
    ----------
    report
        The page to show.
    parcel
        Parcel whose history stands beside the map.
    """
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=ZOOM_OUT
        )
        page.goto(report.resolve().as_uri())
        page.locator("button", has_text="English").click()
        choose(page, parcel)
        PICTURE.parent.mkdir(exist_ok=True)
        page.screenshot(path=PICTURE)
        browser.close()


def choose(page: Page, parcel: str) -> None:
    """Choose a parcel as a reader does: by its name."""
    box = page.get_by_placeholder("Find a parcel")
    box.fill(parcel)
    box.press("Enter")
    page.locator(".panel h4").first.wait_for()
    page.mouse.wheel(0, -10_000)
    page.wait_for_timeout(500)


def main() -> None:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("report", type=Path, help="report.html of a run")
    parser.add_argument("--parcel", default="QS-138", help="parcel to choose")
    options = parser.parse_args()
    photograph(options.report, options.parcel)


if __name__ == "__main__":
    main()
