"""A document laid out for the record makers: claims in, sentences and parties by place out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.forms.claims import Claims, Entity
from dragoman.forms.document import Document, Span
from dragoman.forms.reading import Act
from dragoman.forms.records import Evidence
from dragoman.gazetteer import Entry, gazetteer

_CURLY = str.maketrans({"’": "'", "‘": "'", "\u00a0": " ", "\n": " ", "\t": " ", "\r": " "})

# Below this confidence a coded act neither overrules a phrase nor makes a register row by itself.
TRUSTED_ACT = 0.35

# Words with which a mention begins that stands for nobody.
_NOBODY = ("neither ", "no ", "nobody", "none ")

_OWN_NAME = frozenset({"name", "alias", "acronym"})
# Code points; the longest sentence of the annotated stories has 465. It bounds the work on text
# that is no prose, which grows with the square of a sentence's parties and phrases.
LONGEST_SENTENCE = 2_000


def fold(text: str) -> str:
    """Return `text` in lower case with plain apostrophes and spaces, of the same length."""
    lowered = text.lower()
    if len(lowered) != len(text):
        # A few letters (the dotted capital I) grow when lowered; those stay as they are.
        lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
    return lowered.translate(_CURLY)


@dataclass(frozen=True, slots=True)
class Party:
    """A span of the story and everyone it stands for."""

    span: Span
    entities: tuple[Entity, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """The text, its sentences and the parties in it, in order of place.

    `folded` has the same offsets as `text`. Offsets are code points of `document.text`.
    """

    claims: Claims
    text: str
    folded: str
    sentences: tuple[Span, ...]
    starts: tuple[int, ...]
    parties: tuple[Party, ...]
    party_starts: tuple[int, ...]
    acts: tuple[Act, ...]
    act_starts: tuple[int, ...]
    act_index: tuple[int, ...]

    @property
    def prose(self) -> Iterator[Span]:
        """The sentences that the registers read: a longer stretch is a list or a table."""
        return (s for s in self.sentences if s.end - s.start <= LONGEST_SENTENCE)

    @property
    def document(self) -> Document:
        """The document that the claims are about."""
        return self.claims.reading.document

    def cite(self, span: Span) -> Evidence:
        """Return the span with its words."""
        return Evidence(span.start, span.end, self.text[span.start : span.end])

    def sentence_number(self, offset: int) -> int | None:
        """Return which sentence holds `offset`; None where no sentence does."""
        number = bisect_right(self.starts, offset) - 1
        if number < 0 or offset >= self.sentences[number].end:
            return None
        return number

    def sentence_at(self, offset: int) -> Span | None:
        """Return the sentence that holds `offset`, None outside the story."""
        number = self.sentence_number(offset)
        return None if number is None else self.sentences[number]

    def parties_in(self, span: Span) -> tuple[Party, ...]:
        """Return the parties whose spans lie wholly inside `span`, in order."""
        low = bisect_left(self.party_starts, span.start)
        high = bisect_left(self.party_starts, span.end)
        return tuple(p for p in self.parties[low:high] if p.span.end <= span.end)

    def acts_in(self, span: Span) -> tuple[tuple[int, Act], ...]:
        """Return (index, act) for each act whose trigger starts inside `span`, in order."""
        low = bisect_left(self.act_starts, span.start)
        high = bisect_left(self.act_starts, span.end)
        return tuple(zip(self.act_index[low:high], self.acts[low:high], strict=True))

    def entities_of(self, spans: tuple[Span, ...]) -> tuple[Entity, ...]:
        """Return everyone that the spans stand for, in order, nobody twice at one place."""
        seen: dict[tuple[int, int, str, str | None], Entity] = {}
        for span in spans:
            if self.folded.startswith(_NOBODY, span.start, span.end):
                continue
            for entity in self.claims.entities.get(span, ()):
                seen.setdefault((entity.start, entity.end, entity.name, entity.code), entity)
        return tuple(seen.values())


def _named(document: Document) -> dict[Span, tuple[Entity, ...]]:
    """Return the states and bodies that the story calls by their own name.

    They stand beside the parties that the reader saw, so that a register row is not lost with a
    missed mention; a reader's span over the same words comes first.
    """
    named: dict[Span, tuple[Entity, ...]] = {}
    for paragraph in document.paragraphs:
        at = paragraph.span.start
        for found in gazetteer().find(document.text[at : paragraph.span.end]):
            entry = found.entries[0]
            if entry.kind not in {"state", "organisation"} or entry.role not in _OWN_NAME:
                continue
            if found.doubt is None:
                span = Span(at + found.start, at + found.end)
                named[span] = (_entity(entry, span, span.of(document.text)),)
    return named


def _entity(entry: Entry, span: Span, words: str) -> Entity:
    return Entity(
        text=words,
        start=span.start,
        end=span.end,
        name=entry.name,
        kind=entry.kind,
        code=entry.code,
        sector=entry.sector,
        sectors=entry.sectors,
        id=entry.id,
        why=f"named;{entry.told_by}" if entry.source else f"named:{entry.role}",
    )


def _outermost(claims: Claims) -> tuple[Party, ...]:
    """Return the parties that stand in no larger one: not the "Cuban" of "Cuban President X"."""
    kept: list[Party] = []
    # A longer span sorts before a shorter one that starts with it.
    known = {**_named(claims.reading.document), **claims.entities}
    known = _split_by_posts(known, claims)
    text = claims.reading.document.text
    for span, found in sorted(known.items(), key=lambda kv: (kv[0].start, -kv[0].end)):
        if text[span.start : span.start + 8].lower().startswith(_NOBODY):
            found = ()  # "no country", "neither side"
        if found and (not kept or span.end > kept[-1].span.end):
            kept.append(Party(span, tuple(found)))
    return tuple(kept)


def _split_by_posts(
    known: dict[Span, tuple[Entity, ...]], claims: Claims
) -> dict[Span, tuple[Entity, ...]]:
    """Put the holders of posts in the place of a span that runs over several of them.

    "General Secretary A and President B" read as one party are two people.
    """
    posts = {office.evidence: (office.person,) for office in claims.offices}
    if not posts:
        return known
    out: dict[Span, tuple[Entity, ...]] = {}
    for span, found in known.items():
        inside = {at: who for at, who in posts.items() if span.contains(at) and at != span}
        if len({who[0].name for who in inside.values()}) > 1:
            out.update(inside)
        else:
            out[span] = found
    return out


def lay_out(claims: Claims) -> Scene:
    """Lay a document's claims out by place. A paragraph without sentences counts as one."""
    document = claims.reading.document
    sentences: list[Span] = []
    for paragraph in document.paragraphs:
        sentences.extend(paragraph.sentences or (paragraph.span,))
    sentences.sort()
    parties = _outermost(claims)
    # The registers are PLOVER's: acts of a user's own ontology become events and nothing else.
    plover = [(i, act) for i, act in enumerate(claims.reading.acts) if act.coded is None]
    numbered = sorted(plover, key=lambda pair: pair[1].trigger)
    return Scene(
        claims=claims,
        text=document.text,
        folded=fold(document.text),
        sentences=tuple(sentences),
        starts=tuple(s.start for s in sentences),
        parties=parties,
        party_starts=tuple(p.span.start for p in parties),
        acts=tuple(act for _, act in numbered),
        act_starts=tuple(act.trigger.start for _, act in numbered),
        act_index=tuple(index for index, _ in numbered),
    )
