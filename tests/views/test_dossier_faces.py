"""A dossier as Markdown, cards and page; an index as table, picture and Parquet."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

sys.path.insert(0, str(Path(__file__).parent))

from dossiers import HOSTILE, dossier, line, quote, trend

from dragoman.safe import md
from dragoman.views.cards import dossier_cards, written
from dragoman.views.html import page
from dragoman.views.issues import common, first_code
from dragoman.views.markdown import markdown
from dragoman.views.picture import draw
from dragoman.views.png import png
from dragoman.views.quotes import shown
from dragoman.views.sides import side
from dragoman.views.svg import svg
from dragoman.views.table import table, write_parquet


def test_markdown_has_every_line_with_quotation_and_source() -> None:
    text = "\n".join(markdown(dossier()))
    assert (
        "13 March 2026: Norway \\[NOR GOV\\] → Sudan \\[SDN\\]: ACCUSE (disapprove) **new**" in text
    )
    assert "> Norway **condemned** Sudan on Friday." in text
    assert "[Coast Herald, 14 March 2026](https://coast.example/1)" in text
    assert "2 independent sources, 3 documents" in text
    assert "reports differ on dead: 3; 5" in text
    assert "7 older happenings not shown." in text


def test_markdown_shows_hostile_words_as_they_are() -> None:
    told = line(quotes=[quote(f"[a](javascript:x) {HOSTILE}\n# not a heading", mark=None)])
    text = "\n".join(markdown(dossier(happenings=[told])))
    assert "<script>" not in text.replace("\\<script\\>", "")
    assert "\n# not" not in text
    assert md("- x") == "\\- x"


def test_a_link_that_is_no_web_address_is_not_written() -> None:
    told = line(quotes=[quote(url="javascript:alert(1)")])
    made = dossier(happenings=[told], promises=[], toward=[], common=[], speakers={})
    assert "javascript:" not in "\n".join(markdown(made))
    assert "javascript:" not in page(made, trend())


def test_cards_mark_evidence_without_a_terminal_and_clean_it() -> None:
    told = line(quotes=[quote("Norway condemned\x1b[31m Sudan\u202e.")])
    text = written(dossier_cards(dossier(happenings=[told]), marks=True))
    assert "Norway *condemned*[31m Sudan." in text
    assert "\x1b" not in text
    assert "− ACCUSE (disapprove)  new" in text
    assert "due 1 June 2026" in text


def test_the_page_escapes_every_word() -> None:
    told = line(
        what=HOSTILE, mode=[HOSTILE], state=HOSTILE, place=HOSTILE, area=[HOSTILE],
        parties=[{"role": "actor", "code": HOSTILE, "sector": HOSTILE, "name": HOSTILE}],
        quotes=[quote(HOSTILE, title=HOSTILE, publisher=HOSTILE, mark=[3, 9])],
    )  # fmt: skip
    made = dossier(happenings=[told], promises=[told], toward=[told])
    made["speakers"]["NOR"][0]["name"] = HOSTILE
    made["pair"][0]["name"] = HOSTILE
    text = page(made, trend())
    assert "<script" not in text
    assert "<img" not in text
    assert text.count("</style>") == 1


def test_a_page_has_one_policy_that_allows_its_style_alone() -> None:
    text = page(dossier(), trend())
    assert text.count("Content-Security-Policy") == 1
    assert "default-src 'none'; style-src 'sha256-" in text
    assert " style=" not in text


def test_a_long_quotation_is_cut_around_its_mark() -> None:
    text = f"{'before ' * 100}condemned {'after ' * 100}"
    start = text.index("condemned")
    before, mark, after = shown(quote(text, mark=[start, start + 9]))
    assert mark == "condemned"
    assert before.startswith("… before")
    assert after.endswith("after …")
    assert len(before + mark + after) < 340


def test_a_picture_is_xml_that_says_what_it_shows() -> None:
    root = ElementTree.fromstring(svg(draw(trend())))
    space = "{http://www.w3.org/2000/svg}"
    assert root.find(f"{space}title").text == "Norway and Sudan, by month"  # type: ignore[union-attr]
    assert len(root.findall(f"{space}rect[@class='few-cooperation']")) == 2
    words = [text.text for text in root.iter(f"{space}text")]
    assert {"2026-01", "2026-02", "2026-03"} <= set(words)


@pytest.mark.parametrize("width", [400, 960])
def test_shapes_stay_on_the_sheet(width: int) -> None:
    picture = draw(trend(), width=width)
    for shape in picture.shapes:
        for x, y in getattr(shape, "points", ((getattr(shape, "x", 0), getattr(shape, "y", 0)),)):
            assert 0 <= x <= width
            assert 0 <= y <= picture.height


def test_a_png_is_twice_as_sharp() -> None:
    image = pytest.importorskip("PIL.Image").open(io.BytesIO(png(draw(trend()))))
    assert image.size == (1920, 992)


def test_a_table_has_a_row_a_period_and_lists_what_is_behind_it() -> None:
    lines = list(table(trend(), {"2026-02": [line(state="future")]}))
    assert lines[0] == "Norway and Sudan, by month"
    row = next(text for text in lines if text.startswith("2026-02"))
    assert row.split()[1:5] == ["1*", "2", "of", "2"]
    assert any("future: not counted" in text for text in lines)


def test_parquet_is_typed_and_says_what_it_is(tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    write_parquet(trend(), tmp_path / "index.parquet")
    found = parquet.read_table(tmp_path / "index.parquet")
    assert found.column("cooperation").to_pylist() == [4.0, 0.0, 9.5]
    assert str(found.schema.field("first").type) == "date32[day]"
    assert b'"code": "NOR"' in found.schema.metadata[b"dragoman"]


def test_issues_that_share_their_words_are_common() -> None:
    mine = [line("a", what="the new river dam", state="oppose"), line("b", what="fishing")]
    theirs = [line("c", what="river dam", state="support"), line("d", what="grain exports")]
    found = common(mine, theirs)
    assert [(row["issue"], row["agree"]) for row in found] == [("the new river dam", False)]


def test_naming_the_same_country_makes_no_common_issue() -> None:
    mine = [line("a", what="North Korea to do the right thing")]
    assert common(mine, [line("b", what="what North Korea said of its missiles")]) == []
    assert common(mine, [line("c", what="South Korea to do the right thing")]) == []


def test_a_position_is_toward_whom_its_issue_names_first() -> None:
    norway, sudan = side("NOR"), side("SDN")
    assert first_code("Norway's and Sudan's dam", norway.codes) in sudan.codes
    assert first_code("Egypt for sending grain to Sudan", norway.codes) not in sudan.codes
    assert first_code("cheaper grain", norway.codes) is None
