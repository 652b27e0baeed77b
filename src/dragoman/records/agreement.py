"""Agreements: document nouns with their parties in, `agreement` records out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, cast

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.forms.records import Agreement
from dragoman.records.calibration import Calibration
from dragoman.records.clause import complement, doubted, negated, trim, words_before
from dragoman.records.ids import record_id
from dragoman.records.lexicon import Cue, Phrases, areas_of, framed, states, words
from dragoman.records.scene import TRUSTED_ACT, Scene
from dragoman.records.speech import Speech
from dragoman.records.subject import entities, following, owner, subject

State = Literal["planned", "announced", "signed", "ratified", "ended"]
_WITH_ACT = 0.7
_BY_RULE = 0.5
_ROOTS = frozenset({"SUPPORT", "AGREE", "CONSULT", "COOPERATE", "CONCEDE", "AID"})
_PREMODIFIER = re.compile(r"(?<![\w'’])(?:[\w$€£.\-]+ ){0,6}$")
_ABOUT = re.compile(r"\s+(?:on|to|for|regarding|concerning|covering|about|of|that|under which)\s")
# As far as a document's other side may stand behind its noun (code points).
_WITH_REACH = 140
# "likened the deal to Donald Trump's" says nothing of what the deal is about.
_TO_SOMEBODY = re.compile(r"\s+to (?:the |a |an )?[A-Z]")
# What a title has no more part in: days, where it was signed, what it will do.
_ASIDE = re.compile(
    r"\s(?:on (?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:on|in|by|until) (?:early |late |mid-)?"
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
    r"|in \d{4}|by the end|on the sidelines|which|that (?:has|would|will|he|she|they))\b"
)
_WALL = re.compile(r"[,;:.\"“”]")
_WITH = re.compile(r"\b(?:with|between|among|involving)\s+")


def agreements(scene: Scene, speech: Speech, calibration: Calibration) -> Iterator[Agreement]:
    """Yield each document between parties that a sentence tells of, with its state."""
    for sentence in scene.prose:
        known: set[tuple[str, ...]] = set()
        for noun in framed("agreements").find(scene.folded, sentence.start, sentence.end):
            record = _agreement(scene, speech, calibration, noun, sentence)
            if record is None:
                continue
            key = (record.state, *sorted(e.name for e in record.party))
            if key in known:
                continue
            known.add(key)
            yield record


def _agreement(
    scene: Scene, speech: Speech, calibration: Calibration, noun: Cue, sentence: Span
) -> Agreement | None:
    if doubted(scene.folded, noun.start, sentence.start) or _denied(scene, noun, sentence):
        return None
    state = _state(scene, noun, sentence)
    party, how = _parties(scene, noun, sentence, state)
    title = _title(scene, noun, sentence)
    if not party or title is None:
        return None
    if how == "subject" and (state is None or _bare(title, noun)):
        return None
    if _bare(title, noun) and len(party) < 2:
        return None
    coded, state = how == "act", state or "announced"
    spans = [e.span for e in party if sentence.contains(e.span)]
    verbs = _state_cues(scene, noun, sentence, state)
    hull = [title, *spans, *verbs]
    return Agreement(
        id=record_id(scene.claims, "agreement", [e.name for e in party], title, state),
        evidence=(scene.cite(Span(min(s.start for s in hull), max(s.end for s in hull))),),
        confidence=calibration.apply("agreement", _WITH_ACT if coded else _BY_RULE),
        according_to=speech.nesting.inside(Span(noun.start, noun.end)),
        party=party,
        title=title.of(scene.text),
        area=areas_of(scene.folded, title.start, title.end),
        state=state,
    )


def _denied(scene: Scene, noun: Cue, sentence: Span) -> bool:
    """Say whether the noun is a verb ("to deal with") or what it names is said not to be."""
    before = words_before(scene.folded, noun.start, sentence.start, 7)
    return (
        before[-1:] == ["to"]
        or "no" in before[-3:]
        or negated(scene.folded, noun.start, sentence.start)
        or ("never" in before)
    )


def _window(scene: Scene, noun: Cue, sentence: Span) -> tuple[int, int]:
    """The clause of a document noun: as far as 90 code points before it and 60 after."""
    low, high = max(sentence.start, noun.start - 90), min(sentence.end, noun.end + 60)
    for match in re.finditer(
        r"[;:]|, (?:and|but|while) (?=[a-z]+ (?:will|has|is|was))", scene.folded[low:high]
    ):
        at = low + match.end()
        if at <= noun.start:
            low = at
        elif low + match.start() > noun.end:
            high = low + match.start()
            break
    return low, high


def _state(scene: Scene, noun: Cue, sentence: Span) -> State | None:
    phrases, order = states("agreements")
    low, high = _window(scene, noun, sentence)
    found = {
        cue.value
        for cue in phrases.find(scene.folded, low, high)
        if cue.value != "ended" or _of_the_document(scene, cue, noun)
    }
    for state in order:
        if state in found:
            return cast(State, state)
    return None


def _of_the_document(scene: Scene, cue: Cue, noun: Cue) -> bool:
    """Say whether an end before the noun is the document's: not "left the south under a truce"."""
    between = re.findall(r"[a-z]+", scene.folded[cue.end : noun.start])
    return noun.start < cue.start or not set(between) & (words("preposition") - {"of"})


def _state_cues(scene: Scene, noun: Cue, sentence: Span, state: State) -> list[Span]:
    phrases: Phrases = states("agreements")[0]
    low, high = _window(scene, noun, sentence)
    return [
        Span(c.start, c.end) for c in phrases.find(scene.folded, low, high) if c.value == state
    ][:1]


def _parties(
    scene: Scene, noun: Cue, sentence: Span, state: State | None
) -> tuple[tuple[Entity, ...], Literal["act", "relation", "subject"]]:
    """Return the parties and what names them: a coded act, "with" and "between", the subject."""
    low, high = _window(scene, noun, sentence)
    telling = [Span(noun.start, noun.end)]
    if state is not None:
        telling += _state_cues(scene, noun, sentence, state)
    for _, act in scene.acts_in(Span(low, high)):
        if act.root not in _ROOTS or not act.actors or act.confidence < TRUSTED_ACT:
            continue
        if act.status == "negated":
            continue
        if any(act.trigger.overlaps(span) for span in telling):
            found = scene.entities_of((*act.actors, *act.recipients))
            found = tuple(e for e in found if not _where_signed(scene, e))
            if found:
                return found, "act"
    other: tuple[Entity, ...] = ()
    for match in _WITH.finditer(scene.folded, noun.end, min(sentence.end, noun.end + _WITH_REACH)):
        if _WALL.search(scene.folded, noun.end, match.start()):
            break
        other = entities(following(scene, match.end(), sentence.end))
        if other:
            break
    here = Span(noun.start, noun.end)
    pair = entities(scene.parties_in(Span(max(sentence.start, noun.start - 40), noun.start)))
    if "-" in scene.text[max(sentence.start, noun.start - 30) : noun.start] and len(pair) > 1:
        # "the EU-Turkey deal" names both.
        return pair, "relation"
    own = entities(owner(scene, here, sentence))
    if len(other) < 2 and not own:
        own = entities(subject(scene, here, sentence))
    named = {e.name: e for e in (*own, *other)}
    return tuple(named.values()), "relation" if other else "subject"


def _where_signed(scene: Scene, entity: Entity) -> bool:
    """Say whether a state is told only as the place: "an accord signed in Barbados"."""
    before = scene.folded[max(0, entity.start - 4) : entity.start]
    return entity.kind in {"place", "state"} and before.endswith((" in ", " at "))


def _title(scene: Scene, noun: Cue, sentence: Span) -> Span | None:
    """Return the noun with what is before it and what it is about."""
    low = max(sentence.start, noun.start - 60)
    match = _PREMODIFIER.search(scene.folded[low : noun.start])
    start = noun.start if match is None else low + match.start()
    start = _after_closed(scene, start, noun.start)
    end = noun.end
    about = _ABOUT.match(scene.folded, noun.end, sentence.end)
    if about is not None and not _TO_SOMEBODY.match(scene.text, noun.end):
        rest = complement(scene, about.end(), sentence)
        end = end if rest is None else rest.end
    aside = _ASIDE.search(scene.folded, noun.end, end)
    end = end if aside is None else max(noun.end, aside.start())
    return trim(scene.text, start, end)


def _after_closed(scene: Scene, start: int, end: int) -> int:
    """Drop everything up to the last closed-class or state word before the noun."""
    closed = words("determiner") | words("preposition") | words("passive_verb") | {"and", "or"}
    kept = start
    for match in re.finditer(r"[^\s]+\s", scene.folded[start:end]):
        word = match.group().strip()
        if word in closed or word.endswith(("'s", "'")) or _says_state(word):
            kept = start + match.end()
    return kept


def _says_state(word: str) -> bool:
    return bool(states("agreements")[0].find(word)) and word not in {"draft", "planned", "proposed"}


def _bare(title: Span, noun: Cue) -> bool:
    """Say whether a title is the noun alone: "the deal" names nothing."""
    return title.start >= noun.start and title.end <= noun.end
