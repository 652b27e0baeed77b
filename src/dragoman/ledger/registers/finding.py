"""Finding records again: keys and days in, the latest records that share them out.

What is in the tables is asked for a batch of documents at once; what the batch itself has put in
is not there yet and is remembered here.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, text

from dragoman.ledger.ask import slices

# The latest records of one key that are looked at, and of all keys together.
PER_KEY, MOST = 60, 40
_AT_ONCE = 20_000  # keys of one question

# A key of a long crisis has thousands of records: each question goes along the index from the last
# day back, and no further than it must.
_SQLITE = text(f"""
    SELECT w.place, k.day, k.record
    FROM (
        SELECT key AS place, json_extract(value, '$[0]') AS key,
            json_extract(value, '$[1]') AS first, json_extract(value, '$[2]') AS last
        FROM json_each(:wanted)
    ) AS w CROSS JOIN entry_keys AS k
    WHERE k.key = w.key
    AND k.day BETWEEN coalesce((
            SELECT b.day FROM entry_keys AS b
            WHERE b.key = w.key AND b.day BETWEEN w.first AND w.last
            ORDER BY b.day DESC LIMIT 1 OFFSET {PER_KEY - 1}
        ), w.first)
    AND w.last
""")
_POSTGRESQL = text(f"""
    SELECT w.place - 1 AS place, k.day, k.record
    FROM json_array_elements(CAST(:wanted AS json)) WITH ORDINALITY AS w(value, place)
    CROSS JOIN LATERAL (
        SELECT b.day, b.record FROM entry_keys AS b
        WHERE b.key = CAST(w.value ->> 0 AS bigint)
        AND b.day BETWEEN CAST(w.value ->> 1 AS integer) AND CAST(w.value ->> 2 AS integer)
        ORDER BY b.day DESC, b.record DESC LIMIT {PER_KEY}
    ) AS k
""")

Span = tuple[int, int, int]
"""A key, the first and the last day: proleptic ordinals, both inclusive."""


class Finding:
    """What finds records, over one connection, for one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[Span, list[tuple[int, int]]] = {}
        self._fresh: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def look_up(self, wanted: Iterable[Span]) -> None:
        """Ask the tables for all of them at once."""
        spans = sorted(set(wanted) - self._known.keys())
        question = _POSTGRESQL if self._connection.dialect.name == "postgresql" else _SQLITE
        for some in slices(spans, _AT_ONCE):
            found: list[list[tuple[int, int]]] = [[] for _ in some]
            rows = self._connection.execute(question, {"wanted": json.dumps(some)})
            for place, day, record in rows:
                found[place].append((day, record))
            for span, latest in zip(some, found, strict=True):
                latest.sort(reverse=True)
                self._known[span] = latest[:PER_KEY]

    def add(self, record: int, day: int, keys: Iterable[int]) -> None:
        """Let a record be found that is not written yet."""
        for key in keys:
            self._fresh[key].append((day, record))

    def near(self, keys: Sequence[int], first: int, last: int, least: int) -> list[int]:
        """Return records that share at least `least` keys, those that share most first.

        The keys were looked up before.
        """
        shared: dict[int, int] = {}
        for key in keys:
            latest = self._known[key, first, last]
            if fresh := [one for one in self._fresh.get(key, ()) if first <= one[0] <= last]:
                latest = sorted([*latest, *fresh], reverse=True)[:PER_KEY]
            for _, number in latest:
                shared[number] = shared.get(number, 0) + 1
        found = [number for number, count in shared.items() if count >= least]
        return sorted(found, key=lambda number: (-shared[number], -number))[:MOST]
