"""Which words of a story the gazetteer claims, so that no person's name is read into them."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.gazetteer import Found
from dragoman.resolve.story.lexicon import Lexicon
from dragoman.resolve.story.names import NameUse, fold, surnames
from dragoman.resolve.story.words import Words

# Heads; smaller places are taken for persons' names unless "in", "near" or a comma says place.
_KNOWN_CITY = 300_000


def fences(
    words: Words, lex: Lexicon, found: Sequence[Found]
) -> tuple[dict[int, str], list[tuple[int, int]]]:
    """Return the gazetteer's kind of every token that belongs to no person, and persons' spans."""
    kinds: dict[int, str] = {}
    known: list[tuple[int, int]] = []
    for item in found:
        entry = item.entries[0]
        if entry.kind == "person":
            known.append((item.start, item.end))
            continue
        tokens = words.between(item.start, item.end)
        if len(tokens) == 0:
            continue
        if _is_name_part(words, lex, item, tokens, kinds):
            continue
        for i in tokens:
            kinds[i] = entry.kind
    return kinds, known


def shared_with_places(
    words: Words, uses: Sequence[NameUse], found: Sequence[Found], kinds: dict[int, str]
) -> frozenset[int]:
    """Return tokens of cities that are the surname of somebody in the story ("Rhodes")."""
    names = surnames(words, uses)
    out: set[int] = set()
    for item in found:
        if item.entries[0].role in ("city", "region"):
            tokens = words.between(item.start, item.end)
            if (
                len(tokens) == 1
                and tokens.start in kinds
                and fold(words.forms[tokens.start]) in names
            ):
                before = words.lower[tokens.start - 1] if tokens.start else ""
                if before not in ("in", "at", "near", "from"):
                    out.add(tokens.start)
    return frozenset(out)


def _is_name_part(
    words: Words, lex: Lexicon, item: Found, tokens: range, kinds: dict[int, str]
) -> bool:
    """Say whether a place's name is here a part of somebody's: "Michael Jordan", "Will Wang"."""
    entry = item.entries[0]
    before, after = tokens.start - 1, tokens.stop
    if before >= 0 and words.sentence_of[before] == words.sentence_of[tokens.start]:
        form, low = words.forms[before], words.lower[before]
        if form in lex.given_names or (item.doubt == "person" and low in lex.roles):
            return True
        if low in lex.where or low in ("of", "the"):
            return False
    else:
        low = ""
    if entry.kind != "place" and entry.role != "capital":
        return False
    if len(tokens) == 1 and words.forms[tokens.start] in lex.surnames_first:
        return True
    if low in lex.roles and entry.role != "capital":
        return True
    if (
        (entry.population or 0) < _KNOWN_CITY
        and entry.role == "city"
        and words.forms[min(after, len(words) - 1)] != ","
    ):
        return True
    needed = 2 if entry.role == "capital" else 1
    return _capitals_after(words, lex, tokens, kinds) >= needed


def _capitals_after(words: Words, lex: Lexicon, tokens: range, kinds: dict[int, str]) -> int:
    """Count the capitals after a place that may be the rest of a person's name, 0 to 2."""
    count = 0
    for i in (tokens.stop, tokens.stop + 1):
        if i >= len(words) or words.sentence_of[i] != words.sentence_of[tokens.start]:
            break
        if not words.forms[i][0].isupper() or i in kinds:
            break
        if words.lower[i] in lex.body_words or words.lower[i] in lex.roles:
            return 0
        count += 1
    return count
