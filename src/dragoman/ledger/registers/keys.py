"""Keys: facts in, what records of one thing share out, as numbers that one index holds."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, product

from dragoman.gazetteer.names import read_name
from dragoman.ledger.registers.facts import Facts, Who
from dragoman.ledger.registers.words import same_verbs

_MOST_WORDS = 8  # words of an issue or a promise that it is found by


@lru_cache(maxsize=131_072)
def number(*parts: str) -> int:
    """Return a key as a positive number of 62 bits."""
    digest = blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big") >> 2


def keys(facts: Facts) -> tuple[int, ...]:
    """Return the keys by which a record is found again."""
    return tuple(sorted({number("register", *parts) for parts in _parts(facts)}))


def needed(facts: Facts) -> int:
    """Return how many keys a record that may be of the same thing shares at least."""
    few = facts.kind in ("agreement", "visit") or len(facts.about) < 2
    return 1 if few else 2


def keys_of_acts(acts: Iterable[Facts]) -> tuple[int, ...]:
    """Return the keys of promises that later records may keep or break."""
    out: set[int] = set()
    for act in acts:
        words = {*act.about, _verb(act.verb)}
        if act.kind == "visit":
            words = {*(who for who in act.where), _verb("visit")}
        elif act.kind == "agreement":
            words |= {_verb(verb) for verb in ("sign", "ratif", "conclud")}
        words.discard("")
        out |= {
            number("register", "commitment", *pair)
            for pair in product({_party(who) for who in act.one}, words)
        }
    return tuple(sorted(out))


def _parts(facts: Facts) -> Iterable[tuple[str, ...]]:
    parties = sorted({_party(who) for who in facts.one})
    kind = facts.kind
    if kind == "agreement":
        for pair in combinations(parties, 2):
            yield (kind, *pair)
        for party, word in product(parties, facts.about[:_MOST_WORDS]):
            yield kind, party, word
    elif kind == "visit":
        for who, where in product(facts.one, sorted(facts.where)):
            yield kind, where, _party(who)
            if who.kind == "person" and (name := read_name(who.name, who.code).keys):
                yield kind, where, name[-1]
                yield kind, where, name[0]
    else:
        words = facts.about[:_MOST_WORDS]
        if kind == "commitment":
            words = tuple(dict.fromkeys((*words, _verb(facts.verb), *sorted(facts.others))))
        for party, word in product(parties, words):
            if word:
                yield kind, party, word


def _verb(verb: str) -> str:
    return f"to {min(same_verbs(verb))}" if verb else ""


def _party(who: Who) -> str:
    return who.code or " ".join(read_name(who.name).keys)
