"""Finding: acts in, the few happenings out that share parties, root or story with them near a day.

What is in the tables is asked for a batch of documents at once; what the batch itself has merged
is not there yet and is remembered here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, product

from sqlalchemy import Connection, bindparam, delete, text

from dragoman.ledger.ask import slices
from dragoman.ledger.happenings.likeness import related
from dragoman.ledger.happenings.profile import Profile
from dragoman.ledger.schema import happening_keys

WINDOW = 12  # days between two days by which happenings are found
PER_KEY = 40  # the nearest happenings of one key: a long crisis has thousands
_MOST_NAMES, _MOST_CODES, _MOST_DAYS = 4, 6, 12
_AT_ONCE = 20_000  # keys of one question

# A key of a long crisis has thousands of happenings near a day: each question goes along the index
# from the day outward, and no further than it must.
_SQLITE = text(f"""
    SELECT w.key, w.day AS wanted, k.day, k.happening
    FROM (
        SELECT json_extract(value, '$[0]') AS key, json_extract(value, '$[1]') AS day
        FROM json_each(:wanted)
    ) AS w CROSS JOIN happening_keys AS k
    WHERE k.key = w.key
    AND k.day BETWEEN
        coalesce((
            SELECT b.day FROM happening_keys AS b
            WHERE b.key = w.key AND b.day BETWEEN w.day - {WINDOW} AND w.day
            ORDER BY b.day DESC LIMIT 1 OFFSET {PER_KEY - 1}
        ), w.day - {WINDOW})
    AND coalesce((
            SELECT a.day FROM happening_keys AS a
            WHERE a.key = w.key AND a.day BETWEEN w.day AND w.day + {WINDOW}
            ORDER BY a.day LIMIT 1 OFFSET {PER_KEY - 1}
        ), w.day + {WINDOW})
""")
_POSTGRESQL = text(f"""
    SELECT w.key, w.day AS wanted, k.day, k.happening
    FROM (
        SELECT CAST(value ->> 0 AS bigint) AS key, CAST(value ->> 1 AS integer) AS day
        FROM json_array_elements(CAST(:wanted AS json)) AS given(value)
    ) AS w CROSS JOIN LATERAL (
        (
            SELECT b.day, b.happening FROM happening_keys AS b
            WHERE b.key = w.key AND b.day BETWEEN w.day - {WINDOW} AND w.day - 1
            ORDER BY b.day DESC, b.happening LIMIT {PER_KEY}
        ) UNION ALL (
            SELECT a.day, a.happening FROM happening_keys AS a
            WHERE a.key = w.key AND a.day BETWEEN w.day AND w.day + {WINDOW}
            ORDER BY a.day, a.happening LIMIT {PER_KEY}
        )
    ) AS k
""")
_WRITE = text("""
    INSERT INTO happening_keys (key, day, happening)
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), json_extract(value, '$[2]')
    FROM json_each(:rows) WHERE true ON CONFLICT DO NOTHING
""")
_WRITE_POSTGRESQL = text("""
    INSERT INTO happening_keys (key, day, happening)
    SELECT CAST(value ->> 0 AS bigint), CAST(value ->> 1 AS integer), value ->> 2
    FROM json_array_elements(CAST(:rows AS json)) AS given(value) ON CONFLICT DO NOTHING
""")


def keys(profile: Profile, *, roots: Sequence[str] | None = None) -> list[int]:
    """Return the keys by which an act is found; with `roots`, those of acts it may be."""
    codes = sorted(key for key in profile.codes())[:_MOST_CODES]
    names = [key for key in (*profile.actor, *profile.recipient) if key[0] == "n"]
    marks = [f"{one} {other}" for one, other in combinations(codes, 2)]
    marks += codes
    marks += sorted(names, key=lambda key: (-profile.actor.get(key, 0), key))[:_MOST_NAMES]
    marks += [f"s:{story}" for story in profile.stories]
    if profile.leads:  # the chief act of a story is found before its other acts
        marks += [f"l:{story}" for story in profile.stories]
    return [_digest(f"{root} {mark}") for root in roots or [profile.root] for mark in marks]


def found_by(profile: Profile) -> frozenset[tuple[int, int]]:
    """Return by what keys and days the tables find an act."""
    return frozenset(product(keys(profile), days(profile)))


def write_found(connection: Connection, rows: Sequence[tuple[int, int, str]]) -> None:
    """Let happenings be found: rows of key, day and happening, which the table has not."""
    server = connection.dialect.name == "postgresql"
    for some in slices(rows, _AT_ONCE):
        connection.execute(_WRITE_POSTGRESQL if server else _WRITE, {"rows": json.dumps(some)})


def forget_found(connection: Connection, rows: Sequence[tuple[int, int, str]]) -> None:
    """Take out rows of key, day and happening."""
    k = happening_keys.c
    given = (k.key == bindparam("k"), k.day == bindparam("d"), k.happening == bindparam("h"))
    if rows:
        told = [{"k": key, "d": day, "h": happening} for key, day, happening in rows]
        connection.execute(delete(happening_keys).where(*given), told)


def _looked_for(profile: Profile) -> list[int]:
    return keys(profile, roots=related(profile.root))


def days(profile: Profile) -> list[int]:
    """Return the days by which an act is found: those told, those of its reports."""
    told = [span[0] for span in profile.days]
    if len(told) > _MOST_DAYS:
        most = sorted(profile.days.items(), key=lambda item: -item[1])[:_MOST_DAYS]
        told = [span[0] for span, _ in most]
    return sorted({*told, *list(profile.reports)[-_MOST_DAYS:]})


@lru_cache(maxsize=65_536)
def _digest(mark: str) -> int:
    # 63 bits: both databases' whole numbers are signed.
    return int.from_bytes(blake2b(mark.encode(), digest_size=8).digest()) >> 1


def _foremost(shared: dict[str, int], most: int) -> Iterable[str]:
    """Return those that share most keys, with all that share as many as the last of these."""
    if len(shared) <= most:
        return shared
    least = sorted(shared.values(), reverse=True)[most - 1]
    return [happening for happening, count in shared.items() if count >= least]


@dataclass(frozen=True, slots=True)
class Near:
    """What the tables have near an act: how many keys and days apart, and which by each key."""

    shared: dict[str, int]
    apart: dict[str, int]
    by_key: dict[int, set[str]]


class Finding:
    """What finds happenings, over one connection, for one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[tuple[int, int], list[tuple[int, str]]] = {}
        # Acts by what is asked for them, each with itself: an id is free again with its profile.
        self._asked: dict[int, tuple[Profile, list[int], list[int]]] = {}
        self._near: dict[int, Near] = {}  # what the tables have near an act, by the act as above
        # What this transaction has merged and not written yet, by the keys it will be found by.
        self._fresh: dict[int, dict[str, list[int]]] = defaultdict(dict)

    def look_up(self, profiles: Iterable[Profile]) -> None:
        """Ask the tables for what acts may be found by, all at once."""
        asked = [
            (profile, [*dict.fromkeys(_looked_for(profile))], days(profile)) for profile in profiles
        ]
        wanted = {
            (key, day) for _, its_keys, its_days in asked for key in its_keys for day in its_days
        }
        self._ask(wanted - self._known.keys())
        self._asked |= {id(one[0]): one for one in asked}

    def add(self, happening: str, profile: Profile) -> None:
        """Let a happening be found that is not written yet."""
        its_days = days(profile)
        for key in keys(profile):
            self._fresh[key][happening] = its_days

    def near(self, profiles: Sequence[Profile], most: int) -> list[list[str]]:
        """Return for each act, looked up before, the happenings that share most keys with it."""
        shared: list[dict[str, int]] = [{} for _ in profiles]
        apart: dict[str, int] = {}
        for place, profile in enumerate(profiles):
            near = self._stored_near(profile)
            its_shared = shared[place]
            its_shared.update(near.shared)
            for happening, gap in near.apart.items():
                if gap < apart.get(happening, WINDOW):
                    apart[happening] = gap
            _, its_keys, its_days = self._asked[id(profile)]
            for key in its_keys:
                stored = near.by_key.get(key, ())
                for happening, gap in self._fresh_of_key(key, its_days):
                    if happening not in stored:
                        its_shared[happening] = its_shared.get(happening, 0) + 1
                    if gap < apart.get(happening, WINDOW):
                        apart[happening] = gap
        return [
            sorted(_foremost(found, most), key=lambda h: (-found[h], apart.get(h, WINDOW), h))[
                :most
            ]
            for found in shared
        ]

    def _stored_near(self, profile: Profile) -> Near:
        """Return what the tables have near an act that was looked up: worked out once."""
        known = self._near.get(id(profile))
        if known is None:
            known = self._near[id(profile)] = Near({}, {}, {})
            _, its_keys, its_days = self._asked[id(profile)]
            for key in its_keys:
                here: set[str] = set()
                for day in its_days:
                    for its_day, happening in self._known[key, day]:
                        here.add(happening)
                        gap = abs(its_day - day)
                        if gap < known.apart.get(happening, WINDOW + 1):
                            known.apart[happening] = gap
                if here:
                    known.by_key[key] = here
                    for happening in here:
                        known.shared[happening] = known.shared.get(happening, 0) + 1
        return known

    def _fresh_of_key(self, key: int, its_days: Sequence[int]) -> Iterator[tuple[str, int]]:
        """Yield the happenings of a key that are not written yet, and how many days apart."""
        for happening, known in self._fresh.get(key, {}).items():
            gap = min([abs(a - b) for a in its_days for b in known], default=WINDOW + 1)
            if gap <= WINDOW:
                yield happening, gap

    def _ask(self, wanted: Iterable[tuple[int, int]]) -> None:
        pairs = sorted(wanted)
        question = _POSTGRESQL if self._connection.dialect.name == "postgresql" else _SQLITE
        for some in slices(pairs, _AT_ONCE):
            for pair in some:
                self._known[pair] = []
            for key, day, its_day, happening in self._connection.execute(
                question, {"wanted": json.dumps(some)}
            ):
                self._known[key, day].append((its_day, happening))
            for pair in some:
                if len(found := self._known[pair]) > PER_KEY:
                    found.sort(key=lambda one: (abs(one[0] - pair[1]), one[1]))
                    del found[PER_KEY:]
