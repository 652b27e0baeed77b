"""Names of persons: two ways of writing one in, whether they are one person's out.

Folding goes in three steps, each looser than the last: words without case and accents; known
spellings (`data/names/spellings.csv`); sounds that Latin letters write in several ways (doubled
letters, ei/ey/ai, o/u, y/i, q/k). Names of up to three letters are compared exactly: Xi is not Xie.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product
from typing import Any

from dragoman.gazetteer.fold import key as fold
from dragoman.knowledge import mapping, rows

_JOINED = re.compile(r"[-‐‑–']|’")
_SPACED = re.compile(r"[^\W_]+(?:[-‐‑–'’][^\W_]+)*")
_CAPITAL = re.compile(r"[^\W\d_](?:[^\W_]|[-‐‑–'’.])*")
_LONGEST = 400_000  # characters of a text that are looked at for names
_SHORTEST = 4  # letters of a word from which on spellings may differ
_SOUNDS = (
    (re.compile(r"(.)\1+"), r"\1"),
    (re.compile(r"(?:skyi|skiy|skyj|skij|skii|sky|ski|skiy)$"), "ski"),
    (re.compile(r"e[iy]|a[iy]"), "ai"),
    (re.compile(r"ou|oo|u|o"), "u"),
    (re.compile(r"iy|yi|ii|y|j(?=$)|ee"), "i"),
    (re.compile(r"q|kh"), "k"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"tch|sch"), "ch"),
    (re.compile(r"(.)\1+"), r"\1"),
)
# Letters that the folding of sounds may have come from, for looking words up by their beginning.
_ALIKE: Mapping[str, str] = {
    "u": "uo", "o": "uo", "i": "iye", "y": "iy", "e": "ea", "a": "ae", "k": "kq", "q": "qk",
}  # fmt: skip
BEGINNING = 3  # letters by which words of names are looked up


@dataclass(frozen=True, slots=True)
class Written:
    """A name cut up: `words` folded, `keys` by sound, `family` the keys of the family name.

    `joined` are the words whose parts a hyphen joins. `family` is empty where the name is one
    word: whether that is a family name is open.
    """

    words: tuple[str, ...]
    keys: tuple[str, ...]
    family: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How sure it is that two names are one person's, and by which rule."""

    confidence: float
    why: str


@cache
def _sheet() -> dict[str, Any]:
    return mapping("names/offices.yaml")


@cache
def _spellings() -> dict[str, str]:
    return {row["spelling"]: row["form"] for row in rows("names/spellings.csv")}


@cache
def words_in(kind: str) -> frozenset[str]:
    """Return a list of `data/names/offices.yaml`."""
    return frozenset(_sheet()[kind])


@cache
def same_offices() -> Mapping[str, str]:
    """Return the spellings of offices: `premier` -> `prime minister`."""
    return dict(_sheet()["same"])


@lru_cache(maxsize=65_536)
def sound(word: str) -> str:
    """Return what the spellings of one word of a name share.

    >>> sound("zelenskyy") == sound("zelensky"), sound("mohamed") == sound("muhammad")
    (True, True)
    >>> sound("xi") == sound("xie")
    False
    """
    if len(word) < _SHORTEST:
        return word
    word = _spellings().get(word, word)
    for pattern, to in _SOUNDS:
        word = pattern.sub(to, word)
    return word


@lru_cache(maxsize=65_536)
def read_name(name: str, code: str | None = None) -> Written:
    """Cut a name up; `code` is the person's state, which tells where the family name stands.

    >>> read_name("Mohammed Shia al-Sudani").family
    ('sudani',)
    """
    particles, courtesies = words_in("particles"), words_in("courtesies")
    groups: list[list[str]] = []
    for match in _SPACED.finditer(name):
        parts = [p for p in (fold(piece) for piece in _JOINED.split(match.group())) if p]
        kept = [p for p in parts if p not in particles] or ([] if len(parts) == 1 else parts)
        if not kept and parts and not groups and len(name.split()) == 1:
            kept = parts
        if len(kept) == 1 and kept[0] in courtesies and len(groups) == 0:
            continue
        if len(kept) == 1 and len(kept[0]) == 1 and name[match.end() : match.end() + 2] == "s ":
            continue
        if kept:
            groups.append(kept)
    words = tuple(word for group in groups for word in group)
    if len(groups) < 2:
        family: tuple[str, ...] = ()
    elif code in words_in("family_name_first"):
        family = tuple(groups[0])
    else:
        family = tuple(groups[-1])
    return Written(words, tuple(map(sound, words)), tuple(map(sound, family)))


def alike(one: str, other: str, code: str | None = None, its: str | None = None) -> Likeness | None:
    """Say how sure it is that two names are one person's; None where they are not.

    `code` and `its` are the states of the two, where known. A family name alone is like a full
    name of the same state only: whether it is the one meant, who asks must know.

    >>> alike("Volodymyr Zelenskyy", "Zelensky", "UKR", "UKR").why
    'family-name'
    >>> alike("Kim Jong Un", "Kim Yo Jong", "PRK", "PRK") is None
    True
    """
    state = code or its
    first, second = read_name(one, state), read_name(other, state)
    if not first.words or not second.words:
        return None
    apart = code is not None and its is not None and code != its
    if _told_apart(first) != _told_apart(second):
        return None
    if first.keys == second.keys:
        if apart:
            return Likeness(0.6, "name;other-state") if len(first.keys) > 1 else None
        if first.words == second.words:
            return Likeness(1.0, "name")
        return Likeness(0.95, "spelling")
    if apart:
        return None
    short, long = sorted((first, second), key=lambda w: len(w.words))
    if not short.family and len(short.words) < len(long.words):
        return _by_family(short, long, known=code is not None and code == its)
    if short.family and long.family:
        return _by_parts(short, long)
    return None


def _told_apart(name: Written) -> tuple[str, ...]:
    """Return what tells members of one family apart: "Jr."; initials count where both have them."""
    return tuple(word for word in name.words if word in words_in("generations"))


def _by_family(short: Written, long: Written, *, known: bool) -> Likeness | None:
    """A name without a given name: it must be all of the family name, or its last part."""
    if not known or not long.family:
        return None
    if short.keys == long.family:
        return Likeness(0.8, "family-name")
    if len(long.family) > 1 and short.keys == long.family[-1:] and len(short.keys[0]) > _SHORTEST:
        return Likeness(0.6, "family-name-part")
    if len(short.keys) > 1 and long.keys[-len(short.keys) :] == short.keys:
        return Likeness(0.8, "family-name")
    return None


def _by_parts(short: Written, long: Written) -> Likeness | None:
    """Two full names: one holds the other in order, or differs by an initial."""
    if short.family != long.family and not _holds(long.family, short.family):
        return _holding_whole(short, long)
    initials = [[k for k in name.keys if len(k) == 1] for name in (short, long)]
    if all(initials) and initials[0] != initials[1]:
        return None  # George W. and George H.W.
    first = short.keys[: len(short.family)] == short.family
    if first and short.keys[-1:] != short.family[-1:]:  # the family name stands first
        given, fuller = short.keys[len(short.family) :], long.keys[len(long.family) :]
    else:
        given, fuller = short.keys[: -len(short.family)], long.keys[: -len(long.family)]
    if given and fuller and all(_initial(a, b) for a, b in zip(given, fuller, strict=False)):
        exact = given == fuller[: len(given)]
        return Likeness(0.9 if exact else 0.7, "given-and-family" if exact else "initial")
    if given and _holds(fuller, given):
        return Likeness(0.85, "some-given-names")
    return None


def _holding_whole(short: Written, long: Written) -> Likeness | None:
    """ "Miguel Diaz-Canel" in "Miguel Diaz-Canel Bermudez": a second family name follows."""
    if len(short.keys) > 1 and long.keys[: len(short.keys)] == short.keys:
        return Likeness(0.8, "second-family-name")
    return None


def _initial(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) == 1 and one[0] == other[0])


def _holds(long: Sequence[str], short: Sequence[str]) -> bool:
    rest = iter(long)
    return all(word in rest for word in short)


def beginnings(word: str) -> list[str]:
    """Return the beginnings that other spellings of a folded word may have.

    >>> "moh" in beginnings("muhammad"), "qad" in beginnings("gaddafi")
    (True, True)
    """
    spellings = {word}
    if len(word) >= _SHORTEST:
        form = _spellings().get(word, word)
        spellings |= {form} | {s for s, f in _spellings().items() if f == form}
    out: set[str] = set()
    for spelling in spellings:
        if len(spelling) < _SHORTEST:
            out.add(spelling)
            continue
        letters = [_ALIKE.get(letter, letter) for letter in spelling[:BEGINNING]]
        out |= {"".join(chosen) for chosen in product(*letters)}
    return sorted(out)


def office_key(role: str) -> str:
    """Return what the spellings of one office share, without "acting" and the like.

    >>> office_key("Minister of Foreign Affairs"), office_key("acting President")
    ('foreign minister', 'president')
    """
    words = [word for word in fold(role).split() if word not in words_in("plain")]
    plain = " ".join(words)
    return same_offices().get(plain, plain)


def is_single(role: str) -> bool:
    """Say whether one person at a time holds the office in a state."""
    return office_key(role) in words_in("single")


def is_past_or_coming(role: str) -> bool:
    """Say whether an office's words say that it is not held: "former", "-elect"."""
    return bool(set(fold(role).split()) & (words_in("past") | words_in("coming")))


def words_of_names(text: str) -> set[str]:
    """Return what the spellings of a text's capitalised words share: what holders are found by."""
    words = {w for w in _CAPITAL.findall(text[:_LONGEST]) if any(c.isupper() for c in w)}
    return {key for word in words for key in read_name(word).keys}
