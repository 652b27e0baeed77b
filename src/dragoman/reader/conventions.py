"""Acts as the model saw them in, acts by the codebook's conventions out.

What the codebook lays down by wording ("captured fighters" are ASSAULT, not an arrest; "forgave the
debt" is AID) a word list says better than 200 stories can teach. The lists are
data/conventions.yaml; each rule was kept because the marks agree with it
(`python -m dragoman.learn.conventions`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from dragoman.codebook import ROOTS
from dragoman.codebook import modes as modes_of
from dragoman.errors import PartError
from dragoman.forms.document import Document, Span
from dragoman.forms.reading import Act, Status
from dragoman.knowledge import mapping
from dragoman.reader import nouns
from dragoman.reader.edges import mend
from dragoman.reader.lists import asides, complete, placeless
from dragoman.reader.objects import asker, direct, somebody
from dragoman.reader.phrasing import (
    LONGEST,
    REACH,
    Phrases,
    Sentence,
    Sentences,
    Setting,
    expand,
    setting,
    words,
)
from dragoman.reader.sides import Forms, settle
from dragoman.reader.tense import Auxiliaries, tell
from dragoman.reader.triggers import bared

_PAST: Mapping[Status, Status] = {"asserted": "historical"}
_UNREAL = frozenset({"hypothetical", "future"})
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

    def fits(self, root: str, near: Setting) -> bool:
        """Say whether an act of `root` with this around its trigger is this rule's."""
        return (
            (not self.of or root in self.of)
            and (not self.act or not self.act.isdisjoint(near.own))
            and (not self.near or not self.near.isdisjoint(near.all))
            and (not self.before or not self.before.isdisjoint(near.before))
            and (not self.after or not self.after.isdisjoint(near.after))
            and self.without.isdisjoint(near.all)
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
    by_root: Mapping[tuple[str, str], tuple[Rule, ...]]
    sides: Forms
    holders: frozenset[str]
    links: Phrases
    breaks: Phrases
    eves: Phrases
    tense: Auxiliaries


def apply(document: Document, acts: Sequence[Act]) -> tuple[Act, ...]:
    """Settle roots, modes, sides and statuses of a document's acts by the conventions."""
    book = load()
    sentences = Sentences(document)
    cut: dict[int, tuple[Sentence, nouns.Line]] = {}
    kept: dict[int, list[Act]] = {}
    out = []
    for act in acts:
        number = sentences.at(act.trigger.start)
        if number < 0:
            out.append(act)
            continue
        before = kept.setdefault(number, [])
        if any(_content(document.text, outer, act, book) for outer in before):
            continue
        if number not in cut:
            at = sentences.spans[number]
            cut[number] = words(document.text, at), nouns.line(document.text, at)
        before.append(act)
        year = document.published.year if document.published else None
        out.extend(_settled(act, *cut[number], year, book))
    return tuple(out)


def _settled(
    act: Act, sentence: Sentence, line: nouns.Line, year: int | None, book: Book
) -> Iterator[Act]:
    """Give an act as the rules have it, with its second code; nothing where it is none."""
    a, b = sentence.at(act.trigger)
    near = setting(sentence, a, b)
    if _fitting(book, "none", act.root, near):
        return
    bare = bared(_coded(book, act, near), line)
    told = line.at(bare.trigger)
    whole = replace(
        bare,
        actors=mend(bare.actors, line, told),
        recipients=mend(bare.recipients, line, told),
    )
    settled = settle(whole, sentence, (a, b), near, book.sides)
    settled = placeless(
        complete(asker(direct(settled, line, told), line, told), line, told), line, told
    )
    settled = asides(somebody(settled, line), line, told)
    settled = tell(settled, sentence, a, b, book.tense)
    if year and _long_ago(sentence, a, b, year, book.eves):
        settled = replace(settled, status=_PAST.get(settled.status, settled.status))
    yield settled
    if second := _fitting(book, "also", settled.root, near):
        yield replace(settled, root=second.root or "", modes=(second.mode or "",))


def _coded(book: Book, act: Act, near: Setting) -> Act:
    """Give an act the root and mode that the first fitting rule of each kind says."""
    root, mode = act.root, act.modes
    if rule := _fitting(book, "roots", root, near):
        root = rule.root or root
        known = modes_of(root)
        mode = (rule.mode,) if rule.mode else tuple(m for m in mode if m in known)
    if rule := _fitting(book, "modes", root, near):
        mode = (rule.mode,) if rule.mode else ()
    return act if (root, mode) == (act.root, act.modes) else replace(act, root=root, modes=mode)


def _fitting(book: Book, kind: str, root: str, near: Setting) -> Rule | None:
    rules = book.by_root.get((kind, root), ())
    return next((rule for rule in rules if rule.fits(root, near)), None)


def _long_ago(sentence: Sentence, a: int, b: int, year: int, eves: Phrases) -> bool:
    """Say whether the words after a trigger (or at the sentence's head) give a year before last.

    Only after "in" or a month (of 254 marked acts with such a year 225 are historical; after
    "since" fewer than half are) or right before the trigger ("the 2004 bombing": all 14).
    """
    if a and _YEAR.fullmatch(sentence.words[a - 1]) and int(sentence.words[a - 1]) < year - 1:
        return True
    last = min(len(sentence.words), b + REACH)
    return any(
        _YEAR.fullmatch(sentence.words[n]) is not None
        and int(sentence.words[n]) < year - 1
        and (sentence.words[n - 1],) in eves
        for n in (*range(max(b, 1), last), *range(1, min(a, 4)))
    )


def _content(text: str, outer: Act, inner: Act, book: Book) -> bool:
    """Say whether the words between two acts make the second only the content of the first.

    "Demanded that the army leave" is a demand, not a demand and a retreat that may come.
    """
    if inner.status not in _UNREAL or outer.root not in book.holders:
        return False
    if outer.trigger.end > inner.trigger.start:
        return False
    between = words(text, Span(outer.trigger.end, inner.trigger.start)).words
    return len(between) <= REACH and (
        not between
        or (
            any((word,) in book.links for word in between)
            and not any((word,) in book.breaks for word in between)
        )
    )


@cache
def load() -> Book:
    """Load data/conventions.yaml. Raises PartError where it is damaged."""
    raw = mapping("conventions.yaml")
    try:
        kinds = {
            kind: tuple(_rule(row, raw["lists"]) for row in raw[kind])
            for kind in ("roots", "modes", "also", "none")
        }
        sides = {name: _phrases(listed) for name, listed in raw["sides"].items()}
        content = raw["content"]
        return Book(
            **kinds,
            by_root={
                (kind, root): tuple(rule for rule in rules if not rule.of or root in rule.of)
                for kind, rules in kinds.items()
                for root in ROOTS
            },
            sides=Forms(**sides),
            holders=frozenset(content["roots"]),
            links=_phrases(content["links"]),
            breaks=_phrases(content["breaks"]),
            eves=_phrases(raw["eves"]),
            tense=_auxiliaries(raw["tense"]),
        )
    except (OSError, KeyError, TypeError, ValueError) as error:
        raise PartError(f"data file conventions.yaml is damaged ({error!r}); reinstall") from error


def _auxiliaries(raw: Mapping[str, Any]) -> Auxiliaries:
    return Auxiliaries(
        negative=_phrases(raw["not"]),
        between=_phrases(raw["between"]),
        modal=_phrases(raw["modal"]),
        come=_phrases(raw["come"]),
        roots=dict.fromkeys(raw["agreed"], "AGREE")
        | dict.fromkeys(raw["conceded"], "CONCEDE")
        | {root: root for root in raw["future"]},
    )


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
    if any(len(phrase) > LONGEST for phrase in out):
        raise ValueError(f"a phrase of more than {LONGEST} words in {given}")
    return frozenset(out)
