"""Positions: stance words and their holders in, `position` records out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.forms.records import Position
from dragoman.records.aim import turned
from dragoman.records.calibration import Calibration
from dragoman.records.clause import (
    after_last,
    complement,
    doubted,
    negated,
    trim,
    words_before,
)
from dragoman.records.ids import record_id
from dragoman.records.issue import empty, issue_before, lean, named_before, until_next
from dragoman.records.lexicon import Cue, cues, words
from dragoman.records.scene import TRUSTED_ACT, Scene
from dragoman.records.speech import Speech, pronoun_holder
from dragoman.records.stance import asks_to_act, astray, no_stance, of_somebody, own_aim, passive
from dragoman.records.subject import entities, following, owner, subject
from dragoman.records.verdict import OPPOSITE, bystander, judged, judgements

# Raw confidence: with a coded act behind the cue, with a party found by rule, with a weak cue.
# About the shares that measure_registers finds right; the calibration tables map them on.
_WITH_ACT = 0.6
_BY_RULE = 0.5
_WEAK = 0.35
_BY = re.compile(r"\s+by\s+")
_Found = tuple[tuple[Entity, ...], Span, str, float]
_CLAUSE_START = re.compile(r"[,;:\"“”]\s|\b(?:said|says|saying|that|and|but|added|adding)\s")
_POSSESSIVES = frozenset({"its", "their", "his", "her", "our", "my", "whose"})
# Sentences between "the idea" and the issue that it takes up.
_ANAPHOR_REACH = 2


def positions(scene: Scene, speech: Speech, calibration: Calibration) -> Iterator[Position]:
    """Yield a position for each holder of each stance that the story tells."""
    taken = Span(0, 0)
    last: Span | None = None
    for sentence in scene.prose:
        for cue in cues("positions").find(scene.folded, sentence.start, sentence.end):
            if cue.start < taken.end:
                continue
            found = _read(scene, speech, cue, sentence)
            if found is None:
                continue
            holders, issue, stance, raw = found
            known = _told(scene, issue, last, sentence)
            if known is None:
                continue
            issue = last = until_next(scene, known)
            against = turned(scene, issue) if stance == "support" else None
            if against is not None:
                issue, stance = against, "oppose"
            taken = issue if issue.start >= cue.end else taken
            inside = [h.span for h in holders if sentence.contains(h.span)]
            hull = [Span(cue.start, cue.end), *inside]
            hull += [issue] if sentence.contains(issue) else []
            whole = Span(min(s.start for s in hull), max(s.end for s in hull))
            for holder in holders:
                yield _position(scene, speech, calibration, cue, whole, holder, issue, stance, raw)
        yield from _judged(scene, speech, calibration, sentence, taken, last)


def _told(scene: Scene, issue: Span, last: Span | None, sentence: Span) -> Span | None:
    """Give the issue itself, or the `last` one where it is "the idea"; None where there is none."""
    if not named_before(scene, issue):
        return issue
    return last if last is not None and _just_before(scene, last, sentence) else None


def _just_before(scene: Scene, issue: Span, sentence: Span) -> bool:
    """Say whether "the idea" may be an issue of this paragraph, told two sentences ago at most."""
    here, there = scene.sentence_number(sentence.start), scene.sentence_number(issue.start)
    if here is None or there is None or here - there > _ANAPHOR_REACH:
        return False
    return any(
        p.span.contains(issue) and p.span.contains(sentence) for p in scene.document.paragraphs
    )


def _judged(
    scene: Scene,
    speech: Speech,
    calibration: Calibration,
    sentence: Span,
    taken: Span,
    last: Span | None,
) -> Iterator[Position]:
    """Yield the stances of speakers who say that a thing is wrong or needed."""
    for told in judgements(scene, speech, sentence):
        issue = _told(scene, told.issue, last, sentence)
        if told.here.start < taken.end or issue is None:
            continue
        cue = Cue(told.here.start, told.here.end, told.stance, "said")
        whole = Span(min(told.issue.start, cue.start), max(told.issue.end, cue.end))
        yield _position(
            scene, speech, calibration, cue, whole, told.holder, issue, told.stance, _BY_RULE
        )


def _read(scene: Scene, speech: Speech, cue: Cue, sentence: Span) -> _Found | None:
    here = Span(cue.start, cue.end)
    if doubted(scene.folded, cue.start, sentence.start) or no_stance(scene, cue, here, sentence):
        return None
    undergone = passive(scene, cue, sentence)
    by = _BY.match(scene.folded, cue.end, sentence.end) if undergone else None
    if cue.frame in {"passive", "from"} or by is not None:
        holders = entities(following(scene, cue.end if by is None else by.end(), sentence.end))
        issue = issue_before(scene, cue.start, sentence)
    elif undergone or astray(scene, cue, sentence):
        return None
    elif cue.frame == "ought":
        return _ought(scene, here, sentence)
    elif cue.frame == "judge":
        holders = _holders(scene, speech, cue, here, sentence)
        return _judge(scene, cue, sentence, holders)
    else:
        holders = _holders(scene, speech, cue, here, sentence)
        issue = complement(scene, cue.end, sentence)
        if issue is not None and not _finite(scene, cue):
            # In "vowed to A, support B, build C" the comma goes on with another verb.
            comma = scene.folded.find(",", issue.start, issue.end)
            issue = issue if comma < 0 else trim(scene.text, issue.start, comma)
    holders = _outside(scene, holders, issue, here, sentence)
    holders = tuple(h for h in holders if not bystander(h))
    issue = None if issue is None else lean(scene, issue, judged=cue.value == "oppose")
    if not holders or issue is None or empty(issue.of(scene.folded)):
        return None
    if of_somebody(scene, cue, issue):
        return None
    stance = cue.value
    if negated(scene.folded, cue.start, sentence.start):
        if stance == "oppose":
            return None
        stance = OPPOSITE[stance]
    if asks_to_act(scene, cue, issue) or own_aim(scene, cue, issue):
        return None
    return holders, issue, stance, _raw(scene, cue, here, sentence)


def _outside(
    scene: Scene, holders: tuple[Entity, ...], issue: Span | None, here: Span, sentence: Span
) -> tuple[Entity, ...]:
    """Return the holders that the issue does not name: who demands is not who dismisses it."""
    free = tuple(h for h in holders if issue is None or not issue.contains(h.span))
    if free or not holders:
        return free
    return entities(subject(scene, here, sentence))


def _raw(scene: Scene, cue: Cue, here: Span, sentence: Span) -> float:
    if scene.folded[cue.start : cue.end].split(" ")[0] in words("weak"):
        return _WEAK
    coded = any(
        act.trigger.overlaps(here) and act.actors and act.confidence >= TRUSTED_ACT
        for _, act in scene.acts_in(sentence)
    )
    return _WITH_ACT if coded else _BY_RULE


def _ought(scene: Scene, here: Span, sentence: Span) -> _Found | None:
    """What a coded request says must be: the whole clause around "must" is the issue."""
    for _, act in scene.acts_in(sentence):
        if act.root == "REQUEST" and act.trigger.overlaps(here) and act.status == "asserted":
            low = after_last(_CLAUSE_START, scene.folded, sentence.start, here.start)
            rest = complement(scene, here.end, sentence)
            for holder in scene.entities_of(act.actors):
                # "China and Russia must talk": both are told, and the clause begins with the first.
                if sentence.contains(holder.span) and 0 <= low - holder.span.end <= len(" and "):
                    low = holder.start
            issue = None if rest is None else trim(scene.text, low, rest.end)
            # "North Korea must talk" is the stance of who says so, not of North Korea.
            holders = tuple(
                holder
                for holder in scene.entities_of(act.actors)
                if issue is None or not issue.contains(holder.span)
            )
            return None if issue is None or not holders else (holders, issue, "support", _BY_RULE)
    return None


def _judge(scene: Scene, cue: Cue, sentence: Span, holders: tuple[Entity, ...]) -> _Found | None:
    """ "called the raid "unacceptable"" by whom."""
    told = judged(scene, cue, sentence)
    return None if told is None or not holders else (holders, *told, _BY_RULE)


def _finite(scene: Scene, cue: Cue) -> bool:
    """Say whether the stance verb is inflected; a bare one may be an infinitive in a list."""
    return scene.folded[cue.start : cue.end].split(" ")[0].endswith(("s", "ed", "ing"))


def _nominal(scene: Scene, cue: Cue, before: list[str]) -> bool:
    """Say whether a stance word stands as a noun: "its strong support", "peace support"."""
    if cue.frame == "noun" or not before:
        return cue.frame == "noun"
    if set(before) & _POSSESSIVES or before[-1] in words("determiner") or before[-1][-2:] == "'s":
        return True
    if before[-1] in (words("preposition") | {"after", "before"}) - {"to"}:
        return True
    if _finite(scene, cue) or " " in scene.folded[cue.start : cue.end]:
        return False
    if before[-1] in words("verbal") or before[-1].endswith("ly"):
        return False
    adjacent = scene.parties_in(Span(max(0, cue.start - 120), cue.start))
    return not any(p.span.end >= cue.start - 1 for p in adjacent)


def _holders(
    scene: Scene, speech: Speech, cue: Cue, here: Span, sentence: Span
) -> tuple[Entity, ...]:
    for _, act in scene.acts_in(sentence):
        trusted = act.confidence >= TRUSTED_ACT and act.status not in {"negated", "hypothetical"}
        if trusted and act.trigger.overlaps(here):
            found = scene.entities_of(act.actors)
            if found:
                return found
    before = words_before(scene.folded, cue.start, sentence.start, 2)
    if _nominal(scene, cue, before):
        possessor = owner(scene, here, sentence)
        if possessor:
            return entities(possessor)
        if cue.frame != "noun" or not _voiced(scene, cue.start, sentence):
            return ()
    elif before[-1:] == ["to"] and before[0] not in words("control"):
        return ()
    spoken = pronoun_holder(scene, speech, here, sentence)
    wish = "want" in scene.folded[cue.start : cue.end]
    if spoken is not None:
        # What a speaker wants for himself is no stance of a party.
        return () if wish and before and before[-1] in words("pronoun_first") else spoken
    return entities(subject(scene, here, sentence))


def _voiced(scene: Scene, start: int, sentence: Span) -> bool:
    return any(w in words("voice") for w in words_before(scene.folded, start, sentence.start, 5))


def _position(
    scene: Scene,
    speech: Speech,
    calibration: Calibration,
    cue: Cue,
    whole: Span,
    holder: Entity,
    issue: Span,
    stance: str,
    raw: float,
) -> Position:
    return Position(
        id=record_id(scene.claims, "position", holder.span, holder.name, issue, stance),
        evidence=(scene.cite(whole),),
        confidence=calibration.apply("position", raw),
        according_to=speech.nesting.inside(Span(cue.start, cue.end)),
        holder=holder,
        issue=scene.cite(issue),
        stance="support" if stance == "support" else "oppose",
    )
