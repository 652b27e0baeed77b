"""Phrases that stand for two parties: "the two sides", "both leaders"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.resolve.story.cast import Cast
from dragoman.resolve.story.lexicon import Lexicon
from dragoman.resolve.story.make import person_at, state_at
from dragoman.resolve.story.scene import Scene

_OPENERS = ("both of the ", "both ", "the two ", "these two ", "two ")
_BARE = frozenset(("pair", "duo", "neighbors", "neighbours", "rivals", "sides"))


_PHRASE = re.compile(r"\b(?:[Bb]oth|[Tt]wo) (?P<noun>[a-z]+)\b")


def pair_phrases(scene: Scene) -> Iterator[Span]:
    """Find the phrases of a story's paragraphs that stand for two parties, article left out."""
    text = scene.words.text
    for paragraph in scene.reading.document.paragraphs:
        for match in _PHRASE.finditer(text, paragraph.span.start, paragraph.span.end):
            if match["noun"] in scene.lex.pair_nouns:
                yield Span(match.start(), match.end())


def is_pair(low: str, lex: Lexicon) -> bool:
    """Say whether a casefolded phrase stands for two parties."""
    if low in lex.pair_words:
        return True
    for opener in _OPENERS:
        if low.startswith(opener):
            rest = low[len(opener) :].removeprefix("the ").rstrip("'").removesuffix("'s")
            return rest in lex.pair_nouns or rest.split(" ")[-1] in lex.pair_nouns
    return low.startswith("the ") and low[4:] in _BARE


def pair_at(scene: Scene, cast: Cast, span: Span, low: str) -> tuple[Entity, ...]:
    """Return the two parties at `span`, nobody where the story has told no two."""
    kind = scene.lex.pair_nouns.get(low.split(" ")[-1], "state")
    if kind == "person" or low in ("the pair", "the duo"):
        persons = cast.two_persons(span)
        if len(persons) == 2:
            return tuple(person_at(scene, span, p, "pair:persons") for p in persons)
    return tuple(state_at(scene, span, state, "pair:states") for state in cast.two_states(span))
