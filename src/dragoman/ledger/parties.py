"""Who stands in records: their parties and pairs written, each name taken in once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from dragoman.ledger import schema
from dragoman.ledger.derive import Found, name_digest
from dragoman.ledger.words import words_of

_LONGEST_FOLDED = 500  # characters: what an index of PostgreSQL takes


def add_parties(connection: Connection, found: Mapping[int, Found]) -> None:
    """Write the parties and pairs of records, by their numbers."""
    names = _name_numbers(connection, {p.name for how in found.values() for p in how.parties})
    parties = [
        {
            "record": number,
            "place": party.place,
            "role": party.role,
            "code": party.code,
            "sector": party.sector,
            "name": names[party.name],
            "entity": party.entity,
            "day": how.day,
        }
        for number, how in found.items()
        for party in how.parties
    ]
    pairs = [
        {"record": number, "source": source, "target": target, "day": how.day}
        for number, how in found.items()
        for source, target in how.pairs
    ]
    if parties:
        connection.execute(insert(schema.parties), parties)
    if pairs:
        connection.execute(insert(schema.pairs), pairs)


def _name_numbers(connection: Connection, names: Iterable[str]) -> dict[str, int]:
    """Return the numbers of names, taking in those that are not here yet."""
    # In order, so that two writers with the same new names wait for one another and do not lock.
    digests = {name_digest(name): name for name in names}
    known = _known_names(connection, digests)
    new = sorted(digests.keys() - known.keys())
    if new:
        connection.execute(
            _insert_once(connection, schema.names),
            [
                {"name": digests[digest], "folded": _folded(digests[digest]), "digest": digest}
                for digest in new
            ],
        )
        added = _known_names(connection, new)
        known |= added
        words = sorted(
            {(word, number) for k, number in added.items() for word in words_of(digests[k])}
        )
        if words:
            connection.execute(
                _insert_once(connection, schema.name_words),
                [{"word": word, "name": number} for word, number in words],
            )
    return {digests[digest]: number for digest, number in known.items()}


_KNOWN = select(schema.names.c.digest, schema.names.c.number).where(
    schema.names.c.digest.in_(bindparam("digests", expanding=True))
)


def _known_names(connection: Connection, digests: Iterable[str]) -> dict[str, int]:
    return {
        row.digest: row.number for row in connection.execute(_KNOWN, {"digests": list(digests)})
    }


def _folded(name: str) -> str:
    """Return a name as it is looked up, short enough for an index."""
    return " ".join(words_of(name))[:_LONGEST_FOLDED]


def _insert_once(connection: Connection, table: Any) -> Any:
    maker = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    return maker(table).on_conflict_do_nothing()
