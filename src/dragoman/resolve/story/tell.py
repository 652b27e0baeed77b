"""Resolve a reading: who everybody is, when and where every act was, who holds which post."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.forms.claims import Claims, Entity, Office
from dragoman.forms.document import Span
from dragoman.forms.holders import Holder
from dragoman.forms.reading import Reading
from dragoman.resolve.story.cast import Cast
from dragoman.resolve.story.pairs import pair_phrases
from dragoman.resolve.story.past import settle
from dragoman.resolve.story.places import Placer
from dragoman.resolve.story.refer import Referrer
from dragoman.resolve.story.scene import Scene, build
from dragoman.resolve.story.standing import Standing, stand
from dragoman.resolve.story.when import Dater, inherit

# How sure a post is by the pattern that found it: set by hand, near what annotated stories showed.
_SURE = {
    "before": 0.95,
    "shared": 0.9,
    "portfolio": 0.95,
    "after": 0.93,
    "who-heads": 0.85,
    "of-body": 0.8,
}


def resolve(reading: Reading, holders: Sequence[Holder] = ()) -> Claims:
    """Resolve every party of a reading. Spans are code points of the document's text.

    Every span used as actor, recipient or source has its entities, and so have the mentions of
    persons, states, organisations, groups and peoples; an unknown one keeps its own words as name
    and says why. `holders` are offices known from elsewhere: they count as of the story's day, and
    only for persons whom the story gives no post.
    """
    scene = build(reading, holders)
    cast = Cast(scene)
    standings = stand(scene, cast)
    referrer = Referrer(scene, cast)
    entities: dict[Span, tuple[Entity, ...]] = {}
    for span in _spans(reading):
        entities[span] = referrer.entities(span)
    # "The two sides issued a joint statement" tells of parties though the reader saw no act there.
    for span in pair_phrases(scene):
        if not any(span.overlaps(known) for known in entities):
            found = referrer.entities(span)
            if len(found) == 2:
                entities[span] = found
    dater = Dater(scene.words, scene.lex, reading.document.published)
    placer = Placer(scene)
    parties = [
        frozenset(e.code or e.name for s in (*act.actors, *act.recipients) for e in entities[s])
        for act in reading.acts
    ]
    dates = [dater.date(act) for act in reading.acts]
    today = reading.document.published
    if today is not None:
        acts = settle(reading.acts, dates, dater, scene.words, today)
        reading = replace(reading, acts=acts)
    return Claims(
        reading,
        entities,
        inherit(reading.acts, dates, scene.words, parties),
        tuple(placer.place(act) for act in reading.acts),
        _offices(scene, standings),
    )


def _spans(reading: Reading) -> list[Span]:
    spans = {s for act in reading.acts for s in (*act.actors, *act.recipients)}
    spans.update(a.source for a in reading.attributions if a.source is not None)
    spans.update(m.span for m in reading.mentions if m.kind not in ("date", "office", "place"))
    return sorted(spans)


def _offices(scene: Scene, standings: Sequence[Standing]) -> tuple[Office, ...]:
    """Return the posts told, one for each person and role, the fullest phrase."""
    out: dict[tuple[int, str], Office] = {}
    for post, standing in zip(scene.posts, standings, strict=True):
        person = scene.persons[post.person]
        key = (post.person, post.role.casefold())
        if key in out and (out[key].organisation or not post.organisation):
            continue
        text = scene.words.text
        use = next((u for u in scene.uses_in(post.evidence) if u.person == post.person), None)
        span = use.span if use is not None else post.evidence
        entity = Entity(
            span.of(text), span.start, span.end, person.name, "person", person.code, person.sector,
            person.sectors, person.id, person.office, person.why,
        )  # fmt: skip
        out[key] = Office(
            entity,
            post.role,
            post.organisation,
            standing.code,
            standing.sector,
            post.evidence,
            _SURE.get(post.why, 0.8),
        )
    return tuple(out.values())
