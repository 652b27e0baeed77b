"""The project's own marked sentences, and how a marked line becomes something to learn from."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from dragoman.errors import FormatError
from dragoman.learn.sentences import act_items, load_sentences, pair_items, parse
from dragoman.reader import labels

FOLDER = Path(__file__).parents[2] / "training" / "sentences"

LINE = "ACCUSE\t{a:The Kenyan minister} {t:blamed} {r:her party} for the delay."


def test_a_marked_line_gives_its_text_and_spans() -> None:
    """Marks leave the text and become ranges of it."""
    found = parse(LINE, "x-1")
    assert found.text == "The Kenyan minister blamed her party for the delay."
    shown = {k: [found.text[s:e] for s, e in v] for k, v in found.spans.items()}
    assert shown == {"a": ["The Kenyan minister"], "t": ["blamed"], "r": ["her party"]}


@pytest.mark.parametrize(
    "line",
    [
        "BLAME\t{a:X} {t:blamed} {r:Y} for it.",
        "{a:X} {t:blamed} {r:Y} for it.",
        "ACCUSE\t{a:X} blamed {r:Y} for it.",
        "ACCUSE\t{a:X} {t:blamed} {r:Y} for {x:it}.",
        "ACCUSE\t{a:X} {t:blamed {r:Y} for it.",
        "ACCUSE\t{a:X } {t:blamed} {r:Y} for it.",
    ],
)
def test_a_bad_line_is_refused_by_name(line: str) -> None:
    """What cannot be learned from is named with its line."""
    with pytest.raises(FormatError, match="verbs-7"):
        parse(line, "verbs-7")


def test_a_thing_teaches_the_pair_but_is_no_recipient() -> None:
    """`x` is a side of the pair; whether it is a party of the act stays open."""
    thing = parse("REJECT\t{a:Peru} {t:vetoed} {x:the plan}.", "x-1")
    (pair,), (act,) = pair_items([thing]), act_items([thing])
    assert pair.pair is not None and pair.pair[1] == ((12, 20),)
    assert act.acts is not None
    assert act.acts[0].recipients == () and act.acts[0].open == ((16, 20),)


def test_who_of_two_that_meet_is_the_recipient_stays_open() -> None:
    """annotation.md makes all who act together actors."""
    (act,) = act_items([parse("CONSULT\t{a:Peru} {t:met} {r:Chile} on Friday.", "x-1")])
    assert act.acts is not None
    assert act.acts[0].recipients == () and act.acts[0].open == ((9, 14),)


def test_every_root_has_sentences_and_none_stands_twice() -> None:
    """The files load, hold all sixteen roots and repeat no sentence."""
    found = load_sentences(FOLDER)
    assert set(Counter(s.root for s in found)) == set(labels.ROOTS)
    texts = sorted(s.text for s in found)
    assert all(a != b for a, b in pairwise(texts))
