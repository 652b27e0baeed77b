"""Happenings in the ledger's tables: what merging reads and writes, no question of the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import blake2b
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from dragoman.forms.rows import HappeningRow
from dragoman.ledger import schema
from dragoman.ledger.ask import slices
from dragoman.ledger.dyads import put_dyads
from dragoman.ledger.happenings.likeness import related
from dragoman.ledger.happenings.mention import Profile
from dragoman.ledger.happenings.reported import Mentioned, Reported
from dragoman.ledger.marks import insert_once, upsert
from dragoman.ledger.write import now

A, D, H, K = schema.acts, schema.documents, schema.happenings, schema.happening_keys
WINDOW = 12  # days between two days by which happenings are found
PER_KEY = 40  # the nearest happenings of one key: a long crisis has thousands
_MOST_NAMES, _MOST_CODES, _MOST_DAYS = 4, 6, 12


@dataclass(slots=True)
class Act:
    """An act as one document tells it; `happening` is set once it is merged."""

    document: int
    profile: Profile
    mentions: list[Mentioned]
    happening: str = ""


def keys(profile: Profile, *, roots: Sequence[str] | None = None) -> list[int]:
    """Return the keys by which an act is found; with `roots`, those of acts it may be."""
    codes = sorted(key for key in profile.codes())[:_MOST_CODES]
    names = [key for key in (*profile.actor, *profile.recipient) if key[0] == "n"]
    marks = [f"{one} {other}" for one, other in combinations(codes, 2)]
    marks += codes
    marks += sorted(names, key=lambda key: (-profile.actor[key], key))[:_MOST_NAMES]
    marks += [f"s:{story}" for story in profile.stories]
    if profile.leads:  # the chief act of a story is found before its other acts
        marks += [f"l:{story}" for story in profile.stories]
    return [_digest(f"{root} {mark}") for root in roots or [profile.root] for mark in marks]


def days(profile: Profile) -> list[int]:
    """Return the days by which an act is found: those told, those of its reports."""
    told = [span[0] for span, _ in profile.days.most_common(_MOST_DAYS)]
    return sorted({*told, *list(profile.reports)[-_MOST_DAYS:]})


def _digest(mark: str) -> int:
    # 63 bits: both databases' whole numbers are signed.
    return int.from_bytes(blake2b(mark.encode(), digest_size=8).digest()) >> 1


class Kept:
    """The tables of happenings over one connection; the caller's transaction keeps them whole."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._profiles: dict[str, Profile] = {}
        self._gone: set[str] = set()
        # What this transaction has merged and not written yet, by the keys it will be found by.
        self._fresh: dict[int, dict[str, list[int]]] = defaultdict(dict)

    def near(self, acts: Sequence[Act], most: int) -> list[list[str]]:
        """Return for each act the happenings that share most keys with it, near its days."""
        by_day: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        for place, act in enumerate(acts):
            wanted = keys(act.profile, roots=related(act.profile.root))
            for day in days(act.profile):
                for key in wanted:
                    by_day[day][key].add(place)
        shared: list[dict[str, set[int]]] = [defaultdict(set) for _ in acts]
        apart: dict[str, int] = {}
        for day, wanted_keys in by_day.items():
            for key, its_day, happening in self._of_keys(day, list(wanted_keys)):
                apart[happening] = min(abs(its_day - day), apart.get(happening, WINDOW))
                for place in wanted_keys[key]:
                    shared[place][happening].add(key)
        return [
            sorted(found, key=lambda h: (-len(found[h]), apart[h], h))[:most] for found in shared
        ]

    def _of_keys(self, day: int, wanted: Sequence[int]) -> Iterator[tuple[int, int, str]]:
        """Yield the happenings that have the keys on days nearby: key, day, id."""
        for key in self._fresh.keys() & set(wanted):
            for happening, known in self._fresh[key].items():
                for its_day in known:
                    if abs(day - its_day) <= WINDOW:
                        yield key, its_day, happening
        rank = func.row_number().over(
            partition_by=K.c.key, order_by=[func.abs(K.c.day - day), K.c.happening]
        )
        for some in slices(wanted, 400):
            inside = (
                select(K.c.key, K.c.day, K.c.happening, rank.label("rank"))
                .where(K.c.key.in_(some), K.c.day >= day - WINDOW, K.c.day <= day + WINDOW)
                .subquery()
            )
            query = select(inside.c.key, inside.c.day, inside.c.happening)
            for row in self._connection.execute(query.where(inside.c.rank <= PER_KEY)):
                yield row.key, row.day, row.happening

    def profiles(self, happenings: Iterable[str]) -> dict[str, Profile]:
        """Return the profiles of happenings."""
        wanted = set(happenings)
        missing = sorted(wanted - self._profiles.keys() - self._gone)
        for some in slices(missing):
            query = select(H.c.id, H.c.profile).where(H.c.id.in_(some))
            for row in self._connection.execute(query):
                self._profiles[row.id] = Profile.from_json(row.profile)
        return {h: self._profiles[h] for h in wanted if h in self._profiles}

    def set_profile(self, happening: str, profile: Profile | None) -> None:
        """Keep a happening's profile until `write`; None forgets the happening."""
        if profile is None:
            self._profiles.pop(happening, None)
            self._gone.add(happening)
            return
        self._profiles[happening] = profile
        self._gone.discard(happening)
        its_days = days(profile)
        for key in keys(profile):
            self._fresh[key][happening] = its_days

    def is_taken(self, happening: str) -> bool:
        """Say whether a happening of this id is here."""
        return bool(self.profiles([happening]))

    def acts_of(self, happenings: Iterable[str]) -> dict[str, list[tuple[Act, Any]]]:
        """Return the acts of happenings, each with its document's row."""
        found: dict[str, list[tuple[Act, Any]]] = defaultdict(list)
        for some in slices(sorted(set(happenings)), 500):
            query = (
                select(A, D.c.id, D.c.publisher, D.c.published, D.c.copy_of, D.c.learned_at)
                .join_from(A, D, A.c.document == D.c.number)
                .where(A.c.happening.in_(some))
                .order_by(A.c.number)
            )
            for row in self._connection.execute(query):
                profile = Profile.from_json(row.body["profile"])
                act = Act(row.document, profile, row.body["mentions"], row.happening)
                found[row.happening].append((act, row))
        return found

    def add_acts(self, acts: Sequence[Act]) -> None:
        """Write a document's acts, and on its records whose happening they tell."""
        if not acts:
            return
        rows = [
            {
                "document": act.document,
                "happening": act.happening,
                "body": {"profile": act.profile.to_json(), "mentions": act.mentions},
            }
            for act in acts
        ]
        self._connection.execute(insert(A), rows)
        r = schema.records
        marks = [
            {"its_document": act.document, "given": m["record"], "its_happening": act.happening}
            for act in acts
            for m in act.mentions
        ]
        statement = (
            update(r)
            .where(
                r.c.document == bindparam("its_document"), r.c.id == bindparam("given"), r.c.live
            )
            .values(happening=bindparam("its_happening"))
        )
        self._connection.execute(statement, marks)

    def move(self, old: str, new: str) -> None:
        """Give one happening's acts to another."""
        r = schema.records
        self._connection.execute(update(A).where(A.c.happening == old).values(happening=new))
        self._connection.execute(update(r).where(r.c.happening == old).values(happening=new))

    def drop_documents(self, documents: Sequence[int]) -> set[str]:
        """Take documents out of their happenings; return which these are."""
        touched = set(
            self._connection.scalars(
                select(A.c.happening).where(A.c.document.in_(documents)).distinct()
            )
        )
        if touched:
            r = schema.records
            self._connection.execute(delete(A).where(A.c.document.in_(documents)))
            marked = (r.c.document.in_(documents), r.c.happening.is_not(None))
            self._connection.execute(update(r).where(*marked).values(happening=None))
        return touched

    def drop(self, happenings: Iterable[str]) -> None:
        """Take out happenings that no act tells any more."""
        for some in slices(sorted(happenings), 500):
            self._gone.update(some)
            self._connection.execute(delete(H).where(H.c.id.in_(some)))
            self._unfind(some)
            # What views count by would count what is no more.
            self._connection.execute(delete(schema.dyads).where(schema.dyads.c.happening.in_(some)))

    def _unfind(self, happenings: Sequence[str]) -> None:
        """Take out what happenings are found by."""
        for table in (K, schema.happening_pairs, schema.happening_codes):
            self._connection.execute(delete(table).where(table.c.happening.in_(happenings)))

    def write(self, told: Mapping[str, tuple[HappeningRow, str]]) -> None:
        """Write happenings with what they are found by; each comes with its day of sorting."""
        at = now()
        ids = sorted(told)
        for some in slices(ids, 500):
            self._unfind(some)
        rows = [
            {
                "id": h,
                "kind": "event",
                "event": told[h][0]["event"],
                "status": told[h][0]["status"],
                "first": told[h][1],
                "last": told[h][0]["last"] or told[h][1],
                "documents": told[h][0]["documents"],
                "sources": told[h][0]["sources"],
                "data": told[h][0],
                "changed_at": at,
                "profile": self._profiles[h].to_json(),
            }
            for h in ids
        ]
        upsert(self._connection, H, rows)
        put_dyads(self._connection, [told[h] for h in ids])
        found = [
            {"key": key, "day": day, "happening": h}
            for h in ids
            for key in dict.fromkeys(keys(self._profiles[h]))
            for day in days(self._profiles[h])
        ]
        pairs = [row for h in ids for row in _pairs(*told[h])]
        codes = [
            {"code": code, "day": told[h][1], "happening": h}
            for h in ids
            for code in _codes(told[h][0], "actor") | _codes(told[h][0], "recipient")
        ]
        for table, some_rows in (
            (K, found), (schema.happening_pairs, pairs), (schema.happening_codes, codes)
        ):  # fmt: skip
            if some_rows:
                self._connection.execute(insert_once(self._connection, table), some_rows)


def reported(act: Act, row: Any) -> Iterable[Reported]:
    """Yield an act's mentions with their document."""
    for mention in act.mentions:
        yield Reported(mention, row.id, row.publisher, row.published, row.copy_of)


def sorted_by(told: HappeningRow, learned_at: str) -> str:
    """Return the day by which a happening is sorted: of the act, else of its first report."""
    return told["first"] or told["first_report"] or date.fromisoformat(learned_at[:10]).isoformat()


def _codes(told: HappeningRow, role: str) -> set[str]:
    return {party["code"] for party in told[role] if party["code"]}  # type: ignore[literal-required]


def _pairs(told: HappeningRow, day: str) -> Iterable[dict[str, str]]:
    """Yield the pairs of a happening; all who act together are pairs where nobody is acted on."""
    actors, recipients = _codes(told, "actor"), _codes(told, "recipient")
    ways: dict[tuple[str, str], set[str]] = defaultdict(set)
    for a in actors:
        for b in recipients - {a}:
            ways[min(a, b), max(a, b)].add(">" if a < b else "<")
    if not recipients:
        for a, b in combinations(sorted(actors), 2):
            ways[a, b].add("=")
    for (one, other), way in ways.items():
        told_way = way.pop() if len(way) == 1 else "="
        yield {"one": one, "other": other, "day": day, "happening": told["id"], "way": told_way}
