"""Where a complement ends and what stands before a cue: folded text in, offsets and tests out."""

from __future__ import annotations

import re
from functools import cache

from dragoman.forms.document import Span
from dragoman.records.lexicon import words
from dragoman.records.scene import Scene

# A complement longer than this (in code points) is cut at its last comma or space.
LONGEST_COMPLEMENT = 400
_WORD = re.compile(r"[^\W_](?:[\w'.\-/&%]*[\w%])?")
_BREAK = re.compile(r"[,;:()\"“”«»\[\]]|\s[—–-]{1,2}\s|[.!?](?=\s|[\"”’]|$)")
_LATER_VERB = frozenset(
    {"will", "would", "has", "have", "had", "is", "are", "was", "were", "could", "can", "must"}
    | {"said", "says", "also"}
)
_ARTICLE = frozenset({"a", "an", "the"})
# After "and", a word in -ed is the next verb of the same subject where what follows begins another
# object: "backed the bid and accepted an invitation", not "a reformed and renewed council".
_AND = r",?\s(?:and|but)\s(?:(?:then|also|later|[a-z]+ly)\s)?"
_OBJECT = r"(?:that|the|an?|to|its|his|her|their|on|for|him|it|them|no|all|with|by|\d+)\b|[\"“$€£]"
# Words after a comma in which a clause that only says who spoke ends.
_SAYING_REACH = 9


def words_before(folded: str, start: int, low: int, count: int) -> list[str]:
    """Return up to `count` words that end before `start`, nearest last, none before `low`."""
    window = folded[max(low, start - 24 * count) : start]
    return [m.group() for m in _WORD.finditer(window)][-count:]


def words_after(folded: str, start: int, high: int, count: int) -> list[str]:
    """Return up to `count` words from `start` on, none from `high` on."""
    found = []
    for match in _WORD.finditer(folded, start, min(high, start + 24 * count)):
        found.append(match.group())
        if len(found) == count:
            break
    return found


def after_last(pattern: re.Pattern[str], folded: str, low: int, high: int) -> int:
    """Return where the last match in `folded[low:high]` ends, `low` where there is none."""
    at = low
    for match in pattern.finditer(folded, low, high):
        at = match.end()
    return at


def complement(scene: Scene, start: int, sentence: Span) -> Span | None:
    """Return the stretch from `start` to where its clause ends, trimmed; None if it is empty.

    It runs over commas inside lists ("deepen A, strengthen B and build C"), stops before a new
    clause ("..., and China will", "..., said", "... because") and at closing quotation marks.
    """
    limit = min(sentence.end, start + LONGEST_COMPLEMENT)
    end = min(_stop_word(scene.folded, start, limit), _next_verb(scene, start, limit), limit)
    for match in _BREAK.finditer(scene.folded, start, end):
        mark = match.group()
        if mark == "," and not _clause_after(scene, match.end(), limit):
            continue
        if mark in '"“«' and not scene.text[start : match.start()].strip():
            continue
        if mark in '"“«(' and _quotes_words(scene.text, match.start(), end):
            continue
        if mark in '”»")' and _opened(scene.text, start, match.start(), mark):
            continue
        if mark == "." and _abbreviation(scene.text, match.start()):
            continue
        end = match.start()
        break
    return trim(scene.text, start, end)


def _stop_word(folded: str, start: int, limit: int) -> int:
    pattern = _stop_pattern()
    match = pattern.search(folded, start, limit)
    return limit if match is None else match.start()


def _next_verb(scene: Scene, start: int, limit: int) -> int:
    """Return where "and" joins a further finite verb to the one whose complement it is."""
    for match in _verb_pattern().finditer(scene.folded, start + 1, limit):
        at = match.start()
        before = scene.text[start:at]
        if before.count('"') % 2 == 0 and before.count("“") <= before.count("”"):
            return at
    return limit


@cache
def _verb_pattern() -> re.Pattern[str]:
    finite = "|".join(re.escape(word) for word in sorted(words("finite")))
    return re.compile(
        rf"{_AND}(?:(?:{finite})\b|[a-z]{{3,}}ed\s(?={_OBJECT}))"
        rf"|,?\s(?:and|but)\s(?:also|even|instead|later|then)\s[a-z]{{3,}}ed\s"
    )


@cache
def _stop_pattern() -> re.Pattern[str]:
    alternatives = "|".join(re.escape(word) for word in sorted(words("stop")))
    return re.compile(rf"\s(?:{alternatives})\b")


def _clause_after(scene: Scene, at: int, limit: int) -> bool:
    """Say whether a new clause starts after the comma that ends at `at`."""
    after = words_after(scene.folded, at, limit, 7)
    if not after:
        return True
    closed = words("stop_after_comma")
    if after[0] in closed or " ".join(after[:2]) in closed:
        return True
    if after[0] in {"and", "or"}:
        if len(after) > 1 and after[1] in words("pronoun_third") | words("pronoun_first"):
            return True
        if len(after) > 1 and after[1] in words("preposition"):
            # ", and in March their ships shared radar tracks"
            return any(_finite_word(word) for word in after[3:])
        if _named(scene, at) and len(after) > 3 and _finite_word(after[2]):
            return True  # ", and Chile offered Indonesia"
        return any(word in _LATER_VERB for word in after[2:6])
    if after[0].endswith(("ing", "ed")) or set(after[1:6]) & (words("report") - {"that"}):
        return True
    if _saying(scene, at, limit):
        return True
    if scene.text[at : at + 2].strip()[:1].isupper():
        # ", China said" opens a clause; ", Brazil and India" goes on with a list.
        return any(word in _LATER_VERB or word.endswith("ed") for word in after[1:4])
    return False


def _named(scene: Scene, at: int) -> bool:
    """Say whether "and" at `at` goes on with a name."""
    return scene.text[at : at + 8].lstrip()[4:5].isupper()


def _finite_word(word: str) -> bool:
    return word.endswith("ed") or word in words("finite")


def _saying(scene: Scene, at: int, limit: int) -> bool:
    """Say whether the rest only tells who spoke: ", a senior official in New Delhi said"."""
    rest = scene.folded[at:limit].rstrip(' .!?"”')
    last = rest.rsplit(" ", 1)[-1]
    return (
        last in words("report") - {"that"}
        and len(_WORD.findall(rest)) <= _SAYING_REACH
        and not _BREAK.search(rest)
    )


def _quotes_words(text: str, at: int, end: int) -> bool:
    closers = {'"': '"', "“": "”", "«": "»", "(": ")"}
    return text.find(closers[text[at]], at + 1, end) != -1


def _opened(text: str, start: int, at: int, mark: str) -> bool:
    openers = {"”": "“", "»": "«", ")": "(", '"': '"'}
    if mark == '"':
        return text.count('"', start, at) % 2 == 1
    return text.count(openers[mark], start, at) > text.count(mark, start, at)


def _abbreviation(text: str, at: int) -> bool:
    before = text[max(0, at - 4) : at]
    return bool(re.search(r"(?:^|[\s.(\"“])(?:[A-Z]|Mr|Ms|Dr|St|Gen|Sen|Gov|Rep)$", before))


def trim(text: str, start: int, end: int) -> Span | None:
    """Return start..end without outer spaces, outer marks and a leading article; None if empty."""
    while start < end and not (text[start].isalnum() or text[start] in "\"“«‘'$€£"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in ",;:.!?—–-("):
        end -= 1
    first = _WORD.match(text, start, end)
    if first is not None and first.group().lower() in _ARTICLE:
        start = first.end()
        while start < end and text[start].isspace():
            start += 1
    if start < end and text[start] in '"“«' and not _quotes_words(text, start, end):
        start += 1
    if not any(char.isalpha() for char in text[start:end]):
        return None
    return Span(start, end)


def negated(folded: str, start: int, low: int) -> bool:
    """Say whether one of the three words before a cue turns it round."""
    before = words_before(folded, start, low, 3)
    turns = words("negation")
    return any(word in turns for word in before) or " ".join(before[-2:]) in turns


def doubted(folded: str, start: int, low: int) -> bool:
    """Say whether a cue is only asked about, supposed or possible."""
    before = words_before(folded, start, low, 8)
    near = set(before[-3:])
    return bool(near & (words("doubt") - {"if", "whether", "unless"})) or bool(
        set(before) & {"if", "whether", "unless"}
    )
