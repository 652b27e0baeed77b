"""Whose act a cue is: the parties of a sentence in, the holder and the other side out.

There is no parser here: the subject is the nearest party before the cue that is not possessed,
not the object of a preposition, not shut away in a relative clause and not beyond a reporting
word. What cannot be decided is nobody.
"""

from __future__ import annotations

import re

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.records.clause import words_after, words_before
from dragoman.records.lexicon import words
from dragoman.records.scene import Party, Scene

_AND = re.compile(r"(?:,|,? and| as well as|,? &|,? or)(?: (?:both|the|its|also))?\s*")
_RELATIVE = re.compile(r",\s+(?:who|which|whose|whom|where)\s[^,;]{0,160},")
_POSSESSIVE = re.compile(r"'s?(?=\W|$)")
_POSSESSED_REACH = 40
# A noun between a party and a cue whose act it is: "arrested 60 people who had called for".
_OTHERS_CLAUSE = re.compile(r"\w\s(?:who|which)\s[^,]*$")
_CLAUSE_WALL = re.compile(r"[;:]|[.!?]\s|\s[—–]\s")


def subject(scene: Scene, cue: Span, sentence: Span) -> tuple[Party, ...]:
    """Return the parties whose act the cue is, several where they are joined by "and"."""
    before = scene.parties_in(Span(sentence.start, cue.start))
    hidden = [
        Span(m.start(), m.end())
        for m in _RELATIVE.finditer(scene.folded, sentence.start, cue.start)
    ]
    for place in range(len(before) - 1, -1, -1):
        party = before[place]
        if any(region.contains(party.span) for region in hidden):
            continue
        if not _free(scene, party, sentence) or _possesses(scene, party, cue):
            continue
        if not _reaches(scene, party.span.end, cue.start):
            return ()
        return _joined(scene, before[: place + 1], sentence)
    return ()


def owner(scene: Scene, cue: Span, sentence: Span) -> tuple[Party, ...]:
    """Return the party that possesses the noun at `cue` ("China's support for"), or nobody."""
    before = scene.parties_in(Span(sentence.start, cue.start))
    for party in reversed(before):
        gap = scene.folded[party.span.end : cue.start]
        if re.fullmatch(r"'s?\s+(?:[\w\-]+\s+){0,3}", gap):
            return (party,)
        if len(gap) > 60:
            break
    return ()


def following(scene: Scene, start: int, end: int, *, gap: int = 4) -> tuple[Party, ...]:
    """Return the party that stands right after `start`, with those joined to it by "and"."""
    after = scene.parties_in(Span(start, end))
    if not after or after[0].span.start - start > gap + 4:
        return ()
    between = scene.folded[start : after[0].span.start].strip()
    if between not in {"", "the", "both", "to", "a", "an"}:
        return ()
    first = _possessed(scene, after)
    if first is None:
        return ()
    chain = [after[first]]
    for party in after[first + 1 :]:
        link = scene.folded[chain[-1].span.end : party.span.start]
        if party.span.start < chain[-1].span.end or not _AND.fullmatch(link):
            break
        chain.append(party)
    return tuple(chain)


def _possessed(scene: Scene, after: tuple[Party, ...]) -> int | None:
    """Return which of the parties is meant: in "Turkey's rival Greece" the one possessed."""
    gap = scene.folded[after[0].span.end : after[0].span.end + _POSSESSED_REACH]
    if not _POSSESSIVE.match(gap):
        return 0
    near = len(after) > 1 and after[1].span.start - after[0].span.end < _POSSESSED_REACH
    if near and "," not in scene.folded[after[0].span.end : after[1].span.start]:
        return 1
    return 0 if set(words_after(gap, 2, len(gap), 3)) & words("organ") else None


def entities(parties: tuple[Party, ...]) -> tuple[Entity, ...]:
    """Return everyone that the parties stand for, nobody twice; a mere region is nobody."""
    found = {
        (e.start, e.end, e.name, e.code): e
        for party in parties
        for e in party.entities
        if e.kind != "place" or e.code is not None
    }
    return tuple(found.values())


def _free(scene: Scene, party: Party, sentence: Span) -> bool:
    """A party right after a preposition or an opening parenthesis is no subject."""
    before = words_before(scene.folded, party.span.start, sentence.start, 2)
    while before and before[-1] in {"the", "a", "an", "both"}:
        before.pop()
    if scene.text[max(0, party.span.start - 1)] == "(":
        return False
    if not before:
        return True
    directly = scene.folded[max(0, party.span.start - 2) : party.span.start]
    return "," in directly or before[-1] not in words("preposition")


def _possesses(scene: Scene, party: Party, cue: Span) -> bool:
    """A possessor is a subject only through an organ: "China's foreign ministry opposes"."""
    gap = scene.folded[party.span.end : cue.start]
    if not _POSSESSIVE.match(gap):
        return False
    head = gap.split(",", 1)[0]
    return not any(re.search(rf"\b{noun}\b", head) for noun in words("organ"))


def _reaches(scene: Scene, start: int, end: int) -> bool:
    """Say whether the words between a party and a cue leave the party as the cue's subject."""
    gap = scene.folded[start:end]
    if len(gap) > 260 or _CLAUSE_WALL.search(gap) or _OTHERS_CLAUSE.search(gap):
        return False
    last = None
    for match in re.finditer(r"[a-z']+", gap):
        if match.group() in words("report"):
            last = match.end()
    if last is None:
        return True
    rest = re.findall(r"[a-z']+", gap[last:])
    allowed = words("pronoun_third") | words("pronoun_first") | _light()
    return all(word in allowed or word.endswith("ly") for word in rest)


def _light() -> frozenset[str]:
    return frozenset(
        {
            "also",
            "still",
            "again",
            "has",
            "have",
            "had",
            "would",
            "will",
            "is",
            "are",
            "was",
            "were",
        }
        | {
            "do",
            "does",
            "did",
            "been",
            "always",
            "that",
            "and",
            "to",
            "not",
            "both",
            "once",
            "more",
        }
        | {"continue", "continues", "continued", "long", "never"}
    )


def _joined(scene: Scene, before: tuple[Party, ...], sentence: Span) -> tuple[Party, ...]:
    chain = [before[-1]]
    for party in reversed(before[:-1]):
        link = scene.folded[party.span.end : chain[0].span.start]
        if party.span.end > chain[0].span.start or not _AND.fullmatch(link):
            break
        chain.insert(0, party)
    if len(chain) > 1 and not _free(scene, chain[0], sentence):
        # "parties in A and B" are neither A nor B; after a comma the last may stand alone.
        link = scene.folded[chain[-2].span.end : chain[-1].span.start]
        return (before[-1],) if link.startswith(",") else ()
    return tuple(chain)
