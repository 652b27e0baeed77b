"""Nouns and titles that say which sector an actor is of, from `data/sectors.csv` and `offices.csv`.

In: words of a phrase. Out: the nouns among them, longest first, with their sectors.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, cast

from dragoman.errors import PartError
from dragoman.gazetteer import Agents, gazetteer
from dragoman.knowledge import rows

NounKind = Literal[
    "human", "armed", "body", "thing", "part", "rank", "title", "former", "kin", "modifier"
]
_KINDS = (
    "human", "armed", "body", "thing", "part", "rank", "title", "former", "kin", "modifier",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Noun:
    """What a noun says of an actor.

    `weight` goes from 1 (says little: "men", "group") to 9 (decides). `kind`: human ("farmers"),
    armed ("gunmen": takes after its armed group), body ("ministry"), thing ("destroyer"), part
    ("members": takes after its complement), rank ("spokesman": takes after its body), title (an
    office), former, kin, modifier ("armed"). `office` is the title in full, for rank and title.
    `source` is where a user's own file says it, `many` that it is a plural of that file's.
    """

    text: str
    sectors: tuple[str, ...]
    weight: int
    kind: NounKind
    office: str | None = None
    source: str | None = None
    many: bool = False

    def why(self, label: str) -> str:
        """Return the reason code of a sector that the noun gives; `label` says what kind it is."""
        return f"agents:{self.source}" if self.source else f"sector:{label}:{self.text}"

    @property
    def sector(self) -> str | None:
        """The primary sector, None where the noun alone says nothing."""
        return self.sectors[0] if self.sectors else None


@dataclass(frozen=True, slots=True)
class NounAt:
    """A noun at the words `first:last` of a phrase; `plural` by its last word."""

    noun: Noun
    first: int
    last: int
    plural: bool


@cache
def markers(kind: str) -> frozenset[str]:
    """Return the function words of a kind: joint, clause, dropped, owned, portfolio."""
    return frozenset(r["word"] for r in rows("phrases/words.csv") if r["kind"] == kind)


def _sectors(cell: str) -> tuple[str, ...]:
    return tuple(cell.split("|")) if cell else ()


def _key(name: str) -> str:
    return name.lower().replace("-", " ").replace(".", "")


def nouns() -> dict[str, Noun]:
    """Return every noun and title by its singular lower-case form, words joined by one space.

    Those of a user's own file come first, where the gazetteer in use has one.
    """
    agents = gazetteer().agents
    return _with_agents(agents) if agents.forms else _own_nouns()


@lru_cache(maxsize=4)
def _with_agents(agents: Agents) -> dict[str, Noun]:
    out = dict(_own_nouns())
    for form, agent in agents.forms.items():
        ours = out.get(form)
        kind: NounKind = "human" if ours is None or ours.kind in ("part", "rank") else ours.kind
        office = ours.office if ours is not None and kind == ours.kind else None
        out[form] = Noun(form, agent.sectors, 9, kind, office, agent.source, agent.plural)
    return out


@cache
def _own_nouns() -> dict[str, Noun]:
    out: dict[str, Noun] = {}
    for row in rows("sectors.csv"):
        kind = row["kind"] or "human"
        if kind not in _KINDS:
            raise PartError(f"sectors.csv: {row['noun']!r} has the unknown kind {kind!r}")
        weight = int(row["weight"] or 5)
        key = _key(row["noun"])
        out[key] = Noun(key, _sectors(row["sectors"]), weight, cast(NounKind, kind))
    for row in rows("offices.csv"):
        key = _key(row["title"])
        of_body: NounKind = "rank" if row["yields"] == "yes" else "title"
        out[key] = Noun(key, _sectors(row["sectors"]), 7, of_body, row["office"] or row["title"])
    return out


def _longest() -> dict[str, int]:
    """Return for each first word how many words the longest noun that begins with it has."""
    return _longest_with(gazetteer().agents)


@lru_cache(maxsize=4)
def _longest_with(agents: Agents) -> dict[str, int]:
    out: dict[str, int] = {}
    for key in _with_agents(agents) if agents.forms else _own_nouns():
        first, spaces = key.split(" ", 1)[0], key.count(" ")
        out[first] = max(out.get(first, 1), spaces + 1)
    return out


@cache
def _irregular() -> dict[str, str]:
    return {r["plural"]: r["singular"] for r in rows("phrases/plurals.csv")}


def _singulars(word: str) -> tuple[str, ...]:
    known = _irregular().get(word)
    if known is not None:
        return (word, known)
    if word.endswith("men") and len(word) > 5:
        return (word, word[:-2] + "an")
    if not word.endswith("s") or len(word) < 4 or word.endswith("ss"):
        return (word,)
    if word.endswith("ies"):
        return (word, word[:-1], word[:-3] + "y")
    if word.endswith("es"):
        return (word, word[:-1], word[:-2])
    return (word, word[:-1])


def find_nouns(lows: Sequence[str]) -> list[NounAt]:
    """Return the nouns among lower-case words, in order, longest first, without overlap."""
    out: list[NounAt] = []
    i, n = 0, len(lows)
    while i < n:
        hit = _noun_at(lows, i, n)
        if hit is None:
            i += 1
        else:
            out.append(hit)
            i = hit.last
    return out


def _noun_at(lows: Sequence[str], i: int, n: int) -> NounAt | None:
    table = nouns()
    # A plural first word ("soldiers") is not in the table of first words: it is a noun alone.
    for size in range(min(_longest().get(lows[i], 1), n - i), 0, -1):
        lead = " ".join(lows[i : i + size - 1])
        final = lows[i + size - 1]
        for form in _singulars(final):
            noun = table.get(f"{lead} {form}" if lead else form)
            if noun is not None:
                plural = noun.many or form != final or final in _irregular()
                return NounAt(noun, i, i + size, plural)
    return None
