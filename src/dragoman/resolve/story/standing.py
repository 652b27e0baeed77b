"""Which state and sector a post belongs to: a scene's posts in, their standings out."""

from __future__ import annotations

from dataclasses import dataclass, replace

from dragoman.resolve.actor import ActorCode, resolve_phrase
from dragoman.resolve.story.cast import Cast
from dragoman.resolve.story.lexicon import Lexicon
from dragoman.resolve.story.names import Person
from dragoman.resolve.story.post import Post
from dragoman.resolve.story.scene import Scene

OFFICIAL = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY"))


@dataclass(frozen=True, slots=True)
class Standing:
    """A post's country and sectors; `why` says what told the country."""

    code: str | None
    sectors: tuple[str, ...]
    why: str

    @property
    def sector(self) -> str | None:
        """The main sector."""
        return self.sectors[0] if self.sectors else None


def stand(scene: Scene, cast: Cast) -> list[Standing]:
    """Return the standing of every post of the scene, and give every person the best of theirs.

    A post without a country has its holder's: by another post, by the gazetteer, by a title that
    only one state's news uses, and for officials by the states that the story is about.
    """
    said = [_said(scene, post) for post in scene.posts]
    of: dict[int, list[int]] = {}
    for number, post in enumerate(scene.posts):
        of.setdefault(post.person, []).append(number)
    for index in range(len(scene.persons)):
        numbers = of.get(index, [])
        _know(scene, cast, index, numbers, said)
    return said


def _know(scene: Scene, cast: Cast, index: int, numbers: list[int], said: list[Standing]) -> None:
    person = scene.persons[index]
    known = _known(scene, person.name)
    if known is not None:
        person.id = known.id
        if len(person.tokens) == 1:
            person.name = known.name
    for number in numbers:
        role = scene.lex.roles.get(scene.posts[number].head)
        if role is not None and role.gender and not person.gender:
            person.gender = role.gender
    told = next((said[n].code for n in numbers if said[n].code and _strong(said[n])), None)
    for number in numbers:
        said[number] = _filled(scene, cast, scene.posts[number], said[number], told, known)
    if numbers:
        best = max(numbers, key=lambda n: (_worth(said[n]), -n))
        standing = said[best]
        person.code, person.sector, person.sectors = (
            standing.code,
            standing.sector,
            standing.sectors,
        )
        person.office = office_name(scene.posts[best])
        person.why = f"post:{scene.posts[best].why};{standing.why}"
        if scene.known and len(person.tokens) > 1:
            _fill(scene, person)
    elif known is not None:
        person.code, person.sector, person.sectors = known.code, known.sector, known.sectors
        person.office = known.office
        person.why = f"gazetteer;{known.why}"
        if scene.known.succeeded(known.name, known.code, known.office):
            person.sector, person.sectors = "ELI", ("ELI",)
            person.office = f"former {known.office}"
            person.why = f"known:succeeded;{person.why}"
    elif scene.known:
        _recall(scene, person)


def _fill(scene: Scene, person: Person) -> None:
    """Add to a post that the story tells what it leaves open: the state, an outside id."""
    before = scene.known.named(person.name, {person.code} if person.code else ())
    if before is None or person.code not in (None, before.code):
        return
    if person.code is None:
        person.code, person.why = before.code, f"{person.why};{before.why}"
    if person.id is None:
        person.id = before.id


def _recall(scene: Scene, person: Person) -> None:
    """Give a person whom the story gives no post the office that is known from before."""
    office = scene.known.named(person.name, {state.code for state in scene.states})
    if office is None:
        return
    if len(person.tokens) == 1:
        person.name = office.name
    person.code, person.sectors = office.code, office.sectors
    person.sector = office.sectors[0] if office.sectors else None
    person.id, person.office, person.why = office.id, office.office, office.why


def _known(scene: Scene, name: str) -> ActorCode | None:
    found = resolve_phrase(name, on=scene.reading.document.published)
    return found if found.kind == "person" and found.id is not None else None


def _worth(standing: Standing) -> int:
    return (
        2 * (standing.code is not None)
        + (standing.sector is not None)
        + 2 * (standing.sector in OFFICIAL)
    )


def _strong(standing: Standing) -> bool:
    return standing.why in ("said", "body", "title")


def _said(scene: Scene, post: Post) -> Standing:
    """Return what the post's own words say."""
    on = scene.reading.document.published
    post = _uncredited(scene, post)
    whole = resolve_phrase(post.phrase, on=on)
    parent = post.organisation.rpartition(" under ")[2] if post.organisation else None
    body = resolve_phrase(parent, on=on) if parent else None
    under = parent is not None and parent != post.organisation
    topical = post.head in scene.lex.topical
    code, sectors, why = whole.code, whole.sectors, "said"
    if (
        body is not None
        and (code is None or topical or under)
        and post.head not in scene.lex.envoys
    ):
        code, why = body.code or (None if topical else code), "body"
    sectors = _sectors(scene.lex, post, whole, body)
    if code is None:
        code = scene.lex.national_titles.get(post.role.casefold())
        why = "title"
    if code is None and not topical and post.head not in scene.lex.envoys:
        states = scene.states_in(post.evidence.start, post.evidence.end)
        code, why = (states[0].code, "said") if states else (None, "unknown")
    return Standing(code, sectors, why if code else "unknown")


def _uncredited(scene: Scene, post: Post) -> Post:
    """Return a post without the outlet that a caption before it is credited to.

    "Reuters North Korean leader Kim Jong Un": where the words after the outlet name a state by
    themselves, the outlet is no part of the post.
    """
    outlet = post.organisation
    if post.why != "before" or not outlet or not post.phrase.startswith(f"{outlet} "):
        return post
    on = scene.reading.document.published
    rest = post.phrase.removeprefix(f"{outlet} ")
    if "JRN" in resolve_phrase(outlet, on=on).sectors and resolve_phrase(rest, on=on).code:
        return replace(post, phrase=rest, organisation=None)
    return post


def _sectors(lex: Lexicon, post: Post, whole: ActorCode, body: ActorCode | None) -> tuple[str, ...]:
    """Return a post's sectors: a general post's are its body's, a trade's its own."""
    role = lex.roles.get(post.head)
    own = (role.sector,) if role is not None and role.sector else ()
    if body is not None and post.head in lex.general_posts and whole.sector in (None, "GOV"):
        if body.sectors:
            return body.sectors
        words = (post.organisation or "").casefold().split(" ")
        if any(word in lex.civic_heads for word in words):
            return ("SOC",)
    if body is None and post.head in ("analyst", "expert"):
        return ("SOC",)
    if own and own != ("GOV",) and whole.sector in (None, "GOV"):
        return own
    return whole.sectors or (body.sectors if body is not None else ()) or own


def _filled(
    scene: Scene,
    cast: Cast,
    post: Post,
    standing: Standing,
    told: str | None,
    known: ActorCode | None,
) -> Standing:
    """Return the standing with a country from elsewhere where the post's words say none."""
    if standing.code is not None:
        return standing
    if told is not None:
        return replace(standing, code=told, why="other-post")
    if known is not None and known.code is not None:
        return replace(standing, code=known.code, why="gazetteer")
    if standing.sector in OFFICIAL and not (post.organisation and "GOV" not in standing.sectors):
        near = cast.country_near(post.evidence)
        return replace(standing, code=near, why="story" if near else "unknown")
    return standing


def office_name(post: Post) -> str:
    """Return a post in one phrase: "spokesperson, Norwegian Foreign Ministry"."""
    body = post.organisation
    return f"{post.role}, {body}" if body and body not in post.role else post.role
