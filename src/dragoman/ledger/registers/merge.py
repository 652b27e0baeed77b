"""Merging: the ledger's new readings and corrections in, its registers brought up to date.

Each batch of documents is one transaction. A record is compared with the few records that share
parties and words with it, so that the work for a document does not grow with the ledger.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial

from sqlalchemy import Connection, func, select

from dragoman.ledger import schema
from dragoman.ledger.opened import Opened
from dragoman.ledger.progress import catch_up
from dragoman.ledger.registers.compared import Compared
from dragoman.ledger.registers.facts import KINDS, Facts
from dragoman.ledger.registers.fulfil import REACH as PROMISED
from dragoman.ledger.registers.fulfil import Bearing, bears_on
from dragoman.ledger.registers.kept import Kept
from dragoman.ledger.registers.keys import keys, keys_of_acts, needed
from dragoman.ledger.registers.life import tell
from dragoman.ledger.registers.match import REACH, Match, same_thing

D = schema.documents
STATE = "registers"  # under this name the ledger keeps how far merging has come
LEAST = 0.45  # confidence below which two records are not brought together
_LOCK = 0x7265_6769_7374  # "regist": the advisory lock of those who merge


def link_new(ledger: Opened) -> int:
    """Bring registers up to date with what came in; return how many documents were looked at.

    A document that was read again, corrected, or replaced by a later version is taken out and put
    in anew. The same documents in the same order give the same entries, however often this is
    called between them.
    """
    return catch_up(ledger, STATE, _LOCK, partial(_merge, compared=Compared()))


def _merge(connection: Connection, documents: Sequence[int], *, compared: Compared) -> None:
    kept = Kept(connection, compared)
    touched = kept.drop_documents(documents)
    when = func.coalesce(D.c.published, D.c.learned_at)
    query = select(D.c.id).where(D.c.number.in_(documents), D.c.live).order_by(when, D.c.number)
    found = kept.of_documents(connection.scalars(query).all())
    new = [record for told in found.values() for record in told if record.kind in KINDS]
    asked = [_asked(record) for record in new]
    asked += [_asked_of(acts) for told in found.values() if (acts := _acting(told))]
    kept.look_up(asked, (record.id for record in new))
    for told in found.values():
        placed = {record.number: _place(kept, record) for record in told if record.kind in KINDS}
        touched |= set(placed.values())
        # What a document still tells as promised, it does not tell as done.
        still = {placed[f.number] for f in told if f.kind == "commitment" and f.state == "open"}
        if acts := _acting(told):
            touched |= _fulfil(kept, acts, still)
    kept.flush()
    _sum_up(kept, touched)


def _asked(record: Facts) -> tuple[Sequence[int], int, int, int]:
    """Return what is asked to find the record's like: keys, first and last day, keys to share."""
    reach = REACH[record.kind]
    return keys(record), record.report - reach, record.report + reach, needed(record)


def _asked_of(acts: Sequence[Facts]) -> tuple[Sequence[int], int, int, int]:
    """Return what is asked to find the promises that acts of a document may keep or break."""
    report = acts[0].report
    return keys_of_acts(acts), report - PROMISED, report - 1, 2


def _acting(told: Iterable[Facts]) -> list[Facts]:
    """Return what a document tells that may keep or break a promise."""
    return [f for f in told if f.kind in ("agreement", "event", "visit") and f.one]


def _place(kept: Kept, record: Facts) -> str:
    """Put a record into the entry of the likest record, or begin a new one; return the entry."""
    its, *where = _asked(record)
    near = kept.near(its, *where)
    found = _likest(record, kept.facts_of(near).values())
    if found is None:
        entry = kept.found_entry(record.id)
        kept.put(record.number, entry, record.report, its)
        return entry
    other, match = found
    entry = kept.entries_of([other.number])[other.number]
    kept.put(record.number, entry, record.report, its)
    earlier, later = sorted((other, record), key=lambda f: (f.report, f.first or 0, f.number))
    kept.link(earlier.number, later.number, later.state, match.confidence, match.why)
    return entry


def _likest(record: Facts, others: Iterable[Facts]) -> tuple[Facts, Match] | None:
    """Return the record that is most surely of the same thing; of equals the nearest in time."""
    best: tuple[tuple[float, int, int], Facts, Match] | None = None
    for other in others:
        if other.number == record.number or other.kind != record.kind:
            continue
        earlier, later = sorted((other, record), key=lambda f: (f.report, f.number))
        match = same_thing(earlier, later)
        if match is None or match.confidence < LEAST:
            continue
        rank = (match.confidence, -abs(other.report - record.report), -other.number)
        if best is None or rank > best[0]:
            best = rank, other, match
    return None if best is None else best[1:]


def _fulfil(kept: Kept, usable: Sequence[Facts], still: set[str]) -> set[str]:
    """Link what a document tells as done to what was promised before; return the entries."""
    near = kept.near(*_asked_of(usable))
    promises = [p for p in kept.facts_of(near).values() if p.kind == "commitment"]
    entries = kept.entries_of([promise.number for promise in promises])
    touched = set()
    for promise in promises:
        if entries[promise.number] in still:
            continue
        found = [(act, b) for act in usable if (b := bears_on(promise, act)) is not None]
        if not found:
            continue
        act, bearing = max(found, key=_surest)
        kept.link(promise.number, act.number, bearing.state, bearing.confidence, bearing.why)
        touched.add(entries[promise.number])
    return touched


def _surest(found: tuple[Facts, Bearing]) -> tuple[float, int]:
    return found[1].confidence, -found[0].number


def _sum_up(kept: Kept, touched: Iterable[str]) -> None:
    """Tell the lives of entries anew; those without records go."""
    found = kept.members(sorted(touched))
    lives, gone = [], []
    for entry, members in found.items():
        if any(m.facts.kind in KINDS for m in members):
            lives.append(tell(entry, members))
        else:
            gone.append(entry)
    kept.write(lives)
    kept.drop(gone)
