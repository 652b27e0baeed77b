"""Happenings in the ledger's tables: what merging reads and writes, no question of the whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, insert, select, update

from dragoman.forms.rows import HappeningRow
from dragoman.ledger import schema
from dragoman.ledger.ask import slices
from dragoman.ledger.dyads import put_dyads
from dragoman.ledger.happenings.asking import NO_DAY
from dragoman.ledger.happenings.finding import Finding, forget_found, found_by, write_found
from dragoman.ledger.happenings.known import Found, Known
from dragoman.ledger.happenings.profile import Profile
from dragoman.ledger.happenings.reported import Mentioned, Reported
from dragoman.ledger.marks import insert_once, upsert
from dragoman.ledger.write import now

_COUNTED = (schema.happening_pairs, schema.happening_codes, schema.dyads)
A, D, H, K = schema.acts, schema.documents, schema.happenings, schema.happening_keys
R = schema.records
_SOURCE = (D.c.id, D.c.publisher, D.c.published, D.c.copy_of, D.c.learned_at)


@dataclass(slots=True)
class Act:
    """An act as one document tells it; `happening` is set once it is merged.

    `document` is the document's row, with its `number`; `records` are the mentions' numbers.
    """

    document: Any
    profile: Profile
    mentions: list[Mentioned]
    records: list[int] = field(default_factory=list)
    happening: str = ""


class Kept:
    """The tables of happenings over one connection; the caller's transaction keeps them whole.

    Acts that are added are written by `write`, at the end, all together.
    """

    def __init__(self, connection: Connection, known: Known) -> None:
        self._connection = connection
        self._known = known
        self._profiles: dict[str, Profile] = {}
        self._gone: set[str] = set()
        self._stored: set[str] = set()  # happenings that the tables have
        self._asked: set[str] = set()  # happenings of which that is known
        self._added: list[Act] = []
        self._of: dict[str, list[Act]] = defaultdict(list)  # acts that are not written yet
        self._finding = Finding(connection)

    def look_up(self, acts: Sequence[Act], ids: Iterable[str], most: int) -> None:
        """Read what merging the acts of a batch will ask for: `ids` they may begin, what is near.

        Without it the same is read act by act.
        """
        self._finding.look_up(act.profile for act in acts)
        near = self._finding.near([act.profile for act in acts], most)
        self._load({*ids}, {h for found in near for h in found})

    def near(self, acts: Sequence[Act], most: int) -> list[list[str]]:
        """Return for each act the happenings that share most keys with it, near its days."""
        return self._finding.near([act.profile for act in acts], most)

    def profiles(self, happenings: Iterable[str]) -> dict[str, Profile]:
        """Return the profiles of happenings."""
        wanted = set(happenings)
        self._load((), wanted)
        return {h: self._profiles[h] for h in wanted if h in self._profiles}

    def _load(self, ids: Iterable[str], whole: Iterable[str]) -> None:
        """Learn which happenings there are, and read the whole ones' profiles."""
        unknown = sorted(set(ids) - self._asked - self._profiles.keys() - self._gone)
        for some in slices(unknown):
            self._stored.update(self._connection.scalars(select(H.c.id).where(H.c.id.in_(some))))
        self._asked.update(unknown)
        missing = []
        for h in sorted(set(whole) - self._profiles.keys() - self._gone):
            if (known := self._known.profile(h)) is not None:
                self._profiles[h] = known
                self._stored.add(h)
            elif h in self._stored or h not in self._asked:
                missing.append(h)
        for some in slices(missing):
            query = select(H.c.id, H.c.profile).where(H.c.id.in_(some))
            for row in self._connection.execute(query):
                self._profiles[row.id] = read = Profile.from_json(row.profile)
                self._known.keep(row.id, read)
                self._stored.add(row.id)
        self._asked.update(missing)

    def set_profile(self, happening: str, profile: Profile | None) -> None:
        """Keep a happening's profile until `write`; None forgets the happening."""
        if profile is None:
            self._profiles.pop(happening, None)
            self._gone.add(happening)
            return
        self._profiles[happening] = profile
        self._gone.discard(happening)
        self._finding.add(happening, profile)

    def is_taken(self, happening: str) -> bool:
        """Say whether a happening of this id is here."""
        if happening in self._profiles:
            return True
        self._load((happening,), ())
        return happening in self._stored and happening not in self._gone

    def told_in(self, happenings: Iterable[str]) -> dict[str, list[tuple[Any, Any]]]:
        """Return the acts of happenings, as `profile` and `mentions`, with their document's row."""
        wanted = sorted(set(happenings))
        found: dict[str, list[tuple[Any, Any]]] = defaultdict(list)
        for some in slices([h for h in wanted if h in self._stored], 500):
            query = (
                select(A.c.happening, A.c.body, *_SOURCE)
                .join_from(A, D, A.c.document == D.c.number)
                .where(A.c.happening.in_(some))
                .order_by(A.c.number)
            )
            for row in self._connection.execute(query):
                found[row.happening].append((row.body, row))
        for happening in wanted:
            for act in self._of.get(happening, ()):
                found[happening].append(({"mentions": act.mentions}, act.document))
        return found

    def add_acts(self, acts: Sequence[Act]) -> None:
        """Take in a document's acts."""
        self._added += acts
        for act in acts:
            self._of[act.happening].append(act)

    def move(self, old: str, new: str) -> None:
        """Give one happening's acts to another."""
        if old in self._stored:
            self._connection.execute(update(A).where(A.c.happening == old).values(happening=new))
            self._connection.execute(update(R).where(R.c.happening == old).values(happening=new))
            self._stored.add(new)
        for act in self._of.pop(old, ()):
            act.happening = new
            self._of[new].append(act)

    def drop_documents(self, documents: Sequence[int]) -> set[str]:
        """Take documents out of their happenings; return which these are."""
        touched = set(
            self._connection.scalars(
                select(A.c.happening).where(A.c.document.in_(documents)).distinct()
            )
        )
        self._stored |= touched
        if touched:
            self._connection.execute(delete(A).where(A.c.document.in_(documents)))
            marked = (R.c.document.in_(documents), R.c.happening.is_not(None))
            self._connection.execute(update(R).where(*marked).values(happening=None))
        return touched

    def drop(self, happenings: Iterable[str]) -> None:
        """Take out happenings that no act tells any more."""
        for some in slices(sorted(happenings), 500):
            self._gone.update(some)
            self._connection.execute(delete(H).where(H.c.id.in_(some)))
            self._unfind((K, *_COUNTED), some)
            for happening in some:
                self._known.forget(happening)

    def _unfind(self, tables: Iterable[Table], happenings: Sequence[str]) -> None:
        """Take out what happenings are found or counted by."""
        for table in tables:
            self._connection.execute(delete(table).where(table.c.happening.in_(happenings)))

    def write(self, told: Mapping[str, tuple[HappeningRow, str]]) -> None:
        """Write happenings with what they are found by; each comes with its day of sorting."""
        at = now()
        ids = sorted(told)
        for some in slices([h for h in ids if h in self._stored], 500):
            self._unfind(_COUNTED, some)
        profiles = {h: self._profiles[h].to_json() for h in ids}
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
                "profile": profiles[h],
            }
            for h in ids
        ]
        upsert(self._connection, H, rows)
        put_dyads(self._connection, [told[h] for h in ids], ())
        found = self._write_found(ids)
        for h in ids:
            self._known.keep(h, self._profiles[h].as_stored(profiles[h]), found[h])
        pairs = [row for h in ids for row in _pairs(*told[h])]
        codes = [
            {"code": code, "day": told[h][1], "happening": h}
            for h in ids
            for code in _codes(told[h][0], "actor") | _codes(told[h][0], "recipient")
        ]
        for table, some_rows in ((schema.happening_pairs, pairs), (schema.happening_codes, codes)):
            if some_rows:
                self._connection.execute(insert_once(self._connection, table), some_rows)
        self._write_acts()

    def _write_found(self, happenings: Sequence[str]) -> dict[str, Found]:
        """Write by what happenings are found, and return it; what is in the tables stays there."""
        found = {h: found_by(self._profiles[h]) for h in happenings}
        unknown, new, old = [], [], []
        for happening, its_found in found.items():
            before = self._found_before(happening) if happening in self._stored else frozenset()
            if before is None:
                unknown.append(happening)
                before = frozenset()
            new += [(key, day, happening) for key, day in its_found - before]
            old += [(key, day, happening) for key, day in before - its_found]
        for some in slices(unknown, 500):
            self._unfind((K,), some)
        forget_found(self._connection, old)
        write_found(self._connection, new)
        return found

    def _found_before(self, happening: str) -> Found | None:
        """Return by what the tables find a happening, None where that is not known."""
        profile = self._known.profile(happening)
        found = self._known.found(happening)
        return found_by(profile) if found is None and profile is not None else found

    def _write_acts(self) -> None:
        """Write the acts that were added, and on their records whose happening they tell."""
        if not self._added:
            return
        rows = [
            {
                "document": act.document.number,
                "happening": act.happening,
                "body": {"profile": act.profile.to_json(), "mentions": act.mentions},
            }
            for act in self._added
        ]
        self._connection.execute(insert(A), rows)
        marks = [
            {"given": number, "its_happening": act.happening}
            for act in self._added
            for number in act.records
        ]
        given = R.c.number == bindparam("given")
        self._connection.execute(
            update(R).where(given).values(happening=bindparam("its_happening")), marks
        )


def reported(mentions: Iterable[Mentioned], row: Any) -> Iterator[Reported]:
    """Yield an act's mentions with their document."""
    for mention in mentions:
        yield Reported(mention, row.id, row.publisher, row.published, row.copy_of)


def sorted_by(told: HappeningRow) -> str:
    """Return the day by which a happening is sorted: of the act, else of its first report.

    What undated stories alone tell, without a day of its own, has `NO_DAY`, behind all others.
    """
    return told["first"] or told["first_report"] or NO_DAY


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
