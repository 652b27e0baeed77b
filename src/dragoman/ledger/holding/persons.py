"""Persons: the names of a ledger in, those that are one person's together out.

No database here. A family name alone goes to the one person of that state who bears it, or stays by
itself where several do.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dragoman.gazetteer.names import Written, alike, read_name

_Mark = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """A name as records write it, of a state, with how many records do; `number` is the ledger's.

    `asked` says that it was found by what was asked for, not only by being like what was.
    """

    number: int
    name: str
    code: str | None
    records: int
    asked: bool


@dataclass(slots=True)
class Person:
    """The names of one person; `name` is the fullest of those written most."""

    variants: list[Variant] = field(default_factory=list)

    @property
    def code(self) -> str | None:
        """The state under which the person stands most often."""
        counted: dict[str, int] = {}
        for variant in self.variants:
            if variant.code is not None:
                counted[variant.code] = counted.get(variant.code, 0) + variant.records
        return max(counted, key=lambda code: (counted[code], code), default=None)

    @property
    def name(self) -> str:
        """The name written most often, a full one before a family name alone."""
        return max(self.variants, key=_weight).name

    @property
    def records(self) -> int:
        """How many records write any of the names."""
        return sum(variant.records for variant in self.variants)


def _weight(variant: Variant) -> tuple[bool, int, str]:
    return len(read_name(variant.name, variant.code).words) > 1, variant.records, variant.name


def gather(variants: Iterable[Variant]) -> list[Person]:
    """Bring the names of each person together; the person with most records comes first.

    Persons of whom no name was asked for are left out.
    """
    ordered = sorted(
        variants,
        key=lambda v: (-len(read_name(v.name, v.code).words), -v.records, v.name, v.code or ""),
    )
    persons: list[Person] = []
    places: defaultdict[_Mark, list[int]] = defaultdict(list)
    for variant in ordered:
        near = sorted({place for mark in _sought(variant) for place in places[mark]})
        like = [place for place in near if _is_one(persons[place], variant)]
        single = len(read_name(variant.name, variant.code).words) == 1
        if like and not (single and len(like) > 1):
            # Two of one full name are told apart by their states, where both are known.
            place = max(like, key=lambda p: (persons[p].code == variant.code, persons[p].records))
            persons[place].variants.append(variant)
        else:
            place = len(persons)
            persons.append(Person([variant]))
        for mark in _marks(variant):
            places[mark].append(place)
    asked = [p for p in persons if any(v.asked for v in p.variants)]
    return sorted(asked, key=lambda p: (-p.records, p.name, p.code or ""))


def _sought(variant: Variant) -> set[_Mark]:
    """Return the marks one of which a person has who may be the variant's."""
    name = read_name(variant.name, variant.code)
    if name.family:
        return {name.keys, *_paired(name)}
    return {name.keys, *((key, variant.code) for key in name.keys)}


def _marks(variant: Variant) -> set[_Mark]:
    """Return the marks by which a person with a variant is found.

    Two full names of one person share a word and the first letter of another; a family name alone
    shares its words with the full name, of the same state.
    """
    name = read_name(variant.name, variant.code)
    return {name.keys, *_paired(name), *((key, variant.code) for key in name.keys)}


def _paired(name: Written) -> set[_Mark]:
    return {
        (one, other[:1], "")
        for place, one in enumerate(name.keys)
        for its, other in enumerate(name.keys)
        if place != its
    }


def _is_one(person: Person, variant: Variant) -> bool:
    return any(_same(v, variant) for v in person.variants if len(v.name) > 1)


def _same(one: Variant, other: Variant) -> bool:
    found = alike(one.name, other.name, one.code, other.code)
    if found is None and _full(one.name) and _full(other.name) and None in (one.code, other.code):
        found = alike(one.name, other.name)
    return found is not None and found.confidence >= 0.6


def _full(name: str) -> bool:
    return len(read_name(name).words) > 1


def asked_for(name: str, wanted: str) -> bool:
    """Say whether a name has all words of what was asked for, however both are spelt.

    >>> asked_for("Volodymyr Zelenskyy", "zelensky"), asked_for("Xie Feng", "Xi")
    (True, False)
    """
    return set(read_name(wanted).keys) <= set(read_name(name).keys)


def family_words(names: Sequence[str]) -> set[str]:
    """Return the folded words by which shorter forms of names may be found: the family names."""
    out: set[str] = set()
    for name in names:
        words = read_name(name).words
        if len(words) > 1:
            out |= {words[-1], words[0]}
    return out
