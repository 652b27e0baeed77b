"""All that one story names, before anybody is resolved: a reading in, a Scene out."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import pycountry

from dragoman.forms.document import Span
from dragoman.forms.holders import Holder
from dragoman.forms.reading import Reading
from dragoman.gazetteer import Entry, Found, gazetteer, remembered
from dragoman.resolve.story.bodies import BodyUse, find_acronyms, find_bodies
from dragoman.resolve.story.fences import fences, shared_with_places
from dragoman.resolve.story.known import Known
from dragoman.resolve.story.lexicon import Lexicon, lexicon
from dragoman.resolve.story.linking import link
from dragoman.resolve.story.names import NameUse, Person, collect
from dragoman.resolve.story.post import Post
from dragoman.resolve.story.posts import Posts
from dragoman.resolve.story.words import Words, split

# PLOVER's own codes, which name no single state.
BLOC_CODES = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))


@dataclass(frozen=True, slots=True)
class StateUse:
    """A state, people or capital named at `start:end`, with the state's name and code."""

    start: int
    end: int
    code: str
    name: str
    role: str


@dataclass(slots=True)
class Scene:
    """The story's words with everybody named in them, in order of telling."""

    reading: Reading
    words: Words
    lex: Lexicon
    uses: list[NameUse]
    persons: list[Person]
    posts: list[Post]
    states: list[StateUse]
    bodies: list[BodyUse]
    acronyms: dict[str, str]
    found: list[Found]
    quotes: list[Span]
    known: Known = field(default_factory=Known)
    use_starts: list[int] = field(default_factory=list)
    state_starts: list[int] = field(default_factory=list)

    def uses_in(self, span: Span) -> Iterator[NameUse]:
        """Yield the names that lie in `span`."""
        i = bisect_right(self.use_starts, span.start - 1)
        while i < len(self.uses) and self.uses[i].start < span.end:
            if self.uses[i].end <= span.end and self.uses[i].person >= 0:
                yield self.uses[i]
            i += 1

    def use_around(self, span: Span) -> NameUse | None:
        """Return the name that a span cuts into: "Diaz" of "Diaz-Canel"."""
        i = bisect_right(self.use_starts, span.start) - 1
        if i < 0 or span.start >= span.end:
            return None
        use = self.uses[i]
        return use if use.person >= 0 and span.end <= use.end else None

    def states_in(self, start: int, end: int) -> list[StateUse]:
        """Return the states named in a range of text."""
        i = bisect_right(self.state_starts, start - 1)
        out = []
        while i < len(self.states) and self.states[i].start < end:
            out.append(self.states[i])
            i += 1
        return out

    def quoted(self, offset: int) -> bool:
        """Say whether `offset` lies inside quotation marks."""
        i = bisect_right(self.quotes, Span(offset, 1 << 60)) - 1
        return i >= 0 and self.quotes[i].start <= offset < self.quotes[i].end

    def main_states(self, before: int | None = None) -> list[tuple[str, str]]:
        """Return (code, name) of the states by how often they are named, the headline's twice."""
        count: Counter[str] = Counter()
        names: dict[str, str] = {}
        for state in self.states:
            if before is None or state.start < before:
                count[state.code] += 1
                names.setdefault(state.code, state.name)
        return [(code, names[code]) for code, _ in count.most_common()]


def build(reading: Reading, holders: Sequence[Holder] = ()) -> Scene:
    """Find every name, post, state and body of the story; `holders` are known beforehand."""
    document = reading.document
    lex = lexicon()
    words = split(document)
    begin = words.starts[0] if len(words) else 0
    stop = words.ends[-1] if len(words) else 0
    found = [
        Found(f.start + begin, f.end + begin, f.entries, f.doubt)
        for f in gazetteer().find(document.text[begin:stop])
        if not document.text[begin + f.end : begin + f.end + 1].isalnum()
    ]
    kinds, known = fences(words, lex, found)
    fenced = frozenset(kinds)
    seen = [m.span for m in reading.mentions if m.kind == "person"]
    before = Known(holders, document.published)
    if before:
        known = [*known, *_known_names(reading, words, found, kinds, before)]
    uses = collect(words, lex, fenced, seen, known)
    shared = shared_with_places(words, uses, found, kinds)
    if shared:
        uses = collect(words, lex, fenced - shared, seen, known)
    persons = link(words, uses, lex)
    uses = [u for u in uses if u.person >= 0]
    posts = Posts(words, lex, uses, kinds).find()
    named = {i for u in uses for i in range(u.first, u.last)}
    states = [s for f in found if (s := _state(f, words, named)) is not None]
    acronyms = find_acronyms(document.text[begin:stop])
    return Scene(
        reading,
        words,
        lex,
        uses,
        persons,
        posts,
        states,
        find_bodies(words, lex, found, kinds, named, acronyms),
        acronyms,
        found,
        _quotes(words),
        before,
        [u.start for u in uses],
        [s.start for s in states],
    )


def _known_names(
    reading: Reading,
    words: Words,
    found: Sequence[Found],
    kinds: dict[int, str],
    before: Known,
) -> Iterator[tuple[int, int]]:
    """Yield the parties and sources that are one word and the name of a known holder."""
    codes = {f.entries[0].code for f in found if f.entries[0].code is not None}
    spans = {s for act in reading.acts for s in (*act.actors, *act.recipients)}
    spans |= {a.source for a in reading.attributions if a.source is not None}
    for span in sorted(spans):
        for i in words.between(span.start, span.end):
            form = words.forms[i]
            if i not in kinds and form[:1].isupper() and before.is_name(form, codes):
                yield words.starts[i], words.ends[i]


def _state(item: Found, words: Words, named: set[int]) -> StateUse | None:
    entry = item.entries[0]
    if entry.kind not in ("state", "people") and entry.role not in ("capital", "seat"):
        return None
    if entry.code is None or entry.code in BLOC_CODES:
        return None
    tokens = words.between(item.start, item.end)
    if len(tokens) == 0 or any(i in named for i in tokens):
        return None
    return StateUse(item.start, item.end, entry.code, state_name(entry), entry.role)


def state_name(entry: Entry) -> str:
    """Return the name of the state that an entry stands for."""
    if entry.kind == "state" or entry.role == "demonym":
        return entry.name
    return name_of(entry.code or "") or entry.name


@remembered(1_024)
def name_of(code: str) -> str | None:
    """Return the usual English name of an ISO 3166 alpha-3 code, None where there is none."""
    for entry in gazetteer().lookup(code):
        if entry.kind == "state" and entry.code == code:
            return entry.name
    row = pycountry.countries.get(alpha_3=code)
    if row is None:
        return None
    for entry in gazetteer().lookup(row.name):
        if entry.code == code:
            return entry.name
    return str(getattr(row, "common_name", row.name))


def _quotes(words: Words) -> list[Span]:
    """Return the spans between quotation marks; one left open ends with its paragraph."""
    out: list[Span] = []
    open_at = -1
    paragraph = -1
    for i, form in enumerate(words.forms):
        if words.paragraph_of[i] != paragraph:
            if open_at >= 0:
                out.append(Span(open_at, words.ends[i - 1]))
                open_at = -1
            paragraph = words.paragraph_of[i]
        if form == "“" or (form == '"' and open_at < 0):
            if open_at < 0:
                open_at = words.starts[i]
        elif form in ("”", '"') and open_at >= 0:
            out.append(Span(open_at, words.ends[i]))
            open_at = -1
    if open_at >= 0:
        out.append(Span(open_at, words.ends[-1]))
    return out
