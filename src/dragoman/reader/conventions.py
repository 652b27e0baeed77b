"""Acts as the model saw them in, acts by the codebook's conventions out.

What the codebook lays down by wording ("captured fighters" are ASSAULT, not an arrest; "forgave the
debt" is AID) a word list says better than 200 stories can teach. The lists are
data/conventions.yaml; each rule was kept because the marks agree with it
(`python -m dragoman.learn.conventions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from dragoman.codebook import modes as modes_of
from dragoman.errors import PartError
from dragoman.forms.document import Document, Span
from dragoman.forms.reading import Act, Status
from dragoman.reader.phrasing import REACH, Phrases, Sentence, expand, holds, shares, words
from dragoman.reader.sides import Forms, settle

_PAST: Mapping[Status, Status] = {"asserted": "historical"}
_YEAR = re.compile(r"1[89]\d\d|20\d\d")


@dataclass(frozen=True, slots=True)
class Rule:
    """One convention: an act of the roots `of` (any: empty), told by one of the phrases `act`, with
    a phrase of `near` (or `before`, `after`) and none of `without`, is of `root` and `mode`.
    """

    name: str
    act: Phrases
    of: frozenset[str]
    root: str | None
    mode: str | None
    near: Phrases
    before: Phrases
    after: Phrases
    without: Phrases

    def fits(self, root: str, sentence: Sentence, a: int, b: int) -> bool:
        """Say whether an act of `root` whose trigger is the words [a, b) is this rule's."""
        if self.of and root not in self.of:
            return False
        if self.act and not shares(self.act, sentence.words, a, b):
            return False
        ahead, behind = sentence.around(a, b)
        whole = (*ahead, *sentence.words[a:b], *behind)
        return (
            (not self.near or holds(self.near, whole))
            and (not self.before or holds(self.before, ahead))
            and (not self.after or holds(self.after, (*sentence.words[a:b], *behind)))
            and not (self.without and holds(self.without, whole))
        )


@dataclass(frozen=True, slots=True)
class Book:
    """The rules: those that settle a root, those that settle a mode, those that give a trigger a
    second code, those that let an act go.
    """

    roots: tuple[Rule, ...]
    modes: tuple[Rule, ...]
    also: tuple[Rule, ...]
    none: tuple[Rule, ...]
    sides: Forms
    holders: frozenset[str]
    links: Phrases
    breaks: Phrases
    eves: Phrases


def apply(document: Document, acts: Sequence[Act]) -> tuple[Act, ...]:
    """Settle roots, modes and statuses of a document's acts by the conventions."""
    book = load()
    sentences = [s for p in document.paragraphs for s in p.sentences]
    cut: dict[Span, Sentence] = {}
    out = []
    for act in _wanted(document.text, acts, sentences, book):
        span = next((s for s in sentences if s.start <= act.trigger.start < s.end), None)
        if span is None:
            out.append(act)
            continue
        sentence = cut.setdefault(span, words(document.text, span))
        a, b = sentence.at(act.trigger)
        if _fitting(book.none, act.root, sentence, a, b):
            continue
        settled = settle(_settled(book, act, sentence, a, b), sentence, a, b, book.sides)
        if document.published and _long_ago(sentence, a, b, document.published.year, book.eves):
            settled = replace(settled, status=_PAST.get(settled.status, settled.status))
        out.append(settled)
        if second := _fitting(book.also, settled.root, sentence, a, b):
            out.append(replace(settled, root=second.root or "", modes=(second.mode or "",)))
    return tuple(out)


def _settled(book: Book, act: Act, sentence: Sentence, a: int, b: int) -> Act:
    """Give an act the root and mode that the first fitting rule of each kind says."""
    root, mode = act.root, act.modes
    if rule := _fitting(book.roots, root, sentence, a, b):
        root = rule.root or root
        known = modes_of(root)
        mode = (rule.mode,) if rule.mode else tuple(m for m in mode if m in known)
    if rule := _fitting(book.modes, root, sentence, a, b):
        mode = (rule.mode,) if rule.mode else ()
    return act if (root, mode) == (act.root, act.modes) else replace(act, root=root, modes=mode)


def _fitting(rules: Iterable[Rule], root: str, sentence: Sentence, a: int, b: int) -> Rule | None:
    return next((rule for rule in rules if rule.fits(root, sentence, a, b)), None)


def _long_ago(sentence: Sentence, a: int, b: int, year: int, eves: Phrases) -> bool:
    """Say whether the words after a trigger (or at the sentence's head) give a year before last.

    Only after "in" or a month: of 254 marked acts with such a year 225 are historical; after
    "since" fewer than half are.
    """
    last = min(len(sentence.words), b + REACH)
    return any(
        _YEAR.fullmatch(sentence.words[n]) is not None
        and int(sentence.words[n]) < year - 1
        and (sentence.words[n - 1],) in eves
        for n in (*range(max(b, 1), last), *range(1, min(a, 4)))
    )


def _wanted(text: str, acts: Sequence[Act], sentences: Sequence[Span], book: Book) -> list[Act]:
    """Leave out what is only the content of a demand, a threat or a promise.

    "Demanded that the army leave" is a demand, not a demand and a retreat that may come.
    """
    out: list[Act] = []
    for act in acts:
        inside = act.status in ("hypothetical", "future") and any(
            _content(text, before, act, book)
            for before in out
            if any(s.contains(before.trigger) and s.contains(act.trigger) for s in sentences)
        )
        if not inside:
            out.append(act)
    return out


def _content(text: str, outer: Act, inner: Act, book: Book) -> bool:
    """Say whether the words between two acts make the second the content of the first."""
    if outer.root not in book.holders or outer.trigger.end > inner.trigger.start:
        return False
    between = words(text, Span(outer.trigger.end, inner.trigger.start)).words
    return len(between) <= REACH and (
        not between or (holds(book.links, between) and not holds(book.breaks, between))
    )


@cache
def load() -> Book:
    """Load data/conventions.yaml. Raises PartError where it is damaged."""
    path = files("dragoman") / "data" / "conventions.yaml"
    try:
        raw = yaml.safe_load(path.read_text(encoding="utf-8"))
        kinds = {
            kind: tuple(_rule(row, raw["lists"]) for row in raw[kind])
            for kind in ("roots", "modes", "also", "none")
        }
        sides = {name: _phrases(listed) for name, listed in raw["sides"].items()}
        content = raw["content"]
        return Book(
            **kinds,
            sides=Forms(**sides),
            holders=frozenset(content["roots"]),
            links=_phrases(content["links"]),
            breaks=_phrases(content["breaks"]),
            eves=_phrases(raw["eves"]),
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise PartError(f"data file conventions.yaml is damaged ({error!r}); reinstall") from error


def _rule(row: Mapping[str, Any], lists: Mapping[str, Sequence[str]]) -> Rule:
    def phrases(key: str) -> Phrases:
        return _phrases(row.get(key, ()), lists)

    return Rule(
        row["rule"], phrases("act"), frozenset(row.get("of", ())), row.get("root"),
        row.get("mode"), phrases("near"), phrases("before"), phrases("after"), phrases("without"),
    )  # fmt: skip


def _phrases(given: str | Sequence[str], lists: Mapping[str, Sequence[str]] = {}) -> Phrases:
    """Give the phrases of patterns; one that begins with $ stands for a list."""
    out: set[tuple[str, ...]] = set()
    for pattern in [given] if isinstance(given, str) else given:
        named = lists[pattern[1:]] if pattern.startswith("$") else [pattern]
        out.update(phrase for one in named for phrase in expand(one))
    return frozenset(out)
