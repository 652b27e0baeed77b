"""Sentences: a paragraph's range of a text in, the ranges of its sentences out.

One regular expression finds every place where a sentence could end (a stop, its closing quotation
marks, white space, then something that can open a sentence); only there does Python look at the
words around it. A quotation of several sentences is cut at each of them; its closing mark belongs
to its last one.
"""

from __future__ import annotations

import re
from functools import cache

from dragoman.forms.document import Span
from dragoman.knowledge import rows, words

CLOSERS = "\"'”’»)\\]"
OPENERS = "\"'“‘«(\\["
# `.` possibly after a closing mark too: British style puts the stop behind the quotation mark.
_END = re.compile(
    # Possessive runs that begin nowhere but at their beginning: linear on any text.
    rf"(?<![.!?…。！？])[.!?…。！？]++[{CLOSERS}]*+(\s++)(?=[{OPENERS}—–•*-]{{0,8}}\s?"
    r"(?:[^\W_a-zß-öø-ÿ]|al-[A-Z]|el-[A-Z]|i(?:Phone|Pad|OS)\b|eBay\b))"
)
_NEXT = re.compile(r"[\"'“‘«(\[—–•*-]{0,8}\s?((?:[^\W_]|[’'.&-](?=\w)){1,60})")
_LONGEST_WORD = 40  # characters looked at before a stop: no abbreviation is longer


@cache
def _kinds() -> dict[str, str]:
    return {row["word"]: row["kind"] for row in rows("text/abbreviations.csv")}


def split(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the sentences of `text[start:end]`, in order, without white space around them.

    Offsets are code points of `text`. Every character but white space lies in a sentence.
    """
    kinds = _kinds()
    found: list[Span] = []
    begin = start
    for match in _END.finditer(text, start, end):
        stop = match.start(1)
        after = match.end()
        if stop > begin and after < end and _ends(text, begin, match.start(), stop, after, kinds):
            found.append(Span(begin, stop))
            begin = after
    while begin < end and text[begin].isspace():
        begin += 1
    while end > begin and text[end - 1].isspace():
        end -= 1
    if begin < end:
        found.append(Span(begin, end))
    return tuple(found)


def _ends(text: str, begin: int, at: int, stop: int, after: int, kinds: dict[str, str]) -> bool:
    """Say whether the stop at `at` (its closing marks end at `stop`) ends a sentence."""
    mark = text[at]
    if mark != ".":
        closed = stop - at > 1 and text[stop - 1] in "\"'”’"
        return not (closed and mark in "!?" and _goes_on(text, after))
    if stop - at > 1:  # "..." or `."`
        return True
    before = text[max(begin, at - _LONGEST_WORD) : at]
    word = before.rpartition(" ")[2].split()[-1:] or [""]
    only = len(before) == at - begin == len(word[0])
    return _ends_after(word[0].lstrip("\"'“‘«([—–-"), text, only, after, kinds)


def _ends_after(word: str, text: str, first: bool, after: int, kinds: dict[str, str]) -> bool:
    """Decide by the word before a single full stop and by what follows it."""
    if not word:
        return True
    lower = word.lower()
    kind = kinds.get(lower) or kinds.get(lower.rpartition("-")[2] if "-" in lower else "")
    if kind is None and len(lower) > 2 and "—" in lower:
        kind = kinds.get(lower.rpartition("—")[2])
    following = _NEXT.match(text, after)
    next_word = following.group(1) if following else ""
    if kind == "never":
        # "No", "Gen" and their like are words too, but only in lower case.
        return False
    if kind == "number":
        return not next_word[:1].isdigit()
    initials = len(word) == 1 and word.isupper()
    if kind == "maybe" or initials or _is_acronym(word):
        return next_word.lower() in words("text/openers.csv") and next_word[:1].isupper()
    # A list's own number ("1. Trade") opens a paragraph; it ends nothing.
    return not (first and word.isdigit())


def _is_acronym(word: str) -> bool:
    """Say whether a word is single letters with stops between them: "U.S", "p.m"."""
    return len(word) > 2 and word[1::2].strip(".") == "" and word[::2].isalpha()


def _goes_on(text: str, after: int) -> bool:
    """Say whether a name and a verb of saying follow: `"Why?" Xi Jinping asked.`"""
    if not text[after].isalpha():
        return False
    window = text[after : after + 80]
    for match in re.finditer(r"\b[a-z]+\b", window):
        if match.group() in words("text/speech.csv"):
            between = window[: match.start()]
            return "," not in between and "." not in between.rstrip(". ") and between.count(" ") < 6
    return False
