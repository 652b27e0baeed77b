"""The page in a real browser: marks and records lead to each other; it stands alone."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser, Page
from samples import sample, with_text

from dragoman.faces import face
from dragoman.forms.records import Records


def opened(
    browser: Browser, folder: Path, records: Records, *, width: int = 1280, touch: bool = False
) -> tuple[Page, list[str]]:
    """Open the records' page; the list gathers what the page complains of or asks for."""
    made = face("html")
    path = folder / "page.html"
    path.write_text(made.head() + made.document(records) + made.foot(), encoding="utf-8")
    context = browser.new_context(
        viewport={"width": width, "height": 800}, has_touch=touch, is_mobile=touch
    )
    page = context.new_page()
    troubles: list[str] = []
    page.on("console", lambda message: troubles.append(message.text))
    page.on("pageerror", lambda error: troubles.append(str(error)))
    page.on("request", lambda r: troubles.append(r.url) if r.url != path.as_uri() else None)
    page.goto(path.as_uri())
    return page, troubles


def test_the_page_asks_for_nothing_and_complains_of_nothing(
    browser: Browser, tmp_path: Path
) -> None:
    page, troubles = opened(browser, tmp_path, sample())
    page.locator(".m.trigger").first.click()
    assert troubles == []


def test_a_click_on_a_mark_lights_its_record_and_no_other(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, sample())
    page.get_by_text("condemned", exact=True).first.click()
    assert page.locator(".rec.on").evaluate_all("e => e.map(x => x.id)") == ["d1-e2"]


def test_a_click_on_a_record_lights_its_words(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, sample())
    page.locator("#d1-e3 .code").click()
    assert page.locator(".m.on").all_text_contents() == ["Khartoum", "shelled"]
    around = "".join(page.locator(".m.on, .m.near").all_text_contents())
    assert around == "Khartoum had shelled a convoy last week"


def test_marks_can_be_reached_by_keyboard(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, sample())
    page.locator("#m-d1-e2").focus()
    assert page.locator("#d1-e2.on").count() == 1
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")
    assert page.locator(".on").count() == 0


def test_according_to_leads_to_the_statement(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, sample())
    page.locator("#d1-e3 .told a").click()
    assert page.locator("#d1-s2.on").count() == 1


def test_a_filter_takes_a_kind_away_and_brings_it_back(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, sample())
    button = page.get_by_role("button", name="Statements")
    button.click()
    assert not page.locator("#d1-s1").is_visible()
    assert page.locator("#d1-e1").is_visible()
    button.click()
    assert page.locator("#d1-s1").is_visible()


def test_on_a_phone_a_tap_opens_a_sheet_and_nothing_is_cut_off(
    browser: Browser, tmp_path: Path
) -> None:
    page, _ = opened(browser, tmp_path, sample(), width=360, touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.locator("#m-d1-e2").tap()
    sheet = page.get_by_role("dialog")
    assert "ACCUSE" in sheet.inner_text()
    sheet.get_by_role("button", name="Close").tap()
    assert not sheet.is_visible()


def test_a_word_without_breaks_does_not_widen_a_phone(browser: Browser, tmp_path: Path) -> None:
    page, _ = opened(browser, tmp_path, with_text("x" * 500), width=360, touch=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_hostile_words_do_not_run(browser: Browser, tmp_path: Path) -> None:
    hostile = "</script><script>document.title='owned'</script><img src=x onerror=alert(1)>"
    page, troubles = opened(browser, tmp_path, with_text(hostile))
    assert page.title() == hostile
    assert troubles == []


def test_without_scripts_marks_still_lead_to_records(browser: Browser, tmp_path: Path) -> None:
    made = face("html")
    path = tmp_path / "page.html"
    path.write_text(made.head() + made.document(sample()) + made.foot(), encoding="utf-8")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(path.as_uri())
    page.locator("#m-d1-e2").click()
    assert page.url.endswith("#d1-e2")
