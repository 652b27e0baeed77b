"""The dossier's page in a real browser: wide, on a phone, in the dark, without a network."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

sys.path.insert(0, str(Path(__file__).parent))

from dossiers import HOSTILE, dossier, line, quote, trend

from dragoman.views.html import page
from dragoman.views.picture import draw
from dragoman.views.shapes import Dossier
from dragoman.views.svg import svg


def opened(
    browser: Browser, folder: Path, made: Dossier, *, width: int = 1200, dark: bool = False
) -> tuple[Page, list[str]]:
    """Open a dossier; the list gathers what the page complains of or asks for."""
    path = folder / "page.html"
    path.write_text(page(made, trend()), encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme="dark" if dark else "light"
    )
    shown = context.new_page()
    troubles: list[str] = []
    shown.on("console", lambda message: troubles.append(message.text))
    shown.on("pageerror", lambda error: troubles.append(str(error)))
    shown.on("request", lambda r: troubles.append(r.url) if r.url != path.as_uri() else None)
    shown.goto(path.as_uri())
    return shown, troubles


@pytest.mark.parametrize("width", [1200, 390, 320])
def test_the_page_fits_asks_for_nothing_and_complains_of_nothing(
    browser: Browser, tmp_path: Path, width: int
) -> None:
    shown, troubles = opened(browser, tmp_path, dossier(), width=width)
    assert shown.evaluate("document.documentElement.scrollWidth") <= width
    assert troubles == []


def test_a_new_line_leads_to_its_quotation(browser: Browser, tmp_path: Path) -> None:
    shown, _ = opened(browser, tmp_path, dossier())
    shown.locator("#new a").first.click()
    assert shown.url.endswith("#l-happening-1")
    assert shown.locator(":target mark").inner_text() == "condemned"


def test_one_picture_is_shown_the_one_that_fits(browser: Browser, tmp_path: Path) -> None:
    wide, _ = opened(browser, tmp_path, dossier())
    assert [wide.locator(f".for-{s}").is_visible() for s in ("wide", "narrow")] == [True, False]
    narrow, _ = opened(browser, tmp_path, dossier(), width=390)
    assert [narrow.locator(f".for-{s}").is_visible() for s in ("wide", "narrow")] == [False, True]


def test_in_the_dark_the_page_is_dark_and_its_words_stand_out(
    browser: Browser, tmp_path: Path
) -> None:
    shown, _ = opened(browser, tmp_path, dossier(), dark=True)
    colours = shown.evaluate(
        "['backgroundColor', 'color'].map(n => getComputedStyle(document.body)[n])"
    )
    ground, ink = ([int(n) for n in colour[4:-1].split(",")] for colour in colours)
    assert max(ground) < 40
    assert min(ink) > 200


def test_hostile_words_do_not_run(browser: Browser, tmp_path: Path) -> None:
    told = line(what=HOSTILE, quotes=[quote(HOSTILE, title=HOSTILE, mark=None)])
    shown, troubles = opened(browser, tmp_path, dossier(happenings=[told]))
    assert shown.title() == "Norway and Sudan"
    assert troubles == []
    assert HOSTILE in shown.locator("blockquote p").first.inner_text()


def test_a_word_without_breaks_does_not_widen_a_phone(browser: Browser, tmp_path: Path) -> None:
    told = line(what="x" * 500, quotes=[quote("y" * 500, mark=None)])
    shown, _ = opened(browser, tmp_path, dossier(happenings=[told], promises=[told]), width=360)
    assert shown.evaluate("document.documentElement.scrollWidth") <= 360


def test_a_picture_alone_opens_in_a_browser(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "index.svg"
    path.write_text(svg(draw(trend())), encoding="utf-8")
    shown = browser.new_page()
    shown.goto(path.as_uri())
    fill = shown.evaluate("getComputedStyle(document.querySelector('.few-conflict')).fill")
    assert fill == "rgb(219, 163, 157)"
