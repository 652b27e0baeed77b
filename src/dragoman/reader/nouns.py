"""Sentences in, their words with what is known of noun phrases: where one goes on, what heads it.

There is no parser here: closed classes of words (data/parties.yaml), the nouns for persons and
bodies (data/sectors.csv) and the verbs of acts and attributions are enough for edges.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cache

from dragoman.errors import PartError
from dragoman.forms.document import Span
from dragoman.gazetteer import gazetteer, remembered
from dragoman.knowledge import mapping, rows

RUN = 6
"""Words that a noun phrase is followed for beyond what is surely of it."""

_TOKEN = re.compile(
    r"(?:[A-Z]\.){2,}(?:-\w+)*|[A-Z]\.(?=\s[A-Z])|\d+(?:[,.]\d+)+|\w+(?:[-.]\w+)*|['’]s\b|[^\w\s]"
)
_HEADS = frozenset({"", "human", "armed", "body", "kin", "rank"})


@dataclass(frozen=True, slots=True)
class Classes:
    """The closed classes of data/parties.yaml, each explained there."""

    before: frozenset[str]
    after: frozenset[str]
    cut: frozenset[str]
    places: frozenset[str]
    loose: frozenset[str]
    company: frozenset[str]
    helping: frozenset[str]
    stops: frozenset[str]
    times: frozenset[str]
    articles: frozenset[str]
    pointing: frozenset[str]
    owning: frozenset[str]
    whole: frozenset[str]
    numbers: frozenset[str]
    about: frozenset[str]
    about_two: frozenset[str]
    charged: frozenset[str]
    bodies: frozenset[str]
    placing: frozenset[str]
    object: frozenset[str]
    toward: frozenset[str]
    done_to: frozenset[str]
    asking: frozenset[str]
    when: frozenset[str]
    acting: frozenset[str]
    deeds: frozenset[str]
    alone: frozenset[str]
    told_of: frozenset[str]
    aside: frozenset[str]
    none: frozenset[str]
    sites: frozenset[str]
    where: frozenset[str]
    elsewhere: frozenset[str]
    opening: frozenset[str]
    closing: frozenset[str]


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence's words as written and in small letters, with their bounds in the document."""

    shown: tuple[str, ...]
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def holds(self, span: Span) -> bool:
        """Say whether a span lies in this sentence."""
        return bool(self.starts) and self.starts[0] <= span.start and span.end <= self.ends[-1]

    def at(self, span: Span) -> tuple[int, int]:
        """Give the half-open range of words that a span touches."""
        first = bisect_right(self.ends, span.start)
        last = bisect_left(self.starts, span.end)
        return (first, last) if first < last else (0, 0)

    def span(self, a: int, b: int) -> Span:
        """Give the document's span of the words [a, b)."""
        return Span(self.starts[a], self.ends[b - 1])

    def word(self, n: int) -> str:
        """Give word `n` in small letters; nothing past the ends."""
        return self.words[n] if 0 <= n < len(self.words) else ""

    def capital(self, n: int) -> bool:
        """Say whether word `n` begins with a capital that the sentence's beginning did not give."""
        if not 0 <= n < len(self.shown) or not self.shown[n][0].isupper():
            return False
        first = n == 0 or (not self.shown[n - 1][0].isalnum() and self.shown[n - 1] not in ",.'’")
        return not (first and heads(self.words[n]))

    def plain(self, n: int) -> bool:
        """Say whether word `n` can be inside a run of nouns."""
        word = self.words[n]
        classes = load()
        # May is a month and a name where it is written large.
        stop = word in classes.stops and not (word == "may" and self.capital(n))
        return word[0].isalnum() and not (stop or word in classes.cut or word in classes.times)

    def run(self, a: int) -> int:
        """Give where the run of nouns and their adjectives that goes on at word `a` ends."""
        n, last = a, min(len(self.words), a + RUN)
        while n < last and self.plain(n) and not self.words[n].endswith("ly"):
            n += 1
        return n

    def past_article(self, n: int) -> int:
        """Give the place behind the articles that stand at `n`."""
        while self.word(n) in load().articles:
            n += 1
        return n

    def before(self, span: Span) -> int:
        """Give the place of the word before a span, its article passed over; -1 where none is."""
        n = self.at(span)[0] - 1
        while n >= 0 and self.words[n] in load().articles:
            n -= 1
        return n


def line(text: str, sentence: Span) -> Line:
    """Cut a sentence into words and marks."""
    found = list(_TOKEN.finditer(text, sentence.start, sentence.end))
    shown = tuple(m.group() for m in found)
    return Line(
        shown,
        tuple(w.lower().replace("’", "'") for w in shown),
        tuple(m.start() for m in found),
        tuple(m.end() for m in found),
    )


def heads(word: str) -> bool:
    """Say whether a word is a noun for persons or a body, or the plural of one."""
    nouns = _nouns()
    return (
        word in nouns
        or (word.endswith("s") and word[:-1] in nouns)
        or (word.endswith("es") and word[:-2] in nouns)
        or (word.endswith("ies") and word[:-3] + "y" in nouns)
        or (word.endswith("men") and word[:-2] + "an" in nouns)
    )


@remembered(4096)
def deed(word: str) -> bool:
    """Say whether a noun, or its singular, names an act or a thing that is never a party.

    Of some 240 nouns of acts right behind the trigger of a marked act two are recipients.
    """
    listed = _deeds()
    return word not in load().acting and (
        word in listed
        or (word.endswith("s") and word[:-1] in listed)
        or (word.endswith("ies") and word[:-3] + "y" in listed)
    )


def verb(word: str) -> bool:
    """Say whether a word is a verb of acts or attributions, or looks like a past form."""
    return word.endswith("ed") or word in _verbs()


@remembered(4096)
def demonym(word: str) -> bool:
    """Say whether a word names a people or its adjective."""
    return any(entry.role == "demonym" for entry in gazetteer().lookup(word))


@remembered(4096)
def known(name: str) -> bool:
    """Say whether the gazetteer knows a name."""
    return bool(gazetteer().lookup(name))


@cache
def load() -> Classes:
    """Load data/parties.yaml. Raises PartError where it is damaged."""
    raw = mapping("parties.yaml")
    try:
        return Classes(**{name: frozenset(map(str, listed)) for name, listed in raw.items()})
    except TypeError as error:
        raise PartError(f"data file parties.yaml is damaged ({error!r}); reinstall") from error


@cache
def _nouns() -> frozenset[str]:
    nouns = (row["noun"] for row in rows("sectors.csv") if row["kind"] in _HEADS)
    return frozenset([*nouns, *(row["title"] for row in rows("offices.csv"))])


@cache
def _deeds() -> frozenset[str]:
    acts = (row["form"] for row in rows("acts.csv") if row["kind"] == "noun")
    return load().deeds | (frozenset(acts) - load().acting)


@cache
def _verbs() -> frozenset[str]:
    acts = (row["form"] for row in rows("acts.csv") if row["kind"] == "verb")
    return frozenset([*acts, *(row["form"] for row in rows("cues.csv"))])
