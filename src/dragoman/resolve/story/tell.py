"""Resolve a reading: who everybody is, when and where every act was, who holds which post."""

from __future__ import annotations

from dragoman.forms.claims import Claims, Entity, Office
from dragoman.forms.document import Span
from dragoman.forms.reading import Reading
from dragoman.resolve.actor import resolve_phrase
from dragoman.resolve.story.cast import Cast
from dragoman.resolve.story.places import Placer
from dragoman.resolve.story.posts import Post
from dragoman.resolve.story.refer import Referrer
from dragoman.resolve.story.scene import Scene, build
from dragoman.resolve.story.when import Dater, inherit

_OFFICIAL = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY"))
_SENT = frozenset(
    ("ambassador", "envoy", "representative", "diplomat", "correspondent", "expert", "analyst")
)
# How sure a post is by the pattern that found it: the share right on the annotated stories.
_SURE = {
    "before": 0.95,
    "shared": 0.9,
    "portfolio": 0.95,
    "after": 0.93,
    "who-heads": 0.85,
    "of-body": 0.8,
}


def resolve(reading: Reading) -> Claims:
    """Resolve every party of a reading. Spans are code points of the document's text.

    Every span used as actor, recipient or source has its entities, and so have the mentions of
    persons, states, organisations, groups and peoples; an unknown one keeps its own words as name
    and says why.
    """
    scene = build(reading)
    cast = Cast(scene)
    _know_persons(scene, cast)
    referrer = Referrer(scene, cast)
    entities: dict[Span, tuple[Entity, ...]] = {}
    for span in _spans(reading):
        entities[span] = referrer.entities(span)
    dater = Dater(scene.words, scene.lex, reading.document.published)
    placer = Placer(scene)
    parties = [
        frozenset(e.code or e.name for s in (*act.actors, *act.recipients) for e in entities[s])
        for act in reading.acts
    ]
    dates = [dater.date(act) for act in reading.acts]
    return Claims(
        reading,
        entities,
        inherit(reading.acts, dates, scene.words, parties),
        tuple(placer.place(act) for act in reading.acts),
        _offices(scene),
    )


def _spans(reading: Reading) -> list[Span]:
    spans = {s for act in reading.acts for s in (*act.actors, *act.recipients)}
    spans.update(a.source for a in reading.attributions if a.source is not None)
    spans.update(m.span for m in reading.mentions if m.kind not in ("date", "office", "place"))
    return sorted(spans)


def _know_persons(scene: Scene, cast: Cast) -> None:
    """Give every person code, sector and office: by the story's posts, else by the gazetteer."""
    on = scene.reading.document.published
    for index, person in enumerate(scene.persons):
        posts = cast.posts_of(index)
        for post in posts:
            role = scene.lex.roles.get(post.head)
            if role is not None and role.gender and not person.gender:
                person.gender = role.gender
        known = resolve_phrase(person.name, on=on)
        if known.kind == "person" and known.id is not None:
            person.id = known.id
            if len(person.tokens) == 1:
                person.name = known.name
        if posts:
            _from_posts(scene, cast, index, posts)
        if person.code is None and known.kind == "person" and known.id is not None:
            person.code = known.code
            person.sector, person.sectors = known.sector, known.sectors
            person.office = person.office or known.office
            person.why = f"gazetteer;{known.why}"


def _from_posts(scene: Scene, cast: Cast, index: int, posts: list[Post]) -> None:
    person = scene.persons[index]
    best: tuple[int, int] | None = None
    for order, post in enumerate(posts):
        code, sector, sectors = _code(scene, cast, post)
        rank = (2 * (code is not None) + (sector is not None) + 2 * (sector in _OFFICIAL), -order)
        if best is None or rank > best:
            best = rank
            person.code, person.sector, person.sectors = code, sector, sectors
            person.office = _office_name(post)
            person.why = f"post:{post.why}"


def _office_name(post: Post) -> str:
    body = post.organisation
    return f"{post.role}, {body}" if body and body not in post.role else post.role


def _code(scene: Scene, cast: Cast, post: Post) -> tuple[str | None, str | None, tuple[str, ...]]:
    """Return code and sectors of a post, an official's country by the story's where unsaid."""
    on = scene.reading.document.published
    who = resolve_phrase(post.phrase, on=on)
    code, sector, sectors = who.code, who.sector, who.sectors
    if code is None and post.organisation:
        body = resolve_phrase(post.organisation, on=on)
        code = body.code
        if sector is None:
            sector, sectors = body.sector, body.sectors
    role = scene.lex.roles.get(post.head)
    if sector is None and role is not None and role.sector:
        sector, sectors = role.sector, (role.sector,)
    if code is None and post.head not in _SENT:
        told = scene.states_in(post.evidence.start, post.evidence.end)
        code = told[0].code if told else None
    if code is None and sector in _OFFICIAL:
        code = cast.country_near(post.evidence)
    return code, sector, sectors


def _offices(scene: Scene) -> tuple[Office, ...]:
    """Return the posts told, one for each person and role, the fullest phrase."""
    cast = Cast(scene)
    out: dict[tuple[int, str], Office] = {}
    for post in scene.posts:
        person = scene.persons[post.person]
        key = (post.person, post.role.casefold())
        if key in out and (out[key].organisation or not post.organisation):
            continue
        code, sector, _ = _code(scene, cast, post)
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
            code,
            sector,
            post.evidence,
            _SURE.get(post.why, 0.8),
        )
    return tuple(out.values())
