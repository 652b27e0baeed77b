"""Whom a title without a name repeats: "the Cuban leader", "the foreign ministry spokesperson"."""

from __future__ import annotations

from bisect import bisect_left

from dragoman.forms.document import Span
from dragoman.resolve.story.cast import Cast
from dragoman.resolve.story.lexicon import Lexicon, Role
from dragoman.resolve.story.names import fold
from dragoman.resolve.story.post import Post

# Words of a title that tell nobody apart.
_PLAIN = ("former", "new", "then", "top", "senior", "current", "country", "own", "late", "veteran")
_AHEAD = 900  # code points within which a title may be told before the name


def holder(cast: Cast, span: Span, role: Role) -> int | None:
    """Return the person told before `span` whose post a title repeats, None where none fits.

    States in the title must be the person's; other words of it must be in the post.
    """
    scene = cast.scene
    states = scene.states_in(span.start, span.end)
    codes = {s.code for s in states}
    taken = {i for s in states for i in scene.words.between(s.start, s.end)}
    wanted = {
        scene.words.lower[i]
        for i in scene.words.between(span.start, span.end)
        if i not in taken and len(scene.words.forms[i]) > 2
    } - {role.word, *_PLAIN, "the", "this", "that", "and", "its", "for"}
    best: tuple[float, int] | None = None
    for index, posts in cast.posts_by_person.items():
        person = scene.persons[index]
        later = person.first >= span.start
        if person.first > span.start + _AHEAD or (codes and person.code not in codes):
            continue
        for post in posts:
            said = set(fold(post.phrase).replace("'s", "").replace("’s", "").split(" "))
            shared = len(wanted & said)
            if (wanted and not shared) or not _answers(cast.scene.lex, post, role, shared > 0):
                continue
            if later and shared < 2 and not (shared and codes):
                continue
            score = shared + _recency(cast, index, span.start) - 3.0 * later
            if best is None or score > best[0]:
                best = (score, index)
    return None if best is None else best[1]


def _answers(lex: Lexicon, post: Post, role: Role, shared: bool) -> bool:
    """Say whether a title's noun may repeat a post: "leader" a president."""
    if post.head == role.word:
        return True
    if role.word in ("chief", "head", "boss", "official") and shared:
        return True
    if role.word == "premier":
        return "prime minister" in post.phrase.casefold()
    for group in lex.answering:
        if role.word in group and post.head in group:
            return post.head != "minister" or "prime" in post.phrase.casefold()
    return False


def _recency(cast: Cast, person: int, offset: int) -> float:
    """Return 0..2: how lately a person was named."""
    i = bisect_left(cast.scene.use_starts, offset)
    for back, use in enumerate(reversed(cast.scene.uses[max(0, i - 20) : i])):
        if use.person == person:
            return 2.0 / (1 + back)
    return 0.0
