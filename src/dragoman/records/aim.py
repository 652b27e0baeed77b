"""What a stance in favour asks for: the issue of "calls for an end to X" in, X opposed out."""

from __future__ import annotations

import re
from functools import cache

from dragoman.forms.document import Span
from dragoman.records.clause import trim, words_after
from dragoman.records.lexicon import words
from dragoman.records.scene import Scene

# An infinitive this far (code points) behind its cue may still be what is asked of a party.
_ASKED_REACH = 160
_ADVERBS = r"(?:immediately |at once |now |also |fully |permanently )?"
_ENDED = re.compile(
    r"(?: to)? be (?:immediately )?(?:abandoned|abolished|cancelled|dropped|ended|halted|lifted"
    r"|repealed|scrapped|stopped|suspended)\b| to come to an end\b"
)


def turned(scene: Scene, issue: Span) -> Span | None:
    """Return what somebody wants to end, or None where the issue is no wish for an end.

    "Elbonia to stop the raids", "an end to the raids", "that the raids be stopped" and "Elbonia
    not to raid" are all against the raids.
    """
    folded = scene.folded
    ended = _ENDED.search(folded, issue.start, issue.end)
    if ended is not None:
        return _thing(scene, issue.start, ended.start())
    verb = _at_start().match(folded, issue.start, issue.end)
    if verb is None:
        limit = min(issue.end, issue.start + _ASKED_REACH)
        asked = _infinitive().search(folded, issue.start, limit)
        verb = None if asked is None else _after_asked().match(folded, asked.start(), issue.end)
    return None if verb is None else _thing(scene, verb.end(), issue.end)


def _thing(scene: Scene, start: int, end: int) -> Span | None:
    found = trim(scene.text, start, end)
    if found is None or found.end - found.start < len("raids"):
        return None
    first = words_after(scene.folded, found.start, found.end, 4)
    return None if set(first) & words("strife") else found


@cache
def _verbs() -> str:
    ends = "|".join(re.escape(word) for word in sorted(words("ending"), key=len, reverse=True))
    lifted = "|".join(re.escape(word) for word in sorted(words("lifted")))
    return (
        rf"{_ADVERBS}(?:[a-z]+ or )?(?:(?:{ends})\s"
        rf"|(?:lift|lifting|(?:the )?lifting of|loosen|loosening)\s"
        rf"(?=(?:[\w'\-]+ ){{0,4}}(?:{lifted})\b))"
    )


@cache
def _at_start() -> re.Pattern[str]:
    return re.compile(rf"(?:to )?(?:{_verbs()}|not to )")


@cache
def _infinitive() -> re.Pattern[str]:
    return re.compile(r" (?:not to|to|must|should|immediately) (?=[a-z])")


@cache
def _after_asked() -> re.Pattern[str]:
    return re.compile(
        rf" (?:not to |(?:must|should) not |(?:to|must|should|immediately) {_verbs()})"
    )
