"""Training passages with other countries in them: the acts stay, the names change.

A hundred stories are soon known by heart, and with them that it was Russia that attacked. A country
is renamed through a whole story, its people and capital with it, and every span moves along.
"""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from dragoman.gazetteer.sheets import read_rows
from dragoman.learn.corpora import GoldAct, GoldAttribution, Item, Spans

SURFACE, NAME, KIND, CODE, ROLE = 0, 1, 3, 4, 7
_VOWELS = "AEIOUÅÉ"
_WORDS = re.compile(r"[A-ZÅÉ][\w'’-]+")
_FORMS = ("name", "demonym", "people", "capital")
_WITH_THE = frozenset({"BHS", "GMB", "MDV", "NLD", "PHL", "SYC"})
Forms = tuple[str, str, str, str]
Edit = tuple[int, int, str]


@cache
def forms() -> dict[str, Forms]:
    """Give name, demonym, people and capital of each country that has all four in one word."""
    found: dict[str, dict[str, list[str]]] = {}
    sheet = files("dragoman") / "data" / "gazetteer" / "countries.csv"
    for row in read_rows(sheet):
        surface = row[SURFACE] or row[NAME]
        role = "people" if row[KIND] == "people" else row[ROLE] or "name"
        if role == "name" and surface != row[NAME]:
            continue
        found.setdefault(row[CODE], {}).setdefault(role, []).append(surface)
    out: dict[str, Forms] = {}
    for code, by_role in sorted(found.items()):
        four = [
            max(by_role.get(r, [""]), key=len) for r in ("name", "demonym", "people", "capital")
        ]
        if all(map(_WORDS.fullmatch, four)) and four[0] != four[3] and code not in _WITH_THE:
            out[code] = (four[0], four[1], four[2], four[3])
    return out


@cache
def _meant() -> dict[str, tuple[str, int]]:
    """Give the country and the form that each word stands for; words of two countries are out."""
    out: dict[str, tuple[str, int]] = {}
    twice = set()
    for code, four in forms().items():
        for which, form in enumerate(four):
            if out.setdefault(form, (code, which))[0] != code:
                twice.add(form)
    return {form: meant for form, meant in out.items() if form not in twice}


def _kind(code: str) -> tuple[bool, bool]:
    """Say whether name and demonym begin with a vowel, so that "a" and "an" stay right."""
    name, demonym, *_ = forms()[code]
    return name[0] in _VOWELS, demonym[0] in _VOWELS


def renamed(items: Sequence[Item], rng: random.Random, *, share: float) -> list[Item]:
    """Rename the countries of a share of the stories; the others are given as they are."""
    maps: dict[str, dict[str, str] | None] = {}
    by_kind: dict[tuple[bool, bool], list[str]] = {}
    for code in forms():
        by_kind.setdefault(_kind(code), []).append(code)
    out = []
    for item in items:
        if item.story not in maps:
            maps[item.story] = _mapping(by_kind, rng) if rng.random() < share else None
        mapping = maps[item.story]
        out.append(_rename(item, mapping) if mapping else item)
    return out


def _mapping(by_kind: dict[tuple[bool, bool], list[str]], rng: random.Random) -> dict[str, str]:
    """Shuffle the countries among those that begin alike."""
    out: dict[str, str] = {}
    for codes in by_kind.values():
        mixed = codes[:]
        rng.shuffle(mixed)
        out.update(zip(codes, mixed, strict=True))
    return out


def _rename(item: Item, mapping: dict[str, str]) -> Item:
    """Rename the countries of one passage."""
    edits: list[Edit] = []
    for m in _WORDS.finditer(item.text):
        word = m.group().removesuffix("'s").removesuffix("’s")
        meant = _meant().get(word)
        if meant:
            edits.append((m.start(), m.start() + len(word), forms()[mapping[meant[0]]][meant[1]]))
    if not edits:
        return item
    text, at = "", 0
    for start, end, new in edits:
        text += item.text[at:start] + new
        at = end
    text += item.text[at:]
    return replace(
        item,
        text=text,
        acts=None if item.acts is None else tuple(_act(a, edits) for a in item.acts),
        attributions=None
        if item.attributions is None
        else tuple(
            GoldAttribution(_move(a.source, edits), _move(a.cue, edits), _move(a.content, edits))
            for a in item.attributions
        ),
        mentions=None
        if item.mentions is None
        else tuple((*_move(((s, e),), edits)[0], kind) for s, e, kind in item.mentions),
        pair=item.pair and (_move(item.pair[0], edits), _move(item.pair[1], edits), *item.pair[2:]),
    )


def _act(act: GoldAct, edits: Sequence[Edit]) -> GoldAct:
    return replace(
        act,
        trigger=_move(act.trigger, edits),
        actors=_move(act.actors, edits),
        recipients=_move(act.recipients, edits),
        open=_move(act.open, edits),
    )


def _move(spans: Spans, edits: Sequence[Edit]) -> Spans:
    """Move spans to where their words stand after the edits."""
    return tuple((_at(s, edits, end=False), _at(e, edits, end=True)) for s, e in spans)


def _at(place: int, edits: Sequence[Edit], *, end: bool) -> int:
    """Move one offset; one inside a renamed word goes to that word's edge."""
    shift = 0
    for start, stop, new in edits:
        if place >= stop:
            shift += len(new) - (stop - start)
        elif place > start:
            return start + shift + (len(new) if end else 0)
        else:
            break
    return place + shift
