from __future__ import annotations

import gzip
import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.errors import FormatError, InputError
from dragoman.forms.article import Article
from dragoman.intake import Limits, article_from_text, articles

STORY = "China and Cuba held talks on Friday."


def only(*inputs: str, **options: object) -> Article:
    [found] = articles(inputs, **options)  # type: ignore[arg-type]
    assert isinstance(found, Article), found
    return found


def failure(*inputs: str, **options: object) -> InputError:
    [found] = articles(inputs, **options)  # type: ignore[arg-type]
    assert isinstance(found, InputError), found
    return found


def test_a_text_file_is_taken_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(STORY.encode() + b"\r\n")
    made = only(str(path))
    assert (made.item, made.markup, made.content) == (str(path), "text", STORY + "\r\n")


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        ("<html><meta charset='windows-1251'><p>Путин".encode("cp1251"), "Путин"),
        ("<html><p>“Talks”, São Paulo".encode("cp1252"), "“Talks”, São Paulo"),
        ("<html><meta charset=iso-8859-1><p>“Talks”".encode("cp1252"), "“Talks”"),
        ("<html><meta charset=iso-8859-1><p>“Talks”".encode(), "“Talks”"),
        ("\ufeff<html><p>Díaz".encode("utf-16"), "Díaz"),
        ("<html><p>Díaz".encode("utf-16-le"), "Díaz"),
        ("\ufeff<html><p>Díaz".encode(), "Díaz"),
        ("<html><meta charset='no-such'><p>Díaz".encode(), "Díaz"),
    ],
)
def test_a_page_is_decoded_as_declared_or_as_it_shows(
    tmp_path: Path, data: bytes, wanted: str
) -> None:
    (tmp_path / "a.html").write_bytes(data)
    made = only(str(tmp_path / "a.html"))
    assert made.markup == "html" and wanted in made.content


SHAPES = [
    {"title": "T", "text": STORY, "published": "2024-05-06", "publisher": "P", "url": "http://a.b/c",
     "authors": ["Jane Doe"], "language": "en", "id": 7, "other": {"x": [1]}},
    {"title": "T", "maintext": STORY, "date_publish": "2024-05-06", "source_domain": "P",
     "url": "http://a.b/c", "authors": ["Jane Doe"], "language": "en", "description": None},
    {"title": "T", "body": {"summary": [], "sections": [{"headline": [], "paragraphs": [STORY]}]},
     "publishing_date": "2024-05-06", "publisher": "P", "authors": ["Jane Doe"],
     "url": "http://a.b/c", "lang": "en"},
    {"uri": "http://a.b/c", "type": "text", "versioncreated": "2024-05-06", "byline": "By Jane Doe",
     "language": "en", "headline": "T", "body_text": STORY, "infosources": [{"name": "P"}]},
    {"@type": "NewsArticle", "headline": "T", "articleBody": STORY, "datePublished": "2024-05-06",
     "publisher": {"@type": "Organization", "name": "P"}, "author": {"name": "Jane Doe"},
     "mainEntityOfPage": {"@id": "http://a.b/c"}, "inLanguage": "en"},
]  # fmt: skip


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_json_says_the_same(tmp_path: Path, shape: dict[str, object]) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps(shape))
    made = only(str(path))
    assert (made.title, made.content, made.markup) == ("T", STORY, "body")
    assert (made.published, made.publisher, made.url) == ("2024-05-06", "P", "http://a.b/c")
    assert (made.authors, made.language) == (("Jane Doe",), "en")


def test_json_with_markup_in_it_is_markup() -> None:
    stream = io.BytesIO(json.dumps({"body_html": f"<p>{STORY}</p>"}).encode())
    assert only("-", stdin=stream).markup == "html"


def test_half_a_character_in_json_is_replaced() -> None:
    stream = io.BytesIO(b'{"text": "China \\ud800 and \\u00e9."}')
    assert only("-", stdin=stream).content == "China ? and \u00e9."


def test_linked_data_in_a_page_fills_what_it_states(tmp_path: Path) -> None:
    told = json.dumps({"@graph": [{"@type": "WebSite", "name": "W"}, SHAPES[4]]})
    page = f'<html><script type="application/ld+json">{told}</script><p>{STORY}</p></html>'
    (tmp_path / "a.html").write_text(page)
    made = only(str(tmp_path / "a.html"))
    assert (made.title, made.published, made.publisher) == ("T", "2024-05-06", "P")


def test_a_bad_line_is_named_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    good = json.dumps({"text": STORY})
    path.write_text(f'{good}\n{{"text": \n\n[1]\n{{"a": 1}}\n{{"text": NaN}}\n{good}')
    found = list(articles([str(path)]))
    assert [f.item for f in found] == [f"{path}:{n}" for n in (1, 2, 4, 5, 6, 7)]
    assert [isinstance(f, Article) for f in found] == [True, False, False, False, False, True]


def test_packed_lines_are_read_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(f'{{"text": "{STORY}"}}\n'.encode() * 3))
    assert [f.item for f in articles([str(path)])] == [f"{path}:{n}" for n in (1, 2, 3)]


def test_damaged_gzip_is_an_error_after_what_could_be_read(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"text": STORY * 400}).encode())[:-12])
    *_, last = articles([str(path)])
    assert isinstance(last, InputError) and str(path) in str(last)


def test_lines_are_streamed_one_by_one() -> None:
    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.given = 0

        def readable(self) -> bool:
            return True

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            line = json.dumps({"text": STORY}).encode() + b"\n"
            data = line * (len(buffer) // len(line))
            buffer[: len(data)] = data
            self.given += len(data)
            assert self.given < 5_000_000, "the whole stream is read"
            return len(data)

    stream = articles(["-"], stdin=io.BufferedReader(Endless()))
    assert [next(stream).item for _ in range(3)] == ["stdin:1", "stdin:2", "stdin:3"]


def test_an_overlong_line_is_skipped_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(json.dumps({"text": "x" * 5_000}) + "\n" + json.dumps({"text": STORY}))
    found = list(articles([str(path)], limits=Limits(item_bytes=1_000)))
    assert [type(f) for f in found] == [FormatError, Article]
    assert found[0].item == f"{path}:1"


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"", "is empty"),
        ("a.txt", b" \n\t", "is empty"),
        ("a.jsonl", b"", "is empty"),
        ("a.html", b"%PDF-1.7 \x00\x01", "PDF"),
        ("a.txt", bytes(range(256)) * 40, "binary"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\x00\x00", "PNG"),
        ("a.json", b'{"text": ', "not valid JSON"),
        ("a.json", b'{"a": 1}', "no text"),
        ("a.json", b"[" * 100_000, "not valid JSON"),
        ("a.txt", b"x" * 10_000_000, "larger than"),
        ("a.txt", b"word " * 300_000, "longer than"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_names_it(
    tmp_path: Path, name: str, data: bytes, words: str
) -> None:
    (tmp_path / name).write_bytes(data)
    found = failure(str(tmp_path / name))
    assert found.item == str(tmp_path / name) and words in found.reason


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt.gz").write_bytes(gzip.compress(b"a" * 30_000_000))
    assert "larger than" in failure(str(tmp_path / "a.txt.gz")).reason


def test_a_folder_gives_its_files_in_order_and_leaves_others(tmp_path: Path) -> None:
    for name in ("b.txt", "a.html", "c.png", ".hidden.txt", "sub/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(STORY)
    names = [Path(f.item).name for f in articles([str(tmp_path)])]
    assert names == ["a.html", "b.txt", "d.txt"]


def test_a_pattern_gives_the_files_that_it_matches(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md"):
        (tmp_path / name).write_text(STORY)
    found = list(articles([str(tmp_path / "*.txt"), str(tmp_path / "*.zzz"), "nowhere.txt"]))
    assert [Path(f.item).name for f in found] == ["a.txt", "b.txt", "*.zzz", "nowhere.txt"]
    assert [isinstance(f, InputError) for f in found] == [False, False, True, True]


def test_a_list_in_a_json_file_numbers_its_stories(tmp_path: Path) -> None:
    path = tmp_path / "a.json"
    path.write_text(json.dumps({"articles": [{"text": STORY}, {"text": STORY}]}))
    assert [f.item for f in articles([str(path)])] == [f"{path}#1", f"{path}#2"]


def test_a_text_at_hand_becomes_an_article() -> None:
    made = article_from_text(STORY, title="T", published="2024-05-06", item="mine")
    assert (made.item, made.markup, made.title) == ("mine", "text", "T")
    with pytest.raises(FormatError):
        article_from_text("x" * 2_000_000)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600))
def test_no_bytes_break_it(data: bytes) -> None:
    for found in articles(["-"], stdin=io.BytesIO(data)):
        assert found.item.startswith("stdin")
