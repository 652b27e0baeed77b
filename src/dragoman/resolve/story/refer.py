"""Who a span means: a scene and a span in, entities out, with the rule that decided."""

from __future__ import annotations

import re
from dataclasses import replace

from dragoman.forms.claims import Entity
from dragoman.forms.document import Span
from dragoman.resolve.actor import ActorCode, resolve_phrase
from dragoman.resolve.story.beside import land_after
from dragoman.resolve.story.cast import Cast
from dragoman.resolve.story.make import moved, person_at, state_at
from dragoman.resolve.story.names import NameUse
from dragoman.resolve.story.pairs import is_pair, pair_at
from dragoman.resolve.story.pronouns import OFFICIAL, Pronouns
from dragoman.resolve.story.relative import RELATIVE, antecedent
from dragoman.resolve.story.scene import Scene
from dragoman.resolve.story.titles import holder

_DETERMINERS = ("the ", "a ", "an ", "this ", "that ", "these ", "those ", "its ", "his ", "her ",
                "their ", "our ", "my ")  # fmt: skip
_INDEFINITE = ("a ", "an ", "another ", "any ", "every ", "many ", "most ", "no ", "one ", "other ",
               "several ", "some ", "two ", "various ")  # fmt: skip
_SPOKES = ("spokesperson", "spokesman", "spokeswoman", "spokespersons", "spokesmen")
_WORLD = ("UNO", "EUR")  # bodies whose short forms say their one name
# A part of a list; "and" stands as a part of its own where no name follows it.
_PART = re.compile(r"[^\s,](?:[^,]*?[^\s,])?(?=,?\s+and\b|,|\s*$)|\band\b")
_NOBODY = frozenset(("the", "a", "an", "of", "and", "or", "s", "'s", "to", "in"))
_MANY_STATES = ("countries", "nations", "states", "governments", "capitals", "leaders")
_MAX_PHRASE = 200  # code points of a span that are read


class Referrer:
    """Resolves the spans of one story. Spans must be asked for through `entities`."""

    def __init__(self, scene: Scene, cast: Cast) -> None:
        self._scene = scene
        self._cast = cast
        self._done: dict[Span, tuple[Entity, ...]] = {}
        self._open: set[Span] = set()
        self._on = scene.reading.document.published
        self._pronouns = Pronouns(scene, cast, self.entities)

    def entities(self, span: Span) -> tuple[Entity, ...]:
        """Return who `span` means: several where it stands for several, none for nobody."""
        done = self._done.get(span)
        if done is not None:
            return done
        if span in self._open:
            return ()  # a quotation that would be its own speaker
        self._open.add(span)
        found = self._resolve(span)
        self._open.discard(span)
        self._done[span] = found
        return found

    def _resolve(self, span: Span) -> tuple[Entity, ...]:
        text = span.of(self._scene.words.text)
        if not text.strip():
            return ()
        if text.endswith(","):  # one that closes an apposition
            inner = self.entities(Span(span.start, span.end - 1))
            return tuple(replace(e, text=text, end=span.end) for e in inner)
        low = " ".join(text[:_MAX_PHRASE].casefold().split()).replace("’", "'")
        if low in RELATIVE and (before := antecedent(self._scene, span)):
            found = self.entities(before)
            return tuple(moved(self._scene, e, span, "relative") for e in found)
        if low in self._scene.lex.pronouns and text not in ("US", "IT"):
            return self._pronouns.resolve(span, low)
        if is_pair(low, self._scene.lex) and not self._scene.states_in(span.start, span.end):
            return pair_at(self._scene, self._cast, span, low)
        if low in _NOBODY:
            return ()
        listed = self._listed(span, text)
        if listed:
            return listed
        name = self._head_name(span) or self._scene.use_around(span)
        if name is not None:
            return (person_at(self._scene, span, name.person, "name"),)
        bare = _strip(low)
        definite = not low.startswith(_INDEFINITE)
        return (
            (self._anaphor(span, bare, low) if definite else None)
            or (self._issuer(span) if self._is_document(bare) else None)
            or self._spokesperson(span, bare)
            or (self._phrase(span),)
        )

    def _listed(self, span: Span, text: str) -> tuple[Entity, ...]:
        """Return everybody of a span that joins names ("Chad and Niger"), else nobody."""
        if " and" not in text and ", " not in text:
            return ()
        out: list[Entity] = []
        parts = 0
        for match in _PART.finditer(text):
            part = Span(span.start + match.start(), span.start + match.end())
            if match.group().casefold() in ("and", "or"):
                continue
            parts += 1
            found = self._named_alone(part)
            if found is None:
                return ()
            out.append(moved(self._scene, found, span, "list"))
        return tuple(out) if parts > 1 or text.rstrip().endswith(" and") else ()

    def _named_alone(self, part: Span) -> Entity | None:
        """Return whom a part of a list names, if it names a person or is a state's whole name."""
        for state in self._scene.states_in(part.start, part.end):
            if state.start - part.start in (0, 4) and state.end == part.end:
                return self._phrase(part)
        use = self._head_name(part)
        if use is None or (use.end != part.end):
            return None
        return person_at(self._scene, part, use.person, "name")

    def _head_name(self, span: Span) -> NameUse | None:
        """Return the name that heads the span: "Amirov's lawyer, Michael Martin" is Martin."""
        words = self._scene.words
        best: NameUse | None = None
        for use in self._scene.uses_in(span):
            owns = use.last < len(words) and words.forms[use.last] in ("'s", "’s")
            if owns and use.end + 2 < span.end:
                rest = words.between(use.end, span.end)
                if not any(words.lower[i] in self._scene.lex.document_nouns for i in rest):
                    continue
                return use
            if use.end < span.end and words.text[use.end : use.end + 1] in ("’", "'") and not owns:
                continue
            if best is None:
                best = use
                if self._dependent(span, use):
                    best = None
        return best

    def _dependent(self, span: Span, use: NameUse) -> bool:
        """Say whether a name only completes another noun: "an adviser to Zelensky", "Abe aides"."""
        words = self._scene.words
        inside = words.between(span.start, min(use.start, self._cast.post_start(use, span)))
        if len(inside) and words.forms[inside[-1]] == ",":
            pass
        elif any(
            words.lower[i] in ("of", "to", "for", "with", "by", "from", "in", "against")
            for i in inside
        ):
            return True
        after = use.last
        return (
            after < len(words)
            and words.ends[after] <= span.end
            and words.forms[after][0].isalpha()
            and words.lower[after] not in ("of", "from", "and", "who", "with", "in")
        )

    # Common nouns

    def _names_any(self, span: Span) -> bool:
        scene = self._scene
        if scene.states_in(span.start, span.end) or any(scene.uses_in(span)):
            return True
        if any(span.start <= f.start and f.end <= span.end for f in self._cast.found_near(span)):
            return True
        return any(b.start < span.end and span.start < b.end for b in self._cast.bodies_near(span))

    def _is_document(self, bare: str) -> bool:
        return any(word in self._scene.lex.document_nouns for word in bare.split(" ")[:4])

    def _anaphor(self, span: Span, bare: str, low: str) -> tuple[Entity, ...] | None:
        """Resolve a definite noun phrase to what was told before; None where nothing was."""
        lex = self._scene.lex
        head = _head(bare)
        last = head.split(" ")[-1]
        named = self._names_any(span)
        if not named and low.startswith(("the ", "this ", "that ")):
            if head in lex.state_nouns or (last in lex.state_nouns and len(head.split(" ")) <= 3):
                state = self._cast.state_before(span)
                return (
                    None if state is None else (state_at(self._scene, span, state, "noun:state"),)
                )
            if last in lex.document_nouns or head in lex.document_nouns:
                return self._issuer(span)
        person = self._title(span, bare)
        if person is not None:
            return (person_at(self._scene, span, person, "title"),)
        if named or not low.startswith(("the ", "this ", "that ", "these ", "those ")):
            return None
        same = self._cast.same_noun(span, last)
        if same is not None:
            return tuple(moved(self._scene, e, span, "noun:same") for e in self.entities(same))
        if last in lex.body_nouns or last in lex.group_nouns:
            body = self._cast.body_before(span, last)
            if body is not None:
                return (moved(self._scene, self._phrase(body), span, f"noun:{last}"),)
        return None

    def _title(self, span: Span, bare: str) -> int | None:
        """Return the person whose post a definite title repeats: "the Cuban leader"."""
        word = _head(bare).split(" ")[-1]
        role = self._scene.lex.roles.get(word)
        if role is None or role.plural:
            return None
        return holder(self._cast, span, role)

    def _spokesperson(self, span: Span, bare: str) -> tuple[Entity, ...] | None:
        """Return the body that an unnamed spokesperson speaks for."""
        if not any(word in _SPOKES for word in _head(bare).split(" ")[-1:]):
            return None
        for body in self._cast.bodies_near(span):
            if span.start <= body.start and body.end <= span.end:
                return (
                    moved(
                        self._scene, self._phrase(Span(body.start, body.end)), span, "speaks-for"
                    ),
                )
        return None

    def _issuer(self, span: Span) -> tuple[Entity, ...] | None:
        """Return who a statement, report or post comes from."""
        scene = self._scene
        low = span.of(scene.words.text).casefold()
        noun = low.split(" ")[-1]
        before = scene.words.text.rfind(f"joint {noun}", max(0, span.start - 3000), span.start)
        if "joint" in low or "the two" in low or (before >= 0 and low == f"the {noun}"):
            pair = self._cast.two_states(span)
            if len(pair) == 2:
                return tuple(state_at(self._scene, span, (c, n), "document:joint") for c, n in pair)
        for body in self._cast.bodies_near(span):
            if span.start <= body.start and body.end <= span.end:
                return (
                    moved(self._scene, self._phrase(Span(body.start, body.end)), span, "document"),
                )
        for state in scene.states_in(span.start, span.end):
            return (state_at(self._scene, span, (state.code, state.name), "document"),)
        if not low.startswith(("the ", "this ", "that ", "it")):
            return None
        for source in reversed(self._cast.source_list):
            if source.start < span.start and span.start - source.start < 2500 and source != span:
                found = self.entities(source)
                if found and not all(e.why.startswith("phrase") and e.code is None for e in found):
                    return tuple(
                        moved(self._scene, e, span, "document:last-speaker") for e in found
                    )
        return None

    def _phrase(self, span: Span) -> Entity:
        """Resolve by the phrase's own words, a country of officials by the story's where unsaid."""
        scene = self._scene
        text = span.of(scene.words.text)
        asked = " ".join(text[:_MAX_PHRASE].split())
        asked = scene.acronyms.get(_article_off(asked), asked)
        asked = self._half(_article_off(asked)) or asked
        who = resolve_phrase(asked, on=self._on)
        many = asked.casefold().endswith(_MANY_STATES)
        if not many and (who.code is None or "ambiguous" in who.why):
            who = resolve_phrase(asked, context=self._cast.context(span), on=self._on)
        if who.code is None and (land := land_after(scene.words.text, span)):
            who = replace(who, code=land, why=f"place-after;{who.why}")
        why = f"phrase;{who.why}"
        if who.code is None and self._organ(who, asked):
            near = self._cast.country_near(span)
            if near is not None:
                who, why = replace(who, code=near), f"story:country;{who.why}"
        name, kind = self._name(span, asked, who), who.kind
        if self._cast.is_seat(span):
            name, kind = _article_off(asked), "organisation"
        return Entity(
            text, span.start, span.end, name or text, kind, who.code, who.sector, who.sectors,
            who.id, who.office, why,
        )  # fmt: skip

    def _half(self, bare: str) -> str | None:
        """Return the state that a story of the Koreas calls "the North" or "the South"."""
        if bare not in ("North", "South"):
            return None
        whole = f"{bare} Korea"
        return whole if whole in self._scene.words.text else None

    def _name(self, span: Span, asked: str, who: ActorCode) -> str:
        """Return who it is: a state by its name, a body as the story writes it, organs by state."""
        bare = _strip(asked.casefold())
        if who.code and bare in self._scene.lex.organ_nouns:
            adjective = self._cast.adjective(who.code)
            if adjective:
                return f"{adjective} {bare}"
        if who.id is not None and who.kind == "group" and bare.isascii() and asked[-3:].isupper():
            return who.name  # an armed group's letters, which nobody knows it by
        if who.id is None or (who.kind in ("organisation", "group") and who.code not in _WORLD):
            return _article_off(asked)
        return who.name

    def _organ(self, who: ActorCode, asked: str) -> bool:
        lex = self._scene.lex
        last = _strip(asked.casefold()).split(" ")[-1]
        if last in _MANY_STATES or last.removesuffix("s") in lex.topical:
            return False
        return who.sector in OFFICIAL or last in lex.organ_nouns


def _strip(low: str) -> str:
    """Drop a leading determiner."""
    for word in _DETERMINERS:
        if low.startswith(word):
            return low[len(word) :]
    return low


def _head(bare: str) -> str:
    """Return a noun phrase up to its first complement: "head of MSF" -> "head"."""
    for mark in (" of ", " for ", " from ", " to ", " in ", " at ", ",", " who "):
        bare = bare.split(mark)[0]
    return bare.rstrip("'")


def _article_off(text: str) -> str:
    return text[4:] if text[:4] in ("the ", "The ") else text
