"""Whether a stance word tells a stance at all: the word and its sentence in, a verdict out."""

from __future__ import annotations

import re

from dragoman.forms.document import Span
from dragoman.records.aim import turned
from dragoman.records.clause import words_after, words_before
from dragoman.records.lexicon import Cue, words
from dragoman.records.scene import TRUSTED_ACT, Scene
from dragoman.records.subject import following

_STANCE_ROOTS = frozenset(
    {"ACCUSE", "REJECT", "SUPPORT", "REQUEST", "AGREE", "THREATEN", "PROTEST", "CONCEDE"}
)
_BE = frozenset({"is", "are", "was", "were", "be", "been", "being"})
_TO_VERB = re.compile(r"\w to [a-z]")
_LONGEST_BARE = "championing"
_DISMISSED = re.compile(r"dismiss(?:ed|es|ing)?$")
_IN_A_NAME = re.compile(r"\w $")


def no_stance(scene: Scene, cue: Cue, here: Span, sentence: Span) -> bool:
    """Say whether the word is another act, part of a name ("Moms Demand Action") or a mere aim.

    "accused of backing it" tells of somebody's charge, "cites records to back its claims" of why.
    """
    if _other_act(scene, here, sentence):
        return True
    if scene.text[cue.start].isupper() and _IN_A_NAME.search(scene.text, sentence.start, cue.start):
        return True
    before = words_before(scene.folded, cue.start, sentence.start, 1)
    verb = scene.folded[cue.start : cue.end].split(" ")[0]
    if verb.endswith("ing") and before == ["of"]:
        return True
    return verb == "to" and bool(before) and before[0] not in words("control")


def of_somebody(scene: Scene, cue: Cue, issue: Span) -> bool:
    """Say whether the words tell no stance: "dismissed his deputy", "agreed with his hosts on"."""
    verb = scene.folded[cue.start : cue.end]
    if verb.startswith("agree"):
        return bool(following(scene, issue.start, issue.end))
    found = scene.parties_in(issue)
    return bool(_DISMISSED.match(verb)) and any(
        party.span == issue and any(e.kind == "person" for e in party.entities) for party in found
    )


def asks_to_act(scene: Scene, cue: Cue, issue: Span) -> bool:
    """ "urged Elbonia to talk" is a request; "urged a firm answer" is a stance."""
    verb = scene.folded[cue.start : cue.end]
    if not verb.startswith(("urg", "encourag")):
        return False
    return bool(_TO_VERB.search(scene.folded[issue.start : issue.end]))


def own_aim(scene: Scene, cue: Cue, issue: Span) -> bool:
    """ "wants to build a bridge" is a plan; "wants the bridge", "wants to end it" are stances."""
    verb = scene.folded[cue.start : cue.end].split(" ")[0]
    if not verb.startswith("want"):
        return False
    told = words_after(scene.folded, issue.start, issue.end, 2)
    return told[:1] == ["to"] and told[1:] != ["see"] and turned(scene, issue) is None


def _other_act(scene: Scene, here: Span, sentence: Span) -> bool:
    """Say whether a coded act on the same words is no stance: "welcomed leaders" is a visit."""
    return any(
        act.trigger.overlaps(here)
        and act.root not in _STANCE_ROOTS
        and act.confidence >= TRUSTED_ACT
        for _, act in scene.acts_in(sentence)
    )


def passive(scene: Scene, cue: Cue, sentence: Span) -> bool:
    """Say whether a stance verb is in the passive: what stands before it is the issue."""
    verb = scene.folded[cue.start : cue.end].removesuffix(" with")  # "was agreed with"
    if cue.frame != "active" or not verb.endswith("ed"):
        return False
    before = words_before(scene.folded, cue.start, sentence.start, 2)
    return any(
        word in _BE for word in before[-1:] + [w for w in before[:1] if before[-1][-2:] == "ly"]
    )


def astray(scene: Scene, cue: Cue, sentence: Span) -> bool:
    """Say whether a preposition after the cue shows that it is no transitive verb here."""
    if cue.frame != "active" or cue.end - cue.start > len(_LONGEST_BARE):
        return False
    if scene.folded[cue.start : cue.end].split(" ")[-1] in words("preposition"):
        return False
    after = words_after(scene.folded, cue.end, sentence.end, 1)
    strays = words("preposition") | words("day") | {"as", "after", "before", "and", "or"}
    return not after or after[0] in strays - {"to"}
