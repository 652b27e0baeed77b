"""FollowTheMoney: leaves in; entities as JSON lines (`ftm` and Aleph read them) out.

A document is an Article, an act, agreement or visit an Event, an office a Position with its
Occupancy, a statement, promise or stance a Note; who acts toward whom is an UnknownLink. Entities
come as fragments: lines of one id are parts of one entity, as `ftm aggregate` joins them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any

from dragoman.forms.cells import cited, sides
from dragoman.forms.leaf import Leaf
from dragoman.forms.rows import HappeningRow, RecordRow
from dragoman.views.exports.ftm_parties import Property, country, entity, identity, party
from dragoman.views.exports.tally import Tally

# Fragments remembered so that one that was written is not written again: some 100 MB at most.
# Beyond, a fragment may come twice, which changes nothing.
_REMEMBERED = 1_000_000
_WORDS = {
    "event": "event",
    "agreement": "title",
    "visit": "kind",
    "statement": "manner",
    "position": "stance",
    "commitment": "kind",
}


class Ftm:
    """The FollowTheMoney export; `merged` makes one Event of the records of one happening."""

    takes_leaves = True
    takes_happenings = False

    def __init__(self, *, merged: bool = True) -> None:
        self.tally = Tally()
        self._merged = merged
        self._written: set[int] = set()

    def head(self) -> str:
        """Return nothing: JSON lines have no header."""
        return ""

    def leaf(self, leaf: Leaf) -> str:
        """Return the entities of a document, those that were written before left out."""
        lines = [self._line(_article(leaf, self.tally))]
        for row in leaf.records:
            self.tally.rows += 1
            self.tally.edited += row["corrected"] is not None and row["corrected"]["edited"]
            lines += [self._line(made) for made in self._entities(row, leaf)]
        return "".join(lines)

    def happening(self, row: HappeningRow) -> str:
        """Return nothing: the records of a happening bring it."""
        return ""

    def foot(self) -> str:
        """Return nothing: JSON lines have no end mark."""
        return ""

    def _line(self, made: Property) -> str:
        line = json.dumps(made, ensure_ascii=False, separators=(",", ":"))
        digest = blake2b(line.encode("utf-8", "surrogatepass"), digest_size=8).digest()
        number = int.from_bytes(digest, "big")
        if number in self._written:
            return ""
        if len(self._written) >= _REMEMBERED:
            self._written.clear()
        self._written.add(number)
        return line + "\n"

    def _entities(self, row: RecordRow, leaf: Leaf) -> Iterator[Property]:
        first, second = ([party(e, row["document"]) for e in side] for side in sides(row))
        yield from first
        yield from second
        shared = _shared(row, leaf)
        ids = [made["id"] for made in (*first, *second)]
        match row["kind"]:
            case "event" | "agreement" | "visit":
                happening = leaf.happenings.get(row["happening"] or "") if self._merged else None
                yield _event(row, happening, ids, shared)
                yield from _links(row, first, second, shared)
            case "office":
                yield from _occupancy(row, first, shared)
            case _:
                yield _note(row, leaf, ids, shared)


def _article(leaf: Leaf, tally: Tally) -> Property:
    document = leaf.document
    tally.shorten("texts longer than 65,000 characters", len(document["text"]) > 65_000)
    return entity(
        "Article",
        identity("document", document["id"]),
        title=document["title"],
        bodyText=document["text"],
        author=document["authors"],
        publishedAt=document["published"],
        publisher=document["publisher"],
        sourceUrl=document["url"],
    )


def _shared(row: RecordRow, leaf: Leaf) -> dict[str, Any]:
    """Return what every entity of a record says of its source."""
    return {
        "proof": identity("document", row["document"]),
        "publisher": leaf.document["publisher"],
        "sourceUrl": leaf.document["url"],
    }


def _event(
    row: RecordRow, happening: HappeningRow | None, involved: list[str], shared: Mapping[str, Any]
) -> Property:
    date, place = row.get("date"), row.get("place")
    day = date["start"] if date else (row["day"] if row["kind"] == "agreement" else None)
    return entity(
        "Event",
        identity("event", happening["id"] if happening else row["id"]),
        name=_name(happening or row, row["kind"]),
        summary=[span["text"] for span in row["evidence"]],
        date=day if not date or date["start"] == date["end"] else None,
        startDate=date["start"] if date and date["start"] != date["end"] else None,
        endDate=date["end"] if date and date["start"] != date["end"] else None,
        location=place["name"] if place else None,
        country=country(place["code"]) if place else None,
        involved=involved,
        keywords=[
            *_keywords(row if happening is None else {**row, "status": happening["status"]}),
            *row.get("mode", ()),
            *row.get("context", row.get("area", ())),
        ],
        notes=_notes(row, happening),
        recordId=row["id"],
        **shared,
    )


def _links(
    row: RecordRow, first: list[Property], second: list[Property], shared: Mapping[str, Any]
) -> Iterator[Property]:
    """Yield who acts toward whom: an Event alone says only who is involved."""
    for one in first:
        for other in second:
            yield entity(
                "UnknownLink",
                identity("link", row["id"], one["id"], other["id"]),
                subject=one["id"],
                object=other["id"],
                role=" ".join(_keywords(row)),
                date=row["day"],
                recordId=row["id"],
                **shared,
            )


def _occupancy(
    row: RecordRow, holders: list[Property], shared: Mapping[str, Any]
) -> Iterator[Property]:
    post = identity("post", row["role"], row["organisation"] or "", row["code"] or "")
    name = ", ".join(part for part in (row["role"], row["organisation"]) if part)
    yield entity("Position", post, name=name, country=country(row["code"]))
    for holder in holders:
        if holder["schema"] == "Person":
            yield entity(
                "Occupancy",
                identity("occupancy", row["id"]),
                holder=holder["id"],
                post=post,
                date=row["published"],
                recordId=row["id"],
                **shared,
            )


def _note(row: RecordRow, leaf: Leaf, about: list[str], shared: Mapping[str, Any]) -> Property:
    return entity(
        "Note",
        identity("note", row["id"]),
        name=_name(row, row["kind"]),
        description=" [...] ".join(c["text"] for c in cited(row)),
        entity=about,
        keywords=[*_keywords(row), *row.get("area", ())],
        notes=_notes(row, None),
        **shared,
    )


def _keywords(row: RecordRow) -> list[str]:
    word: Any = row.get(_WORDS[row["kind"]])
    status = row.get("status", row.get("state"))
    found = [row["kind"] if row["kind"] in ("position", "statement") else "", word, status]
    return list(dict.fromkeys(part for part in found if part))


def _name(row: RecordRow | HappeningRow, kind: str) -> str:
    """Return a line that says who, what and to whom."""
    first, second = ([e["name"] for e in side] for side in sides({**row, "kind": kind}))
    words = " ".join(_keywords({**row, "kind": kind}))  # type: ignore[typeddict-item]
    left, right = ", ".join(dict.fromkeys(first)), ", ".join(dict.fromkeys(second))
    return ": ".join(part for part in (words, " → ".join(p for p in (left, right) if p)) if part)


def _notes(row: RecordRow, happening: HappeningRow | None) -> list[str]:
    told = f", according to {row['according_to']}" if row["according_to"] is not None else ""
    notes = [f"{row['id']}: confidence {row['confidence']}{told}"]
    if happening is not None:
        documents, sources = happening["documents"], happening["sources"]
        notes.append(f"documents: {documents}, independent sources: {sources}")
    if (word := row["corrected"]) is not None:
        notes.append(f"{row['id']}: {word['verdict']} by {word['by']}: {word['reason']}")
    return notes
