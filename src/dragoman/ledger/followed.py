"""What is here already: documents by id and by address, and the items of feeds, in numbers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import func, select

from dragoman.ledger import schema
from dragoman.ledger.ask import slices
from dragoman.ledger.opened import Opened
from dragoman.ledger.write import Added, is_made_by


class Followed(Opened):
    """The part of the ledger that is asked before anything is fetched or read."""

    def held(self, documents: Sequence[str], made_by: Mapping[str, str]) -> dict[str, Added]:
        """Return those documents, of the ids, that are here as read by this maker.

        Adding one of them again would change nothing: what would be answered is given for each.
        """
        d, r = schema.documents.c, schema.readings.c
        counted = (
            select(func.count())
            .where(schema.records.c.reading == r.number)
            .correlate(schema.readings)
            .scalar_subquery()
        )
        query = select(d.id, d.version, counted.label("records")).join_from(
            schema.documents, schema.readings, r.document == d.number
        )
        found: dict[str, Added] = {}
        with self.reading() as connection:
            for some in slices(list(documents)):
                rows = connection.execute(query.where(d.id.in_(some), *is_made_by(made_by)))
                found |= {
                    row.id: Added(row.id, "unchanged", row.version, row.records) for row in rows
                }
        return found

    def codebook(self) -> str | None:
        """Return the codebook of the newest reading, None where there is no reading."""
        r = schema.readings.c
        with self.reading() as connection:
            return connection.scalar(select(r.codebook).order_by(r.number.desc()).limit(1))

    def held_urls(self, urls: Sequence[str]) -> set[str]:
        """Return those URLs of which a document is here."""
        d = schema.documents.c
        with self.reading() as connection:
            return {
                str(url)
                for some in slices(list(urls))
                for url in connection.scalars(select(d.url).where(d.url.in_(some)))
            }

    def feed_outcomes(self) -> dict[str, dict[str, int]]:
        """Return, for each feed by its URL, how many items came to which outcome."""
        i = schema.feed_items.c
        query = select(i.feed, i.outcome, func.count().label("items")).group_by(i.feed, i.outcome)
        found: dict[str, dict[str, int]] = {}
        with self.reading() as connection:
            for row in connection.execute(query.order_by(i.feed, i.outcome)):
                found.setdefault(row.feed, {})[row.outcome] = row._mapping["items"]
        return found
