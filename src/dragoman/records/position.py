"""Positions: stance words and their holders in, `position` records out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.forms.records import Position
from dragoman.records.calibration import Calibration
from dragoman.records.clause import complement, doubted, negated, trim, words_before
from dragoman.records.ids import record_id
from dragoman.records.lexicon import Cue, cues, words
from dragoman.records.scene import Scene
from dragoman.records.speech import Speech, pronoun_holder
from dragoman.records.subject import entities, following, owner, subject

# Raw confidence: with a coded act behind the cue, with a party found by rule. First guesses,
# to be mapped by the calibration tables.
_WITH_ACT = 0.75
_BY_RULE = 0.6
_FLIP = {"support": "oppose", "oppose": "support"}
_BREAKS = re.compile(r"[,;:\"“”]|\s[—–]\s")


def positions(scene: Scene, speech: Speech, calibration: Calibration) -> Iterator[Position]:
    """Yield a position for each holder of each stance that the story tells."""
    taken = Span(0, 0)
    for sentence in scene.sentences:
        for cue in cues("positions").find(scene.folded, sentence.start, sentence.end):
            if cue.start < taken.end:
                continue
            found = _read(scene, speech, cue, sentence)
            if found is None:
                continue
            holders, issue, stance, raw = found
            taken = issue if issue.start >= cue.end else taken
            for holder in holders:
                yield _position(
                    scene, speech, calibration, cue, sentence, holder, issue, stance, raw
                )


def _read(
    scene: Scene, speech: Speech, cue: Cue, sentence: Span
) -> tuple[tuple[Entity, ...], Span, str, float] | None:
    if doubted(scene.folded, cue.start, sentence.start):
        return None
    here = Span(cue.start, cue.end)
    if cue.frame in {"passive", "from"}:
        holders = entities(following(scene, cue.end, sentence.end))
        issue = _issue_before(scene, cue.start, sentence)
    else:
        holders = _holders(scene, speech, cue, here, sentence)
        issue = complement(scene, cue.end, sentence)
    if not holders or issue is None:
        return None
    stance = cue.value
    if negated(scene.folded, cue.start, sentence.start):
        if stance == "oppose":
            return None
        stance = _FLIP[stance]
    coded = any(act.trigger.overlaps(here) and act.actors for _, act in scene.acts_in(sentence))
    return holders, issue, stance, _WITH_ACT if coded else _BY_RULE


def _holders(
    scene: Scene, speech: Speech, cue: Cue, here: Span, sentence: Span
) -> tuple[Entity, ...]:
    for _, act in scene.acts_in(sentence):
        if act.trigger.overlaps(here) and act.status in {"asserted", "historical", "future"}:
            found = scene.entities_of(act.actors)
            if found:
                return found
    before = words_before(scene.folded, cue.start, sentence.start, 2)
    last = before[-1] if before else ""
    noun = cue.frame == "noun" or last in words("determiner") or last.endswith("'s")
    if noun or last in words("preposition") - {"to"}:
        possessor = owner(scene, here, sentence)
        if possessor:
            return entities(possessor)
        if cue.frame != "noun" or not _voiced(scene, cue.start, sentence):
            return ()
    elif last == "to" and not (len(before) > 1 and before[0] in words("control")):
        return ()
    spoken = pronoun_holder(scene, speech, here, sentence)
    if spoken is not None:
        return spoken
    return entities(subject(scene, here, sentence))


def _voiced(scene: Scene, start: int, sentence: Span) -> bool:
    return any(w in words("voice") for w in words_before(scene.folded, start, sentence.start, 5))


def _issue_before(scene: Scene, start: int, sentence: Span) -> Span | None:
    """Return the subject of a passive: from the last break up to its auxiliary."""
    low = sentence.start
    for match in _BREAKS.finditer(scene.folded, sentence.start, start):
        low = match.end()
    end = start
    for match in re.finditer(r"\b[a-z]+\b", scene.folded[low:start]):
        if match.group() in words("passive_verb"):
            end = low + match.start()
            break
    return trim(scene.text, low, end)


def _position(
    scene: Scene,
    speech: Speech,
    calibration: Calibration,
    cue: Cue,
    sentence: Span,
    holder: Entity,
    issue: Span,
    stance: str,
    raw: float,
) -> Position:
    spans = [Span(min(cue.start, issue.start), max(cue.end, issue.end))]
    if sentence.contains(holder.span):
        hull = Span(min(spans[0].start, holder.start), max(spans[0].end, holder.end))
        spans = [hull]
    return Position(
        id=record_id(scene.claims, "position", holder.span, holder.name, issue, stance),
        evidence=tuple(scene.cite(span) for span in spans),
        confidence=calibration.apply("position", raw),
        according_to=speech.nesting.inside(Span(cue.start, cue.end)),
        holder=holder,
        issue=scene.cite(issue),
        stance="support" if stance == "support" else "oppose",
    )
