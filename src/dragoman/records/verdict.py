"""Judgements in ("called the raid illegal", "the raid is unacceptable"), stances out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.records.clause import after_last, complement, doubted, trim
from dragoman.records.issue import empty
from dragoman.records.lexicon import Cue, said_verdicts, verdicts, words
from dragoman.records.scene import Scene
from dragoman.records.speech import Speech

_VERDICT_START = re.compile(r"\s(?:as|an?)\s|\s(?=[\"“'])")
# As far as a verdict may stand from "called" (code points).
_VERDICT_REACH = 140
# "is utterly unacceptable", "would be a grave mistake": what may stand before a verdict.
_IS = re.compile(
    r"\b(?P<verb>is|are|was|were|(?:would|will) be|remains|remain)(?P<not> not)? "
    r"(?:(?:a|an|also|both|grave|big|huge|great|of|of no|so|still|terrible|very|[a-z]+ly) ){0,3}$"
)
_IS_REACH = 48
_DUMMY = re.compile(r"(?:it|there)$")
_OF_IT = re.compile(r"\s(?:that|to|for)\s")
_START = re.compile(
    r"[,;:\"“”]\s?|\b(?:said|says|saying|that|but|added|adding|believe|believes|believed|think)\s"
)
OPPOSITE = {"support": "oppose", "oppose": "support"}
"""Each stance turned round."""

# Who only reports or studies has no stance of a party.
_BYSTANDERS = frozenset({"EDU", "JRN"})
_BEHIND_HEAD = re.compile(r",| (?:of|in|at|from|with|who)\b")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Who judges what and how; `here` is where the verdict stands."""

    holder: Entity
    issue: Span
    stance: str
    here: Span


def bystander(holder: Entity) -> bool:
    """Say whether somebody only reports, studies or comments and so has no stance of a party."""
    if holder.sector in _BYSTANDERS:
        return True
    head = _BEHIND_HEAD.split(holder.text.lower(), maxsplit=1)[0]
    return head.rsplit(" ", 1)[-1] in words("bystander")


def judged(scene: Scene, cue: Cue, sentence: Span) -> tuple[Span, str] | None:
    """Return issue and stance of "called the raid a crime": up to where the verdict starts."""
    reach = min(sentence.end, cue.end + _VERDICT_REACH)
    verdict = next(iter(verdicts().find(scene.folded, cue.end, reach)), None)
    if verdict is None:
        return None
    opened = _VERDICT_START.search(scene.folded, cue.end, verdict.start)
    issue = trim(scene.text, cue.end, verdict.start if opened is None else opened.start())
    if issue is None or empty(issue.of(scene.folded)):
        return None
    return issue, verdict.value


def judgements(scene: Scene, speech: Speech, sentence: Span) -> Iterator[Judgement]:
    """Yield what speakers of the sentence call unacceptable, vital, wrong in their own words."""
    for verdict in said_verdicts().find(scene.folded, sentence.start, sentence.end):
        here = Span(verdict.start, verdict.end)
        statement = speech.at(here)
        if statement is None or statement.speaker is None:
            continue
        if bystander(statement.speaker):
            continue
        low = max(sentence.start, verdict.start - _IS_REACH)
        told = _IS.search(scene.folded, low, verdict.start)
        if told is None or doubted(scene.folded, told.start(), sentence.start):
            continue
        issue = _issue(scene, told.start(), here, sentence)
        if issue is None or empty(issue.of(scene.folded)):
            continue
        if issue.contains(statement.speaker.span):
            continue
        stance = OPPOSITE[verdict.value] if told.group("not") else verdict.value
        yield Judgement(statement.speaker, issue, stance, here)


def _issue(scene: Scene, verb: int, here: Span, sentence: Span) -> Span | None:
    """Return the subject of the judgement, or what "it is essential that" goes on with."""
    before = trim(scene.text, after_last(_START, scene.folded, sentence.start, verb), verb)
    if before is None:
        return None
    if _DUMMY.fullmatch(before.of(scene.folded)):
        of_it = _OF_IT.match(scene.folded, here.end, sentence.end)
        return None if of_it is None else complement(scene, of_it.end(), sentence)
    return before
