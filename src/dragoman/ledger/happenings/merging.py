"""Merging: the ledger's new readings and corrections in, its happenings brought up to date.

Each batch of documents is one transaction, and what it looks at does not grow with the ledger: an
act is compared with the few happenings that share parties, root or story with it on days nearby.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, func, select

from dragoman.ledger import schema
from dragoman.ledger.ask import last_words, unsorted_kind
from dragoman.ledger.happenings.grouping import group, whole_of
from dragoman.ledger.happenings.kept import Act, Kept, reported, sorted_by
from dragoman.ledger.happenings.known import Known
from dragoman.ledger.happenings.likeness import score
from dragoman.ledger.happenings.mention import ordinal, profile, told_toll
from dragoman.ledger.happenings.profile import Profile, join
from dragoman.ledger.happenings.reported import mentioned
from dragoman.ledger.happenings.telling import tell
from dragoman.ledger.opened import Opened
from dragoman.ledger.progress import catch_up

D, R = schema.documents, schema.records
STATE = "happenings"  # under this name the ledger keeps how far merging has come
_LOCK = 0x6861_7070_656E  # "happen": the advisory lock of those who merge


@dataclass(frozen=True, slots=True)
class Merging:
    """The numbers of merging; `dragoman.ledger.measure_happenings` is what they were set by.

    Log odds from which mentions of one document (`within`), acts of two documents (`across`) and
    two happenings that an act has brought together (`bridge`) are one. A second act of one document
    joins a happening only where it is likelier by `twice`. `near` happenings are compared.
    """

    within: float = 0.0
    across: float = 0.3
    bridge: float = 0.8
    twice: float = 1.0
    near: int = 14


MERGING = Merging()


def merge_new(ledger: Opened, *, merging: Merging = MERGING) -> int:
    """Merge what came in since the last time; return how many documents were looked at."""
    known = Known()
    work = partial(_merge, merging=merging, known=known)
    return catch_up(ledger, STATE, _LOCK, work, known.begin)


def _merge(
    connection: Connection, documents: Sequence[int], *, merging: Merging, known: Known
) -> None:
    """Take documents out of their happenings, and merge those that count anew."""
    kept = Kept(connection, known)
    touched = kept.drop_documents(documents)
    if touched:
        _settle_profiles(kept, touched)
    when = func.coalesce(D.c.published, D.c.learned_at)
    query = (
        select(D.c.number, D.c.id, D.c.published, D.c.publisher, D.c.copy_of, D.c.learned_at)
        .add_columns(D.c.story)
        .where(D.c.number.in_(documents), D.c.live)
        .order_by(when, D.c.id)
    )
    told = _told(connection, connection.execute(query).all(), merging)
    every = [act for acts in told for act in acts]
    kept.look_up(every, (_id(act, 0) for act in every), merging.near)
    for acts in told:
        touched |= _place(kept, acts, merging)
        kept.add_acts(acts)
    _sum_up(kept, touched)


def _settle_profiles(kept: Kept, happenings: Iterable[str]) -> None:
    """Make the profiles of happenings anew from the acts that are left."""
    left = kept.told_in(happenings)
    gone = set(happenings) - left.keys()
    for happening, acts in left.items():
        kept.set_profile(happening, join(Profile.from_json(body["profile"]) for body, _ in acts))
    kept.drop(gone)


def _told(connection: Connection, documents: Sequence[Any], merging: Merging) -> list[list[Act]]:
    """Return the acts that each document's live records tell, in its order."""
    rows = connection.execute(
        select(R.c.number, R.c.document, R.c.verdict, R.c.data)
        .where(R.c.document.in_([row.number for row in documents]), R.c.live)
        .where(unsorted_kind().in_(["event", "statement"]))
        .order_by(R.c.number)
    ).all()
    edited = last_words(connection, [row.number for row in rows if row.verdict is not None])
    records: dict[int, list[tuple[int, Any]]] = defaultdict(list)
    for row in rows:
        if row.verdict != "rejected":
            data = edited.get(row.number, (None, None))[0] or row.data
            records[row.document].append((row.number, data))
    return [_acts(document, records[document.number], merging) for document in documents]


def _acts(document: Any, records: Sequence[tuple[int, Any]], merging: Merging) -> list[Act]:
    speakers = {data["id"]: data["speaker"] for _, data in records if data["kind"] == "statement"}
    events = [(number, data) for number, data in records if data["kind"] == "event"]
    published = ordinal(document.published) if document.published else None
    profiles = [
        profile(data, document=document.number, published=published, story=document.story)
        for _, data in events
    ]
    acts = []
    groups = group(profiles, threshold=merging.within)
    for places, whole in zip(groups, whole_of(profiles, groups), strict=True):
        mentions = [_mentioned(events[p][1], profiles[p].status, speakers) for p in places]
        acts.append(Act(document, whole, mentions, [events[p][0] for p in places]))
    return acts


def _mentioned(data: Mapping[str, Any], status: str, speakers: Mapping[str, Any]) -> Any:
    speaker = speakers.get(data["according_to"])
    told = told_toll(data)
    name = None if speaker is None else speaker["name"]
    return mentioned(data, name, status, told.dead, told.wounded)


def _place(kept: Kept, acts: Sequence[Act], merging: Merging) -> set[str]:
    """Set the happenings of a document's acts, likest first; return those that changed."""
    near = kept.near(acts, merging.near)
    known = kept.profiles(h for found in near for h in found)
    scored = [
        (found, place, happening)
        for place, act in enumerate(acts)
        for happening in near[place]
        if happening in known and (found := score(act.profile, known[happening])) >= merging.across
    ]
    scored.sort(key=lambda one: (-one[0], one[1], one[2]))
    joined: dict[str, list[int]] = {}
    for found, place, happening in scored:
        act = acts[place]
        twice = merging.twice if happening in joined else 0.0
        if not act.happening and found >= merging.across + twice:
            act.happening = happening
            joined.setdefault(happening, []).append(place)
    for act in acts:
        if not act.happening:
            act.happening = _new_id(kept, act)
            kept.set_profile(act.happening, act.profile)
            joined[act.happening] = []
    for happening, places in joined.items():
        if places:
            parts = [known[happening], *(acts[place].profile for place in places)]
            kept.set_profile(happening, join(parts))
    bridges = _bridges(kept, scored, acts, merging)
    return {*joined, *bridges}


def _bridges(
    kept: Kept,
    scored: Sequence[tuple[float, int, str]],
    acts: Sequence[Act],
    merging: Merging,
) -> set[str]:
    """Join happenings that a new act has shown to be one; return those that changed."""
    changed: set[str] = set()
    for _, place, other in scored:
        own = acts[place].happening
        pair = kept.profiles([own, other])
        if own == other or len(pair) < 2:
            continue
        if score(pair[own], pair[other]) >= merging.bridge:
            old, new = sorted((own, other), key=lambda h: (pair[h].mentions, h))
            kept.move(old, new)
            kept.set_profile(new, join([pair[new], pair[old]]))
            kept.set_profile(old, None)
            for act in acts:
                if act.happening == old:
                    act.happening = new
            changed |= {old, new}
    return changed


def _new_id(kept: Kept, act: Act) -> str:
    """Return the id of the happening that an act begins: the same for the same record."""
    turn = 0
    while True:
        if not kept.is_taken(happening := _id(act, turn)):
            return happening
        turn += 1


def _id(act: Act, turn: int) -> str:
    key = f"{act.mentions[0]['record']} {turn}"
    return "happening:" + sha256(key.encode()).hexdigest()[:16]


def _sum_up(kept: Kept, touched: Iterable[str]) -> None:
    """Write the rows of happenings anew."""
    told = {}
    found = kept.told_in(touched)
    for happening, acts in found.items():
        row = tell(happening, (one for a, d in acts for one in reported(a["mentions"], d)))
        told[happening] = (row, sorted_by(row))
    kept.write(told)
    kept.drop(set(touched) - found.keys())
