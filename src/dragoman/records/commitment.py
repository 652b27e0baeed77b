"""Commitments: coded promises and promise words in, `commitment` records out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, cast

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.forms.reading import Act
from dragoman.forms.records import Commitment
from dragoman.records.calibration import Calibration
from dragoman.records.clause import complement, doubted, negated, words_after, words_before
from dragoman.records.ids import record_id
from dragoman.records.lexicon import Cue, areas_of, cues, words
from dragoman.records.scene import TRUSTED_ACT, Party, Scene
from dragoman.records.speech import Speech, pronoun_holder
from dragoman.records.subject import entities, owner, subject

State = Literal["open", "kept", "broken", "withdrawn"]
_WITH_ACT = 0.7
_BY_RULE = 0.6
_PLAIN = frozenset({"not", "also", "never", "always", "continue", "to", "soon"})
_TO = re.compile(r"(?:\s[^,;.\"“”]{0,40}?)?\s(?:to|that)\s")
_DEALS = frozenset({"accord", "agreement", "ceasefire", "deal", "pact", "treaty", "truce"})
# The verb of promising with which a coded act begins: what follows is what is undertaken.
_PROMISED = re.compile(
    r"(?:(?:has|have|had) )?(?:agree[ds]?|agreeing|announc(?:ed|es|ing)|commit(?:s|ted)|decided"
    r"|intends?|plans|planned|pledg(?:e[ds]?|ing)|promis(?:e[ds]?|ing)|undert(?:akes|ook)"
    r"|vow(?:s|ed|ing)?)(?:\s[^,;.\"“”]{0,40}?)??\s(?:to|that)\s"
    r"|(?:will|would)\s(?=\w)"
)
# The shortest thing undertaken, in code points: "mediate".
_SHORTEST = 6
_APOSTROPHES = frozenset("'’")
_NOTHING_DONE = frozenset({"allegiance", "loyalty", "fealty"})
_AGREED_THAT = re.compile(r"agree[ds]? that")
_RECEIVING = frozenset({"to", "with", "for", "help", "support", "assist", "protect", "defend"})


def commitments(scene: Scene, speech: Speech, calibration: Calibration) -> Iterator[Commitment]:
    """Yield what parties undertook, from coded promises first and then from promise words."""
    for sentence in scene.prose:
        taken: list[Span] = []
        found = cues("commitments").find(scene.folded, sentence.start, sentence.end)
        for cue in found:
            if any(span.start <= cue.start < span.end for span in taken):
                continue
            read = _read(scene, speech, cue, sentence)
            if read is None:
                continue
            by, what, raw, act = read
            taken.append(Span(cue.start, what.end))
            yield _commitment(scene, speech, calibration, cue, sentence, by, what, raw, act)
        for _, act in scene.acts_in(sentence):
            if act.root != "AGREE" or act.confidence < TRUSTED_ACT:
                continue
            if act.status in {"negated", "hypothetical"}:
                continue
            what_coded = _undertaken(scene, act, sentence)
            by = scene.entities_of(act.actors)
            if not by or what_coded is None or any(s.overlaps(act.trigger) for s in taken):
                continue
            cue = Cue(act.trigger.start, act.trigger.end, "open", "act")
            taken.append(Span(cue.start, what_coded.end))
            yield _commitment(
                scene, speech, calibration, cue, sentence, by, what_coded, _WITH_ACT, act
            )


def _read(
    scene: Scene, speech: Speech, cue: Cue, sentence: Span
) -> tuple[tuple[Entity, ...], Span, float, Act | None] | None:
    here = Span(cue.start, cue.end)
    act = _promise(scene, here, sentence)
    if doubted(scene.folded, cue.start, sentence.start):
        return None
    if cue.value == "open" and negated(scene.folded, cue.start, sentence.start):
        return None
    start = cue.end
    if scene.folded.endswith(" not to", cue.start, cue.end):
        # What is promised is not to do it.
        start = cue.end - len("not to")
    if cue.frame in {"will", "continue"}:
        # The verb after "will" is the act; "continue to" and "not" belong to what is undertaken.
        start = cue.start + len(scene.folded[cue.start : cue.end].split(" ", 1)[0])
    what = complement(scene, start, sentence)
    if what is None or not _telling(scene, cue.end, what):
        return None
    if cue.frame in {"will", "continue"} and (
        _idle(scene, what) or not _of_a_party(scene, speech, cue, sentence)
    ):
        return None
    agreed = _AGREED_THAT.fullmatch(scene.folded, cue.start, cue.end)
    if agreed is not None and not _shall(scene, what):
        return None  # "agreed that it was a mistake"
    if act is not None and act.actors:
        by = scene.entities_of(act.actors)
        if by:
            return by, what, _WITH_ACT, act
    by = _undertaker(scene, speech, cue, here, sentence)
    return (by, what, _BY_RULE, act) if by else None


def _undertaken(scene: Scene, act: Act, sentence: Span) -> Span | None:
    """Return what a coded promise without a listed cue undertakes.

    "agreed at a summit to build" undertakes what follows "to"; any other trigger ("going to
    revoke", "I'll get") is itself the head of what is undertaken.
    """
    told = words_after(scene.folded, act.trigger.start, act.trigger.end, 8)
    if set(told) & (_DEALS | words("journey")) or not set(told) & words("undertake"):
        return None
    start = act.trigger.start
    promised = _PROMISED.match(scene.folded, start, sentence.end)
    if promised is not None:
        start = promised.end()
    elif told[0] in words("undertake"):
        to = _TO.match(scene.folded, act.trigger.end, sentence.end)
        noun = words_before(scene.folded, start, sentence.start, 1)
        if to is None and noun and noun[0] in words("determiner"):
            return None  # "called the offer generous"
        start = _after_first(scene, act.trigger) if to is None else to.end()
    what = complement(scene, start, sentence)
    if what is not None and _only_whom(scene, what):
        # "pledged 300 tons to Kenya": what stands before "to" is given.
        start = _after_first(scene, act.trigger)
        what = complement(scene, start, sentence)
    return what if what is not None and _telling(scene, start, what) else None


def _after_first(scene: Scene, trigger: Span) -> int:
    """Return where a trigger goes on after its verb of promising: "offered [30 places]"."""
    first = scene.folded[trigger.start : trigger.end].split(" ", 1)[0]
    return trigger.start + len(first)


def _telling(scene: Scene, start: int, what: Span) -> bool:
    """Say whether words tell what is undertaken, not by whom, to whom or whose followers."""
    if what.end - what.start < _SHORTEST or _only_whom(scene, what):
        return False
    if scene.text[start : start + 1] in _APOSTROPHES:
        return False  # "would've"
    first = words_after(scene.folded, what.start, what.end, 1)
    return not set(first) & _NOTHING_DONE


def _of_a_party(scene: Scene, speech: Speech, cue: Cue, sentence: Span) -> bool:
    """Say whether "will" is said by a party of its own acts: not in doubt, fear or supposition."""
    before = words_before(scene.folded, cue.start, sentence.start, 2)
    if before[-1:] in (["which"], ["that"]):
        return False  # "a step that will allow"
    statement = speech.at(Span(cue.start, cue.end))
    if statement is None:
        return True
    if statement.cue is not None and set(statement.cue.text.lower().split()) & words("supposing"):
        return False
    # In somebody's own words "would" is a supposition: "I would ask him".
    return not (cue.frame == "will" and statement.manner == "direct" and _would(scene, cue))


def _would(scene: Scene, cue: Cue) -> bool:
    return scene.folded.startswith("would", cue.start)


def _shall(scene: Scene, what: Span) -> bool:
    """Say whether what is agreed is to be: "agreed that neither would use force"."""
    told = words_after(scene.folded, what.start, what.end, 12)
    return bool(set(told) & {"will", "would", "should", "must", "shall"})


def _only_whom(scene: Scene, what: Span) -> bool:
    """Say whether the words tell only to whom it was promised: "promised the king by telephone"."""
    if words_after(scene.folded, what.start, what.end, 1) in (["with"], ["by"]):
        return True  # "was agreed with"
    first = next(iter(scene.parties_in(what)), None)
    if first is None or first.span.start != what.start:
        return False
    after = words_after(scene.folded, first.span.end, what.end, 1)
    return not after or after[0] in (words("preposition") | words("day")) - {"to"}


def _idle(scene: Scene, what: Span) -> bool:
    """Say whether what "will" be is no undertaking: "will be", "will see"."""
    verbs = [w for w in words_after(scene.folded, what.start, what.end, 3) if w not in _PLAIN]
    return not verbs or verbs[0] in words("idle") or verbs[0] in words("journey")


def _promise(scene: Scene, here: Span, sentence: Span) -> Act | None:
    for _, act in scene.acts_in(sentence):
        near = Span(act.trigger.start, max(act.trigger.end, act.trigger.start + 1))
        touching = near.overlaps(here) or 0 <= here.start - near.end <= 1
        trusted = act.root == "AGREE" and act.confidence >= TRUSTED_ACT
        if touching and trusted and act.status not in {"negated", "hypothetical"}:
            return act
    return None


def _undertaker(
    scene: Scene, speech: Speech, cue: Cue, here: Span, sentence: Span
) -> tuple[Entity, ...]:
    spoken = pronoun_holder(scene, speech, here, sentence)
    if cue.frame == "will":
        return _speaking_for(scene, speech, here, sentence, spoken)
    if cue.frame in {"noun", "life"}:
        possessor = owner(scene, here, sentence)
        if possessor:
            return entities(possessor)
        if cue.frame == "noun":
            return ()
    if spoken is not None:
        return spoken
    before = words_before(scene.folded, cue.start, sentence.start, 1)
    if before and (before[-1] in words("determiner") or before[-1] in words("preposition")):
        return ()
    return entities(subject(scene, here, sentence))


def _speaking_for(
    scene: Scene,
    speech: Speech,
    here: Span,
    sentence: Span,
    spoken: tuple[Entity, ...] | None,
) -> tuple[Entity, ...]:
    """A bare future is a promise only in the mouth of the party itself."""
    statement = speech.at(here)
    if statement is None or statement.speaker is None or statement.speaker.sector == "MED":
        return ()
    if spoken is not None:
        return spoken
    by = entities(subject(scene, here, sentence))
    speaker = statement.speaker
    own = [e for e in by if e.name == speaker.name or (e.code and e.code == speaker.code)]
    return by if own and len(own) == len(by) else ()


def _commitment(
    scene: Scene,
    speech: Speech,
    calibration: Calibration,
    cue: Cue,
    sentence: Span,
    by: tuple[Entity, ...],
    what: Span,
    raw: float,
    act: Act | None,
) -> Commitment:
    spans = [e.span for e in by if sentence.contains(e.span)]
    start = min([cue.start, *(span.start for span in spans)])
    to = scene.entities_of(act.recipients) if act is not None else ()
    if not to:
        to = _to(scene, what, by)
    return Commitment(
        id=record_id(scene.claims, "commitment", [e.name for e in by], what, cue.value),
        evidence=(scene.cite(Span(start, max(what.end, cue.end))),),
        confidence=calibration.apply("commitment", raw),
        according_to=speech.nesting.inside(Span(cue.start, cue.end)),
        by=by,
        to=to,
        what=scene.cite(what),
        area=areas_of(scene.folded, what.start, what.end),
        state=cast(State, cue.value),
    )


def _to(scene: Scene, what: Span, by: tuple[Entity, ...]) -> tuple[Entity, ...]:
    """Return the first party that the undertaking is done to, with or for."""
    own = {entity.name for entity in by}
    for party in scene.parties_in(what):
        before = words_before(scene.folded, party.span.start, what.start, 2)
        while before and before[-1] in {"the", "a", "an"}:
            before.pop()
        if before and before[-1] in _RECEIVING and not _is_own(party, own):
            return party.entities
    return ()


def _is_own(party: Party, own: set[str]) -> bool:
    return any(entity.name in own for entity in party.entities)
