"""The index: every name of the gazetteer, found in a text in one pass."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TYPE_CHECKING

import ahocorasick

from dragoman.gazetteer.agents import NO_AGENTS, Agents
from dragoman.gazetteer.doubt import doubts, inside_a_sentence, is_city_here, word_in_capitals
from dragoman.gazetteer.entry import ROLES, Doubt, Entry, Found, Role
from dragoman.gazetteer.fold import fold, key
from dragoman.gazetteer.sheets import (
    Row,
    make_entry,
    own_sheets,
    read_rows,
    surfaces,
)  # fmt: skip

if TYPE_CHECKING:
    from dragoman.gazetteer.dictionary import Dictionary

# A hit: where it stands, and its layer's number for the name.
_Hit = tuple[int, int, "_Layer", int]
_JOINTS = frozenset(" -\n\t\r\u00a0\u2010\u2011\u2013'\u2019./&")


_HYPHENS = ("-", "\u2010", "\u2011", "\u2013")


class _Layer:
    """Names with their rows or entries, and the automaton over their folded forms."""

    def __init__(self) -> None:
        self.spellings: list[list[str]] = []
        self.sources: list[list[tuple[Row | Entry, Role]]] = []
        self.numbers: dict[str, int] = {}
        self.made: dict[int, tuple[Entry, ...]] = {}
        self.automaton = ahocorasick.Automaton()

    def add(self, surface: str, source: Row | Entry, role: Role) -> None:
        folded = key(surface)
        if not folded:
            return
        number = self.numbers.get(folded)
        if number is None:
            number = self.numbers[folded] = len(self.sources)
            self.spellings.append([surface])
            self.sources.append([(source, role)])
            self.automaton.add_word(f" {folded} ", (number, len(folded)))
            return
        if surface not in self.spellings[number]:
            self.spellings[number].append(surface)
        self.sources[number].append((source, role))

    def close(self) -> None:
        if len(self.automaton):
            self.automaton.make_automaton()

    def entries(self, number: int) -> tuple[Entry, ...]:
        made = self.made.get(number)
        if made is None:
            all_of_it = [
                source if isinstance(source, Entry) else make_entry(source, role)
                for source, role in self.sources[number]
            ]
            # "NATO" and "Nato" are one meaning, under the plainer role.
            all_of_it.sort(key=lambda e: -ROLES.index(e.role))
            unique = {replace(entry, role="name"): entry for entry in all_of_it}
            made = tuple(sorted(unique.values(), key=_likeliest_first))
            self.made[number] = made
        return made


def _likeliest_first(entry: Entry) -> tuple[int, int, int, int]:
    # What holds still before what is past; a state before a body before a place; a region before
    # a city of the same name; many heads before few.
    kinds = ("state", "organisation", "people", "person", "group", "place")
    past = 0 if entry.end is None else 1
    return past, kinds.index(entry.kind), entry.role == "city", -(entry.population or 0)


_LATELY = 256
"""Texts of which a gazetteer remembers the names found."""


class Gazetteer:
    """Names of states, bodies, peoples, places and persons, with what each may mean.

    `day` is that of which a user's own dated entries are read; `agents` are a user's own nouns.
    """

    def __init__(
        self,
        layers: Sequence[_Layer],
        doubts: Mapping[str, Doubt],
        *,
        day: date | None = None,
        agents: Agents = NO_AGENTS,
    ) -> None:
        self._layers = tuple(layers)
        self._doubts = doubts
        self.day = day
        self.agents = agents
        self._lately: dict[str, tuple[Found, ...]] = {}

    @property
    def identity(self) -> object:
        """What two gazetteers with the same answers share."""
        return self._layers, self.day

    def find(self, text: str) -> list[Found]:
        """Return all names in `text`, in order, without overlap; of two, the longer.

        Offsets are code points of `text`. Names are matched between word boundaries, without
        regard to accents; acronyms and short names only in their own case, other names also in
        capitals ("BEIJING -").

        >>> [f.entries[0].code for f in own_gazetteer().find("China's envoy is in Havana.")]
        ['CHN', 'CUB']
        """
        # Every stage asks about the same paragraphs.
        found = self._lately.get(text)
        if found is None:
            if len(self._lately) >= _LATELY:
                self._lately.clear()
            found = self._lately[text] = tuple(self._find(text))
        return list(found)

    def _find(self, text: str) -> list[Found]:
        folded = f" {fold(text)} "
        hits: list[_Hit] = []
        for layer in self._layers:
            if not len(layer.automaton):
                continue
            for end, (number, length) in layer.automaton.iter(folded):
                # The pattern's own two spaces: its name ends one before `end`, and the
                # padding moves everything by one.
                stop = end - 1
                hit = self._check(text, stop - length, stop, layer, number)
                if hit is not None:
                    hits.append(hit)
        hits.sort(key=lambda h: (h[0], -h[1]))
        return self._longest(hits)

    def lookup(self, name: str) -> tuple[Entry, ...]:
        """Return every meaning of `name`, case and accents aside; "the" and 's do not count."""
        folded = " ".join(key(name).split(" "))
        for prefix, suffix in (("", ""), ("the ", ""), ("", " s"), ("the ", " s")):
            if folded.startswith(prefix) and folded.endswith(suffix):
                core = folded[len(prefix) : len(folded) - len(suffix)]
                found = [
                    entry
                    for layer in self._layers
                    if core in layer.numbers
                    for entry in layer.entries(layer.numbers[core])
                ]
                if found := self._meant(found):
                    return tuple(dict.fromkeys(found))
        return ()

    def with_actors(self, entries: Iterable[Entry]) -> Gazetteer:
        """Return a gazetteer that knows `entries` too; their meanings come first."""
        layer = _Layer()
        for entry in entries:
            for surface in dict.fromkeys((entry.name, *entry.aliases)):
                layer.add(surface, entry, entry.role)
        layer.close()
        return Gazetteer((layer, *self._layers), self._doubts, day=self.day, agents=self.agents)

    def with_dictionary(self, own: Dictionary) -> Gazetteer:
        """Return a gazetteer that knows a user's dictionary too."""
        grown = self.with_actors(own.entries)
        return Gazetteer(grown._layers, self._doubts, agents=Agents(own.agents))

    def as_of(self, day: date | None) -> Gazetteer:
        """Return this gazetteer with a user's dated entries read as of `day`; its data is shared.

        Where an entry of the user's holds on the day, it is the only meaning of its name; a code
        without dates holds where no dated one does. Where none holds, ours stands.
        """
        return Gazetteer(self._layers, self._doubts, day=day, agents=self.agents)

    def _meant(self, entries: Sequence[Entry]) -> list[Entry]:
        own = [e for e in entries if e.source is not None]
        if not own:
            return list(entries)
        holding = [e for e in own if (e.start or e.end) and e.holds_on(self.day)]
        holding = holding or [e for e in own if e.start is None and e.end is None]
        return holding or [e for e in entries if e.source is None]

    def _check(self, text: str, start: int, end: int, layer: _Layer, number: int) -> _Hit | None:
        piece = text[start:end]
        for spelling in layer.spellings[number]:
            if _spelt(piece, spelling, text, start, end):
                break
        else:
            return None
        if self._doubts.get(piece.lower()) == "word" and not (
            spelling.isupper() or inside_a_sentence(text, start)
        ):
            return None
        if not is_city_here(layer.entries(number), text, start, end):
            return None
        # "U.S." keeps its last period, which the folded form has not.
        if text[end : end + 1] == "." and any(s.endswith(".") for s in layer.spellings[number]):
            end += 1
        return start, end, layer, number

    def _longest(self, hits: list[_Hit]) -> list[Found]:
        out: list[Found] = []
        reached = -1
        for start, end, layer, number in hits:
            if start < reached:
                if out and out[-1].start == start and out[-1].end == end:
                    merged = tuple(dict.fromkeys(out[-1].entries + layer.entries(number)))
                    out[-1] = Found(start, end, merged, out[-1].doubt)
                continue
            doubt = self._doubts.get(layer.spellings[number][0].lower())
            out.append(Found(start, end, layer.entries(number), doubt))
            reached = end
        if len(self._layers) == 1:
            return out
        meant = ((f, self._meant(f.entries)) for f in out)
        return [replace(f, entries=tuple(entries)) for f, entries in meant if entries]


def _spelt(piece: str, spelling: str, text: str, start: int, end: int) -> bool:
    """Say whether `piece` is a fair way of writing `spelling`.

    A final period may be missing from capitals ("U.S"), not from a shortened word ("Mass."); a
    spelling that ends in a hyphen ("Franco-") stands only before one.
    """
    sign = spelling[-1]
    spelling = spelling.rstrip(".-")
    acronym = spelling.isupper()
    if sign == "-" or (sign == "." and not acronym):
        after = text[end : end + 1]
        if after != sign and not (sign == "-" and after in _HYPHENS):
            return False
    if piece == spelling:
        return not (acronym and word_in_capitals(spelling, text, start, end))
    if acronym or len(piece) != len(spelling):
        return False
    if not all(c.isalnum() or c in _JOINTS for c in piece):
        return False
    if len(spelling) < 4:
        return _same_case(piece, spelling)
    if piece.isupper():
        return True
    if spelling[:1].isupper() and not piece[:1].isupper():
        return False
    # "Security council", "European union": long names in a publisher's own capitals.
    return (" " in piece and len(piece) > 9) or _same_case(piece, spelling)


def _same_case(piece: str, spelling: str) -> bool:
    return all(a.isupper() == b.isupper() for a, b in zip(piece, spelling, strict=True))


@cache
def states() -> Mapping[str, str]:
    """Return the code of every state and territory with its name in English."""
    sheet = next(s for s in own_sheets() if s.name == "countries.csv")
    entries = (make_entry(row, "name") for row in read_rows(sheet))
    return {e.code: e.name for e in entries if e.code}


@cache
def own_gazetteer() -> Gazetteer:
    """Return the package's own gazetteer, loaded once."""
    layer = _Layer()
    for sheet in own_sheets():
        for row in read_rows(sheet):
            for surface, role in surfaces(row):
                layer.add(surface, row, role)
    layer.close()
    return Gazetteer((layer,), doubts())
