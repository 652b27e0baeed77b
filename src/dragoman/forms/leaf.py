"""A leaf of a ledger: one document with those of its records that are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dragoman.forms.document import Span
from dragoman.forms.rows import DocumentRow, HappeningRow, RecordRow


@dataclass(frozen=True, slots=True)
class Leaf:
    """One document, its wanted records in the order of the ledger, and what they refer to.

    `tellers` has, by id, the statements that tell any of the records, wanted themselves or not;
    `happenings`, by id, those that the records belong to. `sentences` are those of the story, in
    order, or none where nobody cut it.
    """

    document: DocumentRow
    records: Sequence[RecordRow]
    tellers: Mapping[str, RecordRow] = field(default_factory=dict)
    happenings: Mapping[str, HappeningRow] = field(default_factory=dict)
    sentences: Sequence[Span] = ()
