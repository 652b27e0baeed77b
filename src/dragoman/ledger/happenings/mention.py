"""Mentions: an event record in, what is compared of it out (a profile).

Days are proleptic ordinals (`date.toordinal()`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache
from typing import Any
from zlib import crc32

from dragoman.knowledge import mapping
from dragoman.ledger.happenings.profile import Profile, unit
from dragoman.ledger.happenings.toll import Toll, toll
from dragoman.ledger.prints import rarity
from dragoman.ledger.words import words_of

AROUND = 12  # words beside the trigger that count in full, those of its sentence beyond by half
_LONGEST = 2_000  # characters of a sentence


def profile(
    data: Mapping[str, Any], *, document: int, published: int | None, story: str | None
) -> Profile:
    """Cut an event record down to what is compared.

    `document` is the document's number, `published` its day, both for telling mentions apart.
    """
    trigger = data["trigger"]
    spot = _sentence(data["evidence"], trigger)
    before, after = _around(spot, trigger)
    made = Profile(
        roots={data["event"]: 1},
        modes=dict(Counter(data["mode"])),
        statuses={_status(data, (*before[-4:], *words_of(trigger["text"]))): 1},
        kinds=dict.fromkeys(kinds(trigger["text"]), 1),
        actor=dict.fromkeys(party_keys(data["actor"]), 1),
        recipient=dict.fromkeys(party_keys(data["recipient"]), 1),
        places=dict.fromkeys(_place_keys(data["place"]), 1),
        stories={story: 1} if story else {},
        dead={} if (dead := told_toll(data).dead) is None else {dead: 1},
        words=_weights(before, trigger["text"], after),
        mentions=1,
        confidence=data["confidence"],
        spots=[(document, spot["start"], spot["end"])],
    )
    when = data["date"]
    if when is not None and when["basis"] == "text":
        made.days[ordinal(when["start"]), ordinal(when["end"])] = 1
    if published is not None:
        made.reports[published] = 1
    near = set(before[-3:])
    made.several = int(bool(near & _table()["several"]))
    made.another = int(bool(near & _table()["another"]))
    made.definite = int(bool(near & _table()["definite"]))
    return made


def told_toll(data: Mapping[str, Any]) -> Toll:
    """Return the numbers of dead and hurt that stand nearest to an event's trigger."""
    spot = _sentence(data["evidence"], data["trigger"])
    return toll(spot["text"], data["trigger"]["start"] - spot["start"])


def ordinal(day: str) -> int:
    """Return an ISO day as a number."""
    return date.fromisoformat(day).toordinal()


def party_keys(entities: Sequence[Mapping[str, Any]]) -> set[str]:
    """Return the keys of parties: their codes, names, words of descriptions."""
    keys = set()
    for entity in entities:
        words = words_of(entity["name"])
        if entity["code"]:
            keys.add(f"c:{entity['code']}")
        if entity["id"] is not None or entity["kind"] in ("person", "organisation"):
            if entity["kind"] != "state" and words:
                keys.add("n:" + " ".join(words)[:80])
                keys.add(f"l:{words[-1]}")
        else:
            keys.update(f"w:{stem(word)}" for word in words[-4:] if rarity(word) > 1.0)
        for side in ("attackers", "forces"):
            if not _table()[side].isdisjoint(word.removesuffix("s") for word in words):
                keys.add(f"s:{side}")
    return keys


def kinds(trigger: str) -> set[str]:
    """Return a trigger's stems, the kinds of act that its words tell, and with which weapon."""
    found: set[str] = set()
    for word in words_of(trigger):
        known = _kinds().get(word, ())
        found.update(known)
        if known or rarity(word) > 1.5:
            found.add(f"s:{stem(word)}")
    return found


def stem(word: str) -> str:
    """Return a word without its commonest endings: `fired`, `firing`, `fires` are one."""
    for end in ("ing", "ed", "es", "s"):
        if word.endswith(end) and len(word) - len(end) >= 3:
            word = word[: -len(end)]
            break
    return word.removesuffix("e")


def _status(data: Mapping[str, Any], near: Iterable[str]) -> str:
    """Return an event's status, `cancelled` where words beside its trigger say so."""
    plannable = data["event"] in _table()["can_be_called_off"]
    status: str = data["status"]
    return "cancelled" if plannable and set(near) & _table()["called_off"] else status


def _sentence(
    evidence: Sequence[Mapping[str, Any]], trigger: Mapping[str, Any]
) -> Mapping[str, Any]:
    for span in evidence:
        if span["start"] <= trigger["start"] and trigger["end"] <= span["end"]:
            return span
    return trigger


def _around(spot: Mapping[str, Any], trigger: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the words of the sentence before and after the trigger."""
    cut = trigger["start"] - spot["start"]
    text = spot["text"]
    before = text[max(0, cut - _LONGEST) : cut]
    return words_of(before), words_of(text[cut + len(trigger["text"]) :][:_LONGEST])


def _weights(before: Sequence[str], trigger: str, after: Sequence[str]) -> dict[int, float]:
    weights: dict[int, float] = {}
    near = [*before[-AROUND:], *words_of(trigger), *after[:AROUND]]
    far = [*before[:-AROUND], *after[AROUND:]]
    for words, share in ((far, 0.5), (near, 1.0)):
        for word in words:
            key, rare = _term(word)
            if (weight := share * rare) > 0.5 and weight > weights.get(key, 0.0):
                weights[key] = weight
    return unit(weights)


@lru_cache(maxsize=65_536)
def _term(word: str) -> tuple[int, float]:
    """Return a word as a number, and how much it tells: nothing where it is a single letter."""
    return crc32(stem(word).encode()), rarity(word) if len(word) > 1 else 0.0


def _place_keys(place: Mapping[str, Any] | None) -> set[str]:
    if place is None:
        return set()
    keys = {"n:" + " ".join(words_of(place["name"]))}
    if place["lat"] is not None:  # a town, not a country
        keys = {"t" + key[1:] for key in keys}
    return keys | {f"c:{place['code']}"} if place["code"] else keys


@cache
def _table() -> dict[str, frozenset[str]]:
    told = _read()
    names = (
        "several", "another", "definite", "called_off", "can_be_called_off", "attackers", "forces",
    )  # fmt: skip
    return {name: frozenset(told[name]) for name in names}


@cache
def _kinds() -> dict[str, tuple[str, ...]]:
    """Return for each word the kinds of act and the weapons that it tells."""
    found: dict[str, tuple[str, ...]] = {}
    told = _read()
    for mark, groups in (("k", told["kinds"]), ("v", told["weapons"])):
        for kind, words in groups.items():
            for part in (part for word in words for part in words_of(word)):
                found[part] = (*found.get(part, ()), f"{mark}:{kind}")
    return found


@cache
def _read() -> dict[str, Any]:
    return mapping("happenings/words.yaml")
