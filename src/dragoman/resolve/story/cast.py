"""Who is at hand at a place of the story: persons, states and bodies by nearness and standing."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator

from dragoman.forms.document import Span
from dragoman.forms.reading import Attribution
from dragoman.gazetteer import Found
from dragoman.resolve.actor import resolve_phrase
from dragoman.resolve.story.bodies import BodyUse
from dragoman.resolve.story.names import NameUse, fold
from dragoman.resolve.story.post import Post
from dragoman.resolve.story.scene import Scene

# An official without a country is of the state named so often in three of four cases, of one named
# in a third of them in two of five (annotated stories).
_SHARE = 0.5
_OWNER_REACH = 24  # code points before a post in which its owner stands
_ITS = re.compile(r"\b(?:its|their|his|her)\s$")
_ITS_AFTER = re.compile(r"\A(?:its|their|his|her)\s|, (?:its|their|his|her)\s")
_OWNER = re.compile(r"([a-z]+)'s?\s$")
_OWNER_AFTER = re.compile(r"([a-z]+)'s?\s")
# "an Equifax spokesperson": a name that is none of a state's organs, and the trade.
_FIRM = re.compile(r"(?:(?:[Aa]n?|[Oo]ne|[Tt]he)\s)?([A-Z][\w.&-]+)\s[a-z]+\Z")
_STATES_OWN = frozenset(
    ("army", "cabinet", "capital", "city", "congress", "country", "court", "government", "ministry",
     "nation", "navy", "parliament", "police", "senate", "state")
)  # fmt: skip
# "SANTO DOMINGO, Dominican Republic (Reuters) - ": the place from which a story is told.
_DATELINE = re.compile(r"[A-Z][A-Z'’.\- ]{2,40}[^\n]{0,50}?\s(?:--|[-–—])\s")


class Cast:
    """Everybody of a scene, with the questions that references ask."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.source_spans = {a.source for a in scene.reading.attributions if a.source is not None}
        self._by_name = {fold(p.name): i for i, p in enumerate(scene.persons)}
        self.posts_by_person: dict[int, list[Post]] = {}
        for post in scene.posts:
            self.posts_by_person.setdefault(post.person, []).append(post)
        self._body_starts = [b.start for b in scene.bodies]
        self._found_starts = [f.start for f in scene.found]
        self._contents = sorted(
            (
                (c.start, c.end, n)
                for n, a in enumerate(scene.reading.attributions)
                for c in a.content
            )
        )
        self._spans = sorted(
            {s for a in scene.reading.acts for s in (*a.actors, *a.recipients)} | self.source_spans
        )
        self.source_list = sorted(self.source_spans)
        self._context: dict[int, str] = {}
        self._home = self._where_it_happens()
        self._main = self._main_state()

    def _main_state(self) -> str | None:
        """Return the state with more than `_SHARE` of all that the story names."""
        ranked = self.scene.main_states()
        if not ranked:
            return None
        home = self._home
        counts = Counter(s.code for s in self.scene.states)
        if home is not None and 2 * counts[home] >= counts[ranked[0][0]]:
            return home
        named = sum(s.code == ranked[0][0] for s in self.scene.states)
        return ranked[0][0] if named > _SHARE * len(self.scene.states) else None

    def _where_it_happens(self) -> str | None:
        """Return the state in which the story's first paragraph sets it.

        By its dateline ("MANILA - ..."), else by what it says ("marched in Skopje").
        """
        paragraphs = self.scene.reading.document.paragraphs
        if not paragraphs:
            return None
        lead = paragraphs[0].span
        text = self.scene.words.text
        dateline = _DATELINE.match(text, lead.start, lead.end)
        if dateline is not None:
            for state in self.scene.states_in(lead.start, dateline.end()):
                return state.code
        for state in self.scene.states_in(lead.start, lead.end):
            if text[max(lead.start, state.start - 4) : state.start].lower() == " in ":
                return state.code
        return None

    # Persons

    def index_of(self, name: str) -> int | None:
        """Return the person of that name."""
        return self._by_name.get(fold(name))

    def fits(self, person: int, gender: str) -> bool:
        """Say whether a person may be he (m) or she (f)."""
        known = self.scene.persons[person].gender
        return not known or known == gender

    def person_before(self, offset: int) -> int | None:
        """Return the person whose name stands last before `offset`."""
        i = bisect_left(self.scene.use_starts, offset) - 1
        return self.scene.uses[i].person if i >= 0 else None

    def posts_of(self, person: int) -> list[Post]:
        """Return the posts of a person."""
        return self.posts_by_person.get(person, [])

    def post_start(self, use: NameUse, span: Span) -> int:
        """Return where the post that stands before a name begins, the name itself without one."""
        starts = [
            p.evidence.start
            for p in self.posts_by_person.get(use.person, ())
            if p.why in ("before", "shared")
            and p.evidence.start < use.start <= p.evidence.end
            and p.evidence.end >= use.end
            and p.evidence.start >= span.start - 5
        ]
        return min(starts, default=use.start)

    def two_persons(self, span: Span) -> list[int]:
        """Return the last two persons of different states named before `span`, in order."""
        i = bisect_left(self.scene.use_starts, span.start)
        out: list[int] = []
        for use in reversed(self.scene.uses[max(0, i - 30) : i]):
            person = self.scene.persons[use.person]
            if use.person in out:
                continue
            if out and person.code and person.code == self.scene.persons[out[0]].code:
                continue
            out.append(use.person)
            if len(out) == 2:
                break
        return out[::-1]

    # Statements

    def statement_at(self, span: Span) -> Attribution | None:
        """Return the narrowest statement whose content holds `span`, those with a source first."""
        best: tuple[bool, int, int] | None = None
        i = bisect_right(self._contents, (span.start, 1 << 60, 0))
        for start, end, number in self._contents[max(0, i - 12) : i]:
            if start <= span.start and span.end <= end:
                unsourced = self.scene.reading.attributions[number].source is None
                rank = (unsourced, end - start, number)
                if best is None or rank < best:
                    best = rank
        return None if best is None else self.scene.reading.attributions[best[2]]

    # States and bodies

    def two_states(self, span: Span) -> list[tuple[str, str]]:
        """Return the two states that "the two sides" are: named last before, else most named."""
        scene = self.scene
        words = scene.words
        here = words.sentence_at(span.start)
        for reach in (0, 1, 2, 3):
            if here - reach < 0:
                break
            begin = words.sentences[here - reach].start if words.sentences else 0
            near: dict[str, str] = {}
            for state in scene.states_in(begin, span.start):
                near.setdefault(state.code, state.name)
            if len(near) == 2:
                return list(near.items())
            if len(near) > 2:
                ranked = [s for s in scene.main_states(span.start) if s[0] in near]
                return ranked[:2]
        ranked = scene.main_states(span.start) or scene.main_states()
        return ranked[:2] if len(ranked) >= 2 else []

    def state_before(self, span: Span) -> tuple[str, str] | None:
        """Return the state that "the country" is: the last one named, names before adjectives."""
        scene = self.scene
        i = bisect_left(scene.state_starts, span.start)
        near = scene.states[max(0, i - 6) : i]
        for state in reversed(near):
            return state.code, state.name
        return None

    def country_near(self, span: Span) -> str | None:
        """Return the state that officials without one are of, None where the story leaves it open.

        The one state that the sentence named before, else one that is named most by far.
        """
        scene = self.scene
        words = scene.words
        if self._of_another(span):
            return None
        if words.sentences:
            sentence = words.sentences[words.sentence_at(span.start)]
            own = {s.code for s in scene.states_in(sentence.start, span.start)}
            if len(own) == 1:
                found = own.pop()
                # A guest is named before the hosts: "France's envoy met President X" in Dakar.
                return found if self._home in (None, found) else None
            if own:
                return None
        return self._main

    def _of_another(self, span: Span) -> bool:
        """Say whether a post is somebody's whom the story has to tell: "its envoy", "the museum's".

        The parliament's speaker and the government's spokesman are the state's.
        """
        lex = self.scene.lex
        firm = _FIRM.match(span.of(self.scene.words.text))
        if firm is not None and firm[1].casefold() not in lex.role_words | _STATES_OWN:
            return True
        text = self.scene.words.text[max(0, span.start - _OWNER_REACH) : span.end]
        text = text.casefold().replace("’", "'")
        at = min(span.start, _OWNER_REACH)
        if _ITS.search(text[:at]) or _ITS_AFTER.search(text[at:]):
            return True
        owner = _OWNER.search(text[:at]) or _OWNER_AFTER.search(text[at:])
        own = lex.roles.keys() | _STATES_OWN
        return owner is not None and owner[1] not in own

    def same_noun(self, span: Span, last: str) -> Span | None:
        """Return the last fuller span with the same noun: "U.S. officials" for "the officials"."""
        i = bisect_left(self._spans, span)
        words = self.scene.words
        for other in reversed(self._spans[max(0, i - 25) : i]):
            tokens = words.between(other.start, other.end)
            if len(tokens) < 2 or words.lower[tokens[-1]] != last or other.end > span.start:
                continue
            if other.of(words.text).casefold() != span.of(words.text).casefold():
                return other
        return None

    def source_before(self, span: Span, *, plural: bool) -> Span | None:
        """Return the last source that "they" or "it" may be, for a source; else None."""
        if span not in self.source_spans:
            return None
        words = self.scene.words
        i = bisect_left(self.source_list, span)
        for other in reversed(self.source_list[max(0, i - 4) : i]):
            if span.start - other.start > 900:
                return None
            text = other.of(words.text).casefold()
            if text in self.scene.lex.pronouns or any(True for _ in self.scene.uses_in(other)):
                continue
            many = text.endswith(("s", "police", "people")) and not text.endswith("ss")
            role = self.scene.lex.roles.get(text.split(" ")[-1])
            if plural == many and (plural or role is None):
                return other
        return None

    def source_beside(self, span: Span) -> Span | None:
        """Return the source nearest to `span` in its paragraph, for a quotation nobody linked."""
        words = self.scene.words
        here = words.sentence_paragraph[words.sentence_at(span.start)]
        near = [
            s
            for s in self.source_list
            if s != span and words.sentence_paragraph[words.sentence_at(s.start)] == here
        ]
        return min(near, key=lambda s: abs(s.start - span.start), default=None)

    def adjective(self, code: str) -> str | None:
        """Return how the story says that something is of a state ("Haitian")."""
        if code == "USA":
            return "U.S."
        for item in self.scene.found:
            entry = item.entries[0]
            if entry.code == code and entry.role == "demonym":
                said = self.scene.words.text[item.start : item.end]
                if not said.endswith("s"):
                    return said
        return None

    def body_before(self, span: Span, last: str) -> Span | None:
        """Return where the body was named that "the bloc" or "the ministry" repeats."""
        i = bisect_left(self._body_starts, span.start)
        bodies = self.scene.bodies[max(0, i - 40) : i]
        for body in reversed(bodies):
            if last in body.text.casefold().replace("’", "'").split(" "):
                return Span(body.start, body.end)
        if (
            last in self.scene.lex.body_heads
            and last not in self.scene.lex.grouping_nouns
            and last != "group"
        ):
            return None
        for body in reversed(bodies):
            text = self.scene.acronyms.get(body.text, body.text)
            who = resolve_phrase(text, on=self.scene.reading.document.published)
            if last in self.scene.lex.grouping_nouns:
                fit = who.code in ("IGO", "UNO", "EUR", "NGO")
            else:
                fit = who.kind == "group" or who.sector in (
                    "REB",
                    "UAF",
                    "CRM",
                    "NGO",
                    "SOC",
                    "OPP",
                )
                fit = fit or any(w in self.scene.lex.armed_names for w in fold(text).split(" "))
            if fit:
                return Span(body.start, body.end)
        return None

    def bodies_near(self, span: Span) -> Iterator[BodyUse]:
        """Yield the bodies named in or across `span`."""
        i = bisect_left(self._body_starts, span.start)
        for body in self.scene.bodies[max(0, i - 1) : i + 8]:
            if body.start < span.end and span.start < body.end:
                yield body

    def found_near(self, span: Span) -> Iterator[Found]:
        """Yield the gazetteer's names that begin in `span`."""
        i = bisect_left(self._found_starts, span.start)
        while i < len(self.scene.found) and self.scene.found[i].start < span.end:
            yield self.scene.found[i]
            i += 1

    def is_seat(self, span: Span) -> bool:
        """Say whether a span is a seat of government and nothing else: "the White House"."""
        return any(
            f.entries[0].role == "seat" and f.end == span.end and f.start - span.start in (0, 4)
            for f in self.found_near(span)
        )

    def plural_before(self, span: Span) -> Span | None:
        """Return the last span before that stands for many: "officials", "the two sides"."""
        words = self.scene.words
        i = bisect_left(self._spans, span)
        for other in reversed(self._spans[max(0, i - 12) : i]):
            if span.start - other.start > 900:
                break
            tokens = words.between(other.start, other.end)
            if len(tokens) == 0:
                continue
            text = other.of(words.text).casefold()
            if text in self.scene.lex.pronouns:
                continue
            last = words.lower[tokens[-1]]
            if any(True for _ in self.scene.uses_in(other)):
                continue
            if last.endswith("s") or last in (
                "police",
                "people",
                "military",
                "taliban",
                "both",
                "men",
                "women",
            ):
                return other
        return None

    def thing_before(self, span: Span) -> Span | None:
        """Return the last state or body before that "it" may be: a subject of the story's spans."""
        i = bisect_left(self._spans, span)
        words = self.scene.words
        for other in reversed(self._spans[max(0, i - 12) : i]):
            if span.start - other.start > 700:
                break
            text = other.of(words.text).casefold()
            if text in self.scene.lex.pronouns or any(True for _ in self.scene.uses_in(other)):
                continue
            last = text.split(" ")[-1]
            if last in self.scene.lex.roles and self.scene.lex.roles[last].plural:
                continue
            return other
        state = self.state_span_before(span)
        return state

    def state_span_before(self, span: Span) -> Span | None:
        """Return where a state was last named before `span`."""
        i = bisect_left(self.scene.state_starts, span.start)
        if i == 0:
            return None
        state = self.scene.states[i - 1]
        return Span(state.start, state.end)

    def context(self, span: Span) -> str:
        """Return the paragraph around `span` with the headline, for what is still in doubt."""
        words = self.scene.words
        if not words.sentences:
            return ""
        index = words.sentence_paragraph[words.sentence_at(span.start)]
        known = self._context.get(index)
        if known is None:
            document = self.scene.reading.document
            paragraph = document.paragraphs[index].span.of(document.text)
            known = self._context[index] = f"{document.title or ''}. {paragraph}"
        return known
