"""What a position is on: the words around a stance word in, the issue as it is cited out."""

from __future__ import annotations

import re

from dragoman.forms.document import Span
from dragoman.records.clause import trim
from dragoman.records.lexicon import cues, words
from dragoman.records.scene import Scene

_DAY = re.compile(
    r"(?:(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day )?that |"
    r"(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day (?=an? |the )"
)
_LINK = re.compile(r",?\s(?:and|but)\s(?:[a-z]+ly\s|also\s)?$")
_BREAKS = re.compile(r"[,;:\"“”]|\s[—–]\s")


def until_next(scene: Scene, issue: Span) -> Span:
    """Cut an issue before "and" and the next stance: "denounced A and urged B" are two."""
    for later in cues("positions").find(scene.folded, issue.start, issue.end):
        link = _LINK.search(scene.folded[max(issue.start, later.start - 24) : later.start])
        verb = scene.folded[later.start : later.end].split(" ")[0]
        if link is not None and verb.endswith(("ed", "ing")):
            end = later.start - (len(link.group()))
            return trim(scene.text, issue.start, end) or issue
    return issue


def lean(scene: Scene, issue: Span) -> Span | None:
    """Cut "on Monday that" off the beginning of an issue."""
    told = _DAY.match(scene.folded, issue.start, issue.end)
    return issue if told is None else trim(scene.text, told.end(), issue.end)


def issue_before(scene: Scene, start: int, sentence: Span) -> Span | None:
    """Return the subject of a passive: from the last break up to its auxiliary."""
    low = sentence.start
    for match in _BREAKS.finditer(scene.folded, sentence.start, start):
        low = match.end()
    end = start
    for match in re.finditer(r"\b[a-z]+\b", scene.folded[low:start]):
        if match.group() in words("passive_verb"):
            end = low + match.start()
            break
    issue = trim(scene.text, low, end) or trim(scene.text, sentence.start, end)
    if issue is not None:
        last = scene.folded[issue.start : issue.end].split(" ")[-1]
        if last in {"which", "who", "that", "also"}:
            return trim(scene.text, issue.start, issue.end - len(last))
    return issue


def empty(issue: str) -> bool:
    """A pronoun or a bare "move" says nothing about what the stance is on."""
    if issue.split(" ", 1)[0] in words("pronoun_object"):
        return True
    return issue in words("pronoun_third") | words("pronoun_first") | words("anaphor")
