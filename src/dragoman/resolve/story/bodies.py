"""Organisations and groups that a story names, with the short forms that it explains."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.gazetteer import Found
from dragoman.resolve.story.lexicon import Lexicon
from dragoman.resolve.story.words import Words

_ACRONYM = re.compile(
    r"\b((?:[A-Z][\w'’-]*(?:\s(?:of|for|and|the|on|in|to)){0,2}\s){1,8}[A-Z]?[\w'’-]*)"
    r"(?:\s\(|,\s(?:or|also\sknown\sas|known\sas)\s(?:the\s)?)([A-Z][A-Za-z-]{1,8})\b"
)


@dataclass(frozen=True, slots=True)
class BodyUse:
    """An organisation or group named at `start:end`."""

    start: int
    end: int
    text: str


def find_bodies(
    words: Words,
    lex: Lexicon,
    found: Sequence[Found],
    kinds: dict[int, str],
    named: set[int],
    acronyms: dict[str, str],
) -> list[BodyUse]:
    """Return organisations: the gazetteer's, and capitals that end in a body's noun."""
    out: dict[int, BodyUse] = {}
    for item in found:
        if item.entries[0].kind in ("organisation", "group"):
            out[item.start] = BodyUse(item.start, item.end, words.text[item.start : item.end])
    for i, form in enumerate(words.forms):
        if form in acronyms:
            out.setdefault(words.starts[i], BodyUse(words.starts[i], words.ends[i], form))
            continue
        if words.lower[i] not in lex.body_heads or not words.forms[i][0].isupper() or i in named:
            continue
        first = i
        while (
            first > 0
            and words.sentence_of[first - 1] == words.sentence_of[i]
            and (
                first - 1 not in named
                and (
                    words.forms[first - 1][0].isupper()
                    or words.forms[first - 1] in ("'s", "’s", "&")
                )
                and words.lower[first - 1] not in lex.openers
            )
        ):
            first -= 1
        while first < i and words.forms[first] in ("'s", "’s", "&"):
            first += 1
        last = i + 1
        while (
            last < len(words)
            and words.lower[last] in lex.body_words
            and (words.forms[last][0].isupper() and words.sentence_of[last] == words.sentence_of[i])
        ):
            last += 1
        last = _of_tail(words, last)
        if last - first >= 2:
            start, end = words.starts[first], words.ends[last - 1]
            out.setdefault(start, BodyUse(start, end, words.text[start:end]))
    return [out[start] for start in sorted(out)]


def _of_tail(words: Words, i: int) -> int:
    """Return where "of Foreign Affairs" after a body's noun ends."""
    n = len(words)
    if i + 1 < n and words.lower[i] in ("of", "for") and words.forms[i + 1][0].isupper():
        i += 2
        while i < n and words.forms[i][0].isupper():
            i += 1
        if i + 1 < n and words.lower[i] == "and" and words.forms[i + 1][0].isupper():
            i += 2
    return i


def find_acronyms(text: str) -> dict[str, str]:
    """Return the short forms that the story itself explains: "Baloch Liberation Army, or BLA"."""
    out: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        words = match[1].split()
        short = match[2]
        letters = [w[0].lower() for w in words if w[0].isupper()]
        for begin in range(len(words)):
            tail = [
                w[0].lower() for w in words[begin:] if w[0].isupper() or len(words) - begin <= 3
            ]
            if words[begin][0].isupper() and "".join(tail) == short.lower():
                out[short] = " ".join(words[begin:])
                break
        else:
            if letters and letters[0] == short[0].lower() and len(words) <= 6 and short.isupper():
                out.setdefault(short, " ".join(words))
    return out
