"""Who a phrase means: country, sector, office, name, and the rule that said so.

In: a mention as it stands, with the story around it and the day where known. Out: `ActorCode`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from dragoman.forms.claims import EntityKind
from dragoman.gazetteer import remembered
from dragoman.gazetteer.fold import key
from dragoman.resolve.country import Country, find_country
from dragoman.resolve.meaning import (
    Meaning,
    choose,
    country_counts,
    of_surname,
    only_country,
)  # fmt: skip
from dragoman.resolve.parts import Hit, Phrase, read_phrase
from dragoman.resolve.people import holder
from dragoman.resolve.phrase import MAX_CHARS
from dragoman.resolve.sector import Sector, find_sector, head_segment

_SPACES = re.compile(r"\s+")
_NO_SLUG = re.compile(r"[^\w]+")
# Who holds an office; a doctor's or an editor's title is an occupation.
_OFFICES = frozenset(("GOV", "MIL", "LEG", "JUD", "COP", "SPY", "REL", "OPP", "PTY", "ELI", "REB"))
_ARTICLE = re.compile(r"^(?:the|an?)\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ActorCode:
    """What a phrase was resolved to.

    `code` is ISO 3166 alpha-3 or one of PLOVER's own, None when unknown; `sector` is
    `sectors[0]`, None for a plain state. `name` is who is meant: a person's or body's full name,
    else the phrase without its article. `id` is stable for the named, None for others. `office` is
    a person's post. `why` names the rules, country's first.
    """

    code: str | None
    sector: str | None
    sectors: tuple[str, ...]
    name: str
    kind: EntityKind
    id: str | None
    office: str | None
    why: str


def resolve_phrase(text: str, *, context: str = "", on: date | None = None) -> ActorCode:
    """Resolve a noun phrase. Never raises on any text.

    `context` is the sentence or story around it, used only where the phrase alone leaves a doubt.
    `on` is the day as of which offices count; without it a person is what they last were, and of
    the former elite (ELI) when that ended before `people.RECENT`.

    >>> who = resolve_phrase("Russia's ambassador to Poland")
    >>> (who.code, who.sector)
    ('RUS', 'GOV')
    """
    clean = _SPACES.sub(" ", text[: 4 * MAX_CHARS]).strip()[:MAX_CHARS]
    found, doubtful = _alone(clean, on)
    if not (context and doubtful):
        return found
    return _with_context(clean, context, on)


@remembered(65_536)
def _alone(text: str, on: date | None) -> tuple[ActorCode, bool]:
    """Resolve without context, and say whether a context may change the answer."""
    phrase = read_phrase(text)
    found = _resolve(phrase, "", on)
    manifold = any(h.surname or len({e.code for e in h.entries}) > 1 for h in phrase.hits)
    return found, found.code is None or manifold or "ambiguous" in found.why or "usual" in found.why


@remembered(4_096)
def _with_context(text: str, context: str, on: date | None) -> ActorCode:
    phrase = read_phrase(text)
    found = _resolve(phrase, context, on)
    if found.code is not None or not found.sector or phrase.hits:
        return found
    noun = found.why.rpartition(":")[2]
    if found.office:
        named = _named_holder(found.office, context, on)
        if named is not None:
            return replace(found, code=named, why=f"context:holder;{found.why}")
    only = only_country(context) if noun and found.sector in ("GOV", "MIL", "COP", "LEG") else None
    return replace(found, code=only, why=f"context:only-country;{found.why}") if only else found


def _named_holder(office: str, context: str, on: date | None) -> str | None:
    """Return the one country whose holder of the office the context names."""
    if on is None:
        return None
    low = context.lower()
    codes = set()
    for code in country_counts(context):
        person = holder(code, office, on)
        if person is not None and person.name.lower() in low:
            codes.add(code)
    return codes.pop() if len(codes) == 1 else None


def _resolve(phrase: Phrase, context: str, on: date | None) -> ActorCode:
    meanings = _meanings(phrase, context, on)
    country = find_country(phrase, meanings)
    sector = find_sector(phrase, meanings, on)
    return _compose(phrase, meanings, country, sector, on)


def _meanings(phrase: Phrase, context: str, on: date | None) -> dict[Hit, Meaning]:
    sure: dict[Hit, Meaning] = {}
    codes: set[str] = set()
    # Names with one meaning first: they are evidence for the others.
    for hit in sorted(phrase.hits, key=lambda h: len({e.code for e in h.entries})):
        words = phrase.words[hit.first : hit.last]
        surface = phrase.text[words[0].start : words[-1].end]
        entries = of_surname(surface, hit.entries, context) if hit.surname else hit.entries
        sure[hit] = choose(surface, entries, codes, context, on)
        code = sure[hit].code
        if code:
            codes.add(code)
    return sure


def _compose(
    phrase: Phrase, meanings: dict[Hit, Meaning], country: Country, sector: Sector, on: date | None
) -> ActorCode:
    named = _whole_name(phrase, meanings, sector) or _apposed(phrase, meanings, sector)
    if named and named.kind == "organisation" and named.code != country.code:
        named = None  # "Pakistan's Foreign Office" is not the one of that name
    kind = _kind(named, sector)
    name = named.name if named else _ARTICLE.sub("", phrase.text, count=1)
    code = country.code
    office = sector.office if _OFFICES.intersection(sector.sectors[:1]) else None
    if named is not None and named.person is not None and code is None:
        code = named.code
    open_doubt = named is None or named.why.startswith(("ambiguous:", "person:unknown"))
    identity = None if open_doubt else _identity(kind, name)
    one = sector.noun is not None and not sector.noun.plural
    if named is None and one and on and office and code and sector.why.startswith("sector:office"):
        person = holder(code, office, on)
        if person is not None:
            name, identity = person.name, _identity("person", person.name)
    if named is not None and named.kind == "state":
        identity = f"state:{code}" if code else None
    first = sector.sectors[0] if sector.sectors else None
    why = ";".join(dict.fromkeys((country.why, sector.why)))
    return ActorCode(code, first, sector.sectors, name, kind, identity, office, why)


def _whole_name(phrase: Phrase, meanings: dict[Hit, Meaning], sector: Sector) -> Meaning | None:
    """Return the name that the whole phrase is: "General X" is X, "X's wife" nobody known."""
    segment = phrase.segments[head_segment(phrase)]
    hits = phrase.hits_in(segment)
    if not hits or (sector.noun and hits[-1].first < sector.noun.last):
        return None
    if any(w.text[0].isalnum() for w in phrase.words[hits[-1].last : segment.last]):
        return None  # "the Trump administration's people"
    last = meanings[hits[-1]]
    if phrase.owner_mark(segment) is not None and last.kind == "state":
        return None
    entry = last.entry
    if entry is not None and entry.role == "demonym" and not phrase.bare(hits[-1]):
        return None
    return last


def _apposed(phrase: Phrase, meanings: dict[Hit, Meaning], sector: Sector) -> Meaning | None:
    """Return the person named after the comma: "the president of Niger, Mohamed Bazoum"."""
    if sector.noun is None or sector.noun.noun.kind not in ("title", "rank"):
        return None
    for segment in phrase.segments[1:]:
        hits = phrase.hits_in(segment) if segment.joint == "," else []
        if len(hits) == 1 and hits[0].last == segment.last and meanings[hits[0]].person:
            return meanings[hits[0]]
    return None


def _kind(named: Meaning | None, sector: Sector) -> EntityKind:
    if named is not None:
        entry = named.entry
        if entry is not None and entry.role == "demonym":
            return "people"
        return named.kind  # type: ignore[return-value]
    if sector.noun is None:
        return "group"
    noun = sector.noun
    if noun.noun.kind in ("body", "thing"):
        return "organisation"
    return "group" if noun.plural else "person"


def _identity(kind: str, name: str) -> str:
    return f"{kind}:{_NO_SLUG.sub('-', key(name)).strip('-')}"
