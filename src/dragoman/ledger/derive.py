"""What a record is found by: the contract's record in; its day, codes, parties and pairs out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import blake2b
from itertools import combinations
from typing import Any

# Roles in the order in which a record's parties are numbered; the first of a pair of roles acts.
ROLES: Mapping[str, tuple[str, ...]] = {
    "event": ("actor", "recipient"),
    "statement": ("speaker",),
    "office": ("person",),
    "agreement": ("party",),
    "commitment": ("by", "to"),
    "position": ("holder",),
    "visit": ("visitor", "host"),
}
# The column `status` holds each kind's own word for how far the thing has come.
_STATUS = {
    "event": "status",
    "agreement": "state",
    "commitment": "state",
    "position": "stance",
    "visit": "state",
}


@dataclass(frozen=True, slots=True)
class Party:
    """One party of a record."""

    place: int
    role: str
    code: str | None
    sector: str | None
    name: str
    entity: str | None


@dataclass(frozen=True, slots=True)
class Found:
    """The columns by which a record is found; days are ISO."""

    status: str | None
    event: str | None
    day: str | None
    day_end: str | None
    quad_code: int | None
    event_scale: float | None
    parties: tuple[Party, ...]
    pairs: tuple[tuple[str, str], ...]


def derive(data: Mapping[str, Any], published: str | None) -> Found:
    """Derive what a record is found by; `published` is the day that stands where it tells none."""
    kind = data["kind"]
    when = data.get("date")
    parties = tuple(_parties(kind, data))
    return Found(
        status=data.get(_STATUS.get(kind, "")),
        event=data.get("event"),
        day=when["start"] if when else published,
        day_end=when["end"] if when else published,
        quad_code=data.get("quad_code"),
        event_scale=data.get("event_scale"),
        parties=parties,
        pairs=_pairs(kind, parties),
    )


def name_digest(name: str) -> str:
    """Return the key of a name: any text, cut to one length."""
    return blake2b(name.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def entities(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield a record's entities with their roles."""
    for role in ROLES.get(data["kind"], ()):
        given = data.get(role)
        for entity in given if isinstance(given, list) else [given]:
            if entity is not None:
                yield role, entity


def spans(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield everything in a record that cites the text: its evidence, its parts, its entities."""
    yield from data["evidence"]
    for name in ("trigger", "cue", "what", "issue"):
        if data.get(name) is not None:
            yield data[name]
    yield from data.get("content") or ()
    for _, entity in entities(data):
        yield entity


def _parties(kind: str, data: Mapping[str, Any]) -> Iterator[Party]:
    for place, (role, entity) in enumerate(entities(data)):
        yield Party(place, role, entity["code"], entity["sector"], entity["name"], entity["id"])


def _pairs(kind: str, parties: tuple[Party, ...]) -> tuple[tuple[str, str], ...]:
    roles = ROLES.get(kind, ())
    codes: dict[str, dict[str, None]] = {role: {} for role in roles}
    for party in parties:
        if party.code is not None:
            codes[party.role][party.code] = None
    if kind == "agreement":
        return tuple(combinations(sorted(codes["party"]), 2))
    if len(roles) < 2:
        return ()
    first, second = (codes[role] for role in roles)
    return tuple((a, b) for a in first for b in second if a != b)
