"""All that one story names, before anybody is resolved: a reading in, a Scene out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache

import pycountry

from dragoman.forms.document import Span
from dragoman.forms.reading import Reading
from dragoman.gazetteer import Entry, Found, gazetteer
from dragoman.resolve.story.lexicon import Lexicon, lexicon
from dragoman.resolve.story.names import NameUse, Person, collect, fold, link, surnames
from dragoman.resolve.story.post import Post
from dragoman.resolve.story.posts import Posts
from dragoman.resolve.story.words import Words, split

# PLOVER's own codes, which name no single state.
BLOC_CODES = frozenset(("IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"))
_ACRONYM = re.compile(
    r"\b((?:[A-Z][\w'’-]*(?:\s(?:of|for|and|the|on|in|to)){0,2}\s){1,8}[A-Z]?[\w'’-]*)"
    r"(?:\s\(|,\s(?:or|also\sknown\sas|known\sas)\s(?:the\s)?)([A-Z][A-Za-z-]{1,8})\b"
)
# Heads; smaller places are taken for persons' names unless "in", "near" or a comma says place.
_KNOWN_CITY = 300_000


@dataclass(frozen=True, slots=True)
class StateUse:
    """A state, people or capital named at `start:end`, with the state's name and code."""

    start: int
    end: int
    code: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class BodyUse:
    """An organisation or group named at `start:end`."""

    start: int
    end: int
    text: str


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
    use_starts: list[int] = field(default_factory=list)
    state_starts: list[int] = field(default_factory=list)

    def uses_in(self, span: Span) -> Iterator[NameUse]:
        """Yield the names that lie in `span`."""
        i = bisect_right(self.use_starts, span.start - 1)
        while i < len(self.uses) and self.uses[i].start < span.end:
            if self.uses[i].end <= span.end and self.uses[i].person >= 0:
                yield self.uses[i]
            i += 1

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


def build(reading: Reading) -> Scene:
    """Find every name, post, state and body of the story."""
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
    kinds, known = _fences(words, lex, found)
    fenced = frozenset(kinds)
    seen = [m.span for m in reading.mentions if m.kind == "person"]
    uses = collect(words, lex, fenced, seen, known)
    shared = _shared_with_places(words, uses, found, kinds)
    if shared:
        uses = collect(words, lex, fenced - shared, seen, known)
    persons = link(words, uses, lex)
    uses = [u for u in uses if u.person >= 0]
    posts = Posts(words, lex, uses, kinds).find()
    named = {i for u in uses for i in range(u.first, u.last)}
    states = [s for f in found if (s := _state(f, words, named)) is not None]
    acronyms = _acronyms(document.text[begin:stop])
    return Scene(
        reading,
        words,
        lex,
        uses,
        persons,
        posts,
        states,
        _bodies(words, lex, found, kinds, named, acronyms),
        acronyms,
        found,
        _quotes(words),
        [u.start for u in uses],
        [s.start for s in states],
    )


def _fences(
    words: Words, lex: Lexicon, found: Sequence[Found]
) -> tuple[dict[int, str], list[tuple[int, int]]]:
    """Return the gazetteer's kind of every token that belongs to no person, and persons' spans."""
    kinds: dict[int, str] = {}
    known: list[tuple[int, int]] = []
    for item in found:
        entry = item.entries[0]
        if entry.kind == "person":
            known.append((item.start, item.end))
            continue
        tokens = words.between(item.start, item.end)
        if len(tokens) == 0:
            continue
        if _is_name_part(words, lex, item, tokens, kinds):
            continue
        for i in tokens:
            kinds[i] = entry.kind
    return kinds, known


def _shared_with_places(
    words: Words, uses: Sequence[NameUse], found: Sequence[Found], kinds: dict[int, str]
) -> frozenset[int]:
    """Return tokens of cities that are the surname of somebody in the story ("Rhodes")."""
    names = surnames(words, uses)
    out: set[int] = set()
    for item in found:
        if item.entries[0].role in ("city", "region"):
            tokens = words.between(item.start, item.end)
            if (
                len(tokens) == 1
                and tokens.start in kinds
                and fold(words.forms[tokens.start]) in names
            ):
                before = words.lower[tokens.start - 1] if tokens.start else ""
                if before not in ("in", "at", "near", "from"):
                    out.add(tokens.start)
    return frozenset(out)


def _is_name_part(
    words: Words, lex: Lexicon, item: Found, tokens: range, kinds: dict[int, str]
) -> bool:
    """Say whether a place's name is here a part of somebody's: "Michael Jordan", "Will Wang"."""
    entry = item.entries[0]
    before, after = tokens.start - 1, tokens.stop
    if before >= 0 and words.sentence_of[before] == words.sentence_of[tokens.start]:
        form, low = words.forms[before], words.lower[before]
        if form in lex.given_names or (item.doubt == "person" and low in lex.roles):
            return True
        if low in lex.where or low in ("of", "the"):
            return False
    else:
        low = ""
    if entry.kind != "place" and entry.role != "capital":
        return False
    if len(tokens) == 1 and words.forms[tokens.start] in lex.surnames_first:
        return True
    if low in lex.roles and entry.role != "capital":
        return True
    if (
        (entry.population or 0) < _KNOWN_CITY
        and entry.role == "city"
        and words.forms[min(after, len(words) - 1)] != ","
    ):
        return True
    needed = 2 if entry.role == "capital" else 1
    return _capitals_after(words, lex, tokens, kinds) >= needed


def _capitals_after(words: Words, lex: Lexicon, tokens: range, kinds: dict[int, str]) -> int:
    """Count the capitals after a place that may be the rest of a person's name, 0 to 2."""
    count = 0
    for i in (tokens.stop, tokens.stop + 1):
        if i >= len(words) or words.sentence_of[i] != words.sentence_of[tokens.start]:
            break
        if not words.forms[i][0].isupper() or i in kinds:
            break
        if words.lower[i] in lex.body_words or words.lower[i] in lex.roles:
            return 0
        count += 1
    return count


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


@cache
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


def _bodies(
    words: Words,
    lex: Lexicon,
    found: Sequence[Found],
    kinds: dict[int, str],
    named: set[int],
    acronyms: dict[str, str],
) -> list[BodyUse]:
    """Return organisations: the gazetteer's, and capitals that end in a body's noun."""
    out: dict[int, BodyUse] = {}
    for item in found:
        if item.entries[0].kind in ("organisation", "group"):
            out[item.start] = BodyUse(item.start, item.end, words.text[item.start : item.end])
    for i, form in enumerate(words.forms):
        if form in acronyms:
            out.setdefault(words.starts[i], BodyUse(words.starts[i], words.ends[i], form))
            continue
        if words.lower[i] not in lex.body_heads or not words.forms[i][0].isupper() or i in named:
            continue
        first = i
        while (
            first > 0
            and words.sentence_of[first - 1] == words.sentence_of[i]
            and (
                first - 1 not in named
                and (
                    words.forms[first - 1][0].isupper()
                    or words.forms[first - 1] in ("'s", "’s", "&")
                )
                and words.lower[first - 1] not in lex.openers
            )
        ):
            first -= 1
        while first < i and words.forms[first] in ("'s", "’s", "&"):
            first += 1
        last = i + 1
        while (
            last < len(words)
            and words.lower[last] in lex.body_words
            and (words.forms[last][0].isupper() and words.sentence_of[last] == words.sentence_of[i])
        ):
            last += 1
        last = _of_tail(words, last)
        if last - first >= 2:
            start, end = words.starts[first], words.ends[last - 1]
            out.setdefault(start, BodyUse(start, end, words.text[start:end]))
    return [out[start] for start in sorted(out)]


def _of_tail(words: Words, i: int) -> int:
    """Return where "of Foreign Affairs" after a body's noun ends."""
    n = len(words)
    if i + 1 < n and words.lower[i] in ("of", "for") and words.forms[i + 1][0].isupper():
        i += 2
        while i < n and words.forms[i][0].isupper():
            i += 1
        if i + 1 < n and words.lower[i] == "and" and words.forms[i + 1][0].isupper():
            i += 2
    return i


def _acronyms(text: str) -> dict[str, str]:
    """Return the short forms that the story itself explains: "Baloch Liberation Army, or BLA"."""
    out: dict[str, str] = {}
    for match in _ACRONYM.finditer(text):
        words = match[1].split()
        short = match[2]
        letters = [w[0].lower() for w in words if w[0].isupper()]
        for begin in range(len(words)):
            tail = [
                w[0].lower() for w in words[begin:] if w[0].isupper() or len(words) - begin <= 3
            ]
            if words[begin][0].isupper() and "".join(tail) == short.lower():
                out[short] = " ".join(words[begin:])
                break
        else:
            if letters and letters[0] == short[0].lower() and len(words) <= 6 and short.isupper():
                out.setdefault(short, " ".join(words))
    return out


def _quotes(words: Words) -> list[Span]:
    """Return the spans between quotation marks, paragraph by paragraph; an open one ends with it."""
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


def same_name(one: str, other: str) -> bool:
    """Say whether two names are written alike, case and accents aside."""
    return fold(one) == fold(other)
