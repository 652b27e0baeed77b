"""What the words of promises, titles and issues share: text in, stems and told states out.

The lists are in `data/registers/life.yaml`; nothing is read at import.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from dragoman.knowledge import mapping
from dragoman.ledger.words import fold

_BRACES = re.compile(r"\{([^{}]*)\}")
_WORD = re.compile(r"[^\W_]+(?:[.,][0-9]+)*")
_LONGEST = 4_000  # characters of an evidence that are read
_SHORT = 4
# Endings, the longest first; what is left must have three letters.
_ENDINGS = (
    "izations", "isations", "ization", "isation", "ements", "ations", "ement", "ation", "ments",
    "ition", "ional", "ings", "ment", "ness", "ions", "ists", "ally", "ing", "ies", "ion", "ist",
    "ive", "ity", "ous", "ed", "es", "ly", "er", "al", "s", "e", "y",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lists:
    """The lists, as sets; `verbs` maps a stem to all stems that say the same."""

    plain: frozenset[str]
    documents: frozenset[str]
    statements: frozenset[str]
    alike: dict[str, str]
    verbs: dict[str, frozenset[str]]
    lead_ins: frozenset[str]
    negations: frozenset[str]
    only_words: frozenset[str]
    official: frozenset[str]
    governing: frozenset[str]
    public: frozenset[str]
    irregular: dict[str, str]
    told: dict[str, re.Pattern[str]]


@cache
def lists() -> Lists:
    """Read the lists once. Raises PartError where the file is missing or damaged."""
    sheet = mapping("registers/life.yaml")
    irregular = {str(k): str(v) for k, v in sheet["irregular"].items()}
    groups = [frozenset(_stem(verb, irregular) for verb in group) for group in sheet["verbs"]]
    verbs: dict[str, frozenset[str]] = {}
    for group in groups:
        for verb in group:
            verbs[verb] = verbs.get(verb, frozenset()) | group
    return Lists(
        plain=frozenset(map(str, sheet["plain"])),
        documents=frozenset(map(str, sheet["documents"])),
        statements=frozenset(map(str, sheet["statements"])),
        alike={str(k): str(v) for k, v in sheet["alike"].items()},
        verbs=verbs,
        lead_ins=frozenset(map(str, sheet["lead_ins"])),
        negations=frozenset(map(str, sheet["negations"])),
        only_words=frozenset(sheet["only_words"]),
        official=frozenset(sheet["official"]),
        governing=frozenset(sheet["governing"]),
        public=frozenset(sheet["public"]),
        irregular=irregular,
        told={
            name: _pattern(sheet[name]) for name in ("undone", "unreal", "withdrawn", "postponed")
        },
    )


def _pattern(phrases: Iterable[str]) -> re.Pattern[str]:
    """Return what finds any of the phrases as whole words; {a,b} lists alternatives."""
    written = []
    for phrase in phrases:
        parts = _BRACES.split(phrase)
        choices = [part.split(",") if i % 2 else [part] for i, part in enumerate(parts)]
        written += ["".join(chosen) for chosen in product(*choices)]
    longest_first = sorted(set(written), key=lambda w: (-len(w), w))
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b")


@lru_cache(maxsize=4_096)  # an act's words are looked at for every promise near it
def tells(which: str, text: str) -> bool:
    """Say whether a text has a phrase of the list: undone, unreal, withdrawn, postponed."""
    return lists().told[which].search(fold(text[:_LONGEST])) is not None


@lru_cache(maxsize=131_072)
def stem(word: str) -> str:
    """Return what the forms of a folded English word share, roughly.

    >>> stem("opened") == stem("opening") == stem("open"), stem("met") == stem("meeting")
    (True, True)
    """
    return _stem(word, lists().irregular)


def _stem(word: str, irregular: dict[str, str]) -> str:
    word = irregular.get(word, word)
    if word.isdigit() or len(word) < _SHORT:
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word[: -len(ending)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "aeiou":
        word = word[:-1]
    return word


def cut(text: str) -> list[str]:
    """Return the folded words of a text, numbers whole ("1,200"), possessive endings left out."""
    words = _WORD.findall(fold(text[:_LONGEST]).replace("’s", " ").replace("'s", " "))
    return [word.replace(",", "") for word in words]


@lru_cache(maxsize=4_096)  # acts of one sentence ask for it one after another
def content(text: str, *, leave: frozenset[str] = frozenset(), most: int = 12) -> tuple[str, ...]:
    """Return the stems of the first `most` words of a text that say what it is about, in order."""
    known = lists()
    out: dict[str, None] = {}
    for word in cut(text):
        word = known.alike.get(word, word)
        if word in known.plain or len(word) < 2:
            continue
        stemmed = stem(word)
        if stemmed not in leave:
            out[stemmed] = None
        if len(out) >= most:
            break
    return tuple(out)


def main_verb(text: str) -> tuple[str, bool]:
    """Return the stem of the verb of what is promised, and whether it is promised not to be done.

    >>> main_verb("not to reopen its embassy"), main_verb("continue to send grain")
    (('reopen', True), ('send', False))
    """
    known = lists()
    negated = False
    for word in cut(text):
        if word in known.negations:
            negated = True
        if word in known.lead_ins or word in known.negations or word.endswith("ly"):
            continue
        return stem(word), negated
    return "", negated


def same_verbs(verb: str) -> frozenset[str]:
    """Return the stems of verbs that say the same as one."""
    return lists().verbs.get(verb, frozenset()) | {verb}


def overlap(one: Iterable[str], other: Iterable[str]) -> tuple[int, float, float]:
    """Return how many stems two texts share, the share of the shorter one and of both together."""
    a, b = frozenset(one), frozenset(other)
    shared = len(a & b)
    if not a or not b:
        return 0, 0.0, 0.0
    return shared, shared / min(len(a), len(b)), shared / len(a | b)
