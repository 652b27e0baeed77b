"""Who a pronoun is: he and she by salience, I and we by the quotation, they and it by nearness."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.resolve.story.cast import Cast
from dragoman.resolve.story.make import moved, person_at
from dragoman.resolve.story.salience import salient
from dragoman.resolve.story.scene import Scene, name_of

OFFICIAL = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "PTY", "OPP"))
_SPEAKER_REACH = 1500  # code points between a pronoun and the speaker that it may be


class Pronouns:
    """Resolves the pronouns of one story; `entities` resolves any other span."""

    def __init__(
        self, scene: Scene, cast: Cast, entities: Callable[[Span], tuple[Entity, ...]]
    ) -> None:
        self._scene = scene
        self._cast = cast
        self._entities = entities

    def resolve(self, span: Span, low: str) -> tuple[Entity, ...]:
        """Return who the pronoun `low` (casefolded) at `span` is, nobody where none fits."""
        pronoun = self._scene.lex.pronouns[low]
        if pronoun.person == 1:
            return self._speaker(span, plural=pronoun.number == "p")
        if pronoun.person == 2:
            return ()
        if pronoun.gender in ("m", "f"):
            index = self._antecedent(span, pronoun.gender)
            return () if index is None else (person_at(self._scene, span, index, f"pronoun:{low}"),)
        if low == "who":
            index = self._cast.person_before(span.start)
            return () if index is None else (person_at(self._scene, span, index, "relative"),)
        if pronoun.number == "p":
            return self._they(span, low)
        return self._it(span, low)

    def _antecedent(self, span: Span, gender: str) -> int | None:
        """Return the person that he or she is: the last fit speaker or subject."""
        scene = self._scene
        quoted = scene.quoted(span.start)
        source = span in self._cast.source_spans
        spoken = None
        if source or not quoted:
            spoken = self._last_speaker(span, gender)
        index = salient(self._cast, span, gender, source, spoken)
        if index is not None:
            person = scene.persons[index]
            if not person.gender:
                person.gender = gender
        return index

    def _last_speaker(self, span: Span, gender: str) -> tuple[int, int] | None:
        """Return (person, offset) of the nearest fit speaker before `span`."""
        for source in reversed(self._cast.source_list):
            if source.start >= span.start:
                continue
            if span.start - source.start > _SPEAKER_REACH:
                return None
            found = self._entities(source)
            if len(found) == 1 and found[0].kind == "person":
                index = self._cast.index_of(found[0].name)
                if index is not None and self._cast.fits(index, gender):
                    return index, source.start
        return None

    def _speaker(self, span: Span, *, plural: bool) -> tuple[Entity, ...]:
        """Return the speaker of the quotation around `span`; for "we" their state or body."""
        statement = self._cast.statement_at(span)
        source = statement.source if statement is not None else None
        if source is None and self._scene.quoted(span.start):
            source = self._cast.source_beside(span)
        if source is None:
            return ()
        found = self._entities(source)
        if len(found) != 1:
            return tuple(moved(self._scene, e, span, "first-person") for e in found)
        speaker = found[0]
        if plural and speaker.kind == "person" and speaker.code and speaker.sector in OFFICIAL:
            name = name_of(speaker.code)
            if name is not None:
                return (
                    Entity(
                        span.of(self._scene.words.text), span.start, span.end, name, "state",
                        speaker.code, speaker.sector, speaker.sectors, None, None,
                        "first-person:speaker's-state",
                    ),
                )  # fmt: skip
        return (moved(self._scene, speaker, span, "first-person"),)

    def _they(self, span: Span, low: str) -> tuple[Entity, ...]:
        before = self._cast.source_before(span, plural=True) or self._cast.plural_before(span)
        if before is None or before == span:
            return ()
        return tuple(moved(self._scene, e, span, f"pronoun:{low}") for e in self._entities(before))

    def _it(self, span: Span, low: str) -> tuple[Entity, ...]:
        before = self._cast.source_before(span, plural=False) or self._cast.thing_before(span)
        if before is None or before == span:
            return ()
        return tuple(moved(self._scene, e, span, f"pronoun:{low}") for e in self._entities(before))
