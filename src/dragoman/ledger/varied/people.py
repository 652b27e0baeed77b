"""Persons: the names in readings in; for each the words it is told by, and other names, out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Literal

from dragoman.forms.records import OfficeRecord, Records
from dragoman.ledger.derive import ROLES
from dragoman.ledger.varied.countries import names

_NAME = re.compile(r"[A-ZÀ-Þ][\w'’.-]*(?: (?:al|bin|de|van|von|el|da|[A-ZÀ-Þ][\w'’.-]*))*")
_SHORTEST = 3  # letters of a word of a name: "Xi" and "Li" stand in too many other words
Part = Literal["given", "family"]


@dataclass(frozen=True, slots=True)
class Someone:
    """A person of a text: the code of the state, the office where the text tells one."""

    name: str
    code: str | None
    role: str | None


def persons_of(reading: Records) -> dict[str, tuple[Someone, Part]]:
    """Return the words of persons' names with whose they are and which part of the name."""
    roles = {r.person.name: r.role for r in reading.records if isinstance(r, OfficeRecord)}
    found: dict[str, Someone] = {}
    for record in reading.records:
        for role in ROLES[record.kind]:
            given = getattr(record, role)
            for one in given if isinstance(given, tuple) else (given,):
                if one is not None and one.kind == "person" and _NAME.fullmatch(one.name):
                    found.setdefault(one.name, Someone(one.name, one.code, roles.get(one.name)))
    meant = names().meant
    out: dict[str, tuple[Someone, Part]] = {}
    for someone in sorted(found.values(), key=lambda one: (-len(one.name), one.name)):
        words = someone.name.split()
        for place, word in enumerate(words):
            if len(word) >= _SHORTEST and word[0].isupper() and word not in meant:
                part: Part = "family" if place == len(words) - 1 else "given"
                out.setdefault(word, (someone, part))
    return out


class Pool:
    """Words of real names, out of which others are made: the same key is always one name."""

    def __init__(self, persons: Iterable[Mapping[str, tuple[Someone, Part]]]) -> None:
        parts: dict[str, set[str]] = {"given": set(), "family": set()}
        for words in persons:
            for word, (_, part) in words.items():
                parts[part].add(word)
        self._words: dict[str, Sequence[str]] = {p: sorted(w) or ["Lund"] for p, w in parts.items()}

    def word(self, key: str, part: Part, place: str = "") -> str:
        """Return the word of the person of a key."""
        some = self._words[part]
        digest = blake2b(f"{key} {part} {place}".encode(), digest_size=6).digest()
        return some[int.from_bytes(digest) % len(some)]
