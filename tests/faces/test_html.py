import re
from base64 import b64encode
from hashlib import sha256
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from samples import with_text

from dragoman.faces import face
from dragoman.faces.html.escape import h, safe_url
from dragoman.faces.html.marks import Mark, marked
from dragoman.forms.document import Span
from dragoman.forms.records import Records


def page(records: Records) -> str:
    made = face("html")
    return made.head() + made.document(records) + made.foot()


class Seen(HTMLParser):
    """Collects what a page holds: elements with attributes, ids, text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(markup)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def ids(self) -> list[str]:
        return [str(attrs["id"]) for _, attrs in self.elements if "id" in attrs]


def test_every_link_inside_the_page_leads_somewhere_and_ids_are_unique(records: Records) -> None:
    seen = Seen(page(records))
    ids = seen.ids()
    assert len(ids) == len(set(ids))
    links = [str(a["href"])[1:] for _, a in seen.elements if str(a.get("href")).startswith("#")]
    assert links
    assert set(links) <= set(ids)


def test_every_record_is_shown_and_linked_from_the_story(records: Records) -> None:
    seen = Seen(page(records))
    shown = {a["id"] for tag, a in seen.elements if tag == "li" and "rec" in str(a.get("class"))}
    marks = {key for _, a in seen.elements for key in str(a.get("data-r", "")).split()}
    assert len(shown) == len(records.records)
    assert shown <= marks


def test_the_page_asks_nothing_of_the_network(records: Records) -> None:
    seen = Seen(page(records))
    assert not {"img", "link", "iframe", "object", "embed", "form"} & {t for t, _ in seen.elements}
    assert not any("src" in attrs or "style" in attrs for _, attrs in seen.elements)
    assert "@import" not in page(records)
    assert "url(" not in page(records)


def test_the_policy_allows_exactly_the_pages_own_style_and_script(records: Records) -> None:
    written = page(records)
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', written)
    assert policy is not None
    assert "default-src 'none'" in policy[1]
    assert "unsafe" not in policy[1]
    for tag in ("style", "script"):
        found = re.findall(f"<{tag}>(.*?)</{tag}>", written, re.S)
        assert len(found) == 1
        assert b64encode(sha256(found[0].encode()).digest()).decode() in policy[1]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "javascript:alert(1)",
        "</style></title><script>alert(1)</script>",
        "a\x00b\x1b[31m\ud800",
    ],
)
def test_no_word_of_a_document_becomes_markup(hostile: str) -> None:
    written = page(with_text(hostile))
    tags = [tag for tag, _ in Seen(written).elements]
    assert tags.count("script") == 1
    assert "img" not in tags
    assert not any(str(a.get("href")).startswith("javascript") for _, a in Seen(written).elements)
    written.encode("utf-8")


def test_several_documents_make_one_page_with_unique_ids(records: Records) -> None:
    made = face("html")
    written = made.head() + made.document(records) + made.document(records) + made.foot()
    assert written.count("<!doctype html>") == 1
    assert written.count("<article") == 2
    ids = Seen(written).ids()
    assert len(ids) == len(set(ids))


def test_menus_are_not_shown(records: Records) -> None:
    assert "Subscribe" not in page(records)


def test_only_web_addresses_become_links() -> None:
    assert safe_url("https://a.example/") == "https://a.example/"
    assert safe_url("javascript:alert(1)") is None
    assert safe_url("file:///etc/passwd") is None


words = st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=60)


@given(words, st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8))
def test_marks_however_they_overlap_change_no_word(text: str, pairs: list[tuple[int, int]]) -> None:
    found = [
        Mark(Span(min(a, b), max(a, b)), "content", f"k{n}", "statement", 0)
        for n, (a, b) in enumerate(pairs)
        if a != b
    ]
    assert Seen(marked(text, Span(0, len(text)), found, set())).text == Seen(h(text)).text
