from __future__ import annotations

from datetime import date

import pytest

from dragoman.document import make
from dragoman.errors import NotNewsError
from dragoman.forms.article import Article

HTML = """<!doctype html><html lang="en"><head>
<title>Envoys meet in Lima | Example Courier</title>
<meta property="og:site_name" content="Example Courier">
<meta name="author" content="Jane Doe">
<meta property="article:published_time" content="2024-05-06T09:00:00Z">
<link rel="canonical" href="https://courier.example/world/envoys-meet"></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<article><h1>Envoys meet in Lima</h1>
<p>Envoys of Peru and Chile met in Lima on Monday to settle a dispute over fishing rights that
has strained relations between the two neighbours for <b>more than a decade</b>.</p>
<p>The two sides agreed to set up a joint commission, the Peruvian foreign minister told
reporters after the meeting, which lasted for more than five hours behind closed doors.</p>
<p>“We will keep talking,” she said. A second round is planned for the autumn in Santiago, where
the Chilean government wants to present a map of its own.</p>
<p>Read more: What is at stake in the Pacific</p></article>
<footer>© 2024 Example Courier. All rights reserved.</footer></body></html>"""


def test_a_page_gives_its_story_with_its_metadata() -> None:
    made = make(Article("p", HTML, "html"), today=date(2025, 1, 1))
    assert made.title == "Envoys meet in Lima"
    assert (made.publisher, made.authors) == ("Example Courier", ("Jane Doe",))
    assert made.published == date(2024, 5, 6)
    assert made.url == "https://courier.example/world/envoys-meet"
    told = [p.span.of(made.text) for p in made.paragraphs]
    assert len(told) == 3 and told[0].startswith("Envoys of Peru") and "  " not in told[0]
    assert not any("rights reserved" in t or "Read more" in t for t in told)


def test_broken_markup_is_read_all_the_same() -> None:
    broken = HTML.replace("</p>", "").replace("</b>", "").replace("</article>", "")[:-40]
    made = make(Article("p", broken, "html"), today=date(2025, 1, 1))
    assert any("joint commission" in p.span.of(made.text) for p in made.paragraphs)


def test_a_page_of_one_sentence_is_read() -> None:
    made = make(Article("p", "<html><p>China and Cuba held talks on Friday.</p></html>", "html"))
    assert [p.span.of(made.text) for p in made.paragraphs] == [
        "China and Cuba held talks on Friday."
    ]


@pytest.mark.parametrize("markup", ["<", "<html>", "<html><nav><a>Home</a></nav>", "<p>" * 5_000])
def test_a_page_without_a_story_is_refused(markup: str) -> None:
    with pytest.raises(NotNewsError):
        make(Article("p", markup, "html"))
