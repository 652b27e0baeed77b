"""What a position is on: the words around a stance word in, the issue as it is cited out."""

from __future__ import annotations

import re

from dragoman.forms.document import Span
from dragoman.records.clause import after_last, trim
from dragoman.records.lexicon import cues, words
from dragoman.records.scene import Scene

_DAY = re.compile(
    r"(?:(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day )?that |"
    r"(?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day (?=an? |the )"
)
_CALLED = re.compile(
    r"what (?:he|it|she|they|[a-z]+) (?:called|calls|considers|describes as|described as|sees as"
    r"|saw as|termed|terms|views as)(?: an?| the|(?= ))\s"
)
_AS = re.compile(r"\sas\s(?!well\b|part\b|many\b|much\b|soon\b)")
_TAIL = re.compile(
    r"(?:,? (?:however|too|as well|either|instead|repeatedly)|,? like everyone else"
    r"|,? in the strongest (?:\w+ )?(?:terms|words)"
    r"|,? (?:on )?(?:mon|tues|wednes|thurs|fri|satur|sun)day| (?:who|which|that|and|or|but|where))$"
)
# A quotation that stays open for no more words than these is cut off an issue.
_OPEN_WORDS = 4
_LINK = re.compile(r",?\s(?:and|but)\s(?:[a-z]+ly\s|also\s)?$")
# Stances in their bare form that are hardly ever nouns: "support A and oppose B" are two.
_BARE = frozenset({"condemn", "denounce", "oppose", "reject", "endorse", "welcome", "criticise"})
_OVER = frozenset({"over", "despite", "amid", "after", "following"})
_TO_DO = re.compile(r"\b(?:to|will|would) (?=[a-z])")
# As far as an act may begin before "over objections from" (code points).
_DONE_REACH = 200
_IF = re.compile(r"\b(?:if|unless|whether)\b")
_LED = re.compile(r"(?:rather than|but|and|yet|while|over|with|when|as|because|than)\b\s*")
_BREAKS = re.compile(r"[,;:\"“”]|\s[—–]\s")


def until_next(scene: Scene, issue: Span) -> Span:
    """Cut an issue before "and" and the next stance: "denounced A and urged B" are two."""
    for later in cues("positions").find(scene.folded, issue.start, issue.end):
        link = _LINK.search(scene.folded[max(issue.start, later.start - 24) : later.start])
        verb = scene.folded[later.start : later.end].split(" ")[0]
        if link is not None and (verb.endswith(("ed", "ing")) or verb in _BARE):
            end = later.start - (len(link.group()))
            return trim(scene.text, issue.start, end) or issue
    return issue


def lean(scene: Scene, issue: Span, *, judged: bool = False) -> Span | None:
    """Cut what does not belong to an issue: days, "what it called", "too", a quotation left open.

    With `judged`, "as a provocation" after what is denounced is cut too.
    """
    told = _DAY.match(scene.folded, issue.start, issue.end) or _CALLED.match(
        scene.folded, issue.start, issue.end
    )
    start = issue.start if told is None else told.end()
    end = issue.end
    as_what = _AS.search(scene.folded, start, end) if judged else None
    if as_what is not None:
        end = as_what.start()
    while (tail := _TAIL.search(scene.folded, start, end)) and tail.start() > start:
        end = tail.start()
    opened = scene.text.rfind("“", start, end)
    if opened > start and scene.text.find("”", opened, end) < 0:
        rest = scene.text[opened:end].split(" ")
        if len(rest) <= _OPEN_WORDS and scene.text[start:opened].strip():
            end = opened
    return trim(scene.text, start, end)


def issue_before(scene: Scene, start: int, sentence: Span) -> Span | None:
    """Return the subject of a passive: from the last break up to its auxiliary."""
    low = after_last(_BREAKS, scene.folded, sentence.start, start)
    end = start
    for match in re.finditer(r"\b[a-z]+\b", scene.folded[low:start]):
        if match.group() in words("passive_verb"):
            end = low + match.start()
            break
    issue = trim(scene.text, low, end) or trim(scene.text, sentence.start, end)
    if issue is not None:
        last = scene.folded[issue.start : issue.end].split(" ")[-1]
        issue = _done(scene, issue.end - len(last), sentence) if last in _OVER else issue
    if issue is not None and _IF.search(scene.folded, issue.start, issue.end):
        return None
    while issue is not None and (led := _LED.match(scene.folded, issue.start, issue.end)):
        issue = trim(scene.text, led.end(), issue.end)
    if issue is not None:
        last = scene.folded[issue.start : issue.end].split(" ")[-1]
        if last in {"which", "who", "that", "also"}:
            return trim(scene.text, issue.start, issue.end - len(last))
    return issue


def _done(scene: Scene, end: int, sentence: Span) -> Span | None:
    """Return what is done "over objections from": the infinitive or the clause before."""
    low = max(sentence.start, end - _DONE_REACH)
    return trim(scene.text, after_last(_TO_DO, scene.folded, low, end), end)


def named_before(scene: Scene, issue: Span) -> bool:
    """Say whether an issue is one that the story has told of: "the move", "this idea"."""
    return issue.of(scene.folded) in words("anaphor_noun")


def empty(issue: str) -> bool:
    """Say whether an issue names nothing: a pronoun, a preposition."""
    issue = issue.strip("'‘’“”\" ")
    if issue.split(" ", 1)[0] in words("pronoun_object"):
        return True
    if issue in words("anaphor_noun"):
        return False
    return issue in (
        words("pronoun_third") | words("pronoun_first") | words("anaphor") | words("preposition")
    )
